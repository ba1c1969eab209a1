//! Reform over gRPC: plans of tasks, the way of findings, the board, the ladder, the ledger.

use ::ledger::kinds::Kind;
use ::reform::DEPARTMENT;
use prost::Name;
use proto::ledger::v1::RecordRef;
use proto::reform::v1::finding_service_client::FindingServiceClient;
use proto::reform::v1::leader_activity_service_client::LeaderActivityServiceClient;
use proto::reform::v1::milestone_service_client::MilestoneServiceClient;
use proto::reform::v1::task_service_client::TaskServiceClient;
use proto::reform::v1::{
    CompleteMilestoneRequest, Finding, FindingStage, GetFindingLadderRequest,
    GetLeadersLedgerRequest, GetTaskBoardRequest, Inspection, Leader, Meeting, MergeFindingRequest,
    Milestone, Office, PlanMilestonesRequest, RectifyFindingRequest, RegisterFindingRequest,
    ReopenFindingRequest, StrikeOffFindingRequest, Task, TaskLight, TaskList,
};
use tonic::Status;

use crate::desk::{COUNTY, Desk, RECORDER, VERIFIER, any, at_desk, by, reason};
use crate::figures::{all, scope};
use crate::filled::{CUTOFF, over_the_demo};

fn sample<K: Kind<::reform::Ours>>(n: u32) -> K {
    K::sample(n)
}

fn packed<K: Kind<::reform::Ours> + Name>(desk: &Desk, record: &K) -> prost_types::Any {
    any(&desk.kind(K::NAME), record.encode_to_vec())
}

/// Enters what tasks and findings rest on: two offices, a leader, a meeting, a list, a task.
pub async fn open(desk: &Desk) {
    let records = vec![
        packed(desk, &sample::<Office>(0)),
        packed(desk, &sample::<Office>(1)),
        packed(desk, &sample::<Leader>(0)),
        packed(desk, &sample::<Meeting>(0)),
        packed(desk, &sample::<TaskList>(0)),
        packed(desk, &sample::<Task>(0)),
        packed(desk, &sample::<Inspection>(0)),
    ];
    desk.enter(records).await;
}

fn milestone(number: i32, weight: i32, due_date: &str) -> Milestone {
    Milestone {
        number: Some(number),
        weight_percent: Some(weight),
        due_date: due_date.to_owned(),
        ..sample(0)
    }
}

async fn plan(desk: &Desk, milestones: Vec<Milestone>) -> Result<Vec<Milestone>, Status> {
    let (county, task_id) = (COUNTY.to_owned(), sample::<Task>(0).code);
    let request = PlanMilestonesRequest { county, task_id, milestones, ..Default::default() };
    let mut client = MilestoneServiceClient::new(desk.channel.clone());
    let answer = client.plan_milestones(by(RECORDER, request)).await?;
    Ok(answer.into_inner().milestones)
}

fn seen<M: Name>(metadata: Option<proto::ledger::v1::RecordMetadata>) -> RecordRef {
    let metadata = metadata.expect("what is known of the record");
    RecordRef { kind: M::full_name(), id: metadata.id, etag: metadata.etag }
}

async fn light(desk: &Desk, date: &str) -> (TaskLight, i32) {
    let request =
        GetTaskBoardRequest { county: COUNTY.to_owned(), date: date.to_owned(), position: 0 };
    let mut client = TaskServiceClient::new(desk.channel.clone());
    let board = client.get_task_board(by(VERIFIER, request)).await.expect("a board").into_inner();
    let card = &board.lanes[0].cards[0];
    assert_eq!((board.lanes.len(), &*board.lanes[0].domain_label), (1, "经济体制"));
    (card.light(), card.progress_percent)
}

#[tokio::test(flavor = "multi_thread")]
async fn milestones_are_planned_as_a_whole_and_move_the_light_of_their_task() {
    at_desk(&DEPARTMENT, async |desk| {
        open(desk).await;
        let halves = vec![milestone(1, 40, "2023-04-28"), milestone(2, 59, "2023-11-30")];
        let refused = plan(desk, halves).await.expect_err("99 is not the whole");
        assert!(reason(&refused).1.contains(&("milestones".into(), "SUM_MISMATCH".into())));
        let whole = vec![milestone(1, 40, "2023-04-28"), milestone(2, 60, "2023-11-30")];
        let planned = plan(desk, whole.clone()).await.expect("planned");
        let again = plan(desk, whole).await.expect_err("planned already");
        assert_eq!(reason(&again).0, "RECORD_EXISTS");
        let mut seen: Vec<RecordRef> =
            planned.into_iter().map(|one| seen::<Milestone>(one.metadata)).collect();
        desk.verify(VERIFIER, seen.clone()).await.expect("verified");
        assert_eq!(light(desk, "2023-04-28").await, (TaskLight::OnTrack, 0));
        assert_eq!(light(desk, "2023-04-29").await, (TaskLight::Behind, 0));
        let stored: Milestone =
            desk.get(&desk.kind("Milestone"), &seen[0].id, 0).await.expect("it");
        let request = CompleteMilestoneRequest {
            county: COUNTY.to_owned(),
            id: seen[0].id.clone(),
            etag: stored.metadata.expect("known").etag,
            done_date: "2023-05-06".to_owned(),
            proof: "示例改发〔2023〕8号".to_owned(),
            ..Default::default()
        };
        let mut client = MilestoneServiceClient::new(desk.channel.clone());
        let done = client.complete_milestone(by(RECORDER, request)).await.expect("done");
        assert_eq!(light(desk, "2023-05-06").await, (TaskLight::Behind, 0), "not verified yet");
        seen[0] = self::seen::<Milestone>(done.into_inner().metadata);
        desk.verify(VERIFIER, vec![seen[0].clone()]).await.expect("verified");
        assert_eq!(light(desk, "2023-05-05").await, (TaskLight::Behind, 0));
        assert_eq!(light(desk, "2023-05-06").await, (TaskLight::OnTrack, 40));
    })
    .await;
}

