//! Imports: all or nothing, or the good ones; again and changed; refused by name.

use ::ledger::kinds::Kind;
use prost::Message;
use proto::cadre::v1::{Cadre, Unit, WorkLog};
use proto::governance::v1::CaseFile;
use proto::ledger::v1::{
    GetLedgerRequest, ImportOptions, ImportRecordsRequest, ImportRecordsResponse,
};
use tonic::Status;

use crate::desk::{COUNTY, Desk, RECORDER, VERIFIER, any, at_desk, by, options, reason};

fn units(desk: &Desk, count: u32) -> Vec<prost_types::Any> {
    let kind = desk.kind("Unit");
    (0..count).map(|n| any(&kind, Unit::sample(n).encode_to_vec())).collect()
}

async fn position(desk: &Desk) -> i64 {
    let request = GetLedgerRequest { county: COUNTY.to_owned() };
    let ledger = desk.ledger().get_ledger(by(VERIFIER, request)).await;
    ledger.expect("a ledger").into_inner().position
}

#[tokio::test(flavor = "multi_thread")]
async fn one_bad_record_refuses_them_all_and_is_named() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let mut records = units(desk, 1_500);
        let bad = Unit { first_date: "2023-02-30".to_owned(), ..Unit::sample(9_999) };
        records.insert(1_200, any(&desk.kind("Unit"), bad.encode_to_vec()));
        let answer = desk.import(options(), records).await.expect("answered");
        let summary = answer.summary.expect("a summary");
        assert_eq!((summary.created_count, summary.refused_count), (0, 1));
        let refusal = &answer.refusals[0];
        assert_eq!((refusal.index, refusal.field.as_str()), (1_200, "unit.first_date"));
        assert_eq!(refusal.reason, "DATE_INVALID");
        assert!(refusal.message_zh.contains("2023-02-30"));
        assert_eq!(position(desk).await, 0, "nothing was written");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_points_nowhere_refuses_them_all_after_chunks_were_written() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let mut records = units(desk, 1_500);
        let stray = Cadre { unit_id: "nowhere".to_owned(), ..Cadre::sample(1) };
        records.push(any(&desk.kind("Cadre"), stray.encode_to_vec()));
        let answer = desk.import(options(), records).await.expect("answered");
        assert_eq!(answer.summary.expect("a summary").refused_count, 1);
        let refusal = &answer.refusals[0];
        let found = (refusal.index, refusal.field.as_str(), refusal.reason.as_str());
        assert_eq!(found, (1_500, "cadre.unit_id", "REFERENCE_UNKNOWN"));
        assert_eq!(position(desk).await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partial_import_takes_the_good_ones() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let mut records = units(desk, 10);
        let stray = Cadre { unit_id: "nowhere".to_owned(), ..Cadre::sample(1) };
        records.push(any(&desk.kind("Cadre"), stray.encode_to_vec()));
        records.push(prost_types::Any {
            type_url: "/xianzhi.cadre.v1.Nothing".to_owned(),
            value: vec![],
        });
        let partial = ImportOptions { partial: true, ..options() };
        let answer = desk.import(partial, records).await.expect("answered");
        let summary = answer.summary.expect("a summary");
        assert_eq!((summary.created_count, summary.refused_count), (10, 2));
        let reasons: Vec<_> = answer.refusals.iter().map(|r| r.reason.as_str()).collect();
        assert_eq!(reasons, ["KIND_UNKNOWN", "REFERENCE_UNKNOWN"]);
        assert_eq!(position(desk).await, 10);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_import_is_harmless_and_changed_rows_become_revisions() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        desk.import(options(), units(desk, 20)).await.expect("answered");
        let mut again = units(desk, 20);
        let renamed = Unit { name: "改名局".to_owned(), ..Unit::sample(3) };
        again[3] = any(&desk.kind("Unit"), renamed.encode_to_vec());
        let summary = desk.import(options(), again).await.expect("answered").summary;
        let summary = summary.expect("a summary");
        assert_eq!((summary.unchanged_count, summary.revised_count), (19, 1));
        assert_eq!(position(desk).await, 21);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_stands_in_one_row_of_an_import_or_says_the_same_in_all() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let kind = desk.kind("Unit");
        let named = |n: u32, name: &str| {
            let unit = Unit { name: name.to_owned(), ..Unit::sample(n) };
            any(&kind, unit.encode_to_vec())
        };
        // Beside each other, and after others have been written in between.
        let mut records = units(desk, 1_500);
        records.insert(1, records[0].clone());
        records.push(named(7, "另一个局"));
        records.push(named(1_499, "又一个局"));
        let refused = desk.import(options(), records.clone()).await.expect("answered");
        let found: Vec<_> =
            refused.refusals.iter().map(|one| (one.index, one.reason.as_str())).collect();
        assert_eq!(found, [(1_501, "RECORD_EXISTS"), (1_502, "RECORD_EXISTS")]);
        assert_eq!(position(desk).await, 0);
        let partial = ImportOptions { partial: true, ..options() };
        let summary = desk.import(partial.clone(), records).await.expect("answered").summary;
        let summary = summary.expect("a summary");
        let counted = (summary.created_count, summary.unchanged_count, summary.refused_count);
        assert_eq!((counted, summary.revised_count), ((1_500, 1, 2), 0));
        // What stands since an import before is revised once, and not twice.
        let again = vec![named(7, "另一个局"), named(7, "第三个局")];
        let summary = desk.import(partial, again).await.expect("answered").summary;
        let summary = summary.expect("a summary");
        assert_eq!((summary.revised_count, summary.refused_count), (1, 1));
        assert_eq!(position(desk).await, 1_501);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_import_is_answered_as_before() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let named = ImportOptions {
            request_id: "123e4567-e89b-42d3-a456-426614174001".to_owned(),
            ..options()
        };
        let first = desk.import(named.clone(), units(desk, 30)).await.expect("answered");
        let again = desk.import(named, units(desk, 30)).await.expect("answered");
        assert_eq!(first.summary, again.summary);
        assert_eq!(position(desk).await, 30);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_counts_and_writes_nothing() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let dry = ImportOptions { validate_only: true, ..options() };
        let summary = desk.import(dry, units(desk, 30)).await.expect("answered").summary;
        assert_eq!(summary.expect("a summary").created_count, 30);
        assert_eq!(position(desk).await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn kinds_of_one_import_may_point_to_each_other() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let records = vec![
            any(&desk.kind("Unit"), Unit::sample(0).encode_to_vec()),
            any(&desk.kind("Cadre"), Cadre::sample(0).encode_to_vec()),
            any(&desk.kind("WorkLog"), WorkLog::sample(0).encode_to_vec()),
        ];
        let answer = desk.import(options(), records).await.expect("answered");
        assert_eq!(answer.summary.expect("a summary").created_count, 3, "{:?}", answer.refusals);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kind_that_acts_move_is_not_imported() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let case = any(&desk.kind("CaseFile"), CaseFile::sample(0).encode_to_vec());
        let answer = desk.import(options(), vec![case]).await.expect("answered");
        assert_eq!(answer.refusals[0].reason, "KIND_MOVED_BY_ACTS");
    })
    .await;
}

