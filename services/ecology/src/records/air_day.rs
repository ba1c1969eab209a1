//! A day of the county's air; its index, level and validity follow HJ 633 as of that day.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE, parse_date};
use proto::ecology::v1::{AirDay, Confirmation};
use proto::ledger::v1::Reason;

use crate::Ours;
use crate::rules::air::{self, Day, Pollutant};

impl Kind<Ours> for AirDay {
    fn key(&self) -> String {
        self.date.clone()
    }

    fn check(&self, findings: &mut Findings) {
        let Self { so2_hours, no2_hours, pm10_hours, pm25_hours, co_hours, .. } = *self;
        let counts = [
            ("so2_hours", so2_hours),
            ("no2_hours", no2_hours),
            ("pm10_hours", pm10_hours),
            ("pm25_hours", pm25_hours),
            ("co_hours", co_hours),
        ];
        check_counts(&counts, self.o3_8h_windows, findings);
    }

    fn derive(&mut self) {
        let Some(date) = parse_date(&self.date) else { return };
        let day = day(self);
        let found = air::assess(date, &day);
        self.standard = found.standard.to_string();
        self.aqi = found.aqi;
        self.air_level = found.level.map_or(0, |level| level.number());
        self.primary_pollutants = found.primary.to_string();
        self.exceeding_pollutants = found.exceeding.to_string();
        self.valid = found.valid;
        self.invalid_reason = found.invalid_reason.map(|why| why.to_string()).unwrap_or_default();
        for item in air::assess_items(date, &day) {
            let flag = match item.pollutant {
                Pollutant::So2 => &mut self.so2_valid,
                Pollutant::No2 => &mut self.no2_valid,
                Pollutant::Pm10 => &mut self.pm10_valid,
                Pollutant::Pm25 => &mut self.pm25_valid,
                Pollutant::Co => &mut self.co_valid,
                Pollutant::O3 => &mut self.o3_valid,
            };
            *flag = item.index.is_ok();
        }
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

/// Refuses more hours than a day has, and more 8-hour means than end between 8 and 24 o'clock.
pub(super) fn check_counts(
    hours: &[(&str, Option<i32>)],
    windows: Option<i32>,
    findings: &mut Findings,
) {
    let windows = ("o3_8h_windows", windows, 17);
    let counts = hours.iter().map(|(field, hours)| (*field, *hours, 24)).chain([windows]);
    for (field, count, most) in counts {
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

/// What the rules look at.
pub(crate) fn day(record: &AirDay) -> Day {
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
        exceeding_pollutants: _,
        station_count: _,
        so2_valid: _,
        no2_valid: _,
        pm10_valid: _,
        pm25_valid: _,
        o3_valid: _,
        co_valid: _,
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

/// Takes the values of a county's day from the mean of its stations.
pub(crate) fn take_stations(record: &mut AirDay, mean: &Day, stations: usize) {
    let Day {
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
    } = *mean;
    *record = AirDay {
        date: std::mem::take(&mut record.date),
        division: std::mem::take(&mut record.division),
        confirmation: record.confirmation,
        station_count: i32::try_from(stations).ok(),
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
        ..AirDay::default()
    };
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
