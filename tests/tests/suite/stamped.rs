//! The day of submission is that of recording; who may record a log, and who may send one back.

use ::ledger::kinds::{Kind, today};
use prost::Message as _;
use proto::cadre::v1::log_check_service_client::LogCheckServiceClient;
use proto::cadre::v1::{
    Cadre, CheckOutcome, CheckWorkLogsRequest, LogCheck, LogVerdict, Post, Unit, WorkLog,
};
use proto::ledger::v1::{
    ListWaitingRecordsRequest, RecordRef, Remark, ReturnRecordsRequest, State,
};
use tests::{each_database, start_county};
use tonic::Status;

use crate::desk::{
    COUNTY, Create, Desk, Stored, VERIFIER, at_desk, by, call, options, reason, reference,
};
use crate::desk_pages::{DESK, Visitor};
use crate::work_logs::{WORKING, log_of, record, staff};

fn of_the_past() -> WorkLog {
    WorkLog { submit_date: WORKING[0].to_owned(), ..log_of("moved", "A", WORKING[0]) }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_records_a_log_today_hands_it_in_today_whatever_is_typed() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        let kind = desk.kind("WorkLog");
        let today = today().to_string();
        let id = Kind::<cadre::Ours>::key(&of_the_past());
        let typed = of_the_past().encode_to_vec();
        desk.create_as("acc.moved", &kind, typed).await.expect("recorded");
        let first: WorkLog = desk.get(&kind, &id, 0).await.expect("there");
        assert_eq!(first.submit_date, today);
        assert!(first.delay_days.is_some_and(|days| days > 100), "{:?}", first.delay_days);
        // A revision keeps the day, whatever is typed.
        let etag = first.metadata.clone().expect("metadata").etag;
        let path = crate::desk::path(&kind, "Revise");
        let revise = crate::desk::Revise {
            county: COUNTY.to_owned(),
            id: id.clone(),
            record: WorkLog { result: "另有记录".to_owned(), ..of_the_past() }.encode_to_vec(),
            etag,
            ..Default::default()
        };
        let revised: WorkLog = desk.call("acc.moved", &path, revise).await.expect("revised");
        assert_eq!((&*revised.submit_date, revised.delay_days), (&*today, first.delay_days));
        assert_eq!(revised.result, "另有记录");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_may_name_the_day_of_another_system_and_the_checker_is_told() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        let kind = desk.kind("WorkLog");
        let today = today();
        let on = |day: usize, submitted: &str| WorkLog {
            submit_date: submitted.to_owned(),
            task: "入户走访并核对帮扶台账".to_owned(),
            ..log_of("moved", "A", WORKING[day])
        };
        let tomorrow = today.tomorrow().expect("a day").to_string();
        let answer = desk.import(options(), vec![record(desk, &on(1, &tomorrow))]).await;
        let refused = answer.expect("answered").refusals;
        let (field, why) = (refused[0].field.as_str(), refused[0].reason.as_str());
        assert_eq!((field, why), ("work_log.submit_date", "DATE_ORDER"));
        let logs = [on(0, WORKING[0]), on(1, WORKING[8]), on(2, "")];
        let logs: Vec<_> = logs.iter().map(|log| record(desk, log)).collect();
        let answer = desk.import(options(), logs.clone()).await.expect("answered");
        assert!(answer.refusals.is_empty(), "{:?}", answer.refusals);
        let id = |day: usize| Kind::<cadre::Ours>::key(&on(day, ""));
        let days = [WORKING[0].to_owned(), WORKING[8].to_owned(), today.to_string()];
        for (day, submitted) in days.iter().enumerate() {
            let log: WorkLog = desk.get(&kind, &id(day), 0).await.expect("there");
            assert_eq!(log.submit_date, *submitted, "{day}");
        }
        // The same file again changes nothing, and keeps the day that was stamped.
        let again = desk.import(options(), logs).await.expect("answered").summary;
        assert_eq!(again.expect("a summary").unchanged_count, 3);
        let remarks = remarks(desk, &kind.name).await;
        let told = |day: usize| remarks[day].iter().map(|one| &*one.text_zh).collect::<String>();
        assert!(told(0).contains("为导入所述") && !told(0).contains("补填"), "{}", told(0));
        assert!(told(1).contains("雷同") && told(1).contains("补填：迟 7 个工作日"), "{}", told(1));
        assert!(!told(2).contains("为导入所述") && told(2).contains("补填"), "{}", told(2));
        assert!(remarks.iter().flatten().all(|one| !one.text.is_empty()));
    })
    .await;
}

/// What a verifier is told of the records that wait, in the order in which they came.
async fn remarks(desk: &Desk, kind: &str) -> Vec<Vec<Remark>> {
    let request = ListWaitingRecordsRequest {
        county: COUNTY.to_owned(),
        kind: kind.to_owned(),
        state: State::Recorded.into(),
        ..Default::default()
    };
    let waiting = desk.ledger().list_waiting_records(by(VERIFIER, request)).await;
    waiting.expect("listed").into_inner().records.into_iter().map(|one| one.remarks).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_is_recorded_under_the_account_of_whose_it_is() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        let kind = desk.kind("WorkLog");
        let log = log_of("moved", "A", WORKING[0]).encode_to_vec();
        for other in ["acc.head", "recorder"] {
            let refused = desk.create_as(other, &kind, log.clone()).await.expect_err(other);
            assert_eq!(reason(&refused).0, "NOT_RESPONSIBLE", "{other}");
        }
        desk.create_as("acc.moved", &kind, log).await.expect("one's own");
        let without = Cadre {
            code: "quiet".to_owned(),
            unit_id: "B".to_owned(),
            account: String::new(),
            ..Cadre::sample(0)
        };
        desk.enter(vec![record(desk, &without)]).await;
        let log = log_of("quiet", "B", WORKING[0]).encode_to_vec();
        desk.create(&kind, log).await.expect("of a cadre without an account");
    })
    .await;
}

