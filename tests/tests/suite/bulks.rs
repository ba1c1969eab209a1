//! Bulks: many steps as one act, decided chunk by chunk while those before are still being written.

use ::ledger::kinds::Kind;
use prost::Message;
use proto::cadre::v1::{Cadre, Unit, WorkLog};
use proto::ledger::v1::{AuditLedgerRequest, GetLedgerRequest, RecordRef};
use tonic::Status;

use crate::desk::{COUNTY, Desk, VERIFIER, any, at_desk, by, options, reason, reference};
use crate::work_logs::{log_of, record};

/// Steps of a chunk, which the writer decides together.
const CHUNK: usize = 1_000;

fn units(desk: &Desk, count: usize) -> Vec<prost_types::Any> {
    let kind = desk.kind("Unit");
    (0..count as u32).map(|n| any(&kind, Unit::sample(n).encode_to_vec())).collect()
}

/// The states in which an import from `first` on left units.
fn written(desk: &Desk, count: usize, first: i64) -> Vec<RecordRef> {
    let kind = desk.kind("Unit").name.clone();
    let state = |(n, at): (u32, i64)| RecordRef {
        kind: kind.clone(),
        id: Unit::sample(n).key(),
        etag: format!("\"{at}\""),
    };
    (0..count as u32).zip(first..).map(state).collect()
}

async fn position(desk: &Desk) -> i64 {
    let request = GetLedgerRequest { county: COUNTY.to_owned() };
    let ledger = desk.ledger().get_ledger(by(VERIFIER, request)).await;
    ledger.expect("a ledger").into_inner().position
}

async fn assert_sound(desk: &Desk, entries: i64) {
    let request = AuditLedgerRequest { county: COUNTY.to_owned() };
    let audited = desk.ledger().audit_ledger(by(VERIFIER, request)).await.expect("audited");
    let audited = audited.into_inner();
    assert_eq!((audited.entry_count, audited.finding), (entries, None));
}

fn named(refused: &Status) -> (String, Option<String>) {
    let index = chassis::Refusal::from_status(refused).metadata.get("index").cloned();
    (reason(refused).0, index)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_a_chunk_or_two_earlier_is_known() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let cadre = |n: usize| format!("c{n}");
        let cadres =
            |count: usize| (0..count).map(move |n| Cadre { code: cadre(n), ..Cadre::sample(0) });
        let log = |n: usize, start: &str| {
            let unit = Unit::sample(0).code;
            record(
                desk,
                &WorkLog {
                    start_time: start.to_owned(),
                    minutes: Some(60),
                    ..log_of(&cadre(n), &unit, "2023-02-06")
                },
            )
        };
        // Each cadre is pointed to a chunk after it was put, and each log overlaps one that was
        // put a chunk, or two, before it.
        let mut records = units(desk, 1);
        records.extend(cadres(CHUNK - 1).map(|cadre| record(desk, &cadre)));
        records.extend((0..CHUNK - 1).map(|n| log(n, "08:30")));
        records.push(log(5, "09:30"));
        records.extend((0..CHUNK - 2).map(|n| log(n, "10:30")));
        records.extend([log(6, "08:00"), log(7, "09:00")]);
        records.extend((0..CHUNK - 1).map(|n| log(n, "13:00")));
        records.push(log(8, "08:45"));
        let refused = desk.import(options(), records.clone()).await.expect("answered");
        let found: Vec<_> =
            refused.refusals.iter().map(|one| (one.index as usize, one.reason.as_str())).collect();
        let overlaps = "TIMES_OVERLAP";
        let (near, far) = (3 * CHUNK - 2, records.len() - 1);
        assert_eq!(found, [(near, overlaps), (near + 1, overlaps), (far, overlaps)]);
        assert_eq!(position(desk).await, 0, "nothing was written");
        for at in [far, near + 1, near] {
            records.remove(at);
        }
        let summary = desk.import(options(), records.clone()).await.expect("answered").summary;
        let count = records.len() as i64;
        assert_eq!(summary.expect("a summary").created_count, count);
        assert_sound(desk, count).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_verdict_on_many_is_given_on_all_or_on_none() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let count = 2 * CHUNK + 500;
        let summary = desk.import(options(), units(desk, count)).await.expect("answered").summary;
        let states = written(desk, count, summary.expect("a summary").first_position);
        let entries = count as i64;
        let mut stale = states.clone();
        stale[count - 1].etag = "\"1\"".to_owned();
        let refused = desk.verify(VERIFIER, stale).await.expect_err("refused");
        let last = Some((count - 1).to_string());
        assert_eq!(named(&refused), ("ETAG_STALE".to_owned(), last.clone()));
        // The same record twice, chunks apart.
        let mut twice = states.clone();
        twice[count - 1] = states[0].clone();
        let refused = desk.verify(VERIFIER, twice).await.expect_err("refused");
        assert_eq!(named(&refused), ("ETAG_STALE".to_owned(), last));
        assert_sound(desk, entries).await;
        let verified = desk.verify(VERIFIER, states.clone()).await.expect("verified");
        let places = verified.iter().map(|one| (one.id.clone(), one.verify_position));
        let due = states.iter().map(|state| state.id.clone()).zip(entries + 1..);
        assert_eq!(places.collect::<Vec<_>>(), due.collect::<Vec<_>>());
        assert_sound(desk, 2 * entries).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_verdict_on_many_takes_them_in_any_order_and_state() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        let (kind, count) = (desk.kind("Unit"), CHUNK + 200);
        let summary = desk.import(options(), units(desk, count)).await.expect("answered").summary;
        let mut states = written(desk, count, summary.expect("a summary").first_position);
        // One that was verified and revised since stands among those that nobody has seen.
        desk.verify(VERIFIER, vec![states[70].clone()]).await.expect("verified");
        let seen = desk.get::<crate::desk::Stored>(&kind, &states[70].id, 0).await.expect("found");
        let renamed = Unit { name: "改名局".to_owned(), ..Unit::sample(70) }.encode_to_vec();
        let revised = desk.revise(&kind, &states[70].id, &seen.metadata().etag, renamed).await;
        states[70] = reference(&kind, &revised.expect("revised").metadata());
        states[100..600].reverse();
        let entries = count as i64 + 2;
        let verified = desk.verify(VERIFIER, states.clone()).await.expect("verified");
        assert_eq!(verified[70].revision, 2);
        assert!(verified.iter().zip(entries + 1..).all(|(one, at)| one.verify_position == at));
        assert_sound(desk, entries + count as i64).await;
    })
    .await;
}
