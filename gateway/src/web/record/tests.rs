//! What a timeline tells.

use prost::Message as _;
use proto::industry::v1::Difficulty;
use proto::ledger::v1::RecordMetadata;

use super::*;

fn revision(number: i32, start: i64, title: &str) -> Revision {
    let record = Difficulty { title: title.to_owned(), ..Default::default() };
    let type_url = "type.googleapis.com/xianzhi.industry.v1.Difficulty".to_owned();
    let value = record.encode_to_vec();
    let metadata = RecordMetadata { revision: number, start_position: start, ..Default::default() };
    let record = Some(prost_types::Any { type_url, value });
    Revision { metadata: Some(metadata), record, entry: None }
}

fn entry(position: i64, start: i64, act: Act, actor: &str) -> (i64, Entry) {
    let (act, actor) = (act.into(), actor.to_owned());
    let entry = Entry { position, start_position: start, act, actor, ..Default::default() };
    (position, entry)
}

#[test]
fn the_timeline_says_who_did_what_and_what_changed() {
    let revisions = [revision(2, 7, "用地和用电"), revision(1, 3, "用地")];
    let entries = [
        entry(3, 3, Act::Create, "recorder"),
        entry(5, 3, Act::Return, "verifier"),
        entry(7, 7, Act::Revise, "recorder"),
        entry(9, 7, Act::Verify, "verifier"),
    ];
    let events = timeline(&revisions, &entries.into(), Language::Chinese).expect("events");
    let told: Vec<_> =
        events.iter().map(|e| (e.position, e.act, e.revision, e.changes.len())).collect();
    assert_eq!(told, [(9, "核实", 2, 0), (7, "修订", 2, 1), (5, "退回", 1, 0), (3, "录入", 1, 0)]);
    let change = &events[1].changes[0];
    assert_eq!((change.before.as_str(), change.after.as_str()), ("用地", "用地和用电"));
}

#[test]
fn times_are_told_by_the_clock_of_china() {
    let stamp = prost_types::Timestamp { seconds: 1_702_000_000, nanos: 0 };
    assert_eq!(time(&stamp), "2023-12-08 09:46:40");
    assert_eq!(verb("/xianzhi.governance.v1.CaseFileService/AcceptCaseFile"), "AcceptCaseFile");
    assert_eq!(verb("/xianzhi.ledger.v1.LedgerService/VerifyRecords"), "");
}
