//! What one station measured on one day. The county's day is the mean of its assessment stations
//! (`rules/air/county.rs`); the office states it as a record of its own, since it is what is
//! published and confirmed, and `AssessAirDay` computes it from the stations.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::ecology::v1::{AirStation, Confirmation, StationDay};

use super::air_day::check_counts;
use crate::Ours;

impl Kind<Ours> for StationDay {
    fn key(&self) -> String {
        format!("{}.{}", self.station_id, self.date)
    }

    fn check(&self, findings: &mut Findings) {
        let counts = [
            ("so2_hours", self.so2_hours),
            ("no2_hours", self.no2_hours),
            ("pm10_hours", self.pm10_hours),
            ("pm25_hours", self.pm25_hours),
            ("co_hours", self.co_hours),
        ];
        check_counts(&counts, self.o3_8h_windows, findings);
    }

    fn sample(n: u32) -> Self {
        let (year, month, day) = (2022 + n / 336 % 4, n / 28 % 12 + 1, n % 28 + 1);
        Self {
            station_id: <AirStation as Kind<Ours>>::sample(0).code,
            date: format!("{year}-{month:02}-{day:02}"),
            division: SAMPLE_PLACE.to_owned(),
            so2_ug: Some(8),
            no2_ug: Some(22),
            pm10_ug: Some(88),
            pm25_ug: Some(52),
            o3_8h_ug: Some(131),
            co_mg_x10: Some(9),
            confirmation: Confirmation::Confirmed.into(),
            ..Self::default()
        }
    }
}
