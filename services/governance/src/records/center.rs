//! A center where residents bring their disputes, on one of three levels.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::governance::v1::{Center, CenterLevel};

use crate::Ours;

impl Kind<Ours> for Center {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("Z-{n}"),
            name: format!("示例综治中心{n}"),
            level: CenterLevel::Village.into(),
            division: format!("{SAMPLE_PLACE}{:03}", 200 + n % 800),
            first_date: "2021-04-01".to_owned(),
            ..Self::default()
        }
    }
}
