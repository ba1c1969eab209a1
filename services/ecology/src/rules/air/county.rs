//! The day of a county from the days of its assessment stations.

use super::{Day, LEAST_HOURS, LEAST_OZONE_WINDOWS};

/// The day of a county: item by item the arithmetic mean of the stations whose daily value is
/// valid, a half to the even neighbor (`domain-standards.md` 1.4; GB/T 8170).
///
/// Behind a mean stand the fewest means of the stations that entered it. Where no station has a
/// valid value of an item, the item has no concentration and the most means that a station had.
/// Without stations there is nothing.
pub fn county_day(stations: &[Day]) -> Day {
    let hourly = |value: fn(&Day) -> Option<i32>, means: fn(&Day) -> Option<i32>| {
        item(stations, value, means, LEAST_HOURS)
    };
    let (so2_ug, so2_hours) = hourly(|day| day.so2_ug, |day| day.so2_hours);
    let (no2_ug, no2_hours) = hourly(|day| day.no2_ug, |day| day.no2_hours);
    let (pm10_ug, pm10_hours) = hourly(|day| day.pm10_ug, |day| day.pm10_hours);
    let (pm25_ug, pm25_hours) = hourly(|day| day.pm25_ug, |day| day.pm25_hours);
    let (co_mg_x10, co_hours) = hourly(|day| day.co_mg_x10, |day| day.co_hours);
    let (o3_8h_ug, o3_8h_windows) =
        item(stations, |day| day.o3_8h_ug, |day| day.o3_8h_windows, LEAST_OZONE_WINDOWS);
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

/// The mean of an item and the means behind it.
fn item(
    stations: &[Day],
    value: fn(&Day) -> Option<i32>,
    means: fn(&Day) -> Option<i32>,
    least: i32,
) -> (Option<i32>, Option<i32>) {
    let is_valid = |day: &&Day| {
        let enough = means(day).is_none_or(|means| means >= least);
        enough && value(day).is_some_and(|value| value >= 0)
    };
    let valid: Vec<&Day> = stations.iter().filter(is_valid).collect();
    if valid.is_empty() {
        return (None, stations.iter().filter_map(means).max());
    }
    let sum: i64 = valid.iter().filter_map(|day| value(day)).map(i64::from).sum();
    let mean = super::mean::half_even(sum, valid.len() as i64);
    (i32::try_from(mean).ok(), valid.iter().filter_map(|day| means(day)).min())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn station(pm25_ug: Option<i32>, pm25_hours: Option<i32>) -> Day {
        Day { pm25_ug, pm25_hours, ..Day::default() }
    }

    #[test]
    fn a_mean_is_rounded_to_the_even_neighbor() {
        for (one, other, mean) in [(40, 41, 40), (41, 42, 42), (40, 43, 42), (10, 10, 10)] {
            let county = county_day(&[station(Some(one), None), station(Some(other), None)]);
            assert_eq!(county.pm25_ug, Some(mean), "{one} {other}");
        }
    }

    #[test]
    fn a_station_with_too_few_hours_does_not_enter_the_mean() {
        let county = county_day(&[station(Some(40), Some(24)), station(Some(90), Some(19))]);
        assert_eq!((county.pm25_ug, county.pm25_hours), (Some(40), Some(24)));
    }

    #[test]
    fn an_item_without_a_valid_station_is_missing_and_says_how_many_hours_there_were() {
        let county = county_day(&[station(Some(40), Some(12)), station(None, Some(3))]);
        assert_eq!((county.pm25_ug, county.pm25_hours), (None, Some(12)));
        assert_eq!(county_day(&[]), Day::default());
    }

    proptest! {
        #[test]
        fn a_mean_lies_between_its_stations(values in prop::collection::vec(0..2000, 1..9)) {
            let stations: Vec<Day> = values.iter().map(|v| station(Some(*v), None)).collect();
            let mean = county_day(&stations).pm25_ug;
            prop_assert!(mean >= values.iter().min().copied());
            prop_assert!(mean <= values.iter().max().copied());
        }
    }
}
