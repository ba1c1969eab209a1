//! Every stage against every action.

use proptest::prelude::*;

use super::*;

#[test]
fn the_loop_has_six_moves_and_no_other() {
    let moves = [
        (Stage::Registered, Action::Accept, Stage::Accepted),
        (Stage::Registered, Action::Refuse, Stage::Refused),
        (Stage::Accepted, Action::Assign, Stage::Assigned),
        (Stage::Assigned, Action::Conclude, Stage::Concluded),
        (Stage::Concluded, Action::Archive, Stage::Archived),
        (Stage::Refused, Action::Archive, Stage::Archived),
    ];
    for from in Stage::ALL {
        for action in Action::ALL {
            let expected = moves.iter().find(|row| (row.0, row.1) == (from, action));
            assert_eq!(step(from, action).ok(), expected.map(|row| row.2), "{from} {action}");
        }
    }
}

#[test]
fn an_act_asks_for_what_the_loop_needs() {
    assert_eq!(Action::Accept.needs(), []);
    assert_eq!(Action::Refuse.needs(), [Need::Ground]);
    assert_eq!(Action::Assign.needs(), [Need::Handler]);
    assert_eq!(Action::Conclude.needs(), [Need::Outcome, Need::Proof]);
    assert_eq!(Action::Archive.needs(), []);
    assert_eq!((Need::Proof.zh(), Need::Proof.en()), ("办结依据", "proof"));
}

#[test]
fn a_refusal_says_what_is_allowed_instead() {
    let refused = step(Stage::Registered, Action::Conclude).expect_err("it is not assigned");
    assert_eq!(
        refused.to_string(),
        "a case that is registered does not allow conclude; allowed is accept or refuse"
    );
    assert_eq!(refused.zh(), "处于“登记”阶段的案件不能办结，可以受理或不予受理");
}

#[test]
fn nothing_follows_the_archive() {
    for action in Action::ALL {
        let refused = step(Stage::Archived, action).expect_err("the archive is the end");
        assert_eq!(refused.allowed, []);
        assert!(refused.to_string().ends_with("; nothing follows"));
        assert!(refused.zh().ends_with("，此后不再办理"));
    }
}

proptest! {
    #[test]
    fn every_case_is_archived_after_at_most_four_moves(choices: [usize; 4]) {
        let mut stage = Stage::Registered;
        for choice in choices {
            let actions = allowed(stage);
            if actions.is_empty() {
                break;
            }
            stage = step(stage, actions[choice % actions.len()])?;
        }
        prop_assert_eq!(stage, Stage::Archived);
    }

    #[test]
    fn an_act_that_is_refused_changes_nothing_and_names_its_stage(
        from in prop::sample::select(Stage::ALL.to_vec()),
        action in prop::sample::select(Action::ALL.to_vec()),
    ) {
        match step(from, action) {
            Ok(to) => prop_assert!(to != from && allowed(from).contains(&action)),
            Err(refused) => prop_assert_eq!(
                refused,
                NotAllowed { from, action, allowed: allowed(from) }
            ),
        }
    }
}
