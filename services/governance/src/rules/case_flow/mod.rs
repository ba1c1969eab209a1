//! The way of a case from register to archive: a table of moves for each procedure, as data.
//!
//! The closed loop is our own proposal after published local loops (`docs/domain-standards.md`
//! 8.2); no national text prescribes it. A line of a table says from which stages an act leads to
//! which, who does it, and what has to be given; `=` stays where the case is.

mod refusal;
mod table;
#[cfg(test)]
mod tests;
mod words;

use proto::governance::v1::{CaseAction, CaseFile, CaseProcedure, CaseStage};

pub use refusal::NotAllowed;
pub use table::{Move, Need, Who};
pub use words::{action_zh, en, procedure_named, procedure_zh, stage_zh};

/// After so many times a case that was sent on and sent back is decided where it was registered.
pub const MOST_BOUNCES: i32 = 2;

/// So many conclusions can be taken back, by a re-check or by opening the case again.
pub const MOST_RETURNS: i32 = 2;

/// A case is looked at again so often; the last re-check is final (信访工作条例 art. 36).
pub const MOST_RECHECKS: i32 = 2;

/// Every procedure that has a table.
pub const PROCEDURES: [CaseProcedure; 4] = [
    CaseProcedure::Dispute,
    CaseProcedure::Petition,
    CaseProcedure::InspectionFinding,
    CaseProcedure::MarketCheck,
];

/// The procedure of a case; one that was registered before there were several is a dispute.
pub fn procedure_of(procedure: CaseProcedure) -> CaseProcedure {
    match procedure {
        CaseProcedure::Unspecified => CaseProcedure::Dispute,
        other => other,
    }
}

/// The procedure by which a case goes now: the one to which it was moved, or else its own.
pub fn procedure_now(case: &CaseFile) -> CaseProcedure {
    match case.current_procedure() {
        CaseProcedure::Unspecified => procedure_of(case.procedure()),
        moved => moved,
    }
}

/// The move that an act makes.
///
/// # Errors
///
/// [`NotAllowed`] where the table has no such move, with the acts that the stage allows.
pub fn step(
    procedure: CaseProcedure,
    from: CaseStage,
    action: CaseAction,
) -> Result<&'static Move, NotAllowed> {
    let found =
        table::of(procedure).iter().find(|row| row.action == action && row.from.contains(&from));
    let allowed = || allowed(procedure, from).collect();
    found.ok_or_else(|| NotAllowed { from, action, allowed: allowed() })
}

/// The acts that a stage allows, in the order of the table.
pub fn allowed(procedure: CaseProcedure, from: CaseStage) -> impl Iterator<Item = CaseAction> {
    let mut seen = Vec::new();
    let rows = table::of(procedure).iter().filter(move |row| row.from.contains(&from));
    rows.map(|row| row.action).filter(move |action| {
        let is_new = !seen.contains(action);
        seen.push(*action);
        is_new
    })
}

impl Move {
    /// Where the case stands after it.
    pub fn to(&self, from: CaseStage) -> CaseStage {
        self.to.unwrap_or(from)
    }
}

/// Whether a case that stands there is still open: somebody has to do something with it.
pub fn is_open(stage: CaseStage) -> bool {
    OPEN.contains(&stage)
}

/// The stages in which somebody has to do something with a case. One that was rated waits for the
/// archive, or, where those who brought it are not satisfied, to be looked at again.
pub const OPEN: [CaseStage; 15] = [
    CaseStage::Registered,
    CaseStage::Accepted,
    CaseStage::Refused,
    CaseStage::Transferred,
    CaseStage::Received,
    CaseStage::Assigned,
    CaseStage::Acknowledged,
    CaseStage::Handling,
    CaseStage::Supervised,
    CaseStage::Paused,
    CaseStage::Concluded,
    CaseStage::Discontinued,
    CaseStage::Answered,
    CaseStage::Rated,
    CaseStage::Rechecking,
];
