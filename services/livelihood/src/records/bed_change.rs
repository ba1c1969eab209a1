//! A change in the number of beds of an institution.

use ledger::kinds::{Findings, Kind, Pointed, SAMPLE_PLACE};
use proto::livelihood::v1::{BedChange, BedType, Institution, InstitutionClass};

use super::amounts::changes;
use super::institution::must_be;
use crate::Ours;

impl Kind<Ours> for BedChange {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        changes("delta_beds", self.delta_beds, findings);
    }

    const LOOKS_AT: &'static [&'static str] = &["institution_id"];

    fn check_pointed(&self, pointed: &Pointed, findings: &mut Findings) {
        must_be(InstitutionClass::Elderly, pointed, findings);
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("CW-{n}"),
            institution_id: <Institution as Kind<Ours>>::sample(0).code,
            r#type: BedType::Nursing.into(),
            division: SAMPLE_PLACE.to_owned(),
            effective_date: "2023-05-20".to_owned(),
            delta_beds: Some(60),
            document: "示例民函〔2023〕12号".to_owned(),
            ..Self::default()
        }
    }
}
