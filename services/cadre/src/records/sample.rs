//! A random sample of work logs, with its seed and its list.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::cadre::v1::{Sample, Unit, WorkLog};

use crate::Ours;

impl Kind<Ours> for Sample {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("C-{n}"),
            unit_id: Unit::sample(0).code,
            division: SAMPLE_PLACE[..6].to_owned(),
            first_date: "2023-06-01".to_owned(),
            last_date: "2023-06-30".to_owned(),
            draw_date: "2023-07-05".to_owned(),
            seed: "20230705".to_owned(),
            position: Some(1),
            population_count: Some(1),
            log_ids: vec![WorkLog::sample(0).key()],
            ..Self::default()
        }
    }
}
