//! An approved variation of the contract of a project.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::livelihood::v1::{HousingProject, Variation};

use super::amounts::changes;
use crate::Ours;

impl Kind<Ours> for Variation {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        changes("delta_fen", self.delta_fen, findings);
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("BG-{n}"),
            project_id: <HousingProject as Kind<Ours>>::sample(0).code,
            division: SAMPLE_PLACE.to_owned(),
            approve_date: "2022-05-11".to_owned(),
            delta_fen: Some(23_500_000),
            document: "示例变更〔2022〕2号".to_owned(),
            ..Self::default()
        }
    }
}
