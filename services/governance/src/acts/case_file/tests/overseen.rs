//! Who oversees a case, who ends it, and who is lit for leaving it.

use proto::governance::v1::{CaseAction, CaseProcedure, CaseStage, Outcome, Rating};
use proto::ledger::v1::Reason;

use super::walk::{KEEPER, Walk, walk};

#[test]
fn who_handles_a_case_does_not_oversee_it() {
    let overseen =
        [CaseAction::Urge, CaseAction::Assign, CaseAction::Reclassify, CaseAction::Merge];
    for action in overseen {
        let mut walk = Walk::handled(CaseProcedure::Dispute);
        for own in ["clerk", "helper"] {
            let taken = walk.try_act(action, "2023-04-10", own, |_| {});
            assert_eq!(taken, Err(Reason::NotResponsible), "{action:?} {own}");
        }
        assert_eq!(walk.try_act(action, "2023-04-10", KEEPER, |_| {}), Ok(()), "{action:?}");
    }
    let mut walk = Walk::rated(Rating::Satisfied);
    let archived = walk.try_act(CaseAction::Archive, "2023-05-01", "checker", |_| {});
    assert_eq!(archived, Ok(()));
    let own = walk.try_act(CaseAction::Reopen, "2023-05-02", "clerk", |_| {});
    assert_eq!(own, Err(Reason::NotResponsible));
}

#[test]
fn who_brought_a_case_withdraws_it_before_a_unit_has_signed_for_it() {
    for (procedure, is_assigned) in [
        (CaseProcedure::Dispute, false),
        (CaseProcedure::Dispute, true),
        (CaseProcedure::Petition, true),
        (CaseProcedure::MarketCheck, true),
    ] {
        let mut walk = walk(procedure);
        walk.act(CaseAction::Accept, "2023-04-04");
        if is_assigned {
            walk.act(CaseAction::Assign, "2023-04-05");
        }
        let mut end = |outcome: Outcome, reason: &str| {
            walk.try_act(CaseAction::Discontinue, "2023-04-06", KEEPER, |asked| {
                asked.outcome = outcome.into();
                reason.clone_into(&mut asked.note.reason);
            })
        };
        let broken_off = end(Outcome::Discontinued, "调解不成");
        assert_eq!(broken_off, Err(Reason::EnumUnknown), "nothing was mediated yet");
        assert_eq!(end(Outcome::Withdrawn, ""), Err(Reason::FieldRequired));
        assert_eq!(end(Outcome::Withdrawn, "当事人撤回"), Ok(()));
        assert_eq!(walk.0.first_outcome(), Outcome::Withdrawn);
        assert_eq!((&*walk.0.conclude_date, &*walk.0.open_due_date), ("2023-04-06", ""));
        let answered = walk.try_act(CaseAction::Answer, "2023-04-07", KEEPER, |asked| {
            asked.note.unit_id.clear();
        });
        assert_eq!(answered, Ok(()), "no unit has it, so the center answers");
    }
    let mut walk = walk(CaseProcedure::InspectionFinding);
    walk.act(CaseAction::Assign, "2023-04-05");
    let finding = walk.try_act(CaseAction::Discontinue, "2023-04-06", KEEPER, |_| {});
    assert_eq!(finding, Err(Reason::TransitionNotAllowed), "nobody brought it");
}

#[test]
fn a_unit_that_signed_for_a_case_ends_it_and_answers_itself() {
    let mut walk = Walk::handled(CaseProcedure::Dispute);
    walk.act(CaseAction::Discontinue, "2023-04-10");
    let center = walk.try_act(CaseAction::Answer, "2023-04-11", KEEPER, |asked| {
        asked.note.unit_id.clear();
    });
    assert_eq!(center, Err(Reason::FieldRequired), "it says for which unit it answers");
    walk.act(CaseAction::Answer, "2023-04-11");
    let mut walk = Walk::rated(Rating::Dissatisfied);
    walk.act(CaseAction::Recheck, "2023-04-25").act(CaseAction::Handle, "2023-04-26");
    walk.act(CaseAction::Discontinue, "2023-04-27").act(CaseAction::Answer, "2023-04-28");
}

#[test]
fn a_unit_that_is_urged_before_it_signs_is_lit_and_another_one_is_not() {
    let mut walk = walk(CaseProcedure::Dispute);
    walk.act(CaseAction::Accept, "2023-04-03").act(CaseAction::Assign, "2023-04-04");
    assert_eq!(walk.0.behind_date, "2023-04-18", "half of its time");
    walk.act(CaseAction::Urge, "2023-04-06");
    assert_eq!((walk.0.stage(), &*walk.0.behind_date), (CaseStage::Assigned, "2023-04-06"));
    walk.act(CaseAction::Assign, "2023-04-07");
    assert_eq!(walk.0.behind_date, "2023-04-18", "nobody has urged this one");
    walk.act(CaseAction::Urge, "2023-04-08").act(CaseAction::Acknowledge, "2023-04-08");
    assert_eq!(walk.0.behind_date, "");
}
