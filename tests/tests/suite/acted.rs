//! Acts in an import: a whole backlog as one, again, in part, and refused by name.

use prost::{Message, Name};
use proto::governance::v1::{
    AcceptCaseFileRequest, AcknowledgeCaseFileRequest, ArchiveCaseFileRequest,
    AssignCaseFileRequest, CaseAction, CaseFile, CaseNote, CaseStage, CaseTimeline,
    ConcludeCaseFileRequest, GetCaseTimelineRequest, HandleCaseFileRequest, HandlingMode,
    MergeCaseFileRequest, Outcome, RefuseCaseFileRequest, RegisterCaseFileRequest,
};
use proto::ledger::v1::{ImportOptions, ImportRecordsResponse, ImportSummary};

use crate::cases::Case;
use crate::desk::{COUNTY, Desk, RECORDER, VERIFIER, at_desk, options, reason, reference};

const UNIT: &str = "U-1";

/// The request of an act, as an import holds it.
pub fn act<M: Message + Name>(request: &M) -> prost_types::Any {
    let type_url = format!("type.googleapis.com/{}", M::full_name());
    prost_types::Any { type_url, value: request.encode_to_vec() }
}

pub fn code(n: u32) -> String {
    format!("C-{n}")
}

fn note(date: &str) -> Option<CaseNote> {
    let (date, unit_id) = (date.to_owned(), UNIT.to_owned());
    Some(CaseNote { date, unit_id, ..CaseNote::default() })
}

pub fn register(n: u32) -> prost_types::Any {
    let case_file = Some(<CaseFile as ::ledger::kinds::Kind<governance::Ours>>::sample(n));
    act(&RegisterCaseFileRequest { case_file, ..Default::default() })
}

pub fn accept(n: u32, day: &str) -> prost_types::Any {
    let accept_date = day.to_owned();
    act(&AcceptCaseFileRequest { id: code(n), accept_date, ..Default::default() })
}

fn assign(n: u32, day: &str) -> prost_types::Any {
    let (handler_id, assign_date) = (UNIT.to_owned(), day.to_owned());
    act(&AssignCaseFileRequest { id: code(n), handler_id, assign_date, ..Default::default() })
}

fn sign(n: u32, day: &str) -> prost_types::Any {
    act(&AcknowledgeCaseFileRequest { id: code(n), note: note(day), ..Default::default() })
}

fn handle(n: u32, day: &str) -> prost_types::Any {
    let (note, mode) = (note(day), HandlingMode::Mediation.into());
    act(&HandleCaseFileRequest { id: code(n), note, mode, ..Default::default() })
}

fn conclude(n: u32, day: &str) -> prost_types::Any {
    act(&ConcludeCaseFileRequest {
        id: code(n),
        outcome: Outcome::Resolved.into(),
        conclude_date: day.to_owned(),
        proof: "示例调解书".to_owned(),
        unit_id: UNIT.to_owned(),
        ..Default::default()
    })
}

/// Some cases with their course, sheet by sheet as a workbook has them.
pub fn backlog(count: u32) -> Vec<prost_types::Any> {
    let sheet = |row: &dyn Fn(u32) -> prost_types::Any| (0..count).map(row).collect::<Vec<_>>();
    [
        sheet(&register),
        sheet(&|n| accept(n, "2023-04-04")),
        sheet(&|n| assign(n, "2023-04-04")),
        sheet(&|n| sign(n, "2023-04-05")),
        sheet(&|n| handle(n, "2023-04-06")),
        sheet(&|n| conclude(n, "2023-04-20")),
    ]
    .concat()
}

pub fn counts(answer: &ImportRecordsResponse) -> (i64, i64, i64, i64) {
    let ImportSummary { created_count, revised_count, unchanged_count, refused_count, .. } =
        answer.summary.clone().expect("a summary");
    (created_count, revised_count, unchanged_count, refused_count)
}

pub fn refusals(answer: &ImportRecordsResponse) -> Vec<(i64, &str, &str)> {
    let told = answer.refusals.iter().map(|one| (one.index, &*one.field, &*one.reason));
    told.collect()
}

pub async fn position(desk: &Desk) -> i64 {
    desk.opened.books.reader.position(COUNTY, 0).await.expect("a position")
}

async fn case(desk: &Desk, n: u32) -> CaseFile {
    desk.get(&desk.kind("CaseFile"), &code(n), 0).await.expect("the case")
}

