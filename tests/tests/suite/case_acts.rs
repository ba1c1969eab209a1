//! The acts by which a case is sent on, urged, stopped, extended and ended: what each does, what it
//! takes, where the table refuses it, and what the timeline tells of it.

use proto::governance::v1::{
    BounceCaseFileRequest, CaseAction, CaseNote, CaseProcedure, CaseStage,
    DiscontinueCaseFileRequest, DueState, ExtendCaseFileRequest, Outcome, PauseCaseFileRequest,
    ReceiveCaseFileRequest, ResumeCaseFileRequest, TransferCaseFileRequest, UrgeCaseFileRequest,
};
use tonic::Status;

use crate::cases::{Case, KEEPER, note};
use crate::desk::{Desk, RECORDER, at_desk, reason};

const RECEIVER: &str = "U-9";

/// The field that a refusal names, and its rule.
fn field(refused: Result<(), Status>) -> (String, String) {
    reason(&refused.expect_err("refused")).1.swap_remove(0)
}

/// Why the table refuses an act.
fn is_not_allowed(refused: Result<(), Status>) {
    assert_eq!(reason(&refused.expect_err("refused")).0, "TRANSITION_NOT_ALLOWED");
}

fn wrong(field: &str, rule: &str) -> (String, String) {
    (field.to_owned(), rule.to_owned())
}

/// A note without its reason, or without its paper.
fn bare(date: &str) -> Option<CaseNote> {
    note(date).map(|note| CaseNote { reason: String::new(), proof: String::new(), ..note })
}

/// A note of the office to which a case was sent.
fn of_receiver(date: &str) -> Option<CaseNote> {
    note(date).map(|note| CaseNote { unit_id: RECEIVER.to_owned(), ..note })
}

async fn transfer(
    desk: &Desk,
    case: &mut Case,
    note: Option<CaseNote>,
    to: &str,
) -> Result<(), Status> {
    case.act(desk, KEEPER, "TransferCaseFile", |(county, id, etag)| {
        let receiver_id = to.to_owned();
        TransferCaseFileRequest { county, id, etag, note, receiver_id, ..Default::default() }
    })
    .await
}

async fn receive(desk: &Desk, case: &mut Case, note: Option<CaseNote>) -> Result<(), Status> {
    case.act(desk, "receiver", "ReceiveCaseFile", |(county, id, etag)| ReceiveCaseFileRequest {
        county,
        id,
        etag,
        note,
        ..Default::default()
    })
    .await
}

async fn bounce(desk: &Desk, case: &mut Case, note: Option<CaseNote>) -> Result<(), Status> {
    case.act(desk, "receiver", "BounceCaseFile", |(county, id, etag)| BounceCaseFileRequest {
        county,
        id,
        etag,
        note,
        ..Default::default()
    })
    .await
}

async fn urge(desk: &Desk, case: &mut Case, note: Option<CaseNote>) -> Result<(), Status> {
    case.act(desk, KEEPER, "UrgeCaseFile", |(county, id, etag)| UrgeCaseFileRequest {
        county,
        id,
        etag,
        note,
        ..Default::default()
    })
    .await
}

async fn pause(desk: &Desk, case: &mut Case, note: Option<CaseNote>) -> Result<(), Status> {
    case.act(desk, RECORDER, "PauseCaseFile", |(county, id, etag)| PauseCaseFileRequest {
        county,
        id,
        etag,
        note,
        ..Default::default()
    })
    .await
}

async fn resume(desk: &Desk, case: &mut Case, note: Option<CaseNote>) -> Result<(), Status> {
    case.act(desk, RECORDER, "ResumeCaseFile", |(county, id, etag)| ResumeCaseFileRequest {
        county,
        id,
        etag,
        note,
        ..Default::default()
    })
    .await
}

async fn extend(
    desk: &Desk,
    case: &mut Case,
    note: Option<CaseNote>,
    extend_count: i32,
) -> Result<(), Status> {
    case.act(desk, RECORDER, "ExtendCaseFile", |(county, id, etag)| ExtendCaseFileRequest {
        county,
        id,
        etag,
        note,
        extend_count,
        ..Default::default()
    })
    .await
}

async fn discontinue(
    desk: &Desk,
    case: &mut Case,
    actor: &str,
    note: Option<CaseNote>,
    outcome: Outcome,
) -> Result<(), Status> {
    case.act(desk, actor, "DiscontinueCaseFile", |(county, id, etag)| DiscontinueCaseFileRequest {
        county,
        id,
        etag,
        note,
        outcome: outcome.into(),
        ..Default::default()
    })
    .await
}

