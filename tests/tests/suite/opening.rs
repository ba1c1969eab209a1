//! Opening lists: a register of the first year enters as one list, is verified as one, and every
//! figure says how much of it rests on it.

use ::ledger::kinds::Kind as _;
use prost::Message;
use proto::figure::v1::figure_service_client::FigureServiceClient;
use proto::figure::v1::{
    BreakDownFigureRequest, ComputeFiguresRequest, Dimension, ExplainFigureRequest, Figure, Scope,
};
use proto::industry::v1::{Designation, Enterprise};
use proto::ledger::v1::{
    AuditLedgerRequest, GetLedgerRequest, ImportOptions, ListWaitingRecordsRequest, Opening,
    RecordRef, ReturnRecordsRequest, State, WaitingRecord, WithdrawRecordsRequest,
};
use tonic::Status;

use crate::desk::{COUNTY, Desk, RECORDER, Stored, VERIFIER, any, at_desk, by, options, reason};
use crate::figures::scope;

const TOTAL: &str = "industry.above_scale.total";

fn opening() -> ImportOptions {
    let (document, open_date) = ("示例统名〔2022〕12号".to_owned(), "2022-12-31".to_owned());
    ImportOptions { opening: Some(Opening { document, open_date }), ..options() }
}

fn designations(desk: &Desk, numbers: impl IntoIterator<Item = u32>) -> Vec<prost_types::Any> {
    let kind = desk.kind("Designation");
    let sample = |n| any(&kind, Designation::sample(n).encode_to_vec());
    numbers.into_iter().map(sample).collect()
}

/// A desk that knows six enterprises, and has three of them on the opening list of a register;
/// the list.
async fn with_list(desk: &Desk) -> RecordRef {
    let kind = desk.kind("Enterprise");
    let enterprises = (0..6).map(|n| any(&kind, Enterprise::sample(n).encode_to_vec()));
    desk.enter(enterprises.collect()).await;
    enter_list(desk, 0..3).await
}

async fn enter_list(desk: &Desk, numbers: impl IntoIterator<Item = u32>) -> RecordRef {
    let answer = desk.import(opening(), designations(desk, numbers)).await.expect("answered");
    let summary = answer.summary.expect("a summary");
    assert!(!summary.opening_list_id.is_empty(), "{:?}", answer.refusals);
    let etag = format!("\"{}\"", summary.position);
    let kind = desk.kind("OpeningList").name.clone();
    RecordRef { kind, id: summary.opening_list_id, etag }
}

async fn state_of(desk: &Desk, n: u32) -> (State, RecordRef) {
    let kind = desk.kind("Designation");
    let id = kind.key(&Designation::sample(n).encode_to_vec()).expect("a key");
    let stored: Stored = desk.get(&kind, &id, 0).await.expect("there");
    let metadata = stored.metadata();
    (metadata.state(), crate::desk::reference(&kind, &metadata))
}

async fn position(desk: &Desk) -> i64 {
    let request = GetLedgerRequest { county: COUNTY.to_owned() };
    let ledger = desk.ledger().get_ledger(by(VERIFIER, request)).await;
    ledger.expect("a ledger").into_inner().position
}

async fn figure(desk: &Desk, position: i64) -> Figure {
    let positions = [(COUNTY.to_owned(), position)].into_iter().filter(|(_, at)| *at > 0);
    let asked =
        Scope { positions: positions.collect(), ..scope(COUNTY, "2023-01-01", "2023-12-31") };
    let request = ExplainFigureRequest { scope: Some(asked.clone()), code: TOTAL.to_owned() };
    let mut client = FigureServiceClient::new(desk.channel.clone());
    let explained = client.explain_figure(by(VERIFIER, request)).await.expect("explained");
    let codes = vec![TOTAL.to_owned()];
    let request = ComputeFiguresRequest { scope: Some(asked.clone()), codes, compare: false };
    let computed = client.compute_figures(by(VERIFIER, request)).await.expect("computed");
    let figure = computed.into_inner().figures.remove(0);
    let explained = explained.into_inner().figure.expect("a figure");
    assert_eq!((explained.counted, explained.opening), (figure.counted, figure.opening));
    let (scope, by_what) = (Some(asked), Dimension::Township.into());
    let request = BreakDownFigureRequest { scope, code: TOTAL.to_owned(), by: by_what };
    let cells = client.break_down_figure(by(VERIFIER, request)).await.expect("broken down");
    let cells = cells.into_inner().cells.into_iter().filter_map(|cell| cell.figure);
    assert_eq!(cells.map(|cell| cell.opening).sum::<i64>(), figure.opening);
    figure
}

