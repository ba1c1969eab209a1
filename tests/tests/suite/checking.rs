//! Work logs on their way to a checker: many at once, missing, alike; who may verify them; appeals.

use proto::cadre::v1::saturation_result_service_client::SaturationResultServiceClient;
use proto::cadre::v1::work_log_service_client::WorkLogServiceClient;
use proto::cadre::v1::{
    KeepSaturationRequest, ListMissingLogsRequest, ListUncheckedLogsRequest, MissingDays,
    SaturationResult, SubmitWorkLogsRequest, WorkLog,
};
use proto::ledger::v1::RecordRef;
use tonic::{Code, Status};

use crate::desk::{COUNTY, Desk, VERIFIER, at_desk, by, options, reason, reference};
use crate::work_logs::{DAYS, WORKING, log_of, parameter, record, staff};

#[tokio::test(flavor = "multi_thread")]
async fn a_log_is_verified_by_nobody_but_the_superior_at_that_time() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        let kind = desk.kind("WorkLog");
        let create = async |log: WorkLog| -> RecordRef {
            let account = format!("acc.{}", log.cadre_id);
            let log = prost::Message::encode_to_vec(&log);
            let created = desk.create_as(&account, &kind, log).await;
            reference(&kind, &created.expect("created").metadata())
        };
        // Of unit A then, of unit B now.
        let log = create(log_of("moved", "A", WORKING[0])).await;
        for other in [VERIFIER, "acc.head", "acc.moved"] {
            let refused = desk.verify(other, vec![log.clone()]).await.expect_err(other);
            assert_eq!(refused.code(), Code::PermissionDenied, "{other}");
            assert_eq!(reason(&refused).0, "NOT_RESPONSIBLE");
        }
        desk.verify("acc.chief", vec![log]).await.expect("the head of A");
        let of_head = create(log_of("head", "B", WORKING[0])).await;
        desk.verify("acc.head", vec![of_head.clone()]).await.expect_err("the head's own");
        desk.verify("acc.chief", vec![of_head]).await.expect("the head of the unit above");
        let of_chief = create(log_of("chief", "A", WORKING[0])).await;
        let refused = desk.verify("anybody", vec![of_chief.clone()]).await;
        assert_eq!(reason(&refused.expect_err("nobody is above")).0, "NOT_RESPONSIBLE");
        desk.verify(VERIFIER, vec![of_chief]).await.expect("whom a parameter declares");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_logs_are_submitted_at_once_or_none() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        let log = |date: &str, start: &str| WorkLog {
            date: date.to_owned(),
            start_time: start.to_owned(),
            minutes: Some(60),
            place: "示例村".to_owned(),
            task: "入户走访并核对帮扶台账".to_owned(),
            result: "核对台账一册".to_owned(),
            ..WorkLog::default()
        };
        let submit = async |logs: Vec<WorkLog>| {
            let request = SubmitWorkLogsRequest {
                county: COUNTY.to_owned(),
                work_logs: logs,
                ..SubmitWorkLogsRequest::default()
            };
            let mut client = WorkLogServiceClient::new(desk.channel.clone());
            client.submit_work_logs(by("acc.moved", request)).await
        };
        let overlapping = vec![log(WORKING[0], "08:30"), log(WORKING[0], "09:00")];
        submit(overlapping).await.expect_err("they overlap");
        let good = vec![log(WORKING[0], "08:30"), log(WORKING[10], "08:30")];
        let done = submit(good).await.expect("none was written before").into_inner().work_logs;
        let units: Vec<&str> = done.iter().map(|one| one.unit_id.as_str()).collect();
        assert_eq!(units, ["A", "B"], "the unit of the day");
        submit(Vec::new()).await.expect_err("none");
        // Both texts are the same: the checker is told of it, nothing else follows.
        let found = unchecked(desk).await;
        let repeats: Vec<(&str, bool)> =
            found.iter().map(|(repeats, late)| (repeats.as_str(), *late)).collect();
        let first = format!("moved.{}.0830", WORKING[0]);
        assert_eq!(repeats, [("", true), (first.as_str(), true)]);
    })
    .await;
}

