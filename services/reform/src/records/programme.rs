//! A programme: an activity with a founding document and a start.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::reform::v1::Programme;

use crate::Ours;

impl Kind<Ours> for Programme {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("P-{n}"),
            name: format!("示例专项行动{n}"),
            division: SAMPLE_PLACE[..6].to_owned(),
            first_date: "2022-01-01".to_owned(),
            document: "示例发〔2022〕1号".to_owned(),
            ..Self::default()
        }
    }
}
