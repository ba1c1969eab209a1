//! A pilot of reform that a level above the county approved.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::reform::v1::{Level, Office, Pilot};

use crate::Ours;

impl Kind<Ours> for Pilot {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings
            .days_in_order(("approve_date", &self.approve_date), ("last_date", &self.last_date));
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("pilot-{n}"),
            programme_id: format!("P-{n}"),
            name: format!("示例改革试点{n}"),
            level: Level::Provincial.into(),
            approve_date: "2023-03-20".to_owned(),
            authority: "示例厅".to_owned(),
            document: "示例厅函〔2023〕3号".to_owned(),
            owner_id: <Office as Kind<Ours>>::sample(0).code,
            division: SAMPLE_PLACE[..6].to_owned(),
            ..Self::default()
        }
    }
}
