//! What stays with a case: where it was accepted, what was said first, how much time has elapsed.

use proto::governance::v1::{CaseAction, CaseProcedure, CaseStage, Outcome, Rating};
use proto::ledger::v1::Reason;

use super::walk::{KEEPER, Walk, walk};

/// A petition whose conclusion others look at again from the 25th of April on.
fn rechecked() -> Walk {
    let mut walk = Walk::rated(Rating::Dissatisfied);
    walk.act(CaseAction::Recheck, "2023-04-25");
    assert_eq!(walk.0.open_due_date, "2023-05-25");
    walk
}

fn reclassify(walk: &mut Walk, day: &str, procedure: CaseProcedure) {
    let taken = walk.try_act(CaseAction::Reclassify, day, KEEPER, |asked| {
        asked.procedure = procedure.into();
    });
    assert_eq!(taken, Ok(()), "{day}");
}

#[test]
fn a_case_stays_where_it_was_accepted_and_goes_by_the_procedure_it_is_moved_to() {
    let mut walk = walk(CaseProcedure::Dispute);
    reclassify(&mut walk, "2023-04-03", CaseProcedure::Petition);
    assert_eq!(walk.0.procedure(), CaseProcedure::Petition, "nothing was counted yet");
    assert_eq!(walk.0.open_due_date, "2023-04-18", "the petition's time to decide");
    walk.act(CaseAction::Accept, "2023-04-04");
    reclassify(&mut walk, "2023-04-05", CaseProcedure::MarketCheck);
    assert_eq!(walk.0.procedure(), CaseProcedure::Petition);
    assert_eq!(walk.0.current_procedure(), CaseProcedure::MarketCheck);
    assert_eq!(walk.0.due_date, "", "no law sets a time for that");
    let again = walk.try_act(CaseAction::Reclassify, "2023-04-06", "clerk", |asked| {
        asked.procedure = CaseProcedure::MarketCheck.into();
    });
    assert_eq!(again, Err(Reason::ValueOutOfRange));
    reclassify(&mut walk, "2023-04-06", CaseProcedure::Petition);
    assert_eq!(walk.0.due_date, "2023-06-03");
}

#[test]
fn another_procedure_within_a_re_check_leaves_its_time_as_it_runs() {
    let mut walk = rechecked();
    walk.act(CaseAction::Handle, "2023-04-26");
    reclassify(&mut walk, "2023-04-27", CaseProcedure::Dispute);
    assert_eq!(walk.0.open_due_date, "", "no law sets a time for re-checking a dispute");
    reclassify(&mut walk, "2023-04-28", CaseProcedure::Petition);
    assert_eq!(walk.0.open_due_date, "2023-05-25");
}

#[test]
fn a_conclusion_that_a_re_check_upholds_stands_and_the_second_re_check_is_the_last() {
    let mut walk = rechecked();
    walk.act(CaseAction::Answer, "2023-05-10");
    assert_eq!(walk.0.stage(), CaseStage::Answered);
    assert_eq!((&*walk.0.conclude_date, walk.0.outcome()), ("2023-04-20", Outcome::Resolved));
    assert_eq!((&*walk.0.first_return_date, &*walk.0.open_due_date), ("", ""));
    walk.act(CaseAction::Rate, "2023-05-12");
    let late = walk.try_act(CaseAction::Recheck, "2023-06-10", "checker", |_| {});
    assert_eq!(late, Err(Reason::DateOrder));
    walk.act(CaseAction::Recheck, "2023-06-09");
    let event = walk.0.events.last().cloned().unwrap_or_default();
    assert_eq!(event.limit_document, "《信访工作条例》第三十六条");
    assert_eq!(walk.0.open_due_date, "2023-07-09");
    walk.act(CaseAction::Answer, "2023-06-20").act(CaseAction::Rate, "2023-06-21");
    let third = walk.try_act(CaseAction::Recheck, "2023-06-22", "checker", |_| {});
    assert_eq!(third, Err(Reason::TransitionNotAllowed));
}