/// A finding of the sample inspection, registered.
async fn register(client: &mut Client, n: u32) -> Finding {
    let finding = Some(Finding { stage: FindingStage::StruckOff.into(), ..sample(n) });
    let request =
        RegisterFindingRequest { county: COUNTY.to_owned(), finding, ..Default::default() };
    client.register_finding(by(RECORDER, request)).await.expect("registered").into_inner()
}

type Client = FindingServiceClient<tonic::transport::Channel>;

fn rectify(of: &Finding, day: &str) -> tonic::Request<RectifyFindingRequest> {
    let (id, etag) = named(of);
    let request = RectifyFindingRequest {
        county: COUNTY.to_owned(),
        id,
        etag,
        rectify_date: day.to_owned(),
        rectification: "制度已印发".to_owned(),
        proof: "示例整改报告".to_owned(),
        ..Default::default()
    };
    by(RECORDER, request)
}

fn strike_off(of: &Finding, day: &str, by_whom: u32) -> tonic::Request<StrikeOffFindingRequest> {
    let (id, etag) = named(of);
    let request = StrikeOffFindingRequest {
        county: COUNTY.to_owned(),
        id,
        etag,
        recheck_date: day.to_owned(),
        rechecker_id: sample::<Office>(by_whom).code,
        recheck_note: "复核通过".to_owned(),
        ..Default::default()
    };
    by(RECORDER, request)
}

fn reopen(of: &Finding, day: &str) -> tonic::Request<ReopenFindingRequest> {
    let (id, etag) = named(of);
    let request = ReopenFindingRequest {
        county: COUNTY.to_owned(),
        id,
        etag,
        recheck_date: day.to_owned(),
        rechecker_id: sample::<Office>(1).code,
        recheck_note: "整改不到位".to_owned(),
        deadline_date: "2023-07-31".to_owned(),
        ..Default::default()
    };
    by(RECORDER, request)
}

fn merge(of: &Finding, into: &str) -> tonic::Request<MergeFindingRequest> {
    let (id, etag) = named(of);
    let request = MergeFindingRequest {
        county: COUNTY.to_owned(),
        id,
        etag,
        merged_into: into.to_owned(),
        merge_date: "2023-05-20".to_owned(),
        ..Default::default()
    };
    by(RECORDER, request)
}

