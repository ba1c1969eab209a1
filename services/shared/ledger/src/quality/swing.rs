//! A swing: a number that differs much from that of the record before it, or of a year before.

use num_rational::Ratio;
use serde::Deserialize;

use super::checks::{Finding, Seen, number, shown};
use super::declared::Rule;

/// What a number is measured against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// The record before it in its line.
    #[default]
    Previous,
    /// The record of the same month of the year before; nothing where there is none.
    YearBefore,
}

/// A day and an id, by which the records of a line are ordered.
pub(crate) type Mark = (String, String);

impl Against {
    /// From where on and up to where the record stands that one of a day and an id is measured
    /// against: the last between the two, the second excluded. Nothing where the day is none.
    pub(crate) fn span(self, day: &str, id: &str) -> Option<(Mark, Mark)> {
        let mark = |day: &str, id: &str| (day.to_owned(), id.to_owned());
        match self {
            Self::Previous => Some((mark("", ""), mark(day, id))),
            Self::YearBefore => {
                let (year, month) = (day.get(..4)?, day.get(4..7)?);
                let before = format!("{:04}{month}", year.parse::<u16>().ok()?.checked_sub(1)?);
                // After every day of the month, in the order of texts.
                let after = format!("{before}-99");
                Some((mark(&before, ""), mark(&after, "")))
            }
        }
    }
}

impl Rule {
    /// What swings among all records of the kind, each beside the one that it is measured against.
    pub(super) fn swings(&self, seen: &[Seen], (against, percent): (Against, i64)) -> Vec<Finding> {
        let mut found = Vec::new();
        for mut line in Self::groups(seen, 2).into_values() {
            line.retain(|one| number(one.values.first()).is_some());
            let mark = |one: &&Seen| -> Mark { (shown(one.values.get(1)), one.id.clone()) };
            line.sort_by_cached_key(mark);
            let marks: Vec<Mark> = line.iter().map(mark).collect();
            for (now, (day, id)) in line.iter().zip(&marks) {
                let Some((from, until)) = against.span(day, id) else { continue };
                let up_to = marks.partition_point(|mark| *mark < until);
                let before = up_to.checked_sub(1).filter(|at| marks[*at] >= from);
                found.extend(before.and_then(|at| self.swung(now, line[at], percent)));
            }
        }
        found
    }

    /// Whether a record swings against the one that it is measured against. What was nothing and
    /// is something swings by more than any percentage.
    pub(super) fn swung(&self, now: &Seen, before: &Seen, percent: i64) -> Option<Finding> {
        let (was, is) = (number(before.values.first())?, number(now.values.first())?);
        let date = shown(before.values.get(1));
        if was == 0 {
            let en = format!("{is} comes after 0 of {date}, of which it is no percentage");
            let zh = format!("为 {is}，{date} 为 0，无从计算百分比");
            return (is != 0).then(|| self.finding(now, 0, &en, &zh));
        }
        let change = Ratio::new(100 * (i128::from(is) - i128::from(was)), i128::from(was));
        let change = Ratio::new(change.numer().abs(), change.denom().abs());
        if change <= Ratio::from_integer(i128::from(percent)) {
            return None;
        }
        let swing = change.to_integer();
        let en = format!("{is} differs by {swing} % from {was} of {date}");
        let zh = format!("为 {is}，与 {date} 的 {was} 相差 {swing}%");
        Some(self.finding(now, 0, &en, &zh))
    }
}
