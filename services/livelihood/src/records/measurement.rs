//! What a project was measured at on a day: the value of all work done so far.

use ledger::kinds::{Kind, SAMPLE_PLACE};
use proto::livelihood::v1::{HousingProject, Measurement};

use crate::Ours;

impl Kind<Ours> for Measurement {
    fn key(&self) -> String {
        format!("{}.{}", self.project_id, self.measure_date)
    }

    fn sample(n: u32) -> Self {
        Self {
            project_id: HousingProject::sample(n).code,
            division: SAMPLE_PLACE.to_owned(),
            measure_date: "2022-06-30".to_owned(),
            cumulative_fen: Some(412_000_000),
            supervisor: "示例监理公司".to_owned(),
            document: "示例计量〔2022〕6号".to_owned(),
            ..Self::default()
        }
    }
}
