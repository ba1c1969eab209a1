//! The tables as written, and what holds of every one of them.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::words::{action_named, stage_named};
use super::*;

/// Every stage but the one that is none.
fn stages() -> Vec<CaseStage> {
    (1..=17).filter_map(|number| CaseStage::try_from(number).ok()).collect()
}

/// Every act but the first, which makes the case.
fn actions() -> Vec<CaseAction> {
    (2..=22).filter_map(|number| CaseAction::try_from(number).ok()).collect()
}

/// Walks a case by the names of its acts.
fn walk(procedure: CaseProcedure, acts: &[&str]) -> Result<CaseStage, NotAllowed> {
    acts.iter().try_fold(CaseStage::Registered, |stage, act| {
        let action = action_named(act).expect("the name of an act");
        step(procedure, stage, action).map(|row| row.to(stage))
    })
}

#[test]
fn a_dispute_goes_from_register_to_archive() {
    let loops = [
        "accept assign acknowledge handle conclude answer rate archive",
        "accept assign acknowledge handle urge handle conclude answer rate archive",
        "accept assign acknowledge handle pause resume extend conclude answer rate archive",
        "accept assign acknowledge discontinue answer rate archive",
        "accept assign acknowledge handle conclude answer rate recheck handle conclude answer \
         rate archive reopen assign acknowledge handle conclude answer rate archive",
        "accept assign acknowledge handle conclude answer rate recheck answer rate archive",
        "accept discontinue answer rate archive",
        "accept assign urge discontinue answer rate archive",
        "transfer bounce transfer receive archive",
        "refuse archive",
        "accept merge archive",
    ];
    let informed = ["transfer", "receive", "answer", "archive"];
    assert_eq!(walk(CaseProcedure::Petition, &informed), Ok(CaseStage::Archived));
    for acts in loops {
        let acts: Vec<&str> = acts.split_whitespace().collect();
        for procedure in [CaseProcedure::Dispute, CaseProcedure::Petition] {
            assert_eq!(walk(procedure, &acts), Ok(CaseStage::Archived), "{acts:?}");
        }
    }
}

#[test]
fn a_finding_is_assigned_without_being_accepted_and_nobody_rates_it() {
    let acts = ["assign", "acknowledge", "handle", "conclude", "recheck", "handle", "conclude"];
    let finding = CaseProcedure::InspectionFinding;
    assert_eq!(walk(finding, &acts), Ok(CaseStage::Concluded));
    assert!(walk(finding, &["accept"]).is_err());
    assert!(step(finding, CaseStage::Concluded, CaseAction::Archive).is_ok());
    assert!(step(finding, CaseStage::Concluded, CaseAction::Rate).is_err());
    let market = ["accept", "assign", "acknowledge", "handle", "conclude", "answer", "archive"];
    assert_eq!(walk(CaseProcedure::MarketCheck, &market), Ok(CaseStage::Archived));
}

#[test]
fn a_move_says_who_makes_it_and_what_it_needs() {
    let of = |stage, action| {
        step(CaseProcedure::Dispute, stage, action).map(|row| (row.who, row.needs.clone()))
    };
    let refuse = of(CaseStage::Registered, CaseAction::Refuse);
    assert_eq!(refuse, Ok((Who::Center, vec![Need::Ground])));
    let conclude = of(CaseStage::Handling, CaseAction::Conclude);
    assert_eq!(conclude, Ok((Who::Handler, vec![Need::Outcome, Need::Proof])));
    let withdraw = of(CaseStage::Accepted, CaseAction::Discontinue);
    let needs = vec![Need::Withdrawal, Need::Reason, Need::Proof];
    assert_eq!(withdraw, Ok((Who::Center, needs)));
    let answer = of(CaseStage::Discontinued, CaseAction::Answer);
    assert_eq!(answer, Ok((Who::Closer, vec![])));
    let bounce = of(CaseStage::Transferred, CaseAction::Bounce);
    assert_eq!(bounce, Ok((Who::Receiver, vec![Need::Reason])));
    let archive = of(CaseStage::Rated, CaseAction::Archive);
    assert_eq!(archive, Ok((Who::Checker, vec![])));
    let reopen = of(CaseStage::Archived, CaseAction::Reopen);
    assert_eq!(reopen, Ok((Who::Center, vec![Need::Conclusion, Need::Reason])));
}

