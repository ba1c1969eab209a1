//! Cases that go their way without a ledger, and random ones that keep what has been.

mod kept;
mod overseen;
mod walk;

use proptest::prelude::*;
use proto::governance::v1::{
    CaseAction, CaseFile, CaseProcedure, CaseStage, HandlingMode, Outcome, Rating,
};
use proto::ledger::v1::Reason;

use self::walk::{HELPER, KEEPER, Walk, walk};
use crate::rules::case_flow::{allowed, procedure_now};

#[test]
fn a_petition_is_decided_in_15_days_and_handled_in_60() {
    let mut walk = walk(CaseProcedure::Petition);
    assert_eq!((&*walk.0.open_due_date, &*walk.0.due_date), ("2023-04-18", ""));
    walk.act(CaseAction::Accept, "2023-04-10");
    assert_eq!((&*walk.0.open_due_date, &*walk.0.due_date), ("2023-06-09", "2023-06-09"));
    assert_eq!(walk.0.behind_date, "2023-05-10");
    walk.act(CaseAction::Assign, "2023-04-11").act(CaseAction::Acknowledge, "2023-04-12");
    walk.act(CaseAction::Handle, "2023-04-12").act(CaseAction::Extend, "2023-06-09");
    assert_eq!((&*walk.0.open_due_date, &*walk.0.behind_date), ("2023-06-19", ""));
    let more = walk.try_act(CaseAction::Extend, "2023-06-10", "clerk", |asked| {
        asked.extend_count = 21;
    });
    assert_eq!(more, Err(Reason::ValueOutOfRange));
    let late = walk.try_act(CaseAction::Extend, "2023-06-20", "clerk", |_| {});
    assert_eq!(late, Err(Reason::TransitionNotAllowed));
    let early = walk.try_act(CaseAction::Conclude, "2023-06-20", "clerk", |_| {});
    assert_eq!(early, Err(Reason::TransitionNotAllowed), "the unit that helps has said nothing");
    let before = walk.0.stage();
    assert_eq!(walk.help("2023-06-20"), Ok(()));
    assert_eq!((walk.0.stage(), walk.0.handling_mode()), (before, HandlingMode::Mediation));
    walk.act(CaseAction::Conclude, "2023-06-20");
    assert!(walk.0.late && walk.0.open_due_date.is_empty());
    assert_eq!(walk.0.due_date, "2023-06-19");
}

#[test]
fn the_time_keeps_what_elapsed_through_pause_reassignment_and_another_procedure() {
    let mut walk = Walk::handled(CaseProcedure::Dispute);
    assert_eq!(walk.0.due_date, "2023-05-03");
    walk.act(CaseAction::Pause, "2023-04-10");
    assert_eq!((&*walk.0.due_date, &*walk.0.open_due_date), ("", ""));
    walk.act(CaseAction::Resume, "2023-04-20").act(CaseAction::Assign, "2023-04-21");
    assert_eq!(walk.0.due_date, "2023-05-13");
    let petition = walk.try_act(CaseAction::Reclassify, "2023-04-22", KEEPER, |asked| {
        asked.procedure = CaseProcedure::Petition.into();
    });
    assert_eq!((petition, &*walk.0.due_date), (Ok(()), "2023-06-12"));
}

#[test]
fn a_unit_acts_for_itself_and_another_one_signs_beside_it() {
    let mut walk = walk(CaseProcedure::Dispute);
    walk.act(CaseAction::Accept, "2023-04-03").act(CaseAction::Assign, "2023-04-04");
    let other = |walk: &mut Walk, action, unit: &str| {
        walk.try_act(action, "2023-04-05", "clerk", |asked| asked.note.unit_id = unit.to_owned())
    };
    let acknowledge = CaseAction::Acknowledge;
    assert_eq!(other(&mut walk, acknowledge, "U-3"), Err(Reason::ValueOutOfRange));
    assert_eq!(other(&mut walk, acknowledge, ""), Err(Reason::FieldRequired));
    assert_eq!(other(&mut walk, acknowledge, "U-2"), Ok(()));
    assert_eq!(walk.0.stage(), CaseStage::Assigned);
    assert_eq!(other(&mut walk, acknowledge, "U-2"), Err(Reason::TransitionNotAllowed));
    walk.act(acknowledge, "2023-04-05");
    assert_eq!(walk.0.stage(), CaseStage::Acknowledged);
    assert_eq!(other(&mut walk, CaseAction::Handle, "U-3"), Err(Reason::ValueOutOfRange));
    assert_eq!(other(&mut walk, CaseAction::Handle, "U-2"), Ok(()));
    assert_eq!(walk.0.stage(), CaseStage::Acknowledged, "the unit that leads has not begun");
}

