//! A record that stands beside another: who headed a unit on the day that something happened.

use std::sync::Arc;

use super::CountyScope;
use super::placement::{Day, day_and};
use super::register::{Tests, tables_of};
use super::selection::{counting, passes};
use crate::kinds::KindInfo;
use crate::storage::Sql;

/// A record of another kind that must be there, or must not, ready for a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Companion {
    /// Whether it must be there.
    pub wanted: bool,
    /// Its kind.
    pub kind: Arc<KindInfo>,
    /// Its fields, and the fields of the other record that hold the same.
    pub by: Vec<(String, String)>,
    /// What it must be.
    pub tests: Tests,
    /// What the other record must be for it to be asked for; with nothing it always is.
    pub when: Tests,
    /// The interval of its own in which a day must lie.
    pub interval: Option<Interval>,
}

/// An interval that holds a day of another record.
#[derive(Clone, Debug, PartialEq)]
pub struct Interval {
    /// Its first day.
    pub from: Day,
    /// Its end; empty while it lasts.
    pub to: Day,
    /// Whether the end is still inside.
    pub inclusive: bool,
    /// The other record's day; none is the last day of the period.
    pub on: Option<Day>,
}

impl Companion {
    /// The tables that it reads.
    pub(super) fn tables(&self) -> impl Iterator<Item = &str> {
        let ends = self.interval.iter().flat_map(|interval| [&interval.from, &interval.to]);
        let days = ends.chain(self.interval.iter().filter_map(|interval| interval.on.as_ref()));
        std::iter::once(self.kind.table.as_str())
            .chain(self.tests.iter().flat_map(|(path, test)| tables_of(path, test)))
            .chain(self.when.iter().flat_map(|(path, test)| tables_of(path, test)))
            .chain(days.filter_map(|day| day.via.as_ref()).map(|(_, table)| table.as_str()))
    }

    /// Adds the condition that it stands beside a row, or does not.
    pub(super) fn add(&self, sql: &mut Sql, row: &str, scope: &CountyScope) {
        let Self { wanted, kind, by, tests, when, interval } = self;
        if !when.is_empty() {
            passes(sql.push("CASE WHEN "), row, when, scope);
            sql.push(" THEN ");
        }
        let not = if *wanted { "" } else { "NOT " };
        sql.push(format!("{not}EXISTS (SELECT 1 FROM \"{}\" h WHERE h.county = ", kind.table));
        sql.push(format!("{row}.county AND "));
        counting(sql, "h", scope.position);
        for (theirs, ours) in by {
            sql.push(format!(" AND h.\"{theirs}\" = {row}.\"{ours}\""));
        }
        if !tests.is_empty() {
            sql.push(" AND ");
            passes(sql, "h", tests, scope);
        }
        if let Some(interval) = interval {
            interval.add(sql, row, scope);
        }
        sql.push(if when.is_empty() { ")" } else { ") ELSE TRUE END" });
    }
}

impl Interval {
    fn add(&self, sql: &mut Sql, row: &str, scope: &CountyScope) {
        let Self { from, to, inclusive, on } = self;
        let at = scope.position;
        let day = |sql: &mut Sql| match on {
            Some(day) => day.push(sql, row, at),
            None => {
                sql.bind(scope.last_date.as_str());
            }
        };
        day_and(sql.push(" AND "), from, "h", at).push(" > '' AND ");
        day_and(sql, from, "h", at).push(" <= ");
        day(sql);
        day_and(sql.push(" AND ("), to, "h", at).push(" = '' OR ");
        day_and(sql, to, "h", at).push(if *inclusive { " >= " } else { " > " });
        day(sql);
        sql.push(")");
    }
}
