//! A project of a phase: a quarter and the contract for it.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::ledger::v1::Reason;
use proto::livelihood::v1::{HousingPhase, HousingProject};

use super::amounts::at_least_one;
use crate::Ours;

impl Kind<Ours> for HousingProject {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(
            ("start_date", &self.start_date),
            ("complete_date", &self.complete_date),
        );
        if self.start_date.is_empty() && !self.complete_date.is_empty() {
            findings.refuse(
                "start_date",
                Reason::FieldRequired,
                "what is complete was started on a day",
                "填写竣工日期的应填开工日期",
            );
        }
        at_least_one("contract_fen", self.contract_fen, findings);
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("XQ-{n}"),
            name: format!("示例小区{n}改造"),
            phase_id: <HousingPhase as Kind<Ours>>::sample(0).code,
            division: SAMPLE_PLACE.to_owned(),
            approve_date: "2021-04-20".to_owned(),
            contract_fen: Some(860_000_000),
            start_date: "2021-08-02".to_owned(),
            document: "示例合同〔2021〕7号".to_owned(),
            ..Self::default()
        }
    }
}
