//! A target: what a figure should reach in a period.

use proto::figure::v1::{Target, TargetSense};

use super::{check_decimal, compact};
use crate::kinds::{Findings, Kind, SAMPLE_PLACE};

impl<D> Kind<D> for Target {
    fn key(&self) -> String {
        let (first, last) = (compact(&self.first_date), compact(&self.last_date));
        format!("{}.{first}.{last}", self.figure)
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
        check_decimal(&self.value, findings);
    }

    fn sample(n: u32) -> Self {
        Self {
            figure: format!("sample.figure{n}"),
            division: SAMPLE_PLACE[..6].to_owned(),
            first_date: "2023-01-01".to_owned(),
            last_date: "2023-12-31".to_owned(),
            value: "10".to_owned(),
            sense: TargetSense::AtLeast.into(),
            document: "示例发〔2023〕2号".to_owned(),
            ..Self::default()
        }
    }
}
