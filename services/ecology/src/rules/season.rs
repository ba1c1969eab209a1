//! The season of a farm record: the calendar year that it is accounted in.

use jiff::civil::Date;

/// The first and the last day of a season; nothing for a year that no calendar has.
pub fn days(year: i32) -> Option<(Date, Date)> {
    let year = i16::try_from(year).ok()?;
    Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_season_is_a_calendar_year() {
        assert_eq!(days(2023), Some((date(2023, 1, 1), date(2023, 12, 31))));
        assert_eq!((days(i32::MAX), days(-40_000)), (None, None));
    }
}