#[test]
fn who_handled_a_case_does_not_check_it() {
    let own = |walk: &mut Walk, action, day| walk.try_act(action, day, "clerk", |_| {});
    let mut walk = Walk::handled(CaseProcedure::Dispute);
    walk.act(CaseAction::Conclude, "2023-04-20").act(CaseAction::Answer, "2023-04-21");
    assert_eq!(own(&mut walk, CaseAction::Rate, "2023-04-22"), Err(Reason::VerifierIsRecorder));
    let helper = walk.try_act(CaseAction::Rate, "2023-04-22", "helper", |_| {});
    assert_eq!(helper, Err(Reason::VerifierIsRecorder), "nor does who helped");
    let mut walk = Walk::rated(Rating::Dissatisfied);
    assert_eq!(own(&mut walk, CaseAction::Recheck, "2023-04-25"), Err(Reason::VerifierIsRecorder));
    walk.act(CaseAction::Recheck, "2023-04-25");
    assert_eq!(own(&mut walk, CaseAction::Answer, "2023-04-26"), Err(Reason::VerifierIsRecorder));
    let mut walk = Walk::rated(Rating::Satisfied);
    assert_eq!(own(&mut walk, CaseAction::Archive, "2023-04-25"), Err(Reason::VerifierIsRecorder));
    let other = walk.try_act(CaseAction::Archive, "2023-04-25", "checker", |_| {});
    assert_eq!((other, &*walk.0.checked_by), (Ok(()), "checker"));
}

#[test]
fn a_conclusion_needs_proof_and_an_outcome_of_its_own() {
    let mut walk = Walk::handled(CaseProcedure::Dispute);
    let day = "2023-04-20";
    let bare = walk.try_act(CaseAction::Conclude, day, "clerk", |asked| asked.note.proof.clear());
    assert_eq!(bare, Err(Reason::FieldRequired));
    let wrong = walk.try_act(CaseAction::Conclude, day, "clerk", |asked| {
        asked.outcome = Outcome::Withdrawn.into();
    });
    assert_eq!(wrong, Err(Reason::EnumUnknown));
    let early = walk.try_act(CaseAction::Conclude, "2023-04-05", "clerk", |_| {});
    assert_eq!(early, Err(Reason::DateOrder));
}

#[test]
fn a_case_bounces_twice_at_most_and_each_time_within_five_working_days() {
    let mut walk = walk(CaseProcedure::Petition);
    walk.act(CaseAction::Transfer, "2023-04-04");
    assert_eq!(
        walk.0.open_due_date, "2023-04-12",
        "who is sent a case takes it up or sends it back"
    );
    let late = walk.try_act(CaseAction::Bounce, "2023-04-13", "clerk", |_| {});
    assert_eq!(late, Err(Reason::DateOrder));
    walk.act(CaseAction::Bounce, "2023-04-12").act(CaseAction::Transfer, "2023-04-13");
    walk.act(CaseAction::Bounce, "2023-04-14");
    assert_eq!((walk.0.bounce_count, &*walk.0.receiver_id), (2, ""));
    let again = walk.try_act(CaseAction::Transfer, "2023-04-15", "clerk", |_| {});
    assert_eq!(again, Err(Reason::TransitionNotAllowed));
}

#[test]
fn only_who_is_dissatisfied_has_a_case_re_checked_and_only_within_30_days() {
    let recheck = |walk: &mut Walk, day| walk.try_act(CaseAction::Recheck, day, "checker", |_| {});
    let mut walk = Walk::rated(Rating::Satisfied);
    assert_eq!(recheck(&mut walk, "2023-04-25"), Err(Reason::TransitionNotAllowed));
    let mut walk = Walk::rated(Rating::Dissatisfied);
    assert_eq!(recheck(&mut walk, "2023-05-22"), Err(Reason::DateOrder));
    assert_eq!(recheck(&mut walk, "2023-05-21"), Ok(()));
    assert_eq!((&*walk.0.open_due_date, &*walk.0.conclude_date), ("2023-06-20", "2023-04-20"));
    walk.act(CaseAction::Handle, "2023-05-25");
    assert_eq!((&*walk.0.conclude_date, walk.0.outcome()), ("", Outcome::Unspecified));
    assert_eq!(&*walk.0.first_conclude_date, "2023-04-20");
    assert_eq!(walk.0.first_outcome(), Outcome::Resolved);
    assert_eq!(&*walk.0.first_return_date, "2023-05-25");
}

