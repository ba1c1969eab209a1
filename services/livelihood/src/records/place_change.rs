//! A change in the number of places of a school.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::livelihood::v1::{PlaceChange, School};

use super::amounts::changes;
use crate::Ours;

impl Kind<Ours> for PlaceChange {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        changes("delta_places", self.delta_places, findings);
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("XW-{n}"),
            school_id: <School as Kind<Ours>>::sample(0).code,
            division: SAMPLE_PLACE.to_owned(),
            effective_date: "2023-09-01".to_owned(),
            delta_places: Some(540),
            document: "示例教函〔2023〕21号".to_owned(),
            ..Self::default()
        }
    }
}
