//! A trade bulletin: what customs states for a month and a direction; final follows flash.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE, check_month};
use proto::industry::v1::{Direction, TradeBulletin, Vintage};

use crate::Ours;

impl Kind<Ours> for TradeBulletin {
    fn key(&self) -> String {
        let month = self.last_date.get(..7).unwrap_or_default();
        let direction =
            self.direction().as_str_name().trim_start_matches("DIRECTION_").to_lowercase();
        format!("{month}.{direction}")
    }

    fn check(&self, findings: &mut Findings) {
        check_month(&self.first_date, &self.last_date, findings);
        findings
            .days_in_order(("last_date", &self.last_date), ("release_date", &self.release_date));
    }

    fn sample(n: u32) -> Self {
        let year = 1990 + n;
        Self {
            first_date: format!("{year}-03-01"),
            last_date: format!("{year}-03-31"),
            direction: Direction::Export.into(),
            division: SAMPLE_PLACE[..6].to_owned(),
            value_fen: Some(9_812_345_600),
            value_usd_cent: Some(1_401_763_700),
            vintage: Vintage::Final.into(),
            release_date: format!("{year}-04-18"),
            document: format!("示例海关月报{year}年3月"),
            ..Self::default()
        }
    }
}
