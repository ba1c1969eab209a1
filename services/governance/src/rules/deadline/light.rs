//! The light of a case that is open: near, behind or overdue, and how far up it is reported.

use std::sync::LazyLock;

use jiff::civil::Date;

/// The first line of the ladder.
const HEADER: &str = "level,days_overdue,reported_to,reported_to_zh";

/// From how many days overdue on a case is reported to whom: a ladder of our own, as no text sets
/// one, in `ladder.csv`.
static LADDER: LazyLock<Vec<i64>> =
    LazyLock::new(|| parse(include_str!("ladder.csv")).expect("the tests read ladder.csv"));

/// A case is near its last day when at most so many days are left.
pub const NEAR_DAYS: i64 = 3;

/// The highest level of the ladder.
pub fn highest() -> i32 {
    i32::try_from(LADDER.len()).unwrap_or(i32::MAX)
}

/// Reads the ladder, whose levels count from 1 and climb day by day; nothing for another text.
fn parse(text: &str) -> Option<Vec<i64>> {
    let mut lines = text.lines();
    lines.next().filter(|header| *header == HEADER)?;
    let days = (1..).zip(lines).map(|(due, line)| {
        let columns: Vec<&str> = line.split(',').collect();
        let [level, days, to, to_zh] = columns.as_slice() else { return None };
        let is_whole = level.parse() == Ok(due) && !to.is_empty() && !to_zh.is_empty();
        days.parse().ok().filter(|days: &i64| is_whole && *days > 0)
    });
    let days: Vec<i64> = days.collect::<Option<_>>()?;
    days.is_sorted_by(|lower, higher| lower < higher).then_some(days)
}

/// The light of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Light {
    /// In time.
    None,
    /// At most [`NEAR_DAYS`] are left.
    Near,
    /// The case lags behind.
    Behind,
    /// The last day is over.
    Overdue,
}

/// The light on a day, of a case that is due on one day and lags behind from another on.
pub fn light(today: Date, due: Option<Date>, behind: Option<Date>) -> Light {
    let left = due.map(|due| days_left(today, due));
    match left {
        Some(..0) => Light::Overdue,
        _ if behind.is_some_and(|behind| behind <= today) => Light::Behind,
        Some(0..=NEAR_DAYS) => Light::Near,
        _ => Light::None,
    }
}

/// Days from today to the last day; below zero once it is over.
pub fn days_left(today: Date, due: Date) -> i64 {
    today.until(due).map_or(0, |span| i64::from(span.get_days()))
}

/// To which level an overdue case is reported; 0 to none.
pub fn escalation(today: Date, due: Option<Date>) -> i32 {
    let overdue = due.map_or(0, |due| -days_left(today, due));
    let reached = LADDER.iter().filter(|days| overdue >= **days).count();
    i32::try_from(reached).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_last_three_days_are_near_and_the_day_after_is_overdue() {
        let due = Some(date(2023, 4, 10));
        let table = [(6, Light::None), (7, Light::Near), (10, Light::Near), (11, Light::Overdue)];
        for (day, expected) in table {
            assert_eq!(light(date(2023, 4, day), due, None), expected, "{day}");
        }
        assert_eq!(light(date(2023, 4, 10), None, None), Light::None);
    }

    #[test]
    fn lagging_behind_is_worse_than_being_near_and_better_than_being_late() {
        let (due, behind) = (Some(date(2023, 4, 10)), Some(date(2023, 4, 5)));
        assert_eq!(light(date(2023, 4, 4), due, behind), Light::None);
        assert_eq!(light(date(2023, 4, 9), due, behind), Light::Behind);
        assert_eq!(light(date(2023, 4, 11), due, behind), Light::Overdue);
    }

    #[test]
    fn an_overdue_case_climbs_level_by_level() {
        let due = Some(date(2023, 4, 10));
        let level = |day| escalation(date(2023, 4, day), due);
        assert_eq!([10, 11, 16, 17, 24, 25].map(level), [0, 1, 1, 2, 2, 3]);
        assert_eq!(escalation(date(2023, 4, 25), None), 0);
    }

    #[test]
    fn a_ladder_of_another_form_is_none() {
        let sound = format!("{HEADER}\n1,1,a,甲\n2,7,b,乙\n");
        assert_eq!(parse(&sound), Some(vec![1, 7]));
        for (right, wrong) in [("2,7", "2,1"), ("2,7", "3,7"), ("b,乙", "b"), ("level", "step")] {
            assert_eq!(parse(&sound.replacen(right, wrong, 1)), None, "{wrong}");
        }
    }
}
