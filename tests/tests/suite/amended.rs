//! Reform over gRPC: milestones that amendments move, inspections beside what is owed, folders.

use ::ledger::kinds::Kind;
use ::reform::{DEPARTMENT, Ours};
use prost::Name;
use proto::ledger::v1::RecordRef;
use proto::reform::v1::inspection_service_client::InspectionServiceClient;
use proto::reform::v1::material_service_client::MaterialServiceClient;
use proto::reform::v1::milestone_service_client::MilestoneServiceClient;
use proto::reform::v1::task_service_client::TaskServiceClient;
use proto::reform::v1::{
    Amendment, AmendmentType, GetInspectionComparisonRequest, GetMaterialFolderRequest,
    GetTaskBoardRequest, Inspection, Leader, Material, Meeting, Milestone, MoveMilestoneRequest,
    Office, PlanMilestonesRequest, Statement, Task, TaskBoard, TaskLight, TaskList,
};
use tonic::Status;

use crate::desk::{COUNTY, Desk, RECORDER, VERIFIER, any, at_desk, by, reason};
use crate::filled::{CUTOFF, over_the_demo};

fn sample<K: Kind<Ours>>(n: u32) -> K {
    K::sample(n)
}

fn packed<K: Kind<Ours> + Name>(desk: &Desk, record: &K) -> prost_types::Any {
    any(&desk.kind(K::NAME), record.encode_to_vec())
}

