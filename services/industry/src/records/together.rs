//! Fields that are filled together or not at all.

use ledger::kinds::Findings;
use proto::ledger::v1::Reason;

/// Refuses one field that is filled while the other one is not, naming the one that lacks.
pub(super) fn together(
    findings: &mut Findings,
    (one, one_filled): (&str, bool),
    (other, other_filled): (&str, bool),
) {
    let lacking = match (one_filled, other_filled) {
        (true, false) => other,
        (false, true) => one,
        _ => return,
    };
    findings.refuse(
        lacking,
        Reason::FieldRequired,
        format!("{one} and {other} are filled together or not at all"),
        format!("“{one}”与“{other}”应同时填写或同时不填"),
    );
}
