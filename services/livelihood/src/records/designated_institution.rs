//! An institution is designated for in-patients, and is paid by disease group from a day on.

use ledger::kinds::{Findings, Kind, Pointed, SAMPLE_PLACE};
use proto::ledger::v1::Reason;
use proto::livelihood::v1::{DesignatedInstitution, Institution, InstitutionClass, PaymentMethod};

use super::institution::must_be;
use crate::Ours;

impl Kind<Ours> for DesignatedInstitution {
    fn key(&self) -> String {
        format!("{}.{}", self.institution_id, self.first_date)
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
        findings.days_in_order(
            ("first_date", &self.first_date),
            ("first_settlement_date", &self.first_settlement_date),
        );
        let has_method = self.method() != PaymentMethod::Unspecified;
        if has_method == self.first_settlement_date.is_empty() {
            findings.refuse(
                "first_settlement_date",
                Reason::FieldRequired,
                "a method has the day of its first settlement, and only a method has one",
                "填写付费方式的应填首次结算日期，未按病种付费的两项都不填",
            );
        }
    }

    const LOOKS_AT: &'static [&'static str] = &["institution_id"];

    fn check_pointed(&self, pointed: &Pointed, findings: &mut Findings) {
        must_be(InstitutionClass::Medical, pointed, findings);
    }

    fn sample(n: u32) -> Self {
        Self {
            institution_id: Institution::sample(2 * n + 1).code,
            division: SAMPLE_PLACE.to_owned(),
            first_date: "2019-01-01".to_owned(),
            method: PaymentMethod::Dip.into(),
            first_settlement_date: "2022-01-20".to_owned(),
            signer: "示例签发人".to_owned(),
            document: "示例医保函〔2022〕4号".to_owned(),
            ..Self::default()
        }
    }
}
