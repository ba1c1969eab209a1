//! The samples of work logs that the organization department draws, quarter by quarter.

use super::super::calendar::{CUTOFF, after, month};
use super::Staff;

/// The organization department.
pub(super) const OFFICE: &str = "DW-X02";
const SIZE: i32 = 20;

/// A sample to be drawn, and who checks it when.
pub struct SamplePlan {
    /// The number of the sample.
    pub code: String,
    /// The unit that draws it.
    pub unit_id: String,
    /// The first day of the logs.
    pub first_date: String,
    /// The last day of the logs.
    pub last_date: String,
    /// The day on which it is checked.
    pub check_date: String,
    /// Logs.
    pub size: i32,
    /// The cadre who checks.
    pub cadre_id: String,
    /// That cadre's account.
    pub checker: String,
}

/// The samples of the quarters that are over by the cutoff; the second cadre of the department
/// draws and checks them.
pub fn samples() -> Vec<SamplePlan> {
    let staff = Staff::new();
    let checker = staff.cadres.into_iter().filter(|cadre| cadre.unit_id == OFFICE).nth(1);
    let checker = checker.unwrap_or_default();
    let quarters = [2022, 2023].into_iter().flat_map(|year| (1..=4).map(move |q| (year, q)));
    let plan = |(year, quarter): (i16, i8)| {
        let (first, last) = (month(year, 3 * quarter - 2).0, month(year, 3 * quarter).1);
        SamplePlan {
            code: format!("CC-{year}-Q{quarter}"),
            unit_id: OFFICE.to_owned(),
            first_date: first.to_string(),
            last_date: last.to_string(),
            check_date: after(last, 12).to_string(),
            size: SIZE,
            cadre_id: checker.code.clone(),
            checker: checker.account.clone(),
        }
    };
    quarters.filter(|(year, quarter)| month(*year, 3 * quarter).1 < CUTOFF).map(plan).collect()
}
