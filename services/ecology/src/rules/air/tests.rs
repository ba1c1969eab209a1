//! The vectors of HJ 633-2012 and HJ 633-2026, and what must hold for every day.

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;

const BEFORE: Date = date(2026, 2, 28);
const AFTER: Date = date(2026, 3, 1);

/// A day with every item, as the article of the county prints one.
fn whole_day() -> Day {
    Day {
        so2_ug: Some(8),
        no2_ug: Some(22),
        pm10_ug: Some(88),
        pm25_ug: Some(52),
        o3_8h_ug: Some(131),
        co_mg_x10: Some(9),
        ..Day::default()
    }
}

fn of(pollutant: Pollutant) -> Pollutants {
    let mut one = Pollutants::default();
    one.insert(pollutant);
    one
}

#[test]
fn the_edition_is_that_of_the_day_of_observation() {
    assert_eq!(Standard::on(date(2023, 7, 1)).to_string(), "HJ 633-2012");
    assert_eq!(Standard::on(BEFORE), Standard::Hj633Of2012);
    assert_eq!(Standard::on(AFTER), Standard::Hj633Of2026);
    assert_eq!(Standard::on(date(2031, 1, 1)).to_string(), "HJ 633-2026");
}

#[test]
fn an_individual_index_is_rounded_up_from_the_exact_fraction() {
    use Pollutant::{Co, No2, O3, Pm10, Pm25, So2};
    let table = [
        (Pm25, 35, 50, 50),
        (Pm25, 50, 69, 80),
        (Pm25, 60, 82, 100),
        (Pm25, 61, 83, 101),
        (Pm25, 75, 100, 114),
        (Pm25, 76, 102, 115),
        (Pm10, 120, 85, 100),
        (Pm10, 121, 86, 101),
        (Pm10, 150, 100, 112),
        (Pm10, 151, 101, 112),
        (O3, 160, 100, 100),
        (O3, 161, 101, 101),
        (Co, 11, 28, 28),
        (So2, 51, 51, 51),
        (So2, 0, 0, 0),
        (No2, 40, 50, 50),
        (Pm25, 500, 500, 500),
        (Pm25, 501, 500, 500),
        (Co, 601, 500, 500),
        (No2, i32::MAX, 500, 500),
    ];
    for (pollutant, concentration, of_2012, of_2026) in table {
        let old = iaqi(Standard::Hj633Of2012, pollutant, concentration);
        let new = iaqi(Standard::Hj633Of2026, pollutant, concentration);
        assert_eq!((old, new), (Some(of_2012), Some(of_2026)), "{pollutant:?} {concentration}");
    }
}

#[test]
fn a_breakpoint_has_exactly_its_index() {
    use Pollutant::{Co, No2, O3, Pm10, Pm25, So2};
    use Standard::{Hj633Of2012, Hj633Of2026};
    let rows = [
        (50, [50, 40, 20, 100], [50, 35], [50, 35]),
        (100, [150, 80, 40, 160], [150, 75], [120, 60]),
        (150, [475, 180, 140, 215], [250, 115], [250, 115]),
        (200, [800, 280, 240, 265], [350, 150], [350, 150]),
        (300, [1600, 565, 360, 800], [420, 250], [420, 250]),
        (400, [2100, 750, 480, -1], [500, 350], [500, 350]),
        (500, [2620, 940, 600, -1], [600, 500], [600, 500]),
    ];
    for (index, gases, particles_2012, particles_2026) in rows {
        for (standard, particles) in [(Hj633Of2012, particles_2012), (Hj633Of2026, particles_2026)]
        {
            let gases = [So2, No2, Co, O3].into_iter().zip(gases);
            for (pollutant, at) in gases.chain([Pm10, Pm25].into_iter().zip(particles)) {
                let expected = (at >= 0).then_some(index);
                assert_eq!(iaqi(standard, pollutant, at), expected, "{pollutant:?} {at}");
            }
        }
    }
}

#[test]
fn ozone_above_800_counts_as_300() {
    for standard in [Standard::Hj633Of2012, Standard::Hj633Of2026] {
        assert_eq!(iaqi(standard, Pollutant::O3, 800), Some(300));
        assert_eq!(iaqi(standard, Pollutant::O3, 801), Some(300));
    }
}