#[test]
fn a_refusal_says_what_is_allowed_instead() {
    let (market, paused) = (CaseProcedure::MarketCheck, CaseStage::Paused);
    let refused = step(market, paused, CaseAction::Conclude).expect_err("its time stands still");
    assert_eq!(
        refused.to_string(),
        "a case that is paused does not allow conclude; allowed is merge or resume or discontinue"
    );
    assert_eq!(refused.zh(), "处于“中止”阶段的案件不能办结，可以并案或恢复或终止");
}

#[test]
fn a_table_of_another_form_is_refused_with_its_line() {
    let head = "from,action,to,who,needs\n";
    let sound = format!("{head}registered|accepted,merge,=,center,original reason\n");
    assert_eq!(table::parse(&sound).map(|rows| rows.len()), Ok(1));
    assert_eq!(table::parse(""), Err(1));
    for (right, wrong) in [
        ("registered|accepted", "registered|dreaming"),
        ("merge", "swallow"),
        (",=,", ",nowhere,"),
        ("center", "somebody"),
        ("reason", "mood"),
        (",original", ",original,"),
    ] {
        assert_eq!(table::parse(&sound.replace(right, wrong)), Err(2), "{wrong}");
    }
}

#[test]
fn every_table_decides_each_act_of_a_stage_in_one_line() {
    for procedure in PROCEDURES {
        for stage in stages() {
            for action in actions() {
                let rows = table::of(procedure).iter();
                let lines = rows.filter(|row| row.action == action && row.from.contains(&stage));
                assert!(lines.count() <= 1, "{procedure:?} {stage:?} {action:?}");
            }
        }
    }
}

#[test]
fn every_stage_that_is_reached_leads_to_the_archive() {
    for procedure in PROCEDURES {
        let mut reached = BTreeSet::from([CaseStage::Registered as i32]);
        let mut leading = BTreeSet::from([CaseStage::Archived as i32]);
        for _ in stages() {
            for row in table::of(procedure) {
                for from in &row.from {
                    let to = row.to(*from) as i32;
                    if reached.contains(&(*from as i32)) {
                        reached.insert(to);
                    }
                    if leading.contains(&to) {
                        leading.insert(*from as i32);
                    }
                }
            }
        }
        assert!(reached.is_subset(&leading), "{procedure:?}: {reached:?} {leading:?}");
        let ends = reached.iter().filter_map(|stage| CaseStage::try_from(*stage).ok());
        let closed: Vec<CaseStage> = ends.filter(|stage| !is_open(*stage)).collect();
        let ends = [CaseStage::Merged, CaseStage::Archived];
        assert!(closed.iter().all(|stage| ends.contains(stage)), "{procedure:?} {closed:?}");
    }
}

#[test]
fn stages_and_acts_are_called_as_the_contract_calls_them() {
    for stage in stages() {
        assert_eq!(stage_named(&en(stage.as_str_name())), Some(stage));
        assert!(!stage_zh(stage).is_empty());
    }
    for action in actions() {
        assert_eq!(action_named(&en(action.as_str_name())), Some(action));
        assert!(!action_zh(action).is_empty());
    }
}

proptest! {
    #[test]
    fn an_act_that_is_refused_names_its_stage_and_what_is_allowed(
        procedure in prop::sample::select(PROCEDURES.to_vec()),
        from in prop::sample::select(stages()),
        action in prop::sample::select(actions()),
    ) {
        let allowed: Vec<CaseAction> = allowed(procedure, from).collect();
        match step(procedure, from, action) {
            Ok(row) => prop_assert!(row.from.contains(&from) && allowed.contains(&action)),
            Err(refused) => prop_assert_eq!(refused, NotAllowed { from, action, allowed }),
        }
    }
}