pub fn partial() -> ImportOptions {
    ImportOptions { partial: true, ..options() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backlog_of_cases_comes_in_with_its_course_and_again_changes_nothing() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        // More steps than the writer decides at once, so that courses go on from one chunk to another.
        let count = 250;
        let dry = ImportOptions { validate_only: true, ..options() };
        let tried = desk.import(dry, backlog(count)).await.expect("answered");
        assert_eq!(counts(&tried), (250, 1_250, 0, 0), "{:?}", tried.refusals.first());
        assert_eq!(position(desk).await, 0, "a trial writes nothing");
        let taken = desk.import(options(), backlog(count)).await.expect("answered");
        assert_eq!(counts(&taken), (250, 1_250, 0, 0), "{:?}", taken.refusals.first());
        assert_eq!(position(desk).await, 1_500, "each act is an entry of its own");
        for n in [0, 124, 249] {
            let now = case(desk, n).await;
            assert_eq!((now.stage(), &*now.conclude_date), (CaseStage::Concluded, "2023-04-20"));
            assert_eq!(now.metadata.map(|known| known.revision), Some(6));
        }
        let request =
            GetCaseTimelineRequest { county: COUNTY.to_owned(), id: code(7), position: 0 };
        let path = "/xianzhi.governance.v1.CaseFileService/GetCaseTimeline";
        let timeline: CaseTimeline = desk.call(VERIFIER, path, request).await.expect("a timeline");
        let done = timeline.moments.iter().filter_map(|moment| moment.event.as_ref());
        let done: Vec<_> = done.map(|event| (event.action(), &*event.actor)).collect();
        let due = [
            CaseAction::Register,
            CaseAction::Accept,
            CaseAction::Assign,
            CaseAction::Acknowledge,
            CaseAction::Handle,
            CaseAction::Conclude,
        ];
        assert_eq!(done, due.map(|action| (action, RECORDER)));
        let again = desk.import(options(), backlog(count)).await.expect("answered");
        assert_eq!(counts(&again), (0, 0, 1_500, 0), "{:?}", again.refusals.first());
        assert_eq!(position(desk).await, 1_500);
        // What was verified in between does not matter, nor that the file has grown.
        let seen = case(desk, 3).await.metadata.expect("known");
        let seen = reference(&desk.kind("CaseFile"), &seen);
        desk.verify(VERIFIER, vec![seen]).await.expect("verified");
        let grown = desk.import(options(), backlog(count + 1)).await.expect("answered");
        assert_eq!(counts(&grown), (1, 5, 1_500, 0), "{:?}", grown.refusals.first());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn acts_are_taken_by_their_days_and_those_of_one_day_as_they_stand() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        // The last first: days put them in order. One day has two acts, and they stand in order.
        let mut records = backlog(1);
        records.reverse();
        records.swap(3, 4);
        let answer = desk.import(options(), records).await.expect("answered");
        assert_eq!(counts(&answer), (1, 5, 0, 0), "{:?}", answer.refusals);
        // On the same day assigned before it is accepted: the table says no.
        let wrong = vec![register(1), assign(1, "2023-04-04"), accept(1, "2023-04-04")];
        let answer = desk.import(options(), wrong).await.expect("answered");
        let told = refusals(&answer);
        assert_eq!(told, [(1, "", "TRANSITION_NOT_ALLOWED"), (2, "", "EARLIER_ACT_REFUSED")]);
        // Merged into one that its own file accepts a day before, though that one stands behind it.
        let id = code(2);
        let merge = MergeCaseFileRequest {
            id,
            note: note("2023-04-05"),
            merged_into_id: code(3),
            ..Default::default()
        };
        let records = vec![
            register(2),
            register(3),
            act(&merge),
            accept(2, "2023-04-04"),
            accept(3, "2023-04-04"),
        ];
        let answer = desk.import(options(), records).await.expect("answered");
        assert_eq!(counts(&answer), (2, 3, 0, 0), "{:?}", answer.refusals);
        assert_eq!(case(desk, 2).await.stage(), CaseStage::Merged);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_bad_act_refuses_all_and_in_part_what_follows_it_on_its_record() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let mut records = backlog(3);
        // The second case is handled before it was signed for.
        records[13] = handle(1, "2023-04-04");
        let answer = desk.import(options(), records.clone()).await.expect("answered");
        assert_eq!(counts(&answer).3, 3, "{:?}", answer.refusals);
        let due = [
            (13, "", "TRANSITION_NOT_ALLOWED"),
            (10, "", "EARLIER_ACT_REFUSED"),
            (16, "", "EARLIER_ACT_REFUSED"),
        ];
        assert_eq!(refusals(&answer), due);
        assert!(
            answer
                .refusals
                .iter()
                .all(|one| one.message_zh.contains("C-1") || one.message_zh.contains("办理"))
        );
        assert_eq!(position(desk).await, 0, "nothing is taken");
        let answer = desk.import(partial(), records).await.expect("answered");
        assert_eq!(counts(&answer), (3, 12, 0, 3));
        assert_eq!(case(desk, 0).await.stage(), CaseStage::Concluded);
        assert_eq!(case(desk, 1).await.stage(), CaseStage::Assigned, "as far as it was good");
        // Mended, the same file brings what is missing.
        let answer = desk.import(options(), backlog(3)).await.expect("answered");
        assert_eq!(counts(&answer), (0, 3, 15, 0), "{:?}", answer.refusals);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_ledger_refuses_refuses_what_follows_it() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let sample = <CaseFile as ::ledger::kinds::Kind<governance::Ours>>::sample(0);
        let case_file = Some(CaseFile { division: "110101".to_owned(), ..sample });
        let stray = act(&RegisterCaseFileRequest { case_file, ..Default::default() });
        let records = vec![
            stray,
            register(1),
            accept(0, "2023-04-04"),
            accept(1, "2023-04-04"),
            assign(0, "2023-04-05"),
        ];
        let answer = desk.import(partial(), records).await.expect("answered");
        assert_eq!(counts(&answer), (1, 1, 0, 3));
        let due = [
            (0, "case_file.division", "DIVISION_UNKNOWN"),
            (2, "", "EARLIER_ACT_REFUSED"),
            (4, "", "EARLIER_ACT_REFUSED"),
        ];
        assert_eq!(refusals(&answer), due);
        // Registered otherwise than it stands, and by nobody at all.
        let sample = <CaseFile as ::ledger::kinds::Kind<governance::Ours>>::sample(1);
        let case_file = Some(CaseFile { person_count: 9, ..sample });
        let other = act(&RegisterCaseFileRequest { case_file, ..Default::default() });
        let records = vec![other, accept(1, "2023-04-05"), accept(8, "2023-04-04")];
        let answer = desk.import(partial(), records).await.expect("answered");
        let due =
            [(2, "", "RECORD_NOT_FOUND"), (0, "", "RECORD_EXISTS"), (1, "", "EARLIER_ACT_REFUSED")];
        assert_eq!(refusals(&answer), due);
        assert_eq!(position(desk).await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_of_who_may_act_hold_as_when_an_act_is_called_by_itself() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        desk.import(options(), backlog(1)).await.expect("answered");
        let archive = ArchiveCaseFileRequest {
            id: code(0),
            archive_date: "2023-05-01".to_owned(),
            ..Default::default()
        };
        let answer = desk.import(options(), vec![act(&archive)]).await.expect("answered");
        assert_eq!(refusals(&answer), [(0, "", "TRANSITION_NOT_ALLOWED")], "it is not rated yet");
        let refuse = RefuseCaseFileRequest { id: code(1), ..Default::default() };
        let answer = desk.import(options(), vec![register(1), act(&refuse)]).await.expect("");
        assert_eq!(refusals(&answer), [(1, "refuse_date", "FIELD_REQUIRED")]);
        // Whoever recorded acts does not verify them, however they came.
        let kind = desk.kind("CaseFile");
        let seen = reference(&kind, &case(desk, 0).await.metadata.expect("known"));
        let refused = desk.verify(RECORDER, vec![seen]).await.expect_err("own acts");
        assert_eq!(reason(&refused).0, "VERIFIER_IS_RECORDER");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_act_in_between_refuses_the_import() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let mut moved = Case::register(desk, 0).await;
        let seen = moved.now.metadata.clone().expect("known").etag;
        let accept = |etag: &str| {
            let (etag, accept_date) = (etag.to_owned(), "2023-04-04".to_owned());
            act(&AcceptCaseFileRequest { id: code(0), etag, accept_date, ..Default::default() })
        };
        // It counts by now, which nobody saw who wrote the file.
        let record = reference(&desk.kind("CaseFile"), &moved.now.metadata.clone().expect(""));
        desk.verify(VERIFIER, vec![record]).await.expect("verified");
        let answer = desk.import(options(), vec![accept(&seen), register(1)]).await.expect("");
        assert_eq!(refusals(&answer), [(0, "", "ETAG_STALE")]);
        assert_eq!(position(desk).await, 2, "nothing is taken");
        moved.now = case(desk, 0).await;
        moved.handle().await;
        // Without one it goes by the state that it finds, in which the act has been done.
        let answer = desk.import(options(), vec![accept("")]).await.expect("answered");
        assert_eq!(counts(&answer), (0, 0, 1, 0), "{:?}", answer.refusals);
    })
    .await;
}
