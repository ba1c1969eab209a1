//! A school, from the day it opened.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::livelihood::v1::{School, SchoolLocation, SchoolOwnership, SchoolStage};

use crate::Ours;

impl Kind<Ours> for School {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("S-{n}"),
            name: format!("示例学校{n}"),
            stage: SchoolStage::Primary.into(),
            ownership: SchoolOwnership::Public.into(),
            location: SchoolLocation::Township.into(),
            division: SAMPLE_PLACE.to_owned(),
            first_date: "2010-09-01".to_owned(),
            ..Self::default()
        }
    }
}
