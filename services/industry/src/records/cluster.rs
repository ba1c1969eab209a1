//! A cluster: enterprises of one trade that the county names, some of them a leading sector.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::industry::v1::Cluster;

use crate::Ours;

impl Kind<Ours> for Cluster {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("K-{n}"),
            name: format!("示例产业{n}"),
            is_leading: true,
            division: SAMPLE_PLACE[..6].to_owned(),
            first_date: "2021-03-01".to_owned(),
            document: "示例政发〔2021〕3号".to_owned(),
            ..Self::default()
        }
    }
}
