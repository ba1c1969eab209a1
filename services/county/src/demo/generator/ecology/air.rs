//! The air of every day, with concentrations that stay clear of the breakpoints of HJ 633-2012.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use proto::ecology::v1::{AirDay, Confirmation};

use super::super::calendar::{CUTOFF, days};
use super::super::places::COUNTY;
use super::Random;

/// What a day is to be: by default good and valid.
#[derive(Clone, Copy, PartialEq)]
enum Sky {
    Good,
    /// Above 100 for fine particles in the cold months, for ozone in the warm ones.
    Polluted,
    /// An item with too few hours, and nothing above 100 among the others.
    Invalid,
}

/// A year's months: days above 100, days that are not valid.
type Months = [(u8, u8); 12];

/// 28 polluted and 7 invalid days of 365.
const YEAR_2022: Months = [
    (7, 1),
    (3, 0),
    (1, 1),
    (1, 0),
    (2, 1),
    (3, 1),
    (1, 0),
    (2, 1),
    (3, 0),
    (1, 1),
    (1, 1),
    (3, 0),
];

/// 18 polluted and one invalid day of 342.
const YEAR_2023: Months = [
    (4, 0),
    (2, 0),
    (1, 0),
    (1, 0),
    (1, 1),
    (2, 0),
    (0, 0),
    (1, 0),
    (2, 0),
    (1, 0),
    (1, 0),
    (2, 0),
];

/// The days of 2022 and of 2023 up to the cutoff.
pub fn days_of_air(seed: u64) -> Vec<AirDay> {
    let mut random = Random::new(seed, "air");
    let mut air = Vec::new();
    for (months, last) in [(YEAR_2022, date(2022, 12, 31)), (YEAR_2023, CUTOFF)] {
        let skies = skies(&mut random, &months, last);
        for day in days(last.first_of_year(), last) {
            let sky = skies.get(&day).copied().unwrap_or(Sky::Good);
            air.push(air_of(&mut random, day, sky));
        }
    }
    air
}

/// The days of a year that are not good.
fn skies(random: &mut Random, months: &Months, last: Date) -> BTreeMap<Date, Sky> {
    let mut skies = BTreeMap::new();
    for (number, (polluted, invalid)) in (1..).zip(months) {
        let first = date(last.year(), number, 1);
        let mut days = days(first, first.last_of_month().min(last));
        random.shuffle(&mut days);
        let kinds = std::iter::repeat_n(Sky::Polluted, usize::from(*polluted))
            .chain(std::iter::repeat_n(Sky::Invalid, usize::from(*invalid)));
        skies.extend(days.into_iter().zip(kinds));
    }
    skies
}

fn air_of(random: &mut Random, day: Date, sky: Sky) -> AirDay {
    let fine = fine_particles(random, day, sky);
    let ozone = ozone(random, day, sky);
    let mut hours = || Some(*random.pick(&[22, 23, 24, 24, 24]));
    let mut air = AirDay {
        date: day.to_string(),
        division: COUNTY.to_owned(),
        pm25_ug: Some(fine),
        o3_8h_ug: Some(ozone),
        so2_hours: hours(),
        no2_hours: hours(),
        pm10_hours: hours(),
        pm25_hours: hours(),
        co_hours: hours(),
        o3_8h_windows: Some(17),
        confirmation: confirmation(day).into(),
        station_count: Some(2),
        ..AirDay::default()
    };
    air.pm10_ug = Some(fine * 13 / 10 + between(random, 4, 14));
    air.so2_ug = Some(between(random, 5, 13));
    air.no2_ug = Some(between(random, 8, 18) + fine / 5);
    air.co_mg_x10 = Some(between(random, 5, 9) + fine / 30);
    if sky == Sky::Invalid {
        lose_hours(random, &mut air);
    }
    air
}

/// Fine particles in µg/m³: high in winter; never from 71 to 79, where 75 is the limit.
fn fine_particles(random: &mut Random, day: Date, sky: Sky) -> i32 {
    if sky == Sky::Polluted && is_cold(day) {
        return *random.pick(&[82, 84, 86, 88, 91, 94, 97, 101, 106, 120, 124]);
    }
    match day.month() {
        12 | 1 | 2 => between(random, 28, 66),
        3 | 11 => between(random, 22, 58),
        4 | 5 | 9 | 10 => between(random, 16, 46),
        _ => between(random, 8, 28),
    }
}

/// Ozone in µg/m³, the highest mean of 8 hours: high in summer; never from 149 to 165.
fn ozone(random: &mut Random, day: Date, sky: Sky) -> i32 {
    if sky == Sky::Polluted && !is_cold(day) {
        return between(random, 168, 204);
    }
    match day.month() {
        12 | 1 | 2 => between(random, 38, 84),
        3 | 11 => between(random, 56, 108),
        _ => between(random, 78, 144),
    }
}

/// Takes away the hours that one of the items needs to be valid.
fn lose_hours(random: &mut Random, air: &mut AirDay) {
    match random.index(3) {
        0 => air.pm25_hours = Some(12),
        1 => air.pm10_hours = Some(15),
        _ => air.o3_8h_windows = Some(9),
    }
}

fn is_cold(day: Date) -> bool {
    matches!(day.month(), 1..=3 | 11 | 12)
}

/// Values are confirmed in the following month; November 2023 is still under review.
fn confirmation(day: Date) -> Confirmation {
    if day < date(2023, 11, 1) { Confirmation::Confirmed } else { Confirmation::Provisional }
}

fn between(random: &mut Random, low: i64, high: i64) -> i32 {
    i32::try_from(random.between(low, high)).unwrap_or(0)
}
