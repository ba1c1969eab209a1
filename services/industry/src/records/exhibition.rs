//! An edition of an exhibition: the same fair comes again, each time as a record of its own.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::industry::v1::{Exhibition, ExhibitionTier};

use crate::Ours;

impl Kind<Ours> for Exhibition {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("X-{n}"),
            series: "示例交易会".to_owned(),
            edition: format!("第{n}届"),
            tier: ExhibitionTier::International.into(),
            place: "示例市".to_owned(),
            division: SAMPLE_PLACE[..6].to_owned(),
            first_date: "2023-04-15".to_owned(),
            last_date: "2023-04-19".to_owned(),
            ..Self::default()
        }
    }
}
