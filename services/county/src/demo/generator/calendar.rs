//! Days, and which of them were working days by the State Council's notices for 2022 and 2023.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

/// The day up to which the demo county has kept its records.
pub const CUTOFF: Date = date(2023, 12, 8);

/// The holidays of 2022 and of 2023 (国办发明电〔2022〕16号), first and last day.
const HOLIDAYS: [(Date, Date); 13] = [
    (date(2022, 1, 1), date(2022, 1, 3)),
    (date(2022, 1, 31), date(2022, 2, 6)),
    (date(2022, 4, 3), date(2022, 4, 5)),
    (date(2022, 4, 30), date(2022, 5, 4)),
    (date(2022, 6, 3), date(2022, 6, 5)),
    (date(2022, 9, 10), date(2022, 9, 12)),
    (date(2022, 10, 1), date(2022, 10, 7)),
    (date(2022, 12, 31), date(2023, 1, 2)),
    (date(2023, 1, 21), date(2023, 1, 27)),
    (date(2023, 4, 5), date(2023, 4, 5)),
    (date(2023, 4, 29), date(2023, 5, 3)),
    (date(2023, 6, 22), date(2023, 6, 24)),
    (date(2023, 9, 29), date(2023, 10, 6)),
];

/// Weekend days that were worked instead.
const MAKE_UP_DAYS: [Date; 14] = [
    date(2022, 1, 29),
    date(2022, 1, 30),
    date(2022, 4, 2),
    date(2022, 4, 24),
    date(2022, 5, 7),
    date(2022, 10, 8),
    date(2022, 10, 9),
    date(2023, 1, 28),
    date(2023, 1, 29),
    date(2023, 4, 23),
    date(2023, 5, 6),
    date(2023, 6, 25),
    date(2023, 10, 7),
    date(2023, 10, 8),
];

/// The days from one to another, both included.
pub fn days(first: Date, last: Date) -> Vec<Date> {
    first.series(1.day()).take_while(|day| *day <= last).collect()
}

/// The working days from one day to another, both included.
pub fn working_days(first: Date, last: Date) -> Vec<Date> {
    days(first, last).into_iter().filter(|day| is_working_day(*day)).collect()
}

/// The day so many days later, or earlier for a number below zero.
pub fn after(day: Date, count: i64) -> Date {
    day.saturating_add(count.days())
}

/// The first and last day of a month.
pub fn month(year: i16, month: i8) -> (Date, Date) {
    let first = date(year, month, 1);
    (first, first.last_of_month())
}

fn is_working_day(day: Date) -> bool {
    let rest = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let holiday = HOLIDAYS.iter().any(|(first, last)| (*first..=*last).contains(&day));
    MAKE_UP_DAYS.contains(&day) || !rest && !holiday
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_years_have_249_working_days() {
        for year in [2022, 2023] {
            assert_eq!(working_days(date(year, 1, 1), date(year, 12, 31)).len(), 249, "{year}");
        }
    }

    #[test]
    fn the_months_of_2023_have_their_working_days() {
        let counts: Vec<usize> = (1..=12)
            .map(|number| month(2023, number))
            .map(|(first, last)| working_days(first, last).len())
            .collect();
        assert_eq!(counts, [18, 20, 23, 20, 21, 21, 21, 23, 20, 19, 22, 21]);
    }
}
