//! The mean of a pollutant over a period, and whether enough daily means stand behind it.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;

/// The daily means that a year needs (GB 3095-2026 table 4, unchanged against 2012).
const LEAST_DAYS_OF_YEAR: i32 = 324;
/// The daily means that a month needs.
const LEAST_DAYS_OF_MONTH: i32 = 27;
/// The daily means that February needs.
const LEAST_DAYS_OF_FEBRUARY: i32 = 25;

/// A mean over a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mean {
    /// The sum of the daily means.
    pub sum: i64,
    /// How many there are.
    pub days: i32,
    /// The months and years inside the period that have too few of them; a valid mean has none.
    pub shortfalls: Vec<Shortfall>,
}

/// A month or a year with too few daily means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// The year.
    pub year: i16,
    /// The month; none for the whole year.
    pub month: Option<i8>,
    /// How many daily means there are.
    pub days: i32,
    /// How many there have to be.
    pub least: i32,
}

impl fmt::Display for Shortfall {
    /// Writes the shortfall in Chinese.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, days, least } = self;
        write!(f, "{year}年")?;
        if let Some(month) = month {
            write!(f, "{month}月")?;
        }
        write!(f, "有效日均值{days}个，少于{least}个")
    }
}

impl Mean {
    /// The mean of valid daily means, each with its day, over the days from first to last.
    ///
    /// Every month that lies wholly inside the period needs 27 daily means, February 25, and every
    /// such year 324 (GB 3095 table 4, which asks this of annual means; a period that is no year
    /// is held to its whole months).
    pub fn over(first: Date, last: Date, values: &[(Date, i32)]) -> Self {
        let inside = values.iter().filter(|(day, _)| (first..=last).contains(day));
        let (mut sum, mut days) = (0, 0);
        let mut months: BTreeMap<(i16, i8), i32> = BTreeMap::new();
        for (day, value) in inside {
            sum += i64::from(*value);
            days += 1;
            *months.entry((day.year(), day.month())).or_default() += 1;
        }
        let mut shortfalls = Vec::new();
        for year in first.year()..=last.year() {
            let in_year = months.range((year, 1)..=(year, 12)).map(|(_, days)| days).sum();
            let whole = whole_year(year).is_some_and(|(f, l)| first <= f && l <= last);
            shortfalls.extend(short(year, None, in_year, LEAST_DAYS_OF_YEAR).filter(|_| whole));
            for month in 1..=12 {
                let whole = whole_month(year, month).is_some_and(|(f, l)| first <= f && l <= last);
                let found = months.get(&(year, month)).copied().unwrap_or(0);
                let least = if month == 2 { LEAST_DAYS_OF_FEBRUARY } else { LEAST_DAYS_OF_MONTH };
                shortfalls.extend(short(year, Some(month), found, least).filter(|_| whole));
            }
        }
        Self { sum, days, shortfalls }
    }

    /// The mean in tenths, a half to the even neighbor; nothing without a day.
    pub fn tenths(&self) -> Option<i64> {
        (self.days > 0).then(|| half_even(self.sum * 10, i64::from(self.days)))
    }

    /// Whether every month and year inside the period has the daily means that it needs.
    pub fn is_valid(&self) -> bool {
        self.days > 0 && self.shortfalls.is_empty()
    }
}

fn short(year: i16, month: Option<i8>, days: i32, least: i32) -> Option<Shortfall> {
    (days < least).then_some(Shortfall { year, month, days, least })
}

fn whole_month(year: i16, month: i8) -> Option<(Date, Date)> {
    let first = Date::new(year, month, 1).ok()?;
    Some((first, first.last_of_month()))
}

fn whole_year(year: i16) -> Option<(Date, Date)> {
    Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?))
}

/// A sum from 0 up divided by a positive count, a half to the even neighbor (GB/T 8170-2008).
pub(super) fn half_even(sum: i64, count: i64) -> i64 {
    let (floor, rest) = (sum / count, sum % count);
    let is_up = rest * 2 > count || (rest * 2 == count && floor % 2 == 1);
    floor + i64::from(is_up)
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;

    use super::*;

    /// A value for each day of 2023 but those that are left out.
    fn year(left_out: impl Fn(Date) -> bool) -> Vec<(Date, i32)> {
        let days = date(2023, 1, 1).series(1.day()).take(365);
        days.filter(|day| !left_out(*day)).map(|day| (day, 30)).collect()
    }

    fn over_2023(values: &[(Date, i32)]) -> Mean {
        Mean::over(date(2023, 1, 1), date(2023, 12, 31), values)
    }

    #[test]
    fn a_year_needs_324_daily_means() {
        // Three days are missing in each month but February, and one in it: 331.
        let mean = over_2023(&year(|day| day.day() <= if day.month() == 2 { 1 } else { 3 }));
        assert_eq!((mean.days, mean.is_valid()), (331, true));
        assert_eq!(mean.tenths(), Some(300));
        // Four days of the months with 31 days are missing: every month holds, the year does not.
        let mean =
            over_2023(&year(|day| day.day() <= if day.days_in_month() == 31 { 4 } else { 3 }));
        let year = Shortfall { year: 2023, month: None, days: 322, least: 324 };
        assert_eq!(mean.shortfalls, [year]);
        assert_eq!(year.to_string(), "2023年有效日均值322个，少于324个");
    }

    #[test]
    fn a_month_needs_27_daily_means_and_february_25() {
        let mean = over_2023(&year(|day| day.month() == 7 && day.day() <= 4));
        assert!(mean.is_valid());
        let mean = over_2023(&year(|day| day.month() == 7 && day.day() <= 5));
        let july = Shortfall { year: 2023, month: Some(7), days: 26, least: 27 };
        assert_eq!(mean.shortfalls, [july]);
        let mean = over_2023(&year(|day| day.month() == 2 && day.day() <= 4));
        assert_eq!(mean.shortfalls.first().map(|short| short.least), Some(25));
    }

    #[test]
    fn a_part_of_a_month_is_not_held_to_the_rule() {
        let days = year(|_| false);
        let mean = Mean::over(date(2023, 1, 1), date(2023, 12, 8), &days);
        assert_eq!((mean.days, mean.is_valid()), (342, true));
        let nothing = Mean::over(date(2023, 12, 1), date(2023, 12, 8), &[]);
        assert_eq!((nothing.tenths(), nothing.is_valid()), (None, false));
    }

    #[test]
    fn a_mean_is_rounded_to_the_even_neighbor() {
        let table = [(1, 2, 0), (3, 2, 2), (5, 2, 2), (7, 4, 2), (5, 4, 1), (0, 3, 0)];
        for (sum, count, mean) in table {
            assert_eq!(half_even(sum, count), mean, "{sum}/{count}");
        }
    }
}
