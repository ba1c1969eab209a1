//! The limits of GB 3095, grade II, by the day of observation.

use jiff::civil::{self, Date};

use super::Pollutant;

/// The first day of the transitional limits of GB 3095-2026.
const FIRST_TRANSITIONAL_DAY: Date = civil::date(2026, 3, 1);

/// The first day of the final limits of GB 3095-2026.
const FIRST_FINAL_DAY: Date = civil::date(2031, 1, 1);

/// A row of limits: 2012, transitional, final.
type Row = [i32; 3];

/// The daily limit of a pollutant (GB 3095-2012 table 1; GB 3095-2026 table 1), in µg/m³ and for
/// carbon monoxide in tenths of mg/m³; of ozone the maximum of the 8-hour means.
pub fn daily(date: Date, pollutant: Pollutant) -> i32 {
    let row = match pollutant {
        Pollutant::So2 => [150, 150, 50],
        Pollutant::No2 => [80, 80, 50],
        Pollutant::Pm10 => [150, 120, 100],
        Pollutant::Pm25 => [75, 60, 50],
        Pollutant::Co => [40, 40, 40],
        Pollutant::O3 => [160, 160, 160],
    };
    on(date, row)
}

/// The annual limit of a pollutant, in µg/m³; carbon monoxide and ozone have none.
pub fn annual(date: Date, pollutant: Pollutant) -> Option<i32> {
    let row = match pollutant {
        Pollutant::So2 => [60, 60, 20],
        Pollutant::No2 => [40, 40, 30],
        Pollutant::Pm10 => [70, 60, 50],
        Pollutant::Pm25 => [35, 30, 25],
        Pollutant::Co | Pollutant::O3 => return None,
    };
    Some(on(date, row))
}

fn on(date: Date, [of_2012, transitional, last]: Row) -> i32 {
    if date < FIRST_TRANSITIONAL_DAY {
        of_2012
    } else if date < FIRST_FINAL_DAY {
        transitional
    } else {
        last
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_limits_change_on_the_first_of_march_2026_and_of_the_year_2031() {
        let days = [date(2026, 2, 28), date(2026, 3, 1), date(2030, 12, 31), date(2031, 1, 1)];
        let table = [
            (Pollutant::So2, [150, 150, 150, 50], Some([60, 60, 60, 20])),
            (Pollutant::No2, [80, 80, 80, 50], Some([40, 40, 40, 30])),
            (Pollutant::Pm10, [150, 120, 120, 100], Some([70, 60, 60, 50])),
            (Pollutant::Pm25, [75, 60, 60, 50], Some([35, 30, 30, 25])),
            (Pollutant::Co, [40; 4], None),
            (Pollutant::O3, [160; 4], None),
        ];
        for (pollutant, by_day, by_year) in table {
            assert_eq!(days.map(|day| daily(day, pollutant)), by_day, "{pollutant:?}");
            let found = days.map(|day| annual(day, pollutant));
            match by_year {
                Some(limits) => assert_eq!(found, limits.map(Some), "{pollutant:?}"),
                None => assert_eq!(found, [None; 4], "{pollutant:?}"),
            }
        }
    }

    #[test]
    fn until_2031_a_daily_limit_stands_where_the_index_is_100() {
        use super::super::{Standard, iaqi};
        for day in [date(2023, 1, 1), date(2026, 3, 1)] {
            for pollutant in Pollutant::ALL {
                let limit = daily(day, pollutant);
                let index = |value| iaqi(Standard::on(day), pollutant, value);
                assert_eq!(index(limit), Some(100), "{pollutant:?}");
                assert!(index(limit + 1) > Some(100), "{pollutant:?}");
            }
        }
    }
}
