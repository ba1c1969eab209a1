//! A consortium is named a model, at a level, on a day.

use ledger::kinds::{Findings, Kind, Pointed, SAMPLE_PLACE};
use proto::livelihood::v1::{Consortium, ConsortiumAward, Level};

use super::consortium::within;
use crate::Ours;

impl Kind<Ours> for ConsortiumAward {
    fn key(&self) -> String {
        let level = self.level().as_str_name().trim_start_matches("LEVEL_").to_lowercase();
        format!("{}.{level}.{}", self.consortium_id, self.award_date)
    }

    const LOOKS_AT: &'static [&'static str] = &["consortium_id"];

    fn check_pointed(&self, pointed: &Pointed, findings: &mut Findings) {
        let Some(consortium) = pointed.get::<Consortium>("consortium_id") else { return };
        within("award_date", &self.award_date, &consortium, findings);
    }

    fn sample(n: u32) -> Self {
        Self {
            consortium_id: Consortium::sample(n).code,
            level: Level::Municipal.into(),
            division: SAMPLE_PLACE.to_owned(),
            award_date: "2023-10-12".to_owned(),
            document: "示例教〔2023〕55号".to_owned(),
            ..Self::default()
        }
    }
}
