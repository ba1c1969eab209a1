//! A station that monitors the air, for as long as it is in use.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::ecology::v1::{AirStation, StationRole};

use crate::Ours;

impl Kind<Ours> for AirStation {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("A-{n}"),
            name: format!("示例点位{n}"),
            division: SAMPLE_PLACE.to_owned(),
            role: StationRole::Assessment.into(),
            first_date: "2015-01-01".to_owned(),
            ..Self::default()
        }
    }
}
