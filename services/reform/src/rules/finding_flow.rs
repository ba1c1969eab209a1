//! The way of a finding from its discovery to being struck off, as a table of moves.
//!
//! 发现—整改—复核—销号, with a deadline; what fails the re-check goes back to its unit, what says
//! the same as another finding is merged into it. It is our own proposal after published local
//! loops of 督察整改销号; no national text prescribes it.

use std::fmt;

/// Where a finding stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// 待整改: its unit is to rectify it by the deadline.
    Open,
    /// 待复核: its unit says that it is rectified.
    Rectified,
    /// 已销号; nothing follows.
    StruckOff,
    /// 已并入 another finding; nothing follows.
    Merged,
}

impl Stage {
    /// Every stage, in the order of the loop.
    pub const ALL: [Self; 4] = [Self::Open, Self::Rectified, Self::StruckOff, Self::Merged];

    /// The Chinese name.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Open => "待整改",
            Self::Rectified => "待复核",
            Self::StruckOff => "已销号",
            Self::Merged => "已并入",
        }
    }
}

impl fmt::Display for Stage {
    /// Writes the English name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Open => "open",
            Self::Rectified => "rectified",
            Self::StruckOff => "struck off",
            Self::Merged => "merged",
        })
    }
}

/// What can be done with a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Its unit reports that it is rectified.
    Rectify,
    /// The re-check failed: it goes back with a new deadline.
    Reopen,
    /// The re-check passed.
    StrikeOff,
    /// The deadline is put off, for a reason.
    Extend,
    /// It says the same as another finding.
    Merge,
}

impl Action {
    /// Every action, in the order of the loop.
    pub const ALL: [Self; 5] =
        [Self::Rectify, Self::Reopen, Self::StrikeOff, Self::Extend, Self::Merge];

    /// The Chinese name.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Rectify => "报送整改",
            Self::Reopen => "退回整改",
            Self::StrikeOff => "销号",
            Self::Extend => "延期",
            Self::Merge => "并入",
        }
    }
}

impl fmt::Display for Action {
    /// Writes the English name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rectify => "rectify",
            Self::Reopen => "reopen",
            Self::StrikeOff => "strike off",
            Self::Extend => "extend",
            Self::Merge => "merge",
        })
    }
}

/// The loop: every move that there is.
const MOVES: [(Stage, Action, Stage); 6] = [
    (Stage::Open, Action::Rectify, Stage::Rectified),
    (Stage::Open, Action::Extend, Stage::Open),
    (Stage::Open, Action::Merge, Stage::Merged),
    (Stage::Rectified, Action::Reopen, Stage::Open),
    (Stage::Rectified, Action::StrikeOff, Stage::StruckOff),
    (Stage::Rectified, Action::Merge, Stage::Merged),
];

/// An action that a stage does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAllowed {
    /// Where the finding stands.
    pub from: Stage,
    /// What was asked for.
    pub action: Action,
    /// What may be done instead; empty where nothing follows.
    pub allowed: Vec<Action>,
}

impl NotAllowed {
    /// The message in Chinese; [`fmt::Display`] writes it in English.
    pub fn zh(&self) -> String {
        let allowed: Vec<_> = self.allowed.iter().map(|action| action.zh()).collect();
        let rest = match allowed.as_slice() {
            [] => "此后不再办理".to_owned(),
            names => format!("可以{}", names.join("或")),
        };
        format!("“{}”的问题不能{}，{rest}", self.from.zh(), self.action.zh())
    }
}

impl fmt::Display for NotAllowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let allowed: Vec<_> = self.allowed.iter().map(ToString::to_string).collect();
        write!(f, "a finding that is {} does not allow {}; ", self.from, self.action)?;
        match allowed.as_slice() {
            [] => f.write_str("nothing follows"),
            names => write!(f, "allowed is {}", names.join(" or ")),
        }
    }
}

impl std::error::Error for NotAllowed {}

/// The stage that an action leads to.
///
/// # Errors
/// [`NotAllowed`] where the loop has no such move, with the actions that the stage allows.
pub fn step(from: Stage, action: Action) -> Result<Stage, NotAllowed> {
    let found = MOVES.iter().find(|(stage, by, _)| *stage == from && *by == action);
    found.map(|(_, _, to)| *to).ok_or_else(|| NotAllowed { from, action, allowed: allowed(from) })
}

/// The actions that a stage allows, in the order of the loop.
pub fn allowed(from: Stage) -> Vec<Action> {
    MOVES.iter().filter(|(stage, _, _)| *stage == from).map(|(_, action, _)| *action).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_struck_off_only_after_it_was_rectified() {
        assert_eq!(step(Stage::Open, Action::Rectify), Ok(Stage::Rectified));
        assert_eq!(step(Stage::Rectified, Action::StrikeOff), Ok(Stage::StruckOff));
        let refused = step(Stage::Open, Action::StrikeOff).expect_err("there is no such move");
        assert_eq!(refused.zh(), "“待整改”的问题不能销号，可以报送整改或延期或并入");
        let words = "a finding that is open does not allow strike off; \
                     allowed is rectify or extend or merge";
        assert_eq!(refused.to_string(), words);
    }

    #[test]
    fn nothing_follows_what_is_struck_off_or_merged() {
        for stage in [Stage::StruckOff, Stage::Merged] {
            assert!(Action::ALL.iter().all(|action| step(stage, *action).is_err()), "{stage}");
        }
    }

    #[test]
    fn every_stage_is_reached_and_what_failed_the_recheck_is_open_again() {
        let reached: Vec<Stage> = MOVES.iter().map(|(_, _, to)| *to).collect();
        assert!(Stage::ALL.iter().all(|stage| reached.contains(stage)));
        assert_eq!(step(Stage::Rectified, Action::Reopen), Ok(Stage::Open));
    }
}
