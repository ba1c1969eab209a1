//! Work logs over gRPC: submitted, overlapping, checked by the superior of the day.

use ::ledger::kinds::Kind;
use prost::Message;
use proto::cadre::v1::log_check_service_client::LogCheckServiceClient;
use proto::cadre::v1::work_log_service_client::WorkLogServiceClient;
use proto::cadre::v1::{
    Cadre, CheckOutcome, CheckWorkLogsRequest, CheckedWorkLogs, ListUncheckedLogsRequest,
    LogVerdict, PeerGroup, Post, SubmitWorkLogRequest, UncheckedLog, Unit, WorkLog,
};
use proto::figure::v1::Parameter;
use tonic::transport::Channel;
use tonic::{Code, Response, Status};

use crate::desk::{COUNTY, Desk, VERIFIER, any, at_desk, by, options, reason};

/// A period.
pub const DAYS: (&str, &str) = ("2023-02-06", "2023-03-10");
/// The working days of that period.
pub const WORKING: [&str; 25] = [
    "2023-02-06",
    "2023-02-07",
    "2023-02-08",
    "2023-02-09",
    "2023-02-10",
    "2023-02-13",
    "2023-02-14",
    "2023-02-15",
    "2023-02-16",
    "2023-02-17",
    "2023-02-20",
    "2023-02-21",
    "2023-02-22",
    "2023-02-23",
    "2023-02-24",
    "2023-02-27",
    "2023-02-28",
    "2023-03-01",
    "2023-03-02",
    "2023-03-03",
    "2023-03-06",
    "2023-03-07",
    "2023-03-08",
    "2023-03-09",
    "2023-03-10",
];

pub fn record<K: Kind<cadre::Ours>>(desk: &Desk, record: &K) -> prost_types::Any {
    any(&desk.kind(K::NAME), record.encode_to_vec())
}

pub fn cadre_of(code: &str, unit: &str) -> Cadre {
    Cadre {
        code: code.to_owned(),
        unit_id: unit.to_owned(),
        account: format!("acc.{code}"),
        ..Cadre::sample(0)
    }
}

pub fn log_of(cadre: &str, unit: &str, day: &str) -> WorkLog {
    WorkLog {
        cadre_id: cadre.to_owned(),
        unit_id: unit.to_owned(),
        date: day.to_owned(),
        submit_date: day.to_owned(),
        ..WorkLog::sample(0)
    }
}

/// A parameter that is in force throughout.
pub fn parameter(code: &str, value: &str) -> Parameter {
    Parameter {
        code: code.to_owned(),
        value: value.to_owned(),
        ..<Parameter as Kind<cadre::Ours>>::sample(0)
    }
}

