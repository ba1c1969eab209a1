//! A place where the elderly are cared for by day, fed or served near their homes.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::livelihood::v1::{Facility, FacilityLocation, FacilityType};

use crate::Ours;

impl Kind<Ours> for Facility {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("open_date", &self.open_date), ("close_date", &self.close_date));
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("SS-{n}"),
            name: format!("示例日间照料中心{n}"),
            r#type: FacilityType::DayCareCenter.into(),
            location: FacilityLocation::Rural.into(),
            division: format!("{SAMPLE_PLACE}{:03}", 200 + n % 100),
            open_date: "2021-10-01".to_owned(),
            document: "示例民验〔2021〕30号".to_owned(),
            ..Self::default()
        }
    }
}
