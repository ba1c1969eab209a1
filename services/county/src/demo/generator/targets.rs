//! What figures should reach by the end of a year.

use proto::figure::v1::{Target, TargetSense};

use super::places::COUNTY;

/// A target of the county for a year, by a paper of the office.
pub(super) fn target((figure, year, value): (&str, &str, &str), office: &str) -> Target {
    Target {
        metadata: None,
        figure: figure.to_owned(),
        division: COUNTY.to_owned(),
        first_date: format!("{year}-01-01"),
        last_date: format!("{year}-12-31"),
        value: value.to_owned(),
        sense: TargetSense::AtLeast.into(),
        document: format!("示例{office}〔{year}〕2号"),
    }
}