#[test]
fn the_same_day_has_another_index_and_primary_pollutant_under_each_edition() {
    let old = assess(BEFORE, &whole_day());
    assert_eq!((old.aqi, old.level), (Some(76), Some(Level::Good)));
    assert_eq!((old.primary.to_string(), old.valid), ("臭氧".to_owned(), true));
    let new = assess(AFTER, &whole_day());
    assert_eq!((new.aqi, new.level), (Some(84), Some(Level::Good)));
    assert_eq!(
        (new.primary.to_string(), new.exceeding),
        ("细颗粒物".to_owned(), Pollutants::default())
    );
}

#[test]
fn the_level_changes_right_above_its_limit() {
    let table = [(0, 1), (50, 1), (51, 2), (100, 2), (101, 3), (150, 3), (151, 4), (200, 4)];
    let heavy = [(201, 5), (300, 5), (301, 6), (500, 6)];
    for (aqi, number) in table.into_iter().chain(heavy) {
        assert_eq!(Level::of(aqi).number(), number, "{aqi}");
    }
    assert_eq!(Level::of(101).name(), "轻度污染");
}

#[test]
fn pollutants_with_the_same_largest_index_are_primary_together() {
    let day = Day { pm10_ug: Some(150), o3_8h_ug: Some(160), ..whole_day() };
    let judged = assess(BEFORE, &day);
    assert_eq!(judged.aqi, Some(100));
    assert_eq!(judged.primary.to_string(), "可吸入颗粒物、臭氧");
    assert!(judged.exceeding.is_empty());
}

#[test]
fn from_2031_a_day_may_exceed_a_limit_and_still_be_good() {
    let day = Day { pm25_ug: Some(55), ..whole_day() };
    let judged = assess(date(2031, 1, 1), &day);
    assert_eq!((judged.aqi, judged.level), (Some(90), Some(Level::Good)));
    assert_eq!(judged.exceeding, of(Pollutant::Pm25));
    assert!(assess(date(2030, 12, 31), &day).exceeding.is_empty());
}

#[test]
fn an_excellent_day_has_no_primary_pollutant() {
    let day = Day { pm10_ug: Some(50), pm25_ug: Some(35), o3_8h_ug: Some(100), ..whole_day() };
    let judged = assess(BEFORE, &day);
    assert_eq!((judged.aqi, judged.level), (Some(50), Some(Level::Excellent)));
    assert!(judged.primary.is_empty());
}

#[test]
fn the_index_of_2026_begins_at_1() {
    let zero = Some(0);
    let [so2_ug, no2_ug, pm10_ug, pm25_ug, o3_8h_ug, co_mg_x10] = [zero; 6];
    let day = Day { so2_ug, no2_ug, pm10_ug, pm25_ug, o3_8h_ug, co_mg_x10, ..Day::default() };
    assert_eq!(assess(BEFORE, &day).aqi, Some(0));
    assert_eq!(assess(AFTER, &day).aqi, Some(1));
}

#[test]
fn a_day_without_pm25_is_not_valid() {
    let judged = assess(BEFORE, &Day { pm25_ug: None, ..whole_day() });
    assert_eq!((judged.valid, judged.aqi, judged.level), (false, None, None));
    assert!(judged.primary.is_empty());
    assert_eq!(judged.invalid_reason.map(|r| r.to_string()).as_deref(), Some("缺细颗粒物"));
}

#[test]
fn a_day_without_pm25_is_valid_where_another_item_already_exceeds() {
    let day = Day { pm25_ug: None, o3_8h_ug: Some(170), ..whole_day() };
    let judged = assess(BEFORE, &day);
    assert_eq!((judged.valid, judged.aqi, judged.level), (true, Some(110), Some(Level::Light)));
    assert_eq!((judged.primary, judged.exceeding), (of(Pollutant::O3), of(Pollutant::O3)));
    assert_eq!(judged.invalid_reason, None);
}

#[test]
fn an_item_with_too_few_means_is_missing() {
    let table = [
        (Day { pm25_hours: Some(20), ..whole_day() }, None),
        (Day { pm25_hours: Some(19), ..whole_day() }, Some("细颗粒物有效小时均值19个，少于20个")),
        (Day { o3_8h_windows: Some(14), ..whole_day() }, None),
        (
            Day { so2_ug: None, o3_8h_windows: Some(13), ..whole_day() },
            Some("缺二氧化硫；臭氧有效8小时均值13个，少于14个"),
        ),
        (
            Day { so2_hours: Some(0), co_hours: Some(-1), ..whole_day() },
            Some("二氧化硫有效小时均值0个，少于20个；一氧化碳有效小时均值-1个，少于20个"),
        ),
        (Day { no2_ug: Some(-1), ..whole_day() }, Some("缺二氧化氮")),
    ];
    for (day, reason) in table {
        let judged = assess(BEFORE, &day);
        assert_eq!(judged.invalid_reason.map(|r| r.to_string()).as_deref(), reason, "{day:?}");
        assert_eq!(judged.valid, reason.is_none());
    }
}

