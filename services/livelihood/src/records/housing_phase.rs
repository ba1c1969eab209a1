//! A phase of the renovation of old quarters.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::livelihood::v1::HousingPhase;

use super::amounts::at_least_one;
use crate::Ours;

impl Kind<Ours> for HousingPhase {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        at_least_one("number", self.number, findings);
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("PC-{n}"),
            name: format!("示例批次{n}"),
            number: i32::try_from(n + 1).ok(),
            division: SAMPLE_PLACE[..6].to_owned(),
            approve_date: "2021-04-20".to_owned(),
            document: "示例建发〔2021〕11号".to_owned(),
            ..Self::default()
        }
    }
}
