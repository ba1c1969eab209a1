//! A difficulty that an enterprise raised; how it was resolved is said by an act.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::industry::v1::{Difficulty, Enterprise};

use crate::Ours;

impl Kind<Ours> for Difficulty {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings
            .days_in_order(("raise_date", &self.raise_date), ("resolve_date", &self.resolve_date));
        findings.days_in_order(("raise_date", &self.raise_date), ("due_date", &self.due_date));
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("D-{n}"),
            enterprise_id: Enterprise::sample(n).credit_code,
            division: SAMPLE_PLACE.to_owned(),
            title: "用电增容".to_owned(),
            raise_date: "2023-03-06".to_owned(),
            claim_fen: Some(1_250_000),
            handling_office: "示例局".to_owned(),
            ..Self::default()
        }
    }
}
