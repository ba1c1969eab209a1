//! A zone that demonstrates a way of farming in a season.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::ecology::v1::{DemonstrationZone, ZoneType};

use super::season::{check_year, fill_days};
use crate::Ours;

impl Kind<Ours> for DemonstrationZone {
    fn key(&self) -> String {
        format!("{}.{}", self.code, self.season_year.unwrap_or_default())
    }

    fn check(&self, findings: &mut Findings) {
        check_year(self.season_year, findings);
    }

    fn derive(&mut self) {
        (self.season_first_date, self.season_last_date) = fill_days(self.season_year);
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("Z-{n}"),
            name: format!("示例示范片区{n}"),
            r#type: ZoneType::FertilizerReduction.into(),
            season_year: Some(2023),
            division: SAMPLE_PLACE.to_owned(),
            area_mu_x100: Some(120_000),
            crop: "水稻".to_owned(),
            document: "示例农发〔2023〕3号".to_owned(),
            ..Self::default()
        }
    }
}
