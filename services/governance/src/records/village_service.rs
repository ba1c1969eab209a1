//! A village service: a village has a legal adviser or an association from a day on.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::governance::v1::{VillageService, VillageServiceType};

use crate::Ours;

impl Kind<Ours> for VillageService {
    fn key(&self) -> String {
        let kind = self.r#type().as_str_name().trim_start_matches("VILLAGE_SERVICE_TYPE_");
        format!("{}.{}.{}", kind.to_lowercase(), self.division, self.first_date)
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
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
