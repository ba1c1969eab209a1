//! What places a record in a period: a day of its own, or of the record it points to.

use super::CountyScope;
use super::selection::counting;
use crate::storage::Sql;

/// A day of a record, or of the record that one of its fields points to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    /// The field that points, and the table it points to.
    pub via: Option<(String, String)>,
    /// The field of the day.
    pub field: String,
    /// What the day is called in a form.
    pub label: String,
}

/// As English words: `first date`, or `landed date of project id`.
impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let field = self.field.replace('_', " ");
        match &self.via {
            Some((pointer, _)) => write!(f, "{field} of {}", pointer.replace('_', " ")),
            None => f.write_str(&field),
        }
    }
}

impl Day {
    /// Adds the day of a row; one that is pointed to is the day that counts at the position.
    pub(super) fn push(&self, sql: &mut Sql, row: &str, position: i64) {
        let Self { via, field, .. } = self;
        let Some((pointer, table)) = via else {
            sql.push(format!("{row}.\"{field}\""));
            return;
        };
        sql.push(format!("COALESCE((SELECT d.\"{field}\" FROM \"{table}\" d WHERE "));
        sql.push(format!("d.county = {row}.county AND d.id = {row}.\"{pointer}\" AND "));
        counting(sql, "d", position);
        sql.push("), '')");
    }
}

/// What places a record in a period.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Placement {
    /// A day inside the period.
    Within(Day),
    /// A day up to the end of the period.
    Until(Day),
    /// An interval that holds the last day of the period.
    InForce {
        /// Its first day.
        from: Day,
        /// Its end; empty while it lasts.
        to: Day,
        /// Whether the end is still inside.
        inclusive: bool,
    },
    /// A day between a programme's start and the end of the period.
    Since {
        /// The day.
        day: Day,
        /// The parameter that holds the start.
        parameter: String,
    },
}

impl Placement {
    /// The day by which evidence is ordered and months are told apart.
    pub fn day(&self) -> &Day {
        match self {
            Self::Within(day) | Self::Until(day) | Self::Since { day, .. } => day,
            Self::InForce { from, .. } => from,
        }
    }

    /// The tables that it reads besides the record's own.
    pub(super) fn tables(&self) -> impl Iterator<Item = &str> {
        let ends = match self {
            Self::InForce { from, to, .. } => vec![from, to],
            _ => vec![self.day()],
        };
        ends.into_iter().filter_map(|day| day.via.as_ref()).map(|(_, table)| table.as_str())
    }

    /// Adds the condition that a row lies in the period.
    pub(super) fn add(&self, sql: &mut Sql, row: &str, scope: &CountyScope, since: Option<&str>) {
        let (at, last) = (scope.position, scope.last_date.as_str());
        match self {
            Self::Within(day) => {
                day.push(sql, row, at);
                sql.push(" >= ").bind(scope.first_date.as_str()).push(" AND ");
                day.push(sql, row, at);
                sql.push(" <= ").bind(last);
            }
            Self::Until(day) => {
                day.push(sql, row, at);
                sql.push(" > '' AND ");
                day.push(sql, row, at);
                sql.push(" <= ").bind(last);
            }
            Self::InForce { from, to, inclusive } => {
                day_and(sql, from, row, at).push(" > '' AND ");
                day_and(sql, from, row, at).push(" <= ").bind(last).push(" AND (");
                day_and(sql, to, row, at).push(" = '' OR ");
                let sign = if *inclusive { " >= " } else { " > " };
                day_and(sql, to, row, at).push(sign).bind(last).push(")");
            }
            Self::Since { day, .. } => {
                // Without a known start nothing lies in the period.
                day_and(sql, day, row, at).push(" >= ").bind(since.unwrap_or("~"));
                sql.push(" AND ");
                day_and(sql, day, row, at).push(" <= ").bind(last);
            }
        }
    }
}

/// Adds a day and gives the statement back.
pub(super) fn day_and<'a>(sql: &'a mut Sql, day: &Day, row: &str, position: i64) -> &'a mut Sql {
    day.push(sql, row, position);
    sql
}
