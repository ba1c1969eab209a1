//! Ecology: air, water, titles; farmland, forest, patrols and loans beside them.

mod land;

use std::collections::BTreeMap;

use ::ecology::rules::air::{self, Day};
use proto::ecology::v1::{
    AirDay, AirStation, Confirmation, Designation, Level, Scheme, SourceLevel, StationDay,
    StationRole, WaterAbstraction, WaterSample, WaterSource,
};
use proto::governance::v1::Division;

use super::super::{Batch, SEED, ecology, governance};
use super::{are_keys, distinct, in_force, records};

/// Concentrations at IAQI 0, 50, 100, 150 and 200 (HJ 633-2012 table 1).
type Breakpoints = [i32; 5];
const INDEX: Breakpoints = [0, 50, 100, 150, 200];
const SO2: Breakpoints = [0, 50, 150, 475, 800];
const NO2: Breakpoints = [0, 40, 80, 180, 280];
const PM10: Breakpoints = [0, 50, 150, 250, 350];
const PM25: Breakpoints = [0, 35, 75, 115, 150];
const OZONE: Breakpoints = [0, 100, 160, 215, 265];
const CO_X10: Breakpoints = [0, 20, 40, 140, 240];

/// Asserts every figure of this department.
pub fn assert_figures(seed: u64) {
    let batches = ecology::batches(seed);
    assert_air(&batches);
    assert_water(&batches);
    assert_titles(&batches);
    assert_stations(&batches);
    assert_volumes(&batches);
    land::assert_figures(&batches);
}

#[test]
fn the_days_of_the_stations_make_the_days_of_the_county() {
    assert_stations(&ecology::batches(SEED));
}

#[test]
fn in_2023_323_of_341_valid_days_were_good() {
    assert_air(&ecology::batches(SEED));
}

#[test]
fn the_sources_of_the_county_always_meet_their_target() {
    assert_water(&ecology::batches(SEED));
}

#[test]
fn the_county_has_101_eco_villages_and_4_green_factories() {
    assert_titles(&ecology::batches(SEED));
}

#[test]
fn every_record_has_a_key_of_its_own() {
    let batches = ecology::batches(SEED);
    let samples: Vec<WaterSample> = records(&batches);
    let designations: Vec<Designation> = records(&batches);
    let keys = [
        samples
            .iter()
            .map(|one| format!("{}-{}", one.source_id, one.sample_date))
            .collect::<Vec<String>>(),
        designations
            .iter()
            .map(|one| {
                format!("{}-{}-{}-{}", one.scheme, one.level, one.holder_id, one.announce_date)
            })
            .collect(),
    ];
    assert!(keys.iter().all(|keys| are_keys(keys)));
}

fn assert_air(batches: &[Batch]) {
    let air: Vec<AirDay> = records(batches);
    assert_eq!(distinct(air.iter().map(|day| &day.date)), air.len());
    let counts = |year: &str| {
        let days: Vec<&AirDay> = air.iter().filter(|day| day.date.starts_with(year)).collect();
        let valid: Vec<i32> = days.iter().filter_map(|day| air_quality_index(day)).collect();
        (days.len(), valid.len(), valid.iter().filter(|index| **index <= 100).count())
    };
    assert_eq!(counts("2022"), (365, 358, 330));
    assert_eq!(counts("2023"), (342, 341, 323));
    for day in &air {
        let index = air_quality_index(day).unwrap_or(0);
        assert!(index <= 95 || (105..=180).contains(&index), "{} has {index}", day.date);
        let is_confirmed = day.confirmation() == Confirmation::Confirmed;
        assert_eq!(is_confirmed, *day.date < *"2023-11-01");
    }
}

