//! A cadre and the post held from a day on.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::cadre::v1::{Cadre, Unit};

use crate::Ours;

impl Kind<Ours> for Cadre {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("P-{n}"),
            name: format!("示例干部{n}"),
            unit_id: Unit::sample(0).code,
            post: "科员".to_owned(),
            division: SAMPLE_PLACE[..6].to_owned(),
            first_date: "2020-01-01".to_owned(),
            ..Self::default()
        }
    }
}
