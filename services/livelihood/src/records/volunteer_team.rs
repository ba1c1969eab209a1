//! A team of volunteers.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::livelihood::v1::{TeamScheme, VolunteerTeam};

use crate::Ours;

impl Kind<Ours> for VolunteerTeam {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("ZD-{n}"),
            name: format!("示例志愿服务总队{n}"),
            scheme: TeamScheme::EightPlusN.into(),
            division: SAMPLE_PLACE[..6].to_owned(),
            first_date: "2019-03-05".to_owned(),
            document: "示例文明办〔2019〕3号".to_owned(),
            ..Self::default()
        }
    }
}