/// Enters what tasks rest on, and an amendment that moves milestones.
async fn open(desk: &Desk) {
    let moves = Amendment { r#type: AmendmentType::Move.into(), ..sample(0) };
    let records = vec![
        packed(desk, &sample::<Office>(0)),
        packed(desk, &sample::<Office>(1)),
        packed(desk, &sample::<Leader>(0)),
        packed(desk, &sample::<Meeting>(0)),
        packed(desk, &sample::<TaskList>(0)),
        packed(desk, &sample::<Task>(0)),
        packed(desk, &sample::<Inspection>(0)),
        packed(desk, &moves),
        packed(desk, &sample::<Amendment>(1)),
    ];
    desk.enter(records).await;
}

fn seen(milestone: &Milestone) -> RecordRef {
    let metadata = milestone.metadata.clone().expect("what is known of the record");
    RecordRef { kind: Milestone::full_name(), id: metadata.id, etag: metadata.etag }
}

/// The only milestone of the sample task, due at the end of June, verified.
async fn planned(desk: &Desk) -> Milestone {
    let request = PlanMilestonesRequest {
        county: COUNTY.to_owned(),
        task_id: sample::<Task>(0).code,
        milestones: vec![sample(0)],
        ..Default::default()
    };
    let mut client = MilestoneServiceClient::new(desk.channel.clone());
    let answer = client.plan_milestones(by(RECORDER, request)).await.expect("planned");
    let planned = answer.into_inner().milestones.remove(0);
    desk.verify(VERIFIER, vec![seen(&planned)]).await.expect("verified");
    desk.get(&desk.kind("Milestone"), &seen(&planned).id, 0).await.expect("it is there")
}

async fn moved(desk: &Desk, of: &Milestone, day: &str, by_which: u32) -> Result<Milestone, Status> {
    let RecordRef { id, etag, .. } = seen(of);
    let request = MoveMilestoneRequest {
        county: COUNTY.to_owned(),
        id,
        etag,
        due_date: day.to_owned(),
        amendment_id: sample::<Amendment>(by_which).code,
        ..Default::default()
    };
    let mut client = MilestoneServiceClient::new(desk.channel.clone());
    Ok(client.move_milestone(by(RECORDER, request)).await?.into_inner())
}

async fn board(desk: &Desk, date: &str) -> TaskBoard {
    let request =
        GetTaskBoardRequest { county: COUNTY.to_owned(), date: date.to_owned(), position: 0 };
    let mut client = TaskServiceClient::new(desk.channel.clone());
    client.get_task_board(by(VERIFIER, request)).await.expect("a board").into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amendment_moves_a_milestone_and_the_day_that_was_settled_first_stays() {
    at_desk(&DEPARTMENT, async |desk| {
        open(desk).await;
        let milestone = planned(desk).await;
        let due = milestone.due_date.clone();
        let late = board(desk, "2023-07-10").await.lanes.remove(0).cards.remove(0);
        assert_eq!((late.light(), late.moved_count), (TaskLight::Behind, 0));
        // The second sample strikes a task; it moves nothing.
        let refused = moved(desk, &milestone, "2023-09-28", 1).await.expect_err("refused");
        let fault = ("milestone.amendment_id".to_owned(), "REFERENCE_UNKNOWN".to_owned());
        assert_eq!(reason(&refused).1, [fault]);
        let refused = moved(desk, &milestone, "2023-07-01", 0).await.expect_err("decided later");
        let fault = ("milestone.due_date".to_owned(), "DATE_ORDER".to_owned());
        assert_eq!(reason(&refused).1, [fault]);
        let moved = moved(desk, &milestone, "2023-09-28", 0).await.expect("moved");
        assert_eq!((&*moved.due_date, &moved.planned_due_date), ("2023-09-28", &due));
        let waiting = board(desk, "2023-07-10").await.lanes.remove(0).cards.remove(0);
        assert_eq!(waiting.light(), TaskLight::Behind, "nobody has verified the move");
        desk.verify(VERIFIER, vec![seen(&moved)]).await.expect("verified");
        let board = board(desk, "2023-07-10").await;
        let card = &board.lanes[0].cards[0];
        assert_eq!((card.light(), card.moved_count), (TaskLight::OnTrack, 1));
        assert_eq!((&*card.next_due_date, &card.next_planned_due_date), ("2023-09-28", &due));
        assert_eq!((board.base_count, board.added_count, board.struck_count), (1, 0, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_holds_what_was_signed_for_a_section_and_what_papers_state() {
    at_desk(&DEPARTMENT, async |desk| {
        open(desk).await;
        let late = Material {
            section: "drive.tasks".to_owned(),
            sign_date: "2023-12-20".to_owned(),
            ..sample(0)
        };
        let records = vec![
            packed(desk, &sample::<Material>(0)),
            packed(desk, &late),
            packed(desk, &sample::<Statement>(0)),
        ];
        desk.enter(records).await;
        let asked = async |last_date: &str, section: &str| {
            let request = GetMaterialFolderRequest {
                county: COUNTY.to_owned(),
                first_date: "2023-01-01".to_owned(),
                last_date: last_date.to_owned(),
                section: section.to_owned(),
                position: 0,
            };
            let mut client = MaterialServiceClient::new(desk.channel.clone());
            let folder = client.get_material_folder(by(VERIFIER, request)).await;
            folder.expect("a folder").into_inner()
        };
        let folder = asked("2023-12-08", "").await;
        let sections: Vec<_> = folder.sections.iter().map(|one| one.section.as_str()).collect();
        assert_eq!((sections, folder.statements.len()), (vec!["drive.inspection"], 1));
        assert_eq!(folder.sections[0].materials[0].office, sample::<Office>(0).name);
        assert_eq!(asked("2023-12-31", "").await.sections.len(), 2);
        assert_eq!(asked("2023-12-31", "drive.tasks").await.sections.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_of_the_report_has_its_numbers_put_in() {
    over_the_demo(async |running| {
        let path = format!("/v1/divisions/{COUNTY}/reports/2023/materials?as_of={CUTOFF}");
        let answer = crate::http::get(running.http, &path, &[]).await;
        let folder: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
        let sections = folder["sections"].as_array().expect("sections");
        assert!(!sections.is_empty(), "{folder}");
        for section in sections {
            for material in section["materials"].as_array().expect("materials") {
                assert!(material["office"].as_str().is_some_and(|name| !name.is_empty()));
                for paragraph in material["paragraphs"].as_array().expect("paragraphs") {
                    let text = paragraph["text"].as_str().expect("a text");
                    assert!(!text.contains('{') && !text.contains("【缺】"), "{text}");
                    assert_eq!(paragraph["missing"], serde_json::json!([]));
                }
            }
        }
        let page = crate::http::get(running.http, &format!("{path}&format=html"), &[]).await;
        assert!(page.status == 200 && page.body.contains("文件数据"), "{}", page.body);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_finding_of_the_demo_stands_in_the_comparison_of_its_inspection() {
    over_the_demo(async |running| {
        let channel = chassis::connect(&running.url("reform")).expect("an address");
        let county = COUNTY.to_owned();
        let mut client = InspectionServiceClient::new(channel.clone());
        let ask = |id: &str| GetInspectionComparisonRequest {
            county: county.clone(),
            id: id.to_owned(),
            date: CUTOFF.to_owned(),
            position: 0,
        };
        let answer = client.get_inspection_comparison(by(VERIFIER, ask("2023-full-01"))).await;
        let view = answer.expect("a view").into_inner();
        let counts = view.offices.iter().fold([0; 3], |[found, struck, owed], office| {
            assert_eq!(office.finding_count, office.struck_count + office.owed_count);
            assert!(office.overdue_count <= office.owed_count);
            assert!(!office.name.is_empty());
            [found + office.finding_count, struck + office.struck_count, owed + office.owed_count]
        });
        assert!(counts[0] > 0, "{counts:?}");
        assert!(view.omitted.is_empty(), "a full inspection lists all: {:?}", view.omitted);
        let none = client.get_inspection_comparison(by(VERIFIER, ask("no-such"))).await;
        assert_eq!(reason(&none.expect_err("refused")).0, "RECORD_NOT_FOUND");
    })
    .await;
}
