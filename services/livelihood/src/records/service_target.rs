//! An item of a programme of public health for a year: how much is to be done.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::livelihood::v1::{ServiceProgramme, ServiceTarget};

use super::amounts::at_least_one;
use crate::Ours;

impl Kind<Ours> for ServiceTarget {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
        at_least_one("target", self.target, findings);
        at_least_one("weight", self.weight, findings);
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("GW-2023-{n}"),
            programme: ServiceProgramme::Basic.into(),
            item: format!("示例任务{n}"),
            item_unit: "人".to_owned(),
            division: SAMPLE_PLACE[..6].to_owned(),
            first_date: "2023-01-01".to_owned(),
            last_date: "2023-12-31".to_owned(),
            target: Some(12_000),
            document: "示例卫发〔2023〕9号".to_owned(),
            ..Self::default()
        }
    }
}
