//! What a project was measured at on a day: the value of all work done so far.

use ledger::kinds::{Findings, Kind, Pointed, SAMPLE_PLACE};
use proto::ledger::v1::Reason;
use proto::livelihood::v1::{HousingProject, Measurement};

use crate::Ours;

impl Kind<Ours> for Measurement {
    fn key(&self) -> String {
        format!("{}.{}", self.project_id, self.measure_date)
    }

    const LOOKS_AT: &'static [&'static str] = &["project_id"];

    fn check_pointed(&self, pointed: &Pointed, findings: &mut Findings) {
        let Some(project) = pointed.get::<HousingProject>("project_id") else { return };
        let HousingProject { name, start_date, .. } = &project;
        if start_date.is_empty() || self.measure_date < *start_date {
            findings.refuse(
                "measure_date",
                Reason::DateOrder,
                format!("{name} was not started by {}", self.measure_date),
                format!("{name}在 {} 尚未开工", self.measure_date),
            );
        }
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
