//! Checks a record that is put beside the state that it takes the place of.

use chassis::Refusal;

use crate::kinds::{Checked, KindInfo, row_to_wire};
use crate::storage::Stored;

/// Refuses a record that may not follow the state before it. What was withdrawn, or returned
/// before any state of it counted, binds nobody.
pub(super) fn check_succession(
    kind: &KindInfo,
    record: &Checked,
    before: Option<&Stored>,
) -> Result<(), Refusal> {
    let binds = |row: &&Stored| !row.withdrawn && (row.returned.is_none() || row.base.is_some());
    let Some(before) = before.filter(|_| kind.follows()).filter(binds) else { return Ok(()) };
    let faults = kind.check_succession(&record.content, &row_to_wire(kind, &before.values));
    if faults.is_empty() {
        return Ok(());
    }
    Err(Refusal::record(faults.into_iter().map(|fault| fault.below(&kind.table)).collect()))
}
