//! Checks that several kinds share: a part is no more than its whole, a change is no zero.

use ledger::kinds::Findings;
use proto::ledger::v1::Reason;

/// Refuses a part that is more than the whole; each with the name of its field.
pub(super) fn part_of(
    (part_name, part): (&str, Option<impl Into<i64>>),
    (whole_name, whole): (&str, Option<impl Into<i64>>),
    findings: &mut Findings,
) {
    let (Some(part), Some(whole)) = (part.map(Into::into), whole.map(Into::into)) else { return };
    if part > whole {
        findings.refuse(
            part_name,
            Reason::SumMismatch,
            format!("{part} is a part of {whole_name} and more than its {whole}"),
            format!("{part} 是 {whole_name} 的一部分，不得大于 {whole}"),
        );
    }
}

/// Refuses a change by nothing.
pub(super) fn changes(name: &str, delta: Option<impl Into<i64>>, findings: &mut Findings) {
    if delta.map(Into::into) == Some(0) {
        findings.refuse(
            name,
            Reason::ValueOutOfRange,
            "a change adds something or takes something away",
            "增减数不得为零",
        );
    }
}

/// Refuses a number below one, where something is divided by it or counted from one.
pub(super) fn at_least_one(name: &str, number: Option<impl Into<i64>>, findings: &mut Findings) {
    if number.map(Into::into).is_some_and(|number| number < 1) {
        findings.refuse(name, Reason::ValueOutOfRange, "must be 1 or more", "应不小于 1");
    }
}
