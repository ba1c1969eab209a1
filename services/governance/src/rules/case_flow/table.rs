//! The tables of moves, read from the files beside this one.

use std::sync::LazyLock;

use proto::governance::v1::{CaseAction, CaseProcedure, CaseStage};

use super::words::{action_named, stage_named};
use super::{PROCEDURES, procedure_of};

/// The first line of a table.
const HEADER: &str = "from,action,to,who,needs";

static TABLES: LazyLock<[Vec<Move>; PROCEDURES.len()]> = LazyLock::new(|| {
    [
        include_str!("dispute.csv"),
        include_str!("petition.csv"),
        include_str!("inspection_finding.csv"),
        include_str!("market_check.csv"),
    ]
    .map(|text| parse(text).expect("the tests read the tables"))
});

/// One move of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Where the case may stand before it.
    pub from: Vec<CaseStage>,
    /// What is done.
    pub action: CaseAction,
    /// Where the case stands after it; none for where it stood.
    pub(super) to: Option<CaseStage>,
    /// Who does it.
    pub who: Who,
    /// What has to be given.
    pub needs: Vec<Need>,
}

/// Who makes a move, as far as can be told of callers who are accounts and nothing more: a unit is
/// the one that the act names, and who has acted for a unit that handles the case does not act for
/// those who oversee it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The center where the case is kept: an account that has not acted for a unit that handles
    /// it. Before any has, every account may; which center it belongs to no account says yet.
    Center,
    /// The unit that handles it; of several the one that leads, but each signs for itself.
    Handler,
    /// Whoever ended it: the unit that handles it, or the center where no unit had signed for it.
    Closer,
    /// The office to which it was sent.
    Receiver,
    /// Somebody who has not acted for a unit that handles it.
    Checker,
}

/// What a move asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// The ground in law on which a case is refused.
    Ground,
    /// Why.
    Reason,
    /// The paper that shows it.
    Proof,
    /// The unit that handles the case.
    Handler,
    /// The office to which it is sent.
    Receiver,
    /// The case into which it is merged.
    Original,
    /// The procedure to which it is moved.
    Procedure,
    /// How it is handled.
    Mode,
    /// By how many days the time is extended.
    Days,
    /// How a case that was handled ended.
    Outcome,
    /// How a case that was not handled to its end ended.
    Ending,
    /// That those who brought it withdrew it, which they may before a unit has signed for it.
    Withdrawal,
    /// What those who brought it say.
    Rating,
    /// That they are not satisfied.
    Dissatisfaction,
    /// That it was concluded.
    Conclusion,
}

impl Need {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "ground" => Self::Ground,
            "reason" => Self::Reason,
            "proof" => Self::Proof,
            "handler" => Self::Handler,
            "receiver" => Self::Receiver,
            "original" => Self::Original,
            "procedure" => Self::Procedure,
            "mode" => Self::Mode,
            "days" => Self::Days,
            "outcome" => Self::Outcome,
            "ending" => Self::Ending,
            "withdrawal" => Self::Withdrawal,
            "rating" => Self::Rating,
            "dissatisfaction" => Self::Dissatisfaction,
            "conclusion" => Self::Conclusion,
            _ => return None,
        })
    }
}

/// The moves of a procedure.
pub(super) fn of(procedure: CaseProcedure) -> &'static [Move] {
    let at = PROCEDURES.iter().position(|one| *one == procedure_of(procedure));
    at.map_or(&[], |at| &TABLES[at])
}

/// Reads a table; the error is the number of the first line that is none of it.
pub(super) fn parse(text: &str) -> Result<Vec<Move>, usize> {
    let mut lines = (1..).zip(text.lines());
    if lines.next().is_none_or(|(_, header)| header != HEADER) {
        return Err(1);
    }
    lines.map(|(number, line)| row(line).ok_or(number)).collect()
}

fn row(line: &str) -> Option<Move> {
    let columns: Vec<&str> = line.split(',').collect();
    let [from, action, to, who, needs] = columns.as_slice() else { return None };
    let who = match *who {
        "center" => Who::Center,
        "handler" => Who::Handler,
        "closer" => Who::Closer,
        "receiver" => Who::Receiver,
        "checker" => Who::Checker,
        _ => return None,
    };
    Some(Move {
        from: from.split('|').map(stage_named).collect::<Option<_>>()?,
        action: action_named(action)?,
        to: if *to == "=" { None } else { Some(stage_named(to)?) },
        who,
        needs: needs.split_whitespace().map(Need::named).collect::<Option<_>>()?,
    })
}
