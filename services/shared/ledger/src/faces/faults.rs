//! Refusals of an import as its caller is told them.

use chassis::{FieldFault, Refusal};
use proto::ledger::v1::Refusal as Refused;

use crate::writer::import_faults;

/// A refusal of the record at a place, one a field that is wrong.
pub(super) fn refused(index: i64, refusal: &Refusal) -> Vec<Refused> {
    import_faults(index, refusal).iter().map(of_fault).collect()
}

/// A fault of `records[7].enterprise.name` as the refusal of record 7.
pub(super) fn of_fault(fault: &FieldFault) -> Refused {
    let path = fault.field.strip_prefix("records[").and_then(|path| path.split_once(']'));
    let (index, field) = path.unwrap_or(("", ""));
    Refused {
        index: index.parse().unwrap_or(0),
        field: field.trim_start_matches('.').to_owned(),
        reason: fault.reason_name().to_owned(),
        message: fault.message.clone(),
        message_zh: fault.message_zh.clone(),
    }
}
