//! Imports: all or nothing, or the good ones; again and changed; refused by name.

use ::ledger::kinds::Kind;
use prost::Message;
use proto::cadre::v1::{Cadre, Unit, WorkLog};
use proto::governance::v1::CaseFile;
use proto::ledger::v1::{GetLedgerRequest, ImportOptions};

use crate::desk::{COUNTY, Desk, VERIFIER, any, at_desk, by, options};

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