/// The index of a day; none where an item has too few hours and the others are within 100.
fn air_quality_index(day: &AirDay) -> Option<i32> {
    let items = [
        (day.so2_ug, day.so2_hours, 20, SO2),
        (day.no2_ug, day.no2_hours, 20, NO2),
        (day.pm10_ug, day.pm10_hours, 20, PM10),
        (day.pm25_ug, day.pm25_hours, 20, PM25),
        (day.o3_8h_ug, day.o3_8h_windows, 14, OZONE),
        (day.co_mg_x10, day.co_hours, 20, CO_X10),
    ];
    let indices: Vec<i32> = items
        .into_iter()
        .filter(|(_, hours, least, _)| hours.is_some_and(|hours| hours >= *least))
        .filter_map(|(value, _, _, breakpoints)| Some(individual_index(value?, breakpoints)))
        .collect();
    let highest = indices.iter().copied().max()?;
    (indices.len() == 6 || highest > 100).then_some(highest)
}

/// The index of one item, rounded up (HJ 633-2012 §4.2, §6.2).
fn individual_index(value: i32, breakpoints: Breakpoints) -> i32 {
    let upper = (1..4).find(|at| value <= breakpoints[*at]).unwrap_or(4);
    let (low, high) = (breakpoints[upper - 1], breakpoints[upper]);
    let rise = (INDEX[upper] - INDEX[upper - 1]) * (value - low);
    INDEX[upper - 1] + (rise + high - low - 1) / (high - low)
}

fn assert_water(batches: &[Batch]) {
    let sources: Vec<WaterSource> = records(batches);
    let by_code: BTreeMap<&str, &WaterSource> =
        sources.iter().map(|source| (&*source.code, source)).collect();
    let of_county = sources.iter().filter(|source| source.level() == SourceLevel::County).count();
    assert_eq!((of_county, sources.len()), (2, 6));
    let samples: Vec<WaterSample> = records(batches);
    assert_eq!(samples.len(), 2 * 24 + 4 * 8);
    let mut missed = 0;
    for sample in &samples {
        let source = by_code[&*sample.source_id];
        assert_eq!((sample.body, sample.target_class), (source.body, source.target_class));
        if is_within_class_three(sample) {
            continue;
        }
        assert_eq!(source.level(), SourceLevel::Township);
        assert!(sample.sample_date.starts_with("2022"));
        missed += 1;
    }
    assert_eq!(missed, 1);
}

/// Whether all 21 items are within class III of GB 3838-2002; limits in ng/L.
fn is_within_class_three(sample: &WaterSample) -> bool {
    let river = sample.body == proto::ecology::v1::WaterBody::River as i32;
    let limits = [
        (sample.permanganate_ng_l, 6_000_000),
        (sample.cod_ng_l, 20_000_000),
        (sample.bod5_ng_l, 4_000_000),
        (sample.ammonia_ng_l, 1_000_000),
        (sample.phosphorus_ng_l, if river { 200_000 } else { 50_000 }),
        (sample.copper_ng_l, 1_000_000),
        (sample.zinc_ng_l, 1_000_000),
        (sample.fluoride_ng_l, 1_000_000),
        (sample.selenium_ng_l, 10_000),
        (sample.arsenic_ng_l, 50_000),
        (sample.mercury_ng_l, 100),
        (sample.cadmium_ng_l, 5_000),
        (sample.chromium6_ng_l, 50_000),
        (sample.lead_ng_l, 50_000),
        (sample.cyanide_ng_l, 200_000),
        (sample.phenol_ng_l, 5_000),
        (sample.petroleum_ng_l, 50_000),
        (sample.surfactant_ng_l, 200_000),
        (sample.sulfide_ng_l, 200_000),
    ];
    limits.iter().all(|(value, limit)| value.is_some_and(|value| value <= *limit))
        && sample.do_ng_l.is_some_and(|value| value >= 5_000_000)
        && sample.ph_x100.is_some_and(|value| (600..=900).contains(&value))
}