async fn waiting(desk: &Desk, state: State, list: &str) -> Vec<WaitingRecord> {
    let request = ListWaitingRecordsRequest {
        county: COUNTY.to_owned(),
        state: state.into(),
        opening_list_id: list.to_owned(),
        ..Default::default()
    };
    let answer = desk.ledger().list_waiting_records(by(VERIFIER, request)).await;
    answer.expect("a list").into_inner().records
}

async fn send_back(desk: &Desk, record: RecordRef) -> Result<i64, Status> {
    let (county, reason) = (COUNTY.to_owned(), "名册缺一家".to_owned());
    let records = vec![record];
    let request = ReturnRecordsRequest { county, records, reason, ..Default::default() };
    let answer = desk.ledger().return_records(by(VERIFIER, request)).await?;
    Ok(answer.into_inner().position)
}

async fn withdraw(desk: &Desk, record: RecordRef) -> Result<i64, Status> {
    let (county, reason) = (COUNTY.to_owned(), "重报".to_owned());
    let records = vec![record];
    let request = WithdrawRecordsRequest { county, records, reason, ..Default::default() };
    let answer = desk.ledger().withdraw_records(by(RECORDER, request)).await?;
    Ok(answer.into_inner().position)
}

async fn assert_sound(desk: &Desk) {
    let request = AuditLedgerRequest { county: COUNTY.to_owned() };
    let audit = desk.ledger().audit_ledger(by(VERIFIER, request)).await.expect("audited");
    assert_eq!(audit.into_inner().finding, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_verified_as_one_and_figures_say_how_much_rests_on_it() {
    at_desk(&industry::DEPARTMENT, async |desk| {
        let list = with_list(desk).await;
        let listed = waiting(desk, State::Recorded, "").await;
        assert_eq!(listed.len(), 1, "the list waits for all that it holds");
        assert_eq!(waiting(desk, State::Recorded, &list.id).await.len(), 3);
        let (state, one) = state_of(desk, 1).await;
        assert_eq!(state, State::Recorded);
        let refused = desk.verify(VERIFIER, vec![one]).await.expect_err("not one by one");
        assert_eq!(reason(&refused).0, "OPENING_LIST_WAITS");
        let before = position(desk).await;
        let own = desk.verify(RECORDER, vec![list.clone()]).await.expect_err("somebody else");
        assert_eq!(reason(&own).0, "VERIFIER_IS_RECORDER");
        assert_eq!(position(desk).await, before, "nothing of a refused verdict stays");
        assert_eq!((figure(desk, 0).await.counted, figure(desk, 0).await.opening), (0, 0));

        let verified = desk.verify(VERIFIER, vec![list.clone()]).await.expect("verified");
        assert_eq!((verified.len(), verified[0].id.as_str()), (1, list.id.as_str()));
        assert_eq!(position(desk).await, before + 4, "an entry for the list and for each record");
        assert!(waiting(desk, State::Recorded, "").await.is_empty());
        let opened = position(desk).await;
        let stands = figure(desk, 0).await;
        assert_eq!((stands.counted, stands.opening), (3, 3));
        desk.enter(designations(desk, [3])).await;
        let stands = figure(desk, 0).await;
        assert_eq!((stands.counted, stands.opening), (4, 3));

        // What is corrected no longer rests on the list, once the correction counts.
        let (_, one) = state_of(desk, 1).await;
        let kind = desk.kind("Designation");
        let moved = Designation { batch: "2023年更正".to_owned(), ..Designation::sample(1) };
        let revised = desk.revise(&kind, &one.id, &one.etag, moved.encode_to_vec()).await;
        let revised = crate::desk::reference(&kind, &revised.expect("revised").metadata());
        assert_eq!(figure(desk, 0).await.opening, 3, "the old value stands");
        desk.verify(VERIFIER, vec![revised]).await.expect("verified");
        let stands = figure(desk, 0).await;
        assert_eq!((stands.counted, stands.opening), (4, 2));
        assert_eq!(figure(desk, opened).await.opening, 3, "as it stood");
        assert_eq!(figure(desk, before).await.opening, 0);

        let kept: Stored = desk.get(&desk.kind("OpeningList"), &list.id, 0).await.expect("there");
        let kept = RecordRef { etag: kept.metadata().etag, ..list };
        let refused = withdraw(desk, kept).await.expect_err("it stands");
        assert_eq!(reason(&refused).0, "TRANSITION_NOT_ALLOWED");
        let again = desk.import(opening(), designations(desk, 0..3)).await;
        assert_eq!(reason(&again.expect_err("verified already")).0, "RECORD_EXISTS");
        assert_sound(desk).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_was_returned_is_handed_in_anew() {
    at_desk(&industry::DEPARTMENT, async |desk| {
        let list = with_list(desk).await;
        let (_, one) = state_of(desk, 1).await;
        let kind = desk.kind("Designation");
        let moved = Designation { batch: "改".to_owned(), ..Designation::sample(1) };
        let moved = desk.revise(&kind, &one.id, &one.etag, moved.encode_to_vec()).await;
        moved.expect("its recorder may correct it");
        let before = position(desk).await;
        let changed = desk.verify(VERIFIER, vec![list.clone()]).await.expect_err("changed");
        assert_eq!(reason(&changed).0, "OPENING_LIST_CHANGED");
        assert_eq!(position(desk).await, before, "all or none");
        let back = send_back(desk, list.clone()).await.expect("returned");
        assert_eq!(back, before + 3, "the list and the two records that still stand on it");
        assert_eq!(state_of(desk, 0).await.0, State::Returned);
        let returned = waiting(desk, State::Returned, "").await;
        assert_eq!(returned.len(), 1, "the list stands for them");
        let entry = returned[0].last_entry.clone().expect("an entry");
        assert_eq!(entry.reason, "名册缺一家");

        let again = enter_list(desk, 0..4).await;
        assert_eq!(again.id, list.id, "the same document, the same list");
        desk.verify(VERIFIER, vec![again]).await.expect("verified");
        let stands = figure(desk, 0).await;
        assert_eq!((stands.counted, stands.opening), (4, 4));
        let harmless = desk.import(opening(), designations(desk, 0..4)).await.expect("answered");
        let summary = harmless.summary.expect("a summary");
        assert_eq!((summary.unchanged_count, summary.opening_list_id.as_str()), (4, ""));
        assert_sound(desk).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_waits_is_withdrawn_with_all_that_it_holds() {
    at_desk(&industry::DEPARTMENT, async |desk| {
        let list = with_list(desk).await;
        withdraw(desk, list).await.expect("withdrawn");
        assert_eq!(state_of(desk, 2).await.0, State::Withdrawn);
        assert!(waiting(desk, State::Recorded, "").await.is_empty());
        assert_sound(desk).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_of_one_kind_whole_and_has_its_paper() {
    at_desk(&industry::DEPARTMENT, async |desk| {
        let kind = desk.kind("Enterprise");
        let mut mixed = vec![any(&kind, Enterprise::sample(0).encode_to_vec())];
        mixed.extend(designations(desk, [0]));
        let refused = desk.import(opening(), mixed).await.expect_err("two kinds");
        assert_eq!(reason(&refused).1[0].0, "records");
        let part = ImportOptions { partial: true, ..opening() };
        let refused = desk.import(part, designations(desk, [0])).await.expect_err("in part");
        assert_eq!(reason(&refused).1[0].0, "options.partial");
        let bare = Opening { document: String::new(), open_date: "2022-12-32".to_owned() };
        let bare = ImportOptions { opening: Some(bare), ..options() };
        let refused = desk.import(bare, designations(desk, [0])).await.expect_err("no paper");
        let fields: Vec<String> = reason(&refused).1.into_iter().map(|(field, _)| field).collect();
        assert!(fields.contains(&"options.opening.document".to_owned()), "{fields:?}");
        assert!(fields.contains(&"options.opening.open_date".to_owned()), "{fields:?}");
        // One that points nowhere keeps all of them out, and the list.
        let stray = desk.import(opening(), designations(desk, [0])).await.expect("answered");
        assert_eq!(stray.summary.expect("a summary").refused_count, 1);
        assert_eq!(position(desk).await, 0);
    })
    .await;
}
