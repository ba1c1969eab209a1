//! A village service: a village has a legal adviser or an association from a day on.

use ledger::divisions::VILLAGE_DIGITS;
use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::governance::v1::{VillageService, VillageServiceType};
use proto::ledger::v1::Reason;

use crate::Ours;

impl Kind<Ours> for VillageService {
    fn key(&self) -> String {
        let kind = self.r#type().as_str_name().trim_start_matches("VILLAGE_SERVICE_TYPE_");
        format!("{}.{}.{}", kind.to_lowercase(), self.division, self.first_date)
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
        if self.division.len() != VILLAGE_DIGITS {
            let given = self.division.len();
            findings.refuse(
                "division",
                Reason::DivisionUnknown,
                format!("a village has a code of {VILLAGE_DIGITS} digits, not {given}"),
                format!("村（社区）代码应为 {VILLAGE_DIGITS} 位，现为 {given} 位"),
            );
        }
    }

    fn sample(n: u32) -> Self {
        Self {
            r#type: VillageServiceType::LegalAdviser.into(),
            division: format!("{SAMPLE_PLACE}{:03}", 200 + n % 800),
            name: format!("示例法律顾问{n}"),
            first_date: "2021-05-01".to_owned(),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_village_has_what_it_has_by_a_code_of_its_own() {
        let is_refused = |division: &str| {
            let division = division.to_owned();
            let service = VillageService { division, ..<VillageService as Kind<Ours>>::sample(0) };
            let mut findings = Findings::default();
            Kind::<Ours>::check(&service, &mut findings);
            !findings.is_clean()
        };
        assert!(is_refused("421222") && is_refused("421222106") && !is_refused("421222106200"));
    }
}