fn assert_titles(batches: &[Batch]) {
    let titles: Vec<Designation> = records(batches);
    let count = |scheme: Scheme, level: Level, year: &str| {
        let held = titles.iter().filter(|one| one.scheme() == scheme && one.level() == level);
        let held = held.filter(|one| one.announce_date.starts_with(year));
        let held = held.filter(|one| in_force("", &one.last_date, "2023-12-08"));
        distinct(held.map(|one| &one.holder_id))
    };
    use Level::{National, Provincial};
    assert_eq!(count(Scheme::EcoVillage, Provincial, ""), 101);
    assert_eq!(count(Scheme::EcoVillage, Provincial, "2023"), 2);
    assert_eq!(count(Scheme::GreenFactory, National, ""), 4);
    assert_eq!(count(Scheme::GreenFactory, National, "2023-03-24"), 1);
    assert_eq!(count(Scheme::GreenFactory, National, "2023"), 1);
    assert_eq!(count(Scheme::ForestTown, Provincial, "2023"), 1);
    assert_eq!(count(Scheme::ForestVillage, Provincial, "2023"), 4);
    assert_eq!(count(Scheme::EcoTownship, Provincial, ""), 11);
    assert_eq!(count(Scheme::EcoTownship, Provincial, "2023"), 0);
    assert_eq!(count(Scheme::EcoCounty, National, "2022-11-19"), 1);
    let divisions: Vec<Division> = records(&governance::batches(SEED));
    let register: Vec<&str> = divisions.iter().map(|one| &*one.division).collect();
    let places = titles.iter().filter(|one| one.scheme() != Scheme::GreenFactory);
    assert!(places.into_iter().all(|one| register.contains(&&*one.holder_id)));
}

fn assert_stations(batches: &[Batch]) {
    let stations: Vec<AirStation> = records(batches);
    let assessing = stations.iter().filter(|one| one.role() == StationRole::Assessment).count();
    let air: Vec<AirDay> = records(batches);
    let days: Vec<StationDay> = records(batches);
    assert_eq!((assessing, days.len()), (2, 2 * air.len()));
    let mut by_date: BTreeMap<&str, Vec<Day>> = BTreeMap::new();
    for day in &days {
        by_date.entry(&day.date).or_default().push(of_station(day));
    }
    for day in &air {
        let county = air::county_day(&by_date[&*day.date]);
        let valid = |hours: Option<i32>, least: i32| hours.is_some_and(|hours| hours >= least);
        let items = [
            (day.so2_ug, county.so2_ug, valid(day.so2_hours, 20)),
            (day.no2_ug, county.no2_ug, valid(day.no2_hours, 20)),
            (day.pm10_ug, county.pm10_ug, valid(day.pm10_hours, 20)),
            (day.pm25_ug, county.pm25_ug, valid(day.pm25_hours, 20)),
            (day.co_mg_x10, county.co_mg_x10, valid(day.co_hours, 20)),
            (day.o3_8h_ug, county.o3_8h_ug, valid(day.o3_8h_windows, 14)),
        ];
        for (entered, mean, is_valid) in items {
            assert_eq!(mean, entered.filter(|_| is_valid), "{}", day.date);
        }
    }
}

fn of_station(day: &StationDay) -> Day {
    Day {
        so2_ug: day.so2_ug,
        no2_ug: day.no2_ug,
        pm10_ug: day.pm10_ug,
        pm25_ug: day.pm25_ug,
        o3_8h_ug: day.o3_8h_ug,
        co_mg_x10: day.co_mg_x10,
        so2_hours: day.so2_hours,
        no2_hours: day.no2_hours,
        pm10_hours: day.pm10_hours,
        pm25_hours: day.pm25_hours,
        o3_8h_windows: day.o3_8h_windows,
        co_hours: day.co_hours,
    }
}

fn assert_volumes(batches: &[Batch]) {
    let volumes: Vec<WaterAbstraction> = records(batches);
    let samples: Vec<WaterSample> = records(batches);
    let ids: Vec<String> =
        samples.iter().map(|one| format!("{}.{}", one.source_id, one.sample_date)).collect();
    let of_county = |one: &&WaterAbstraction| *one.source_id < *"SY-1";
    let of_2023: Vec<_> =
        volumes.iter().filter(of_county).filter(|one| one.first_date.starts_with("2023")).collect();
    assert_eq!((volumes.len(), of_2023.len()), (23 * 6, 22));
    assert!(of_2023.iter().all(|one| ids.contains(&one.sample_id)));
    let known = |one: &WaterAbstraction| one.sample_id.is_empty() || ids.contains(&one.sample_id);
    assert!(volumes.iter().all(known));
}
