//! Records, revisions, verification: what the ledger promises.

use ::ledger::kinds::Kind;
use futures_util::future::join_all;
use prost::Message;
use proto::cadre::v1::Unit;
use proto::ledger::v1::{
    Act, GetLedgerRequest, ListRevisionsRequest, RecordRef, ReturnRecordsRequest, State,
    WatchEntriesRequest, WithdrawRecordsRequest,
};

use crate::desk::{
    COUNTY, Create, Desk, RECORDER, Stored, VERIFIER, at_desk, by, path, reason, reference,
};

fn unit(name: &str) -> Vec<u8> {
    Unit { name: name.to_owned(), ..Unit::sample(0) }.encode_to_vec()
}

async fn withdraw(desk: &Desk, record: RecordRef) -> Result<(), tonic::Status> {
    let request = WithdrawRecordsRequest {
        county: COUNTY.to_owned(),
        records: vec![record],
        reason: "重复登记".to_owned(),
        ..Default::default()
    };
    desk.ledger().withdraw_records(by(RECORDER, request)).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_counts_once_another_verifies_it() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let kind = desk.kind("Unit");
        let created = desk.create(&kind, unit("示例局")).await.expect("it is taken").metadata();
        assert_eq!((created.state(), created.revision), (State::Recorded, 1));
        let own = desk.verify(RECORDER, vec![reference(&kind, &created)]).await;
        assert_eq!(reason(&own.expect_err("the recorder is refused")).0, "VERIFIER_IS_RECORDER");
        let verified = desk.verify(VERIFIER, vec![reference(&kind, &created)]).await;
        let verified = verified.expect("another verifies").remove(0);
        assert_eq!(verified.state(), State::Verified);
        assert_ne!(verified.etag, created.etag, "verification changes the record too");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_old_value_stands_while_its_correction_waits() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let kind = desk.kind("Unit");
        let created = desk.create(&kind, unit("旧名")).await.expect("taken").metadata();
        let verified = desk.verify(VERIFIER, vec![reference(&kind, &created)]).await;
        let verified = verified.expect("verified").remove(0);
        let revised = desk.revise(&kind, &created.id, &verified.etag, unit("新名")).await;
        let revised = revised.expect("revised").metadata();
        assert_eq!((revised.state(), revised.revision), (State::Recorded, 2));
        let now: Unit = desk.get(&kind, &created.id, 0).await.expect("found");
        assert_eq!(now.name, "新名", "a read shows what exists");
        let stored = desk.opened.books.reader.record(&kind, COUNTY, &created.id, 3).await;
        let stored = stored.expect("read").expect("found");
        assert_eq!(stored.base, Some(1), "the first revision counts on");
        let before: Unit = desk.get(&kind, &created.id, 2).await.expect("found");
        assert_eq!(before.name, "旧名", "position 2 shows what existed then");
        let own = desk.verify(RECORDER, vec![reference(&kind, &revised)]).await;
        assert_eq!(reason(&own.expect_err("refused")).0, "VERIFIER_IS_RECORDER");
        desk.verify(VERIFIER, vec![reference(&kind, &revised)]).await.expect("verified");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_verified_record_is_withdrawn_only_with_a_second_verification() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let kind = desk.kind("Unit");
        let created = desk.create(&kind, unit("示例局")).await.expect("taken").metadata();
        let verified = desk.verify(VERIFIER, vec![reference(&kind, &created)]).await;
        let verified = verified.expect("verified").remove(0);
        withdraw(desk, reference(&kind, &verified)).await.expect("asked for");
        let pending: Stored = desk.get(&kind, &created.id, 0).await.expect("found");
        assert_eq!(pending.metadata().state(), State::WithdrawalPending);
        let own = desk.verify(RECORDER, vec![reference(&kind, &pending.metadata())]).await;
        assert!(own.is_err(), "who asks for it does not verify it");
        desk.verify(VERIFIER, vec![reference(&kind, &pending.metadata())]).await.expect("done");
        let gone: Stored = desk.get(&kind, &created.id, 0).await.expect("found");
        assert_eq!(gone.metadata().state(), State::Withdrawn);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_never_counted_is_withdrawn_at_once_and_can_come_back() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let kind = desk.kind("Unit");
        let created = desk.create(&kind, unit("示例局")).await.expect("taken").metadata();
        withdraw(desk, reference(&kind, &created)).await.expect("withdrawn");
        let gone: Stored = desk.get(&kind, &created.id, 0).await.expect("found");
        assert_eq!(gone.metadata().state(), State::Withdrawn);
        let again = withdraw(desk, reference(&kind, &gone.metadata())).await;
        assert_eq!(reason(&again.expect_err("twice")).0, "TRANSITION_NOT_ALLOWED");
        let etag = gone.metadata().etag;
        let back = desk.revise(&kind, &created.id, &etag, unit("示例局")).await.expect("back");
        assert_eq!(back.metadata().state(), State::Recorded);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_returned_record_waits_for_its_recorder() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let kind = desk.kind("Unit");
        let created = desk.create(&kind, unit("示例局")).await.expect("taken").metadata();
        let request = |reason: &str| ReturnRecordsRequest {
            county: COUNTY.to_owned(),
            records: vec![reference(&kind, &created)],
            reason: reason.to_owned(),
            ..Default::default()
        };
        let silent = desk.ledger().return_records(by(VERIFIER, request(" "))).await;
        assert_eq!(reason(&silent.expect_err("no reason")).1[0].0, "reason");
        let answer = desk.ledger().return_records(by(VERIFIER, request("缺文号"))).await;
        let returned = answer.expect("returned").into_inner().metadata.remove(0);
        assert_eq!(returned.state(), State::Returned);
        let early = desk.verify(VERIFIER, vec![reference(&kind, &returned)]).await;
        assert_eq!(reason(&early.expect_err("returned")).0, "TRANSITION_NOT_ALLOWED");
        let fixed = desk.revise(&kind, &created.id, &returned.etag, unit("示例二局")).await;
        let fixed = fixed.expect("corrected").metadata();
        desk.verify(VERIFIER, vec![reference(&kind, &fixed)]).await.expect("verified");
        let request = ListRevisionsRequest {
            county: COUNTY.to_owned(),
            record: Some(reference(&kind, &fixed)),
            ..Default::default()
        };
        let history = desk.ledger().list_revisions(by(VERIFIER, request)).await;
        let history = history.expect("listed").into_inner().revisions;
        let revisions: Vec<_> =
            history.iter().filter_map(|r| r.metadata.as_ref()).map(|m| m.revision).collect();
        assert_eq!(revisions, [2, 1], "newest first");
        assert_eq!(history[0].entry.as_ref().map(|entry| entry.act()), Some(Act::Revise));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_etag_is_needed_and_must_be_fresh() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let kind = desk.kind("Unit");
        let created = desk.create(&kind, unit("示例局")).await.expect("taken").metadata();
        let none = desk.revise(&kind, &created.id, "", unit("新名")).await;
        assert_eq!(reason(&none.expect_err("no etag")).0, "ETAG_REQUIRED");
        desk.verify(VERIFIER, vec![reference(&kind, &created)]).await.expect("verified");
        let stale = desk.revise(&kind, &created.id, &created.etag, unit("新名")).await;
        let stale = stale.expect_err("made against the unverified state");
        assert_eq!((reason(&stale).0.as_str(), stale.code()), ("ETAG_STALE", tonic::Code::Aborted));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_request_is_answered_as_before_and_writes_nothing() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let kind = desk.kind("Unit");
        let request = |name: &str| Create {
            county: COUNTY.to_owned(),
            record: unit(name),
            request_id: "123e4567-e89b-42d3-a456-426614174000".to_owned(),
            ..Create::default()
        };
        let create = path(&kind, "Create");
        let first: Unit = desk.call(RECORDER, &create, request("示例局")).await.expect("taken");
        let again: Unit = desk.call(RECORDER, &create, request("示例局")).await.expect("again");
        assert_eq!(first, again);
        assert_eq!(position(desk).await, 1);
        let other = desk.call::<_, Unit>(RECORDER, &create, request("另一局")).await;
        assert_eq!(reason(&other.expect_err("another body")).0, "REQUEST_ID_REUSED");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn validate_only_answers_and_writes_nothing() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let kind = desk.kind("Unit");
        let request = Create {
            county: COUNTY.to_owned(),
            record: unit("示例局"),
            validate_only: true,
            ..Create::default()
        };
        let answer: Stored =
            desk.call(RECORDER, &path(&kind, "Create"), request).await.expect("it would do");
        assert_eq!(answer.metadata().id, "");
        assert_eq!(position(desk).await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn acts_of_many_callers_at_once_are_all_durable_and_without_gaps() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let kind = desk.kind("Unit");
        let acts = (0..200).map(|n| desk.create(&kind, Unit::sample(n).encode_to_vec()));
        let mut seen = Vec::new();
        for answer in join_all(acts).await {
            seen.push(answer.expect("taken").metadata().start_position);
        }
        seen.sort_unstable();
        assert_eq!(seen, (1..=200).collect::<Vec<_>>());
        // One of two at the same state wins, the other is told that the record has moved on.
        let created: Stored = desk.get(&kind, "U-7", 0).await.expect("found");
        let etag = created.metadata().etag;
        let named = |n: u32| Unit { name: format!("第{n}"), ..Unit::sample(7) }.encode_to_vec();
        let race = (0..8).map(|n| desk.revise(&kind, "U-7", &etag, named(n)));
        let won = join_all(race).await.into_iter().filter(Result::is_ok).count();
        assert_eq!(won, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_are_streamed_as_they_are_written() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let kind = desk.kind("Unit");
        desk.create(&kind, Unit::sample(0).encode_to_vec()).await.expect("taken");
        let request = WatchEntriesRequest { county: COUNTY.to_owned(), start_position: 0 };
        let watch = desk.ledger().watch_entries(by(VERIFIER, request)).await;
        let mut watch = watch.expect("watched").into_inner();
        let first = watch.message().await.expect("an entry").expect("an entry");
        assert_eq!((first.position, first.act()), (1, Act::Create));
        desk.create(&kind, Unit::sample(1).encode_to_vec()).await.expect("taken");
        let second = watch.message().await.expect("an entry").expect("an entry");
        assert_eq!((second.position, second.id.as_str()), (2, "U-1"));
    })
    .await;
}

async fn position(desk: &Desk) -> i64 {
    let request = GetLedgerRequest { county: COUNTY.to_owned() };
    let ledger = desk.ledger().get_ledger(by(VERIFIER, request)).await;
    ledger.expect("a ledger").into_inner().position
}
