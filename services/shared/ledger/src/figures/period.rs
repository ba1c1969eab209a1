//! Days and months of a period.

use jiff::civil::Date;

use crate::kinds::parse_date;

/// The same day a year before; 29 February becomes the 28th.
pub fn last_year(day: &str) -> String {
    let Some(date) = parse_date(day) else { return day.to_owned() };
    let before = Date::new(date.year() - 1, date.month(), date.day())
        .or_else(|_| Date::new(date.year() - 1, date.month(), 28));
    before.map_or_else(|_| day.to_owned(), |date| date.to_string())
}

/// The last day of the same period a year before: that of a month for that of a month, so that a
/// February of 28 days is compared with all of one that had 29.
pub fn last_year_end(day: &str) -> String {
    let closes = parse_date(day).is_some_and(|date| date == date.last_of_month());
    let before = parse_date(&last_year(day)).filter(|_| closes);
    before.map_or_else(|| last_year(day), |date| date.last_of_month().to_string())
}

/// The first and the last day of the whole year before the one that `day` lies in.
pub fn year_before(day: &str) -> (String, String) {
    let year = parse_date(day).map_or(0, |date| date.year() - 1);
    (format!("{year:04}-01-01"), format!("{year:04}-12-31"))
}

/// The first and the last day of a year written with four digits.
pub fn whole_year(year: &str) -> Option<(String, String)> {
    let first = format!("{year}-01-01");
    parse_date(&first).map(|_| (first, format!("{year}-12-31")))
}

/// How many days there are from the first to the last, both inside.
pub fn days_between(first: &str, last: &str) -> i64 {
    match (parse_date(first), parse_date(last)) {
        (Some(first), Some(last)) if first <= last => {
            i64::from(first.until(last).map_or(0, |span| span.get_days())) + 1
        }
        _ => 0,
    }
}

/// The months that a period touches, each as `YYYY-MM`.
pub fn months_between(first: &str, last: &str) -> Vec<String> {
    let (Some(first), Some(last)) = (parse_date(first), parse_date(last)) else {
        return Vec::new();
    };
    let number = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
    (number(first)..=number(last))
        .map(|month| format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1))
        .collect()
}

/// How many of the months that a period touches are over on its last day.
pub fn closed_months(first: &str, last: &str) -> i64 {
    let ended = |month: &String| month_end(month, "9999-12-31").as_str() <= last;
    months_between(first, last).iter().filter(|month| ended(month)).count() as i64
}

/// The last day of a month, not after `latest`.
pub fn month_end(month: &str, latest: &str) -> String {
    let first = parse_date(&format!("{month}-01"));
    let end = first.map_or_else(|| latest.to_owned(), |date| date.last_of_month().to_string());
    if end.as_str() < latest { end } else { latest.to_owned() }
}

/// The first day of a month, not before `earliest`.
pub fn month_start(month: &str, earliest: &str) -> String {
    let start = format!("{month}-01");
    if start.as_str() > earliest { start } else { earliest.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leap_day_has_a_neighbour_a_year_before() {
        assert_eq!(last_year("2024-02-29"), "2023-02-28");
        assert_eq!(last_year("2023-12-08"), "2022-12-08");
        assert_eq!(last_year_end("2025-02-28"), "2024-02-29");
        assert_eq!(last_year_end("2024-02-29"), "2023-02-28");
        assert_eq!(last_year_end("2024-02-28"), "2023-02-28");
        assert_eq!(last_year_end("2023-11-30"), "2022-11-30");
    }

    #[test]
    fn days_and_months_are_counted_with_both_ends() {
        assert_eq!(days_between("2023-01-01", "2023-12-31"), 365);
        assert_eq!(days_between("2023-12-08", "2023-12-08"), 1);
        assert_eq!(days_between("2023-12-08", "2023-12-07"), 0);
        assert_eq!(months_between("2022-11-03", "2023-02-01").len(), 4);
        assert_eq!(closed_months("2023-01-01", "2023-12-08"), 11);
        assert_eq!(closed_months("2023-01-01", "2023-12-31"), 12);
        assert_eq!(month_end("2023-02", "2023-12-31"), "2023-02-28");
        assert_eq!(month_end("2023-12", "2023-12-08"), "2023-12-08");
    }
}