#[test]
fn a_case_is_opened_again_twice_and_no_more() {
    let mut walk = Walk::rated(Rating::Satisfied);
    for month in 5..=6 {
        let day = |day: u32| format!("2023-{month:02}-{day:02}");
        let archived = walk.try_act(CaseAction::Archive, &day(1), "checker", |_| {});
        assert_eq!(archived, Ok(()));
        walk.act(CaseAction::Reopen, &day(2)).act(CaseAction::Assign, &day(2));
        walk.act(CaseAction::Acknowledge, &day(3)).act(CaseAction::Handle, &day(3));
        assert_eq!(walk.help(&day(3)), Ok(()));
        walk.act(CaseAction::Conclude, &day(4)).act(CaseAction::Answer, &day(5));
        walk.act(CaseAction::Rate, &day(6));
    }
    let archived = walk.try_act(CaseAction::Archive, "2023-07-01", "checker", |_| {});
    assert_eq!(archived, Ok(()));
    let opened = walk.try_act(CaseAction::Reopen, "2023-07-02", KEEPER, |_| {});
    assert_eq!(opened, Err(Reason::TransitionNotAllowed));
    let CaseFile { reopen_count, first_return_date, second_return_date, .. } = &walk.0;
    assert_eq!(
        (*reopen_count, &**first_return_date, &**second_return_date),
        (2, "2023-05-02", "2023-06-02")
    );
    assert_eq!(
        (&*walk.0.first_conclude_date, &*walk.0.conclude_date),
        ("2023-04-20", "2023-06-04")
    );
}

#[test]
fn a_refused_case_that_is_archived_is_not_opened_again() {
    let mut walk = walk(CaseProcedure::Dispute);
    walk.act(CaseAction::Refuse, "2023-04-05").act(CaseAction::Archive, "2023-04-06");
    let opened = walk.try_act(CaseAction::Reopen, "2023-04-07", "clerk", |_| {});
    assert_eq!(opened, Err(Reason::TransitionNotAllowed));
}

#[test]
fn a_case_is_not_merged_into_itself() {
    let mut walk = walk(CaseProcedure::Dispute);
    let own = walk.0.code.clone();
    let merged = walk.try_act(CaseAction::Merge, "2023-04-05", "clerk", |asked| {
        asked.merged_into_id = own;
    });
    assert_eq!(merged, Err(Reason::ValueOutOfRange));
}

proptest! {
    #[test]
    fn whatever_is_done_with_a_case_what_was_counted_once_stays(
        start in 1..=4_i32,
        choices in prop::collection::vec((0..20_usize, 0..9_i64, any::<bool>()), 0..30),
    ) {
        let mut walk = walk(CaseProcedure::try_from(start)?);
        let mut day: jiff::civil::Date = "2023-04-03".parse()?;
        for (choice, days, by_checker) in choices {
            day = day.saturating_add(jiff::ToSpan::days(days));
            let actions: Vec<CaseAction> = allowed(procedure_now(&walk.0), walk.0.stage()).collect();
            let Some(action) = actions.get(choice % actions.len().max(1)) else { break };
            let before = walk.0.clone();
            let actor = if by_checker { "checker" } else { "clerk" };
            let helps = days % 2 == 0;
            let taken = walk.try_act(*action, &day.to_string(), actor, |asked| {
                if helps && *action == CaseAction::Handle {
                    HELPER.clone_into(&mut asked.note.unit_id);
                }
            });
            let after = &walk.0;
            if taken.is_err() {
                prop_assert_eq!(after, &before);
                continue;
            }
            prop_assert_eq!(after.events.len(), before.events.len() + 1);
            prop_assert!(after.events.is_sorted_by_key(|event| event.date.clone()));
            for (then, now) in [
                (&before.accept_date, &after.accept_date),
                (&before.first_rate_date, &after.first_rate_date),
                (&before.first_conclude_date, &after.first_conclude_date),
                (&before.first_return_date, &after.first_return_date),
                (&before.second_conclude_date, &after.second_conclude_date),
            ] {
                prop_assert!(then.is_empty() || then == now, "{:?} changed {} to {}", action, then, now);
            }
            let was_accepted = !before.accept_date.is_empty();
            prop_assert!(!was_accepted || after.procedure == before.procedure, "{:?}", action);
            let was_reached = !before.due_date.is_empty() && before.due_date < day.to_string();
            prop_assert!(!was_reached || after.due_date == before.due_date, "{:?}", action);
            prop_assert_eq!(
                after.late,
                !after.due_date.is_empty() && after.first_conclude_date > after.due_date
            );
        }
    }
}