/// What a message of an import says beside its records, which are all.
async fn send(desk: &Desk, message: ImportRecordsRequest) -> Result<ImportRecordsResponse, Status> {
    send_as(desk, ImportRecordsRequest { complete: true, ..message }).await
}

async fn send_as(
    desk: &Desk,
    message: ImportRecordsRequest,
) -> Result<ImportRecordsResponse, Status> {
    let first = ImportRecordsRequest { options: Some(options()), ..message };
    let stream = tokio_stream::iter([first]);
    let mut answers = desk.ledger().import_records(by(RECORDER, stream)).await?.into_inner();
    let mut last = ImportRecordsResponse::default();
    while let Some(answer) = answers.message().await? {
        let refusals = [last.refusals, answer.refusals.clone()].concat();
        last = ImportRecordsResponse { refusals, ..answer };
    }
    Ok(last)
}

#[tokio::test(flavor = "multi_thread")]
async fn of_an_import_that_breaks_off_nothing_is_taken() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let kind = desk.kind("Unit");
        let records = vec![any(&kind, Unit::sample(0).encode_to_vec())];
        let message = ImportRecordsRequest { records, ..Default::default() };
        let broken =
            send_as(desk, message.clone()).await.expect_err("it does not say that it ends");
        assert_eq!(reason(&broken).0, "IMPORT_ABANDONED");
        assert!(desk.get::<Unit>(&kind, "U-0", 0).await.is_err(), "nothing of it is there");
        let summary = send(desk, message).await.expect("answered").summary;
        assert_eq!(summary.expect("a summary").created_count, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_that_are_not_stated_stay_as_they_stand_and_are_checked_with_the_rest() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let kind = desk.kind("Unit");
        let dated = Unit { last_date: "2020-12-31".to_owned(), ..Unit::sample(0) };
        desk.import(options(), vec![any(&kind, dated.encode_to_vec())]).await.expect("answered");
        let get = async || {
            let unit: Unit = desk.get(&kind, "U-0", 0).await.expect("there");
            unit
        };
        let state = async |fields: &[&str], unit: Unit| {
            let records = vec![any(&kind, unit.encode_to_vec())];
            let fields = fields.iter().map(|name| (*name).to_owned()).collect();
            let message = ImportRecordsRequest { records, fields, ..Default::default() };
            send(desk, message).await
        };
        let named = |name: &str| Unit { name: name.to_owned(), ..Unit::sample(0) };
        let stated = ["code", "name", "type", "division", "first_date"];
        let summary = state(&stated, named("改名局")).await.expect("answered").summary;
        assert_eq!(summary.expect("a summary").revised_count, 1);
        assert_eq!(
            (get().await.name.as_str(), get().await.last_date.as_str()),
            ("改名局", "2020-12-31")
        );
        // The same again changes nothing.
        let summary = state(&stated, named("改名局")).await.expect("answered").summary;
        assert_eq!(summary.expect("a summary").unchanged_count, 1);
        // What it says is judged beside what stands: a unit does not begin after its end.
        let late = Unit { first_date: "2021-01-01".to_owned(), ..named("改名局") };
        let answer = state(&stated, late).await.expect("answered");
        let refusal = &answer.refusals[0];
        let found = (refusal.index, refusal.field.as_str(), refusal.reason.as_str());
        assert_eq!(found, (0, "unit.last_date", "DATE_ORDER"));
        // Only what names it and what changes need be stated of a record that is there.
        let brief =
            Unit { code: "U-0".to_owned(), name: "简称局".to_owned(), ..Unit::default() };
        let summary = state(&["code", "name"], brief.clone()).await.expect("answered").summary;
        assert_eq!(summary.expect("a summary").revised_count, 1);
        assert_eq!(
            get().await,
            Unit { name: "简称局".to_owned(), metadata: get().await.metadata, ..dated.clone() }
        );
        let new = Unit { code: "U-9".to_owned(), ..brief };
        let answer = state(&["code", "name"], new).await.expect("answered");
        let missing: Vec<_> = answer.refusals.iter().map(|one| one.field.as_str()).collect();
        assert_eq!(missing, ["unit.type", "unit.division", "unit.first_date"], "of a new one all");
        // A field that is stated and empty is cleared.
        let summary =
            state(&["code", "last_date"], Unit { code: "U-0".to_owned(), ..Unit::default() });
        assert_eq!(summary.await.expect("answered").summary.expect("one").revised_count, 1);
        assert_eq!((get().await.name.as_str(), get().await.last_date.as_str()), ("简称局", ""));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_of_fields_and_explanations_must_fit_the_records() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let unit = any(&desk.kind("Unit"), Unit::sample(0).encode_to_vec());
        let cadre = any(&desk.kind("Cadre"), Cadre::sample(0).encode_to_vec());
        let field = async |records: &[&prost_types::Any], fields: &[&str], explanations: usize| {
            let message = ImportRecordsRequest {
                records: records.iter().map(|one| (*one).clone()).collect(),
                fields: fields.iter().map(|name| (*name).to_owned()).collect(),
                explanations: vec!["示例".to_owned(); explanations],
                ..Default::default()
            };
            let refused = send(desk, message).await.expect_err("refused");
            let (reason, fields) = reason(&refused);
            assert_eq!(reason, "REQUEST_INVALID");
            fields[0].0.clone()
        };
        assert_eq!(field(&[&unit], &["code", "colour"], 0).await, "fields[1]");
        assert_eq!(field(&[&unit, &cadre], &["code"], 0).await, "fields");
        assert_eq!(field(&[&unit, &unit], &[], 1).await, "explanations");
        assert_eq!(position(desk).await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_are_told_beyond_the_first_thousand_and_all_are_counted() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let kind = desk.kind("Unit");
        let bad = |n: u32| Unit { first_date: String::new(), ..Unit::sample(n) };
        // Some are refused when they are read, some when they are decided.
        let mut records: Vec<_> = (0..1_500).map(|n| any(&kind, bad(n).encode_to_vec())).collect();
        let partial = ImportOptions { partial: true, ..options() };
        let stray = |n: u32| Cadre { unit_id: "nowhere".to_owned(), ..Cadre::sample(n) };
        let kind = desk.kind("Cadre");
        records.extend((0..1_300).map(|n| any(&kind, stray(n).encode_to_vec())));
        let answer = desk.import(partial, records).await.expect("answered");
        assert_eq!(answer.summary.expect("a summary").refused_count, 2_800);
        let places: std::collections::BTreeSet<_> =
            answer.refusals.iter().map(|refusal| refusal.index).collect();
        assert_eq!(places.len(), 2_800);
    })
    .await;
}
