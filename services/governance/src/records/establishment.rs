//! An establishment: a place set up or named for the way it is governed.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::governance::v1::{Establishment, EstablishmentType, Level};

use crate::Ours;

impl Kind<Ours> for Establishment {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("G-{n}"),
            r#type: EstablishmentType::InnovationSite.into(),
            level: Level::County.into(),
            name: format!("示例实验点{n}"),
            division: SAMPLE_PLACE.to_owned(),
            first_date: "2022-03-01".to_owned(),
            document: "示例组发〔2022〕3号".to_owned(),
            ..Self::default()
        }
    }
}
