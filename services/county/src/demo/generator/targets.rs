//! What figures should reach by the end of a year.

use proto::figure::v1::{Target, TargetSense};

use super::places::COUNTY;

/// Targets of the county, each a figure, a year and what to reach in it, by a paper of the office.
pub(super) fn set_by(office: &str, aims: &[(&str, &str, &str)]) -> Vec<Target> {
    let target = |(figure, year, value): &(&str, &str, &str)| Target {
        metadata: None,
        figure: (*figure).to_owned(),
        division: COUNTY.to_owned(),
        first_date: format!("{year}-01-01"),
        last_date: format!("{year}-12-31"),
        value: (*value).to_owned(),
        sense: TargetSense::AtLeast.into(),
        document: format!("示例{office}〔{year}〕2号"),
    };
    aims.iter().map(target).collect()
}
