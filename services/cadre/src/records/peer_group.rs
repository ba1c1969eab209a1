//! The group of comparable units that a unit is ranked in from a day on.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::cadre::v1::{PeerGroup, Unit};

use super::compact;
use crate::Ours;

impl Kind<Ours> for PeerGroup {
    fn key(&self) -> String {
        format!("{}.{}", self.unit_id, compact(&self.first_date))
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
    }

    fn sample(n: u32) -> Self {
        Self {
            unit_id: Unit::sample(n).code,
            name: "示例组".to_owned(),
            division: SAMPLE_PLACE[..6].to_owned(),
            first_date: "2022-01-01".to_owned(),
            document: "示例组发〔2022〕1号".to_owned(),
            ..Self::default()
        }
    }
}
