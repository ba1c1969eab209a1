//! A clinical specialty of a hospital is approved as a key one.

use ledger::kinds::{Findings, Kind, Pointed, SAMPLE_PLACE};
use proto::livelihood::v1::{Institution, InstitutionClass, Level, Specialty};

use super::institution::must_be;
use crate::Ours;

impl Kind<Ours> for Specialty {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(
            ("approve_date", &self.approve_date),
            ("revoke_date", &self.revoke_date),
        );
    }

    const LOOKS_AT: &'static [&'static str] = &["institution_id"];

    fn check_pointed(&self, pointed: &Pointed, findings: &mut Findings) {
        must_be(InstitutionClass::Medical, pointed, findings);
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("ZK-{n}"),
            name: format!("示例专科{n}"),
            institution_id: Institution::sample(1).code,
            level: Level::Provincial.into(),
            division: SAMPLE_PLACE.to_owned(),
            approve_date: "2023-06-30".to_owned(),
            document: "示例卫函〔2023〕77号".to_owned(),
            ..Self::default()
        }
    }
}
