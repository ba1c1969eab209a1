//! The fertilizer that one parcel of a demonstration zone took in one season.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::ecology::v1::FertilizerUse;

use super::season::{check_year, fill_days};
use crate::Ours;

impl Kind<Ours> for FertilizerUse {
    fn key(&self) -> String {
        format!("{}.{}", self.parcel, self.season_year.unwrap_or_default())
    }

    fn check(&self, findings: &mut Findings) {
        check_year(self.season_year, findings);
    }

    fn derive(&mut self) {
        (self.season_first_date, self.season_last_date) = fill_days(self.season_year);
    }

    fn sample(n: u32) -> Self {
        Self {
            parcel: format!("D-{n}"),
            season_year: Some(2023),
            division: format!("{SAMPLE_PLACE}{:03}", 200 + n % 100),
            area_mu_x100: Some(3_000),
            nutrient_kg_x100: Some(63_000),
            ..Self::default()
        }
    }
}