#[test]
fn ozone_above_its_limit_counts_with_few_windows() {
    let at_limit = Day { o3_8h_ug: Some(160), o3_8h_windows: Some(13), ..whole_day() };
    assert!(!assess(BEFORE, &at_limit).valid);
    let above = Day { o3_8h_ug: Some(161), ..at_limit };
    assert_eq!(assess(BEFORE, &above).aqi, Some(101));
}

#[test]
fn a_day_without_any_item_lacks_all_six() {
    let judged = assess(AFTER, &Day::default());
    let gaps = judged.invalid_reason.map(|reason| reason.gaps).unwrap_or_default();
    assert_eq!(gaps, Pollutant::ALL.map(Gap::Absent).to_vec());
}

fn any_standard() -> impl Strategy<Value = Standard> {
    prop_oneof![Just(Standard::Hj633Of2012), Just(Standard::Hj633Of2026)]
}

fn any_day() -> impl Strategy<Value = Day> {
    let value = || prop::option::weighted(0.9, 0..3000);
    let count = || prop::option::of(10..=24);
    (prop::array::uniform6(value()), prop::array::uniform6(count())).prop_map(|(values, counts)| {
        let [so2_ug, no2_ug, pm10_ug, pm25_ug, o3_8h_ug, co_mg_x10] = values;
        let [so2_hours, no2_hours, pm10_hours, pm25_hours, o3_8h_windows, co_hours] = counts;
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
    })
}

proptest! {
    #[test]
    fn the_index_never_falls_when_a_concentration_rises(
        day in any_day(),
        date in prop_oneof![Just(BEFORE), Just(AFTER)],
        item in 0..6,
        rise in 0..1000,
    ) {
        let mut worse = day.clone();
        let concentration = match item {
            0 => &mut worse.so2_ug,
            1 => &mut worse.no2_ug,
            2 => &mut worse.pm10_ug,
            3 => &mut worse.pm25_ug,
            4 => &mut worse.o3_8h_ug,
            _ => &mut worse.co_mg_x10,
        };
        *concentration = concentration.map(|c| c + rise);
        prop_assert!(assess(date, &worse).aqi >= assess(date, &day).aqi);
    }

    #[test]
    fn no_index_of_2026_is_below_that_of_2012(day in any_day()) {
        prop_assert!(assess(AFTER, &day).aqi >= assess(BEFORE, &day).aqi);
    }

    #[test]
    fn an_individual_index_rises_with_the_concentration_and_ends_at_500(
        standard in any_standard(),
        pollutant in prop::sample::select(Pollutant::ALL.to_vec()),
        concentration in 0..i32::MAX,
    ) {
        let index = iaqi(standard, pollutant, concentration);
        prop_assert!(index <= iaqi(standard, pollutant, concentration + 1));
        prop_assert!(index.is_some_and(|index| (0..=500).contains(&index)));
    }

    #[test]
    fn what_is_said_of_a_day_is_of_one_piece(day in any_day()) {
        let judged = assess(BEFORE, &day);
        prop_assert_eq!(judged.valid, judged.aqi.is_some());
        prop_assert_eq!(judged.valid, judged.invalid_reason.is_none());
        prop_assert_eq!(judged.level, judged.aqi.map(Level::of));
        prop_assert_eq!(judged.primary.is_empty(), judged.aqi.is_none_or(|aqi| aqi <= 50));
        prop_assert_eq!(judged.exceeding.is_empty(), judged.aqi.is_none_or(|aqi| aqi <= 100));
    }

    #[test]
    fn no_day_makes_it_panic(value: Option<i32>, count: Option<i32>) {
        let [so2_ug, no2_ug, pm10_ug, pm25_ug, o3_8h_ug, co_mg_x10] = [value; 6];
        let day = Day { so2_ug, no2_ug, pm10_ug, pm25_ug, o3_8h_ug, co_mg_x10, ..Day::default() };
        let day = Day { pm25_hours: count, o3_8h_windows: count, ..day };
        let _ = (assess(Date::MIN, &day), assess(Date::MAX, &day));
    }
}
