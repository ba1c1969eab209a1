//! The timeline of a case: its events, and what was done to its record.

use proto::governance::v1::CaseMoment;
use proto::ledger::v1::{Act, WithdrawRecordsRequest};

use crate::cases::Case;
use crate::desk::{COUNTY, RECORDER, at_desk, by, reference};

#[tokio::test(flavor = "multi_thread")]
async fn a_timeline_is_the_events_of_a_case_and_what_was_done_to_its_record() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let mut case = Case::handled(desk, 0).await;
        case.verify(desk).await;
        case.conclude("2023-04-20").await;
        let metadata = case.now.metadata.clone().unwrap_or_default();
        let withdraw = WithdrawRecordsRequest {
            county: COUNTY.to_owned(),
            records: vec![reference(&desk.kind("CaseFile"), &metadata)],
            reason: "重复登记".to_owned(),
            ..Default::default()
        };
        desk.ledger().withdraw_records(by(RECORDER, withdraw)).await.expect("asked for");
        let moments = case.timeline().await.moments;
        let events: Vec<_> = moments.iter().filter_map(|one| one.event.clone()).collect();
        assert_eq!(events, case.now.events, "each event once, in order, as the case has it");
        let acts: Vec<Act> = moments.iter().map(CaseMoment::act).collect();
        let revised = [Act::Revise; 5];
        assert_eq!(acts, [&[Act::Create], &revised[..], &[Act::Withdraw]].concat());
        let last = moments.last().expect("a moment");
        assert_eq!((&last.event, &*last.method), (&None, "WithdrawRecords"), "no act on the case");
        let dates: Vec<&str> = events.iter().map(|event| &*event.date).collect();
        let due = ["2023-04-03", "2023-04-04", "2023-04-04", "2023-04-05", "2023-04-05"];
        assert_eq!(dates, [&due[..], &["2023-04-20"]].concat());
        // At an earlier position the timeline ends where the case then stood.
        let third = moments[2].metadata.clone().unwrap_or_default().start_position;
        assert_eq!(case.timeline_at(third).await.moments.len(), 3);
    })
    .await;
}