#[test]
fn the_time_of_a_hearing_is_not_counted_and_nothing_is_decided_meanwhile() {
    let mut walk = rechecked();
    let idle = walk.try_act(CaseAction::Resume, "2023-04-26", "checker", |_| {});
    assert_eq!(idle, Err(Reason::TransitionNotAllowed));
    walk.act(CaseAction::Pause, "2023-05-05");
    assert_eq!((walk.0.stage(), &*walk.0.open_due_date), (CaseStage::Rechecking, ""));
    for action in [CaseAction::Pause, CaseAction::Answer, CaseAction::Assign] {
        let early = walk.try_act(action, "2023-05-06", "checker", |_| {});
        assert_eq!(early, Err(Reason::TransitionNotAllowed), "{action:?}");
    }
    walk.act(CaseAction::Resume, "2023-05-15");
    assert_eq!(walk.0.open_due_date, "2023-06-04");
    walk.act(CaseAction::Handle, "2023-05-16");
}

#[test]
fn an_office_that_takes_up_a_petition_tells_those_who_brought_it_within_15_days() {
    let mut walk = walk(CaseProcedure::Petition);
    walk.act(CaseAction::Transfer, "2023-04-04").act(CaseAction::Receive, "2023-04-06");
    assert_eq!((&*walk.0.open_due_date, &*walk.0.due_date), ("2023-04-21", ""));
    let bare = walk.try_act(CaseAction::Answer, "2023-04-10", "clerk", |asked| {
        asked.note.proof.clear();
    });
    assert_eq!(bare, Err(Reason::FieldRequired), "in writing");
    walk.act(CaseAction::Answer, "2023-04-10");
    assert_eq!((walk.0.stage(), &*walk.0.open_due_date), (CaseStage::Received, ""));
    assert_eq!(walk.0.answer_date, "2023-04-10");
    walk.act(CaseAction::Archive, "2023-04-11");
}

#[test]
fn what_was_said_first_stays_when_the_case_is_taken_up_again() {
    let mut walk = rechecked();
    walk.act(CaseAction::Handle, "2023-04-26");
    assert_eq!(walk.0.rating(), Rating::Unspecified);
    assert_eq!(walk.0.first_rating(), Rating::Dissatisfied);
    assert_eq!(walk.0.first_rate_date, "2023-04-22");
}

#[test]
fn who_helps_says_after_a_re_check_again_how_it_did() {
    let mut walk = rechecked();
    walk.act(CaseAction::Handle, "2023-04-26");
    let early = walk.try_act(CaseAction::Conclude, "2023-04-28", "clerk", |_| {});
    assert_eq!(early, Err(Reason::TransitionNotAllowed), "its word was of the first conclusion");
    assert_eq!(walk.help("2023-04-28"), Ok(()));
    walk.act(CaseAction::Conclude, "2023-04-28");
}

#[test]
fn a_case_rated_before_first_ratings_were_kept_recalls_its_own() {
    let forgotten = |mut walk: Walk| {
        walk.0.set_first_rating(Rating::Unspecified);
        walk.0.first_rate_date.clear();
        walk
    };
    let mut walk = forgotten(Walk::rated(Rating::Satisfied));
    let archived = walk.try_act(CaseAction::Archive, "2023-04-25", "checker", |_| {});
    assert_eq!((archived, walk.0.first_rating()), (Ok(()), Rating::Satisfied));
    assert_eq!(walk.0.first_rate_date, "2023-04-22");
    let mut walk = rechecked();
    walk.act(CaseAction::Handle, "2023-04-26");
    let mut walk = forgotten(walk);
    walk.act(CaseAction::Urge, "2023-04-27");
    assert_eq!(walk.0.first_rating(), Rating::Dissatisfied, "nobody else has a case re-checked");
}
