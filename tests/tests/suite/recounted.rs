//! What rules give is counted anew by an act only, and counts once another has verified it.

use ::ledger::kinds::{Kind, row_to_wire};
use ::ledger::writer::{Call, Put, Step};
use prost::Message as _;
use proto::cadre::v1::{Unit, WorkLog};
use proto::ledger::v1::{RecountRecordsRequest, RecountRecordsResponse, State};
use sea_orm::Value;
use tonic::Status;

use crate::desk::{COUNTY, Desk, at_desk, by, reason, reference};
use crate::work_logs::{WORKING, log_of, record, staff};

/// Puts a log with a delay that another calendar gave.
async fn put_stale(desk: &Desk, day: &str, days: i64) -> String {
    let kind = desk.kind("WorkLog");
    let log = log_of("head", "B", day);
    let mut checked = kind.accept(&log.encode_to_vec()).expect("a good log");
    let (at, _) = kind.field("delay_days").expect("a field");
    checked.row[at] = Value::BigInt(Some(days));
    checked.content = row_to_wire(&kind, &checked.row);
    let id = checked.id.clone();
    let step = Step::Put { kind, record: checked, put: Put::Register, explanation: String::new() };
    let call = Call {
        county: COUNTY.to_owned(),
        actor: "acc.head".to_owned(),
        method: "Test",
        request_id: String::new(),
        digest: Vec::new(),
        validate_only: false,
    };
    desk.opened.books.propose(call, vec![step]).await.expect("put");
    id
}

async fn recount(desk: &Desk, kind: &str, why: &str) -> Result<RecountRecordsResponse, Status> {
    let request = RecountRecordsRequest {
        county: COUNTY.to_owned(),
        kind: kind.to_owned(),
        reason: why.to_owned(),
        ..Default::default()
    };
    desk.ledger().recount_records(by("office", request)).await.map(tonic::Response::into_inner)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_of_another_calendar_stands_until_its_recount_is_verified() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        let kind = desk.kind("WorkLog");
        let stale = put_stale(desk, WORKING[0], 2).await;
        let sound = put_stale(desk, WORKING[1], 0).await;
        let seen = async |id: &str| -> WorkLog { desk.get(&kind, id, 0).await.expect("there") };
        for id in [&stale, &sound] {
            let metadata = seen(id).await.metadata.expect("metadata");
            desk.verify("acc.chief", vec![reference(&kind, &metadata)]).await.expect("verified");
        }
        let refused = recount(desk, &kind.name, " ").await.expect_err("why?");
        assert_eq!(reason(&refused).1[0].1, "FIELD_REQUIRED");
        let done = recount(desk, &kind.name, "工作日历更正").await.expect("recounted");
        let ids: Vec<&str> = done.metadata.iter().map(|one| &*one.id).collect();
        assert_eq!((ids, done.refusals.len(), &*done.next_after_id), (vec![&*stale], 0, ""));
        let after = seen(&stale).await;
        let metadata = after.metadata.clone().expect("metadata");
        assert_eq!((after.delay_days, metadata.state()), (Some(0), State::Recorded));
        let counted: Vec<WorkLog> = {
            let books = &desk.opened.books;
            let position = books.reader.position(COUNTY, 0).await.expect("a position");
            let all = books.counted::<cadre::Ours, WorkLog>(COUNTY, ("", "~"), position).await;
            all.expect("read")
        };
        let days: Vec<_> = counted.iter().map(|log| log.delay_days).collect();
        assert_eq!(days, [Some(2), Some(0)], "the old value counts until then");
        desk.verify("acc.chief", vec![reference(&kind, &metadata)]).await.expect("verified");
        let again = recount(desk, &kind.name, "工作日历更正").await.expect("nothing to do");
        assert!(again.metadata.is_empty());
        // A kind without rules has nothing to recount.
        let unit = Unit { code: "C".to_owned(), ..Unit::sample(0) };
        desk.enter(vec![record(desk, &unit)]).await;
        let none = recount(desk, &desk.kind("Unit").name, "工作日历更正").await.expect("none");
        assert!(none.metadata.is_empty());
    })
    .await;
}