/// What the timeline tells: each act, where the case stood after it, and by when what was due.
async fn told(case: &mut Case) -> Vec<(CaseAction, CaseStage, String, DueState)> {
    let moments = case.timeline().await.moments.into_iter();
    let tell = |one: proto::governance::v1::CaseMoment| {
        let action = one.event.as_ref().map(|event| event.action()).unwrap_or_default();
        (action, one.stage(), one.due_date.clone(), one.due_state())
    };
    moments.map(tell).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_sent_on_sent_back_counted_and_taken_up() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let mut case = Case::register_as(desk, 0, CaseProcedure::Petition).await;
        is_not_allowed(receive(desk, &mut case, of_receiver("2023-04-04")).await);
        is_not_allowed(bounce(desk, &mut case, of_receiver("2023-04-04")).await);
        let nowhere = transfer(desk, &mut case, note("2023-04-04"), "").await;
        assert_eq!(field(nowhere), wrong("receiver_id", "FIELD_REQUIRED"));
        let silent = transfer(desk, &mut case, bare("2023-04-04"), RECEIVER).await;
        assert_eq!(field(silent), wrong("note.reason", "FIELD_REQUIRED"));
        transfer(desk, &mut case, note("2023-04-04"), RECEIVER).await.expect("sent on");
        is_not_allowed(transfer(desk, &mut case, note("2023-04-05"), "U-8").await);
        let other = receive(desk, &mut case, note("2023-04-05")).await;
        assert_eq!(field(other), wrong("note.unit_id", "VALUE_OUT_OF_RANGE"));
        let silent =
            of_receiver("2023-04-06").map(|note| CaseNote { reason: String::new(), ..note });
        let silent = bounce(desk, &mut case, silent).await;
        assert_eq!(field(silent), wrong("note.reason", "FIELD_REQUIRED"));
        for (count, day, next) in [(1, "2023-04-06", "2023-04-07"), (2, "2023-04-10", "")] {
            bounce(desk, &mut case, of_receiver(day)).await.expect("sent back");
            let now = &case.now;
            assert_eq!((now.bounce_count, &*now.receiver_id), (count, ""));
            assert_eq!(now.stage(), CaseStage::Registered);
            if !next.is_empty() {
                transfer(desk, &mut case, note(next), RECEIVER).await.expect("sent on again");
            }
        }
        is_not_allowed(transfer(desk, &mut case, note("2023-04-11"), RECEIVER).await);
        let mut taken = Case::register_as(desk, 1, CaseProcedure::Petition).await;
        transfer(desk, &mut taken, note("2023-04-04"), RECEIVER).await.expect("sent on");
        receive(desk, &mut taken, of_receiver("2023-04-06")).await.expect("taken up");
        is_not_allowed(bounce(desk, &mut taken, of_receiver("2023-04-07")).await);
        use {CaseAction as Did, CaseStage as Then, DueState::Dated};
        // Five working days to send it back, the fifth of April being free; 15 days to tell.
        let due = |day: &str| day.to_owned();
        let whole = [
            (Did::Register, Then::Registered, due("2023-04-18"), Dated),
            (Did::Transfer, Then::Transferred, due("2023-04-12"), Dated),
            (Did::Receive, Then::Received, due("2023-04-21"), Dated),
        ];
        assert_eq!(told(&mut taken).await, whole);
        let moments = taken.timeline().await.moments;
        let notices: Vec<_> = moments.into_iter().map(|one| one.calendar_notices).collect();
        let none = Vec::<String>::new();
        assert_eq!(notices, [none.clone(), vec!["国办发明电〔2022〕16号".to_owned()], none]);
        let bounces: Vec<_> = told(&mut case).await;
        assert_eq!(bounces.iter().filter(|one| one.0 == Did::Bounce).count(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_urged_stopped_and_extended_and_what_has_elapsed_stays_elapsed() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let mut case = Case::register_as(desk, 0, CaseProcedure::Petition).await;
        is_not_allowed(urge(desk, &mut case, note("2023-04-03")).await);
        is_not_allowed(pause(desk, &mut case, note("2023-04-03")).await);
        is_not_allowed(resume(desk, &mut case, note("2023-04-03")).await);
        is_not_allowed(extend(desk, &mut case, note("2023-04-03"), 10).await);
        case.handle().await;
        assert_eq!(case.now.due_date, "2023-06-03");
        let silent = urge(desk, &mut case, bare("2023-04-06")).await;
        assert_eq!(field(silent), wrong("note.reason", "FIELD_REQUIRED"));
        urge(desk, &mut case, note("2023-04-06")).await.expect("urged");
        assert_eq!((case.now.urge_count, &*case.now.behind_date), (1, "2023-04-06"));
        let silent = pause(desk, &mut case, bare("2023-04-10")).await;
        assert_eq!(field(silent), wrong("note.reason", "FIELD_REQUIRED"));
        pause(desk, &mut case, note("2023-04-10")).await.expect("stopped");
        assert_eq!((&*case.now.due_date, &*case.now.open_due_date), ("", ""));
        is_not_allowed(urge(desk, &mut case, note("2023-04-11")).await);
        is_not_allowed(pause(desk, &mut case, note("2023-04-11")).await);
        is_not_allowed(extend(desk, &mut case, note("2023-04-11"), 10).await);
        let other = note("2023-04-20").map(|note| CaseNote { unit_id: RECEIVER.into(), ..note });
        let other = resume(desk, &mut case, other).await;
        assert_eq!(field(other), wrong("note.unit_id", "VALUE_OUT_OF_RANGE"));
        resume(desk, &mut case, note("2023-04-20")).await.expect("it runs on");
        assert_eq!(case.now.due_date, "2023-06-13", "ten days stood still, six had elapsed");
        let unsigned = note("2023-06-13").map(|note| CaseNote { proof: String::new(), ..note });
        let unsigned = extend(desk, &mut case, unsigned, 10).await;
        assert_eq!(field(unsigned), wrong("note.proof", "FIELD_REQUIRED"), "the head approves");
        let nothing = extend(desk, &mut case, note("2023-06-13"), 0).await;
        assert_eq!(field(nothing), wrong("extend_count", "FIELD_REQUIRED"));
        let long = extend(desk, &mut case, note("2023-06-13"), 31).await;
        assert_eq!(field(long), wrong("extend_count", "VALUE_OUT_OF_RANGE"));
        extend(desk, &mut case, note("2023-06-13"), 30).await.expect("extended");
        assert_eq!(case.now.due_date, "2023-07-13");
        use {CaseAction as Did, CaseStage as Then, DueState::Dated, DueState::Paused};
        let due = |day: &str| day.to_owned();
        let since = told(&mut case).await.split_off(5);
        let whole = [
            (Did::Urge, Then::Supervised, due("2023-06-03"), Dated),
            (Did::Pause, Then::Paused, due(""), Paused),
            (Did::Resume, Then::Handling, due("2023-06-13"), Dated),
            (Did::Extend, Then::Handling, due("2023-07-13"), Dated),
        ];
        assert_eq!(since, whole);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_withdrawn_before_it_is_signed_for_or_broken_off_after() {
    at_desk(&governance::DEPARTMENT, async |desk| {
        let mut registered = Case::register(desk, 0).await;
        let early =
            discontinue(desk, &mut registered, KEEPER, note("2023-04-04"), Outcome::Withdrawn);
        is_not_allowed(early.await);
        let mut assigned = Case::assigned(desk, 1).await;
        let day = note("2023-04-05");
        let broken = discontinue(desk, &mut assigned, KEEPER, day.clone(), Outcome::Discontinued);
        assert_eq!(field(broken.await), wrong("outcome", "ENUM_UNKNOWN"), "nothing was mediated");
        let bare = discontinue(desk, &mut assigned, KEEPER, bare("2023-04-05"), Outcome::Withdrawn);
        assert_eq!(field(bare.await), wrong("note.reason", "FIELD_REQUIRED"));
        let taken = discontinue(desk, &mut assigned, KEEPER, day, Outcome::Withdrawn);
        taken.await.expect("withdrawn");
        let mut handled = Case::handled(desk, 2).await;
        let own = note("2023-04-06");
        let resolved = discontinue(desk, &mut handled, RECORDER, own.clone(), Outcome::Resolved);
        assert_eq!(field(resolved.await), wrong("outcome", "ENUM_UNKNOWN"));
        let unproven = own.clone().map(|note| CaseNote { proof: String::new(), ..note });
        let unproven = discontinue(desk, &mut handled, RECORDER, unproven, Outcome::Discontinued);
        assert_eq!(field(unproven.await), wrong("note.proof", "FIELD_REQUIRED"));
        let broken = discontinue(desk, &mut handled, RECORDER, own.clone(), Outcome::Discontinued);
        broken.await.expect("broken off");
        let again = discontinue(desk, &mut handled, RECORDER, own, Outcome::Discontinued);
        is_not_allowed(again.await);
        for (mut case, outcome) in
            [(assigned, Outcome::Withdrawn), (handled, Outcome::Discontinued)]
        {
            assert_eq!(case.now.first_outcome(), outcome);
            let last = told(&mut case).await.pop().expect("a moment");
            let due = DueState::NothingDue;
            let whole = (CaseAction::Discontinue, CaseStage::Discontinued, String::new(), due);
            assert_eq!(last, whole);
        }
    })
    .await;
}
