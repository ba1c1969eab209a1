//! A day of the county's air; its index, level and validity follow HJ 633 as of that day.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE, parse_date};
use proto::ecology::v1::{AirDay, Confirmation};
use proto::ledger::v1::Reason;

use crate::Ours;
use crate::rules::air::{self, Day};

impl Kind<Ours> for AirDay {
    fn key(&self) -> String {
        self.date.clone()
    }

    fn check(&self, findings: &mut Findings) {
        let Self { so2_hours, no2_hours, pm10_hours, pm25_hours, co_hours, .. } = self;
        let hours = [
            ("so2_hours", so2_hours, 24),
            ("no2_hours", no2_hours, 24),
            ("pm10_hours", pm10_hours, 24),
            ("pm25_hours", pm25_hours, 24),
            ("co_hours", co_hours, 24),
            ("o3_8h_windows", &self.o3_8h_windows, 17),
        ];
        for (field, count, most) in hours {
            if count.is_some_and(|count| count > most) {
                findings.refuse(
                    field,
                    Reason::ValueOutOfRange,
                    format!("a day has at most {most}"),
                    format!("一天最多 {most}"),
                );
            }
        }
    }

    fn derive(&mut self) {
        let Some(date) = parse_date(&self.date) else { return };
        let found = air::assess(date, &day(self));
        self.standard = found.standard.to_string();
        self.aqi = found.aqi;
        self.air_level = found.level.map_or(0, |level| level.number());
        self.primary_pollutants = air::names(&found.primary);
        self.valid = found.valid;
        self.invalid_reason = found.invalid_reason.map(|why| why.to_string()).unwrap_or_default();
    }

    fn sample(n: u32) -> Self {
        let (year, month, day) = (2022 + n / 336 % 4, n / 28 % 12 + 1, n % 28 + 1);
        Self {
            date: format!("{year}-{month:02}-{day:02}"),
            division: SAMPLE_PLACE[..6].to_owned(),
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

/// What the rules look at.
fn day(record: &AirDay) -> Day {
    let AirDay {
        metadata: _,
        date: _,
        division: _,
        so2_ug,
        no2_ug,
        pm10_ug,
        pm25_ug,
        o3_8h_ug,
        co_mg_x10,
        so2_hours,
        no2_hours,
        pm10_hours,
        pm25_hours,
        o3_8h_windows,
        co_hours,
        confirmation: _,
        aqi: _,
        air_level: _,
        primary_pollutants: _,
        valid: _,
        invalid_reason: _,
        standard: _,
    } = *record;
    Day {
        so2_ug,
        no2_ug,
        pm10_ug,
        pm25_ug,
        o3_8h_ug,
        co_mg_x10,
        so2_hours,
        no2_hours,
        pm10_hours,
        pm25_hours,
        o3_8h_windows,
        co_hours,
    }
}

#[cfg(test)]
mod tests {
    use proto::ecology::v1::AirLevel;

    use super::*;

    #[test]
    fn the_levels_of_the_rules_are_those_of_the_contract() {
        for level in 1..=6 {
            let named = AirLevel::try_from(level).expect("a level");
            assert_ne!(named, AirLevel::Unspecified);
        }
        let mut sample = AirDay::sample(0);
        sample.derive();
        assert_eq!((sample.aqi, sample.air_level()), (Some(76), AirLevel::Good));
        assert_eq!(sample.primary_pollutants, "臭氧");
    }
}
