//! A place of the county in the dated register of divisions, named by its code.

use ledger::divisions::{COUNTY_DIGITS, TOWNSHIP_DIGITS, VILLAGE_DIGITS};
use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::governance::v1::{Division, DivisionLevel};
use proto::ledger::v1::Reason;

use crate::Ours;

impl Kind<Ours> for Division {
    fn key(&self) -> String {
        self.division.clone()
    }

    fn check(&self, findings: &mut Findings) {
        let digits = match self.level() {
            DivisionLevel::County => COUNTY_DIGITS,
            DivisionLevel::Township | DivisionLevel::StatisticalUnit => TOWNSHIP_DIGITS,
            DivisionLevel::Village | DivisionLevel::Unspecified => VILLAGE_DIGITS,
        };
        if self.division.len() != digits {
            findings.refuse(
                "division",
                Reason::ValueOutOfRange,
                format!("the code of this level has {digits} digits"),
                format!("此级别的代码为 {digits} 位"),
            );
        }
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
    }

    fn sample(n: u32) -> Self {
        Self {
            division: format!("{SAMPLE_PLACE}{:03}", 200 + n % 800),
            name: format!("示例村{n}"),
            level: DivisionLevel::Village.into(),
            first_date: "2010-01-01".to_owned(),
            document: "示例民发〔2010〕1号".to_owned(),
            ..Self::default()
        }
    }
}
