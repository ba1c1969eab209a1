//! What the records of a farm season share: the year that they are accounted in, and its days.

use ledger::kinds::Findings;
use proto::ledger::v1::Reason;

use crate::rules::season;

/// Refuses a year that no season has.
pub(super) fn check_year(year: Option<i32>, findings: &mut Findings) {
    if year.is_some_and(|year| !(1949..=2999).contains(&year)) {
        findings.refuse(
            "season_year",
            Reason::ValueOutOfRange,
            "a season is a year of four digits, from 1949 on",
            "年度应为 1949 年以来的四位年份",
        );
    }
}

/// The first and the last day of a season, as records hold them.
pub(super) fn fill_days(year: Option<i32>) -> (String, String) {
    match year.and_then(season::days) {
        Some((first, last)) => (first.to_string(), last.to_string()),
        None => (String::new(), String::new()),
    }
}