async fn send_back(desk: &Desk, actor: &str, record: RecordRef) -> Result<(), Status> {
    let request = ReturnRecordsRequest {
        county: COUNTY.to_owned(),
        records: vec![record],
        reason: "退回".to_owned(),
        ..Default::default()
    };
    desk.ledger().return_records(by(actor, request)).await.map(|_| ())
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sends_back_a_log_or_what_a_check_found_who_does_not_check_it() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        let kind = desk.kind("WorkLog");
        let log = log_of("head", "B", WORKING[0]);
        let created = desk.create_as("acc.head", &kind, log.encode_to_vec()).await;
        let state = reference(&kind, &created.expect("recorded").metadata());
        for other in ["acc.head", "acc.moved", VERIFIER] {
            let refused = send_back(desk, other, state.clone()).await.expect_err(other);
            assert_eq!(reason(&refused).0, "NOT_RESPONSIBLE", "{other}");
        }
        // The head of the unit above finds it wanting.
        let verdict = LogVerdict {
            log_id: state.id.clone(),
            etag: state.etag.clone(),
            outcome: CheckOutcome::Failed.into(),
            ground: "不实".to_owned(),
        };
        let request = CheckWorkLogsRequest {
            county: COUNTY.to_owned(),
            verdicts: vec![verdict],
            check_date: WORKING[1].to_owned(),
            ..Default::default()
        };
        let mut client = LogCheckServiceClient::new(desk.channel.clone());
        let done = client.check_work_logs(by("acc.chief", request)).await.expect("checked");
        let check = done.into_inner().log_checks.remove(0).metadata.expect("metadata");
        let check = reference(&desk.kind(<LogCheck as prost::Name>::NAME), &check);
        // Nobody stands above the chief; whose log it is has no say in what was found.
        for other in ["acc.head", "acc.moved", "anybody"] {
            let refused = send_back(desk, other, check.clone()).await.expect_err(other);
            assert_eq!(reason(&refused).0, "NOT_RESPONSIBLE", "{other}");
            let refused = desk.verify(other, vec![check.clone()]).await.expect_err(other);
            assert_eq!(reason(&refused).0, "NOT_RESPONSIBLE", "{other}");
        }
        desk.verify(VERIFIER, vec![check]).await.expect("whom a parameter declares");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_what_waits_says_what_a_checker_should_look_at() {
    each_database(async |database| {
        let county = start_county(database).await;
        let channel = chassis::connect(&county.url("cadre")).expect("an address");
        let quiet = Cadre { account: String::new(), ..Cadre::sample(0) };
        let log = WorkLog { task: "开会".to_owned(), ..WorkLog::sample(0) };
        for (kind, record) in [
            ("Unit", Unit::sample(0).encode_to_vec()),
            ("Cadre", quiet.encode_to_vec()),
            ("WorkLog", log.encode_to_vec()),
        ] {
            let request = Create { county: COUNTY.to_owned(), record, ..Create::default() };
            let path = format!("/xianzhi.cadre.v1.{kind}Service/Create{kind}");
            let created: Result<Stored, Status> = call(&channel, "recorder", &path, request).await;
            created.expect(kind);
        }
        let verifier = Visitor::enter(county.http, "wang.verifier").await;
        let page = verifier.get(&format!("{DESK}/waiting/cadre")).await;
        for part in ["<th>核查提示</th>", "内容空泛；补填：迟"] {
            assert!(page.body.contains(part), "{part}");
        }
        county.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_verifier_of_a_post_is_told_of_another_head_of_the_unit() {
    at_desk(&cadre::DEPARTMENT, async |desk| {
        staff(desk).await;
        let kind = desk.kind("Post");
        let post = |cadre: &str, unit: &str, is_head: bool, first: &str| Post {
            cadre_id: cadre.to_owned(),
            unit_id: unit.to_owned(),
            is_head,
            first_date: first.to_owned(),
            last_date: String::new(),
            ..Post::sample(0)
        };
        // The head of B has been that since 2020, and the post has no last day.
        for one in [
            post("moved", "B", true, "2023-06-01"),
            post("chief", "B", false, "2023-06-01"),
            post("chief", "A", true, "2023-06-01"),
        ] {
            desk.create(&kind, one.encode_to_vec()).await.expect("taken");
        }
        let told = remarks(desk, &kind.name).await;
        let counts: Vec<usize> = told.iter().map(Vec::len).collect();
        assert_eq!(counts, [1, 0, 0], "another head, no head, the same head");
        let said = &told[0][0];
        assert!(said.text_zh.contains("单位 B 同时另有负责人 head"), "{}", said.text_zh);
        assert!(said.text.contains("cadre head as well, from 2020-01-01;"), "{}", said.text);
        // It is taken and verified all the same.
        let id = Kind::<cadre::Ours>::key(&post("moved", "B", true, "2023-06-01"));
        let stored: Stored = desk.get(&kind, &id, 0).await.expect("there");
        let state = reference(&kind, &stored.metadata());
        desk.verify(VERIFIER, vec![state]).await.expect("verified");
    })
    .await;
}
