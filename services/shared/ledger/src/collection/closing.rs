//! A period that is closed: its records are as the county reported them.

use proto::ledger::v1::PeriodClosing;

use super::{check_period, key};
use crate::kinds::{Findings, Kind, SAMPLE_PLACE};

impl<D> Kind<D> for PeriodClosing {
    fn key(&self) -> String {
        key(&self.kind, &self.first_date, &self.division)
    }

    fn check(&self, findings: &mut Findings) {
        check_period(&self.first_date, &self.last_date, findings);
    }

    fn sample(n: u32) -> Self {
        let year = 1960 + n;
        Self {
            kind: "sample".to_owned(),
            division: SAMPLE_PLACE[..6].to_owned(),
            first_date: format!("{year}-03-01"),
            last_date: format!("{year}-03-31"),
            remark: "示例：当月停报".to_owned(),
            ..Self::default()
        }
    }
}
