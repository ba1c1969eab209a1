//! The way of a dispute from register to archive, as a table of moves.
//!
//! The first closed loop of the county's center: register, accept or refuse, assign, conclude,
//! archive. It is our own proposal after published local loops; no national text prescribes it.

#[cfg(test)]
mod tests;

use std::fmt;

/// Where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// 登记.
    Registered,
    /// 受理.
    Accepted,
    /// 不予受理.
    Refused,
    /// 交办.
    Assigned,
    /// 办结.
    Concluded,
    /// 归档; nothing follows.
    Archived,
}

impl Stage {
    /// Every stage, in the order of the loop.
    pub const ALL: [Self; 6] = [
        Self::Registered,
        Self::Accepted,
        Self::Refused,
        Self::Assigned,
        Self::Concluded,
        Self::Archived,
    ];

    /// The Chinese name.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Registered => "登记",
            Self::Accepted => "受理",
            Self::Refused => "不予受理",
            Self::Assigned => "交办",
            Self::Concluded => "办结",
            Self::Archived => "归档",
        }
    }

    /// The English name.
    pub fn en(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Assigned => "assigned",
            Self::Concluded => "concluded",
            Self::Archived => "archived",
        }
    }
}

impl fmt::Display for Stage {
    /// Writes the English name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.en())
    }
}

/// What can be done with a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Takes the case up.
    Accept,
    /// Turns the case away.
    Refuse,
    /// Hands the case to the unit that handles it.
    Assign,
    /// Ends the case with an outcome.
    Conclude,
    /// Puts the case away for good.
    Archive,
}

impl Action {
    /// Every action, in the order of the loop.
    pub const ALL: [Self; 5] =
        [Self::Accept, Self::Refuse, Self::Assign, Self::Conclude, Self::Archive];

    /// The Chinese name.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Accept => "受理",
            Self::Refuse => "不予受理",
            Self::Assign => "交办",
            Self::Conclude => "办结",
            Self::Archive => "归档",
        }
    }

    /// The English name.
    pub fn en(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Refuse => "refuse",
            Self::Assign => "assign",
            Self::Conclude => "conclude",
            Self::Archive => "archive",
        }
    }

    /// What has to be given for the action beside its day.
    pub fn needs(self) -> &'static [Need] {
        MOVES.iter().find(|row| row.action == self).map_or(&[], |row| row.needs)
    }
}

impl fmt::Display for Action {
    /// Writes the English name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.en())
    }
}

/// What an action asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// The ground in law on which a case is refused, 不予受理依据.
    Ground,
    /// The unit that handles the case, 承办单位.
    Handler,
    /// How the case ended, 办理结果.
    Outcome,
    /// The paper that shows how it ended, 办结依据.
    Proof,
}

impl Need {
    /// The Chinese name.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Ground => "不予受理依据",
            Self::Handler => "承办单位",
            Self::Outcome => "办理结果",
            Self::Proof => "办结依据",
        }
    }

    /// The English name.
    pub fn en(self) -> &'static str {
        match self {
            Self::Ground => "ground",
            Self::Handler => "handler",
            Self::Outcome => "outcome",
            Self::Proof => "proof",
        }
    }
}

/// One move of the loop.
struct Move {
    from: &'static [Stage],
    action: Action,
    to: Stage,
    needs: &'static [Need],
}

/// The loop: every move that there is.
const MOVES: [Move; 5] = [
    Move { from: &[Stage::Registered], action: Action::Accept, to: Stage::Accepted, needs: &[] },
    Move {
        from: &[Stage::Registered],
        action: Action::Refuse,
        to: Stage::Refused,
        needs: &[Need::Ground],
    },
    Move {
        from: &[Stage::Accepted],
        action: Action::Assign,
        to: Stage::Assigned,
        needs: &[Need::Handler],
    },
    Move {
        from: &[Stage::Assigned],
        action: Action::Conclude,
        to: Stage::Concluded,
        needs: &[Need::Outcome, Need::Proof],
    },
    Move {
        from: &[Stage::Concluded, Stage::Refused],
        action: Action::Archive,
        to: Stage::Archived,
        needs: &[],
    },
];

/// An action that a stage does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAllowed {
    /// Where the case stands.
    pub from: Stage,
    /// What was asked for.
    pub action: Action,
    /// What may be done instead; empty for an archived case.
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
        format!("处于“{}”阶段的案件不能{}，{rest}", self.from.zh(), self.action.zh())
    }
}

impl fmt::Display for NotAllowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let allowed: Vec<_> = self.allowed.iter().map(|action| action.en()).collect();
        write!(f, "a case that is {} does not allow {}; ", self.from, self.action)?;
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
///
/// [`NotAllowed`] where the loop has no such move, with the actions that the stage allows.
pub fn step(from: Stage, action: Action) -> Result<Stage, NotAllowed> {
    let found = MOVES.iter().find(|row| row.action == action && row.from.contains(&from));
    found.map(|row| row.to).ok_or_else(|| NotAllowed { from, action, allowed: allowed(from) })
}

/// The actions that a stage allows, in the order of the loop; none for an archived case.
pub fn allowed(from: Stage) -> Vec<Action> {
    MOVES.iter().filter(|row| row.from.contains(&from)).map(|row| row.action).collect()
}