/// Two units, the second below the first, with a head each and a cadre who has moved.
pub async fn staff(desk: &Desk) {
    let unit = |code: &str, superior: &str| Unit {
        code: code.to_owned(),
        superior_id: superior.to_owned(),
        ..Unit::sample(0)
    };
    let post = |cadre: &str, unit: &str, is_head: bool, first: &str, last: &str| Post {
        cadre_id: cadre.to_owned(),
        unit_id: unit.to_owned(),
        is_head,
        first_date: first.to_owned(),
        last_date: last.to_owned(),
        ..Post::sample(0)
    };
    let group = |unit: &str| PeerGroup { unit_id: unit.to_owned(), ..PeerGroup::sample(0) };
    let records = vec![
        record(desk, &unit("A", "")),
        record(desk, &unit("B", "A")),
        record(desk, &group("A")),
        record(desk, &group("B")),
        record(desk, &cadre_of("chief", "A")),
        record(desk, &cadre_of("head", "B")),
        record(desk, &cadre_of("moved", "B")),
        record(desk, &post("chief", "A", true, "2020-01-01", "")),
        record(desk, &post("head", "B", true, "2020-01-01", "")),
        record(desk, &post("moved", "A", false, "2020-01-01", "2023-02-19")),
        record(desk, &post("moved", "B", false, "2023-02-20", "")),
        record(desk, &parameter("worklog.check.account", VERIFIER)),
        record(desk, &parameter("worklog.sample.unit", "A")),
    ];
    desk.enter(records).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn logs_that_overlap_are_refused_however_they_come() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        let at = |start: &str, minutes: i32| WorkLog {
            start_time: start.to_owned(),
            minutes: Some(minutes),
            ..log_of("moved", "A", "2023-02-06")
        };
        let kind = desk.kind("WorkLog");
        let create =
            async |log: WorkLog| desk.create_as("acc.moved", &kind, log.encode_to_vec()).await;
        create(at("08:30", 240)).await.expect("the first");
        create(at("12:30", 60)).await.expect("one that begins where it ends");
        let refused = create(at("12:00", 20)).await.expect_err("it overlaps");
        let (_, fields) = reason(&refused);
        assert_eq!(fields, [("work_log.start_time".to_owned(), "TIMES_OVERLAP".to_owned())]);
        create(at("23:00", 61)).await.expect_err("it goes on after midnight");
        let import = vec![record(desk, &at("15:00", 60)), record(desk, &at("15:30", 60))];
        let answer = desk.import(options(), import).await.expect("answered");
        assert_eq!(answer.refusals[0].reason, "TIMES_OVERLAP");
        let other_day = WorkLog { date: "2023-02-07".to_owned(), ..at("08:30", 240) };
        create(other_day).await.expect("free");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn units_that_would_go_round_are_refused_however_they_come() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        let unit = |code: &str, superior: &str| Unit {
            code: code.to_owned(),
            superior_id: superior.to_owned(),
            ..Unit::sample(0)
        };
        let kind = desk.kind("Unit");
        desk.create(&kind, unit("C", "B").encode_to_vec()).await.expect("C below B below A");
        let first: Unit = desk.get(&kind, "A", 0).await.expect("there");
        let etag = first.metadata.expect("metadata").etag;
        let round = unit("A", "C").encode_to_vec();
        let refused = desk.revise(&kind, "A", &etag, round).await.expect_err("A below C");
        let (_, fields) = reason(&refused);
        assert_eq!(fields, [("unit.superior_id".to_owned(), "REFERENCE_UNKNOWN".to_owned())]);
        // Within one import, through a unit that it brings.
        let round = vec![record(desk, &unit("D", "C")), record(desk, &unit("A", "D"))];
        let answer = desk.import(options(), round).await.expect("answered");
        let refused: Vec<&str> = answer.refusals.iter().map(|one| &*one.reason).collect();
        assert_eq!(refused, ["REFERENCE_UNKNOWN"]);
        let higher = vec![record(desk, &unit("E", "")), record(desk, &unit("A", "E"))];
        let answer = desk.import(options(), higher).await.expect("answered");
        assert!(answer.refusals.is_empty(), "{:?}", answer.refusals);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_is_checked_by_the_head_of_the_day_and_a_head_by_the_one_above() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        let mut logs = WorkLogServiceClient::new(desk.channel.clone());
        let today = submit(&mut logs, "acc.moved").await.expect("submitted");
        assert_eq!((&*today.unit_id, today.delay_days), ("B", Some(0)));
        let of_head = submit(&mut logs, "acc.head").await.expect("submitted");
        submit(&mut logs, "acc.nobody").await.expect_err("no cadre's account");
        let refused = submit_with(&mut logs, "acc.moved", "").await.expect_err("with what result?");
        let (_, fields) = reason(&refused);
        assert_eq!(fields, [("work_log.result".to_owned(), "FIELD_REQUIRED".to_owned())]);
        let found = unchecked(&mut logs, &today.date).await;
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|one| one.vague && !one.late), "it says too little");
        let mut checks = LogCheckServiceClient::new(desk.channel.clone());
        let (passed, failed) = (CheckOutcome::Passed, CheckOutcome::Failed);
        let refused = check(&mut checks, "acc.chief", &today, passed).await;
        assert_eq!(refused.expect_err("not the head of the unit").code(), Code::PermissionDenied);
        check(&mut checks, "acc.head", &of_head, passed).await.expect_err("the head's own");
        let done = check(&mut checks, "acc.head", &today, passed).await.expect("checked");
        assert_eq!((done.verified_count, done.log_checks.len()), (1, 0));
        let done = check(&mut checks, "acc.chief", &of_head, failed).await.expect("checked");
        assert_eq!((done.returned_count, done.log_checks.len()), (1, 1));
        assert!(unchecked(&mut logs, &today.date).await.is_empty());
    })
    .await;
}

async fn unchecked(logs: &mut WorkLogServiceClient<Channel>, day: &str) -> Vec<UncheckedLog> {
    let request = ListUncheckedLogsRequest {
        county: COUNTY.to_owned(),
        first_date: day.to_owned(),
        last_date: day.to_owned(),
        ..ListUncheckedLogsRequest::default()
    };
    let found = logs.list_unchecked_logs(by(VERIFIER, request)).await.expect("listed");
    found.into_inner().logs
}

async fn check(
    checks: &mut LogCheckServiceClient<Channel>,
    actor: &str,
    log: &WorkLog,
    outcome: CheckOutcome,
) -> Result<CheckedWorkLogs, Status> {
    let metadata = log.metadata.clone().expect("metadata");
    let ground = if outcome == CheckOutcome::Failed { "空泛" } else { "" };
    let verdict = LogVerdict {
        log_id: metadata.id,
        etag: metadata.etag,
        outcome: outcome.into(),
        ground: ground.to_owned(),
    };
    let request = CheckWorkLogsRequest {
        county: COUNTY.to_owned(),
        verdicts: vec![verdict],
        check_date: log.date.clone(),
        ..CheckWorkLogsRequest::default()
    };
    checks.check_work_logs(by(actor, request)).await.map(Response::into_inner)
}

async fn submit(logs: &mut WorkLogServiceClient<Channel>, actor: &str) -> Result<WorkLog, Status> {
    submit_with(logs, actor, "形成纪要一份").await
}

async fn submit_with(
    logs: &mut WorkLogServiceClient<Channel>,
    actor: &str,
    result: &str,
) -> Result<WorkLog, Status> {
    let zone = jiff::tz::Offset::constant(8);
    let log = WorkLog {
        date: zone.to_datetime(jiff::Timestamp::now()).date().to_string(),
        start_time: "08:30".to_owned(),
        minutes: Some(480),
        place: "机关".to_owned(),
        task: "开会".to_owned(),
        result: result.to_owned(),
        ..WorkLog::default()
    };
    let request = SubmitWorkLogRequest {
        county: COUNTY.to_owned(),
        work_log: Some(log),
        ..SubmitWorkLogRequest::default()
    };
    logs.submit_work_log(by(actor, request)).await.map(Response::into_inner)
}
