//! What an institution was paid for in-patients in a closed month, and what of it by disease group.

use ledger::kinds::{Findings, Kind, Pointed, SAMPLE_PLACE, check_month};
use proto::livelihood::v1::{Institution, InstitutionClass, PaymentCoverage};

use super::amounts::part_of;
use super::institution::must_be;
use crate::Ours;

impl Kind<Ours> for PaymentCoverage {
    fn key(&self) -> String {
        format!("{}.{}", self.institution_id, self.first_date)
    }

    fn check(&self, findings: &mut Findings) {
        check_month(&self.first_date, &self.last_date, findings);
        part_of(
            ("grouped_fund_fen", self.grouped_fund_fen),
            ("inpatient_fund_fen", self.inpatient_fund_fen),
            findings,
        );
        part_of(
            ("grouped_count", self.grouped_count),
            ("inpatient_count", self.inpatient_count),
            findings,
        );
    }

    const LOOKS_AT: &'static [&'static str] = &["institution_id"];

    fn check_pointed(&self, pointed: &Pointed, findings: &mut Findings) {
        must_be(InstitutionClass::Medical, pointed, findings);
    }

    fn sample(n: u32) -> Self {
        Self {
            institution_id: Institution::sample(2 * n + 1).code,
            first_date: "2023-05-01".to_owned(),
            last_date: "2023-05-31".to_owned(),
            division: SAMPLE_PLACE.to_owned(),
            inpatient_fund_fen: Some(182_400_000),
            grouped_fund_fen: Some(176_300_000),
            inpatient_count: Some(412),
            grouped_count: Some(398),
            signer: "示例签发人".to_owned(),
            document: "示例医保报〔2023〕5号".to_owned(),
            ..Self::default()
        }
    }
}