/// The log that each one that waits repeats, and whether it is late.
async fn unchecked(desk: &Desk) -> Vec<(String, bool)> {
    let request = ListUncheckedLogsRequest {
        county: COUNTY.to_owned(),
        first_date: DAYS.0.to_owned(),
        last_date: DAYS.1.to_owned(),
        ..ListUncheckedLogsRequest::default()
    };
    let mut client = WorkLogServiceClient::new(desk.channel.clone());
    let found = client.list_unchecked_logs(by(VERIFIER, request)).await.expect("listed");
    let logs = found.into_inner().logs.into_iter();
    logs.map(|one| (one.repeats_log_id, one.late)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_not_submitted_and_who_was_not_checked_is_listed() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        let logs = |days: &[&str]| -> Vec<_> {
            days.iter().map(|day| record(desk, &log_of("head", "B", day))).collect()
        };
        desk.enter_as("acc.chief", logs(&WORKING[..10])).await;
        let waiting = desk.import(options(), logs(&WORKING[10..14])).await.expect("imported");
        assert!(waiting.refusals.is_empty());
        let request = ListMissingLogsRequest {
            county: COUNTY.to_owned(),
            unit_id: "B".to_owned(),
            first_date: DAYS.0.to_owned(),
            last_date: DAYS.1.to_owned(),
            ..ListMissingLogsRequest::default()
        };
        let mut client = WorkLogServiceClient::new(desk.channel.clone());
        let mut listed = async |actor: &str| {
            let found = client.list_missing_logs(by(actor, request.clone())).await;
            let found = found.expect("listed").into_inner();
            let of = |one: MissingDays| {
                (one.cadre_id, one.required_halves, one.missing_halves, one.unchecked_halves)
            };
            (found.cadres.into_iter().map(of).collect::<Vec<_>>(), found.withheld)
        };
        let due = [("head".to_owned(), 50, 22, 8), ("moved".to_owned(), 30, 30, 0)];
        let found = listed("acc.head").await;
        let why = "moved has owed unit B its days since the 20th";
        assert_eq!(found, (due.to_vec(), false), "{why}");
        assert_eq!(listed("acc.moved").await, (due[1..].to_vec(), true), "of one's own only");
        assert_eq!(listed(VERIFIER).await, (vec![], true), "two who are not named");
        let named = parameter("worklog.ranking.people", "1");
        desk.enter(vec![record(desk, &named)]).await;
        assert_eq!(listed(VERIFIER).await, (due.to_vec(), false), "once the county says so");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_appeal_against_a_saturation_recomputes_and_keeps_both() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        let logs = |days: &[&str]| -> Vec<_> {
            days.iter().map(|day| record(desk, &log_of("head", "B", day))).collect()
        };
        desk.enter_as("acc.chief", logs(&WORKING[..22])).await;
        let first = keep(desk, "S1", "head", "").await.expect("kept");
        assert_eq!((first.valid_halves, first.below_threshold), (Some(44), true));
        desk.enter_as("acc.chief", logs(&WORKING[22..])).await;
        let second = keep(desk, "S2", "head", "S1").await.expect("computed again");
        assert_eq!((second.valid_halves, second.below_threshold), (Some(50), false));
        assert!(second.position > first.position);
        keep(desk, "S3", "chief", "S1").await.expect_err("the result of somebody else");
        let kind = desk.kind("SaturationResult");
        let kept: SaturationResult = desk.get(&kind, "S1", 0).await.expect("still there");
        assert_eq!((kept.valid_halves, kept.position), (first.valid_halves, first.position));
    })
    .await;
}

async fn keep(
    desk: &Desk,
    code: &str,
    cadre: &str,
    appeal_of: &str,
) -> Result<SaturationResult, Status> {
    let request = KeepSaturationRequest {
        county: COUNTY.to_owned(),
        code: code.to_owned(),
        cadre_id: cadre.to_owned(),
        first_date: DAYS.0.to_owned(),
        last_date: DAYS.1.to_owned(),
        appeal_of: appeal_of.to_owned(),
        appeal_ground: if appeal_of.is_empty() { "" } else { "漏计" }.to_owned(),
        ..KeepSaturationRequest::default()
    };
    let mut client = SaturationResultServiceClient::new(desk.channel.clone());
    client.keep_saturation(by("office", request)).await.map(tonic::Response::into_inner)
}