fn named(finding: &Finding) -> (String, String) {
    let metadata = finding.metadata.clone().expect("what is known of the record");
    (metadata.id, metadata.etag)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finding_climbs_its_ladder_and_nobody_rechecks_their_own() {
    at_desk(&DEPARTMENT, async |desk| {
        open(desk).await;
        let mut client = FindingServiceClient::new(desk.channel.clone());
        let found = register(&mut client, 0).await;
        assert_eq!(found.stage(), FindingStage::Open, "acts give the stage");
        let early = client.strike_off_finding(strike_off(&found, "2023-06-20", 1)).await;
        assert_eq!(reason(&early.expect_err("not rectified")).0, "TRANSITION_NOT_ALLOWED");
        let said = client.rectify_finding(rectify(&found, "2023-06-10")).await.expect("rectified");
        let said = said.into_inner();
        let own = client.strike_off_finding(strike_off(&said, "2023-06-20", 0)).await;
        let fields = reason(&own.expect_err("the unit itself")).1;
        assert!(fields.contains(&("rechecker_id".into(), "VERIFIER_IS_RECORDER".into())));
        let back = client.reopen_finding(reopen(&said, "2023-06-15")).await.expect("reopened");
        let back = back.into_inner();
        assert_eq!((back.stage(), &*back.deadline_date), (FindingStage::Open, "2023-07-31"));
        let late = client.rectify_finding(rectify(&back, "2023-08-02")).await.expect("rectified");
        let late = late.into_inner();
        let struck = client.strike_off_finding(strike_off(&late, "2023-08-05", 1)).await;
        assert_eq!(struck.expect("struck off").into_inner().strike_date, "2023-08-05");
        let request =
            GetFindingLadderRequest { county: COUNTY.to_owned(), id: found.code, position: 0 };
        let ladder = client.get_finding_ladder(by(VERIFIER, request)).await.expect("a ladder");
        let ladder = ladder.into_inner();
        let rungs: Vec<(&str, &str, bool)> =
            ladder.rungs.iter().map(|r| (&*r.stage_label, &*r.date, r.late)).collect();
        let due = [
            ("待整改", "2023-05-12", false),
            ("待复核", "2023-06-10", false),
            ("待整改", "2023-06-15", false),
            ("待复核", "2023-08-02", true),
            ("已销号", "2023-08-05", true),
        ];
        assert_eq!((rungs.as_slice(), ladder.next_actions.len()), (due.as_slice(), 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_merged_is_counted_once_and_takes_nothing_in() {
    at_desk(&DEPARTMENT, async |desk| {
        open(desk).await;
        let mut client = FindingServiceClient::new(desk.channel.clone());
        let stays = register(&mut client, 0).await;
        let same = register(&mut client, 1).await;
        let third = register(&mut client, 2).await;
        let merged = client.merge_finding(merge(&same, &stays.code)).await.expect("merged");
        let refused = client.merge_finding(merge(&third, &same.code)).await;
        let fields = reason(&refused.expect_err("it was merged itself")).1;
        let due = ("finding.merged_into".to_owned(), "TRANSITION_NOT_ALLOWED".to_owned());
        assert!(fields.contains(&due), "{fields:?}");
        let records = [Some(merged.into_inner()), Some(stays), Some(third)].into_iter().flatten();
        let records = records.map(|finding| seen::<Finding>(finding.metadata)).collect();
        desk.verify(VERIFIER, records).await.expect("verified");
        let figures = &desk.opened.books.engine;
        let asked = scope(COUNTY, "2023-01-01", "2023-12-31");
        let whole = figures.scope(Some(&asked)).await.expect("a scope");
        let codes = ["reform.inspection.issues_found".to_owned()];
        let found = figures.compute(&whole, &codes, false).await.expect("computed");
        assert_eq!(
            (found[0].value.as_deref(), found[0].excluded["not_qualifying"]),
            (Some("2"), 1)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_board_agrees_with_the_figures_and_the_ledger_with_the_register() {
    over_the_demo(async |running| {
        let channel = chassis::connect(&running.url("reform")).expect("an address");
        let figures = all(running, &scope(COUNTY, "2023-01-01", CUTOFF)).await;
        let value = |code: &str| figures[code].value.clone().expect(code);
        let request = GetTaskBoardRequest {
            county: COUNTY.to_owned(),
            date: CUTOFF.to_owned(),
            ..Default::default()
        };
        let mut client = TaskServiceClient::new(channel.clone());
        let board = client.get_task_board(by(VERIFIER, request)).await.expect("a board");
        let lanes = board.into_inner().lanes;
        let sum = |count: fn(&proto::reform::v1::TaskLane) -> i32| {
            lanes.iter().map(count).sum::<i32>().to_string()
        };
        assert_eq!(sum(|lane| lane.cards.len() as i32), value("reform.tasks.total"));
        assert_eq!(lanes.len().to_string(), value("reform.domains.total"));
        assert_eq!(sum(|lane| lane.completed_count), value("reform.tasks.completed"));
        assert_eq!(sum(|lane| lane.on_track_count), value("reform.tasks.on_track"));
        assert_eq!(sum(|lane| lane.behind_count), value("reform.tasks.behind"));
        let number = |code: &str| value(code).parse::<i64>().expect(code);
        let listed = number("reform.tasks.base") + number("reform.tasks.added");
        let struck = number("reform.tasks.struck");
        assert_eq!(listed - struck, number("reform.tasks.total"));
        let open = number("reform.inspection.issues_in_progress")
            + number("reform.inspection.issues_overdue");
        let found = number("reform.inspection.issues_found");
        assert_eq!(number("reform.inspection.issues_closed") + open, found);
        let request = GetLeadersLedgerRequest {
            county: COUNTY.to_owned(),
            first_date: "2023-01-01".to_owned(),
            last_date: CUTOFF.to_owned(),
            position: 0,
        };
        let mut client = LeaderActivityServiceClient::new(channel);
        let ledger = client.get_leaders_ledger(by(VERIFIER, request)).await.expect("a ledger");
        let accounts = ledger.into_inner().accounts;
        assert!(accounts.iter().all(|one| one.doubtful_activity_ids.is_empty()));
        assert_eq!(accounts[0].title, "通城县委书记");
        assert!(accounts[0].study_count > 0);
    })
    .await;
}
