//! A selection as a statement: candidates, what places them, what qualifies them, what is taken.

use super::CountyScope;
use super::declaration::First;
use super::register::{Part, Selection, Test, Tests};
use crate::divisions::{TOWNSHIP_DIGITS, after_prefix};
use crate::kinds::KindInfo;
use crate::storage::{FOREVER, Sql};

/// What places a record in a period.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Placement {
    /// A day inside the period.
    Within(String),
    /// A day up to the end of the period.
    Until(String),
    /// An interval that holds the last day of the period.
    InForce {
        /// The field of its first day.
        from: String,
        /// The field of its end; empty while it lasts.
        to: String,
        /// Whether the end is still inside.
        inclusive: bool,
    },
    /// A day between a programme's start and the end of the period.
    Since {
        /// The field of the day.
        field: String,
        /// The parameter that holds the start.
        parameter: String,
    },
}

impl Placement {
    /// The field of the day by which evidence is ordered and months are told apart.
    pub fn day(&self) -> &str {
        match self {
            Self::Within(field) | Self::Until(field) | Self::Since { field, .. } => field,
            Self::InForce { from, .. } => from,
        }
    }

    /// Adds the condition that a record `c` lies in the period.
    pub(super) fn add(&self, sql: &mut Sql, scope: &CountyScope, since: Option<&str>) {
        let last = scope.last_date.as_str();
        match self {
            Self::Within(field) => {
                sql.push(format!("c.\"{field}\" >= ")).bind(scope.first_date.as_str());
                sql.push(format!(" AND c.\"{field}\" <= ")).bind(last);
            }
            Self::Until(field) => {
                sql.push(format!("c.\"{field}\" > '' AND c.\"{field}\" <= ")).bind(last);
            }
            Self::InForce { from, to, inclusive } => {
                let sign = if *inclusive { ">=" } else { ">" };
                sql.push(format!("c.\"{from}\" <= ")).bind(last);
                sql.push(format!(" AND (c.\"{to}\" = '' OR c.\"{to}\" {sign} "));
                sql.bind(last).push(")");
            }
            Self::Since { field, .. } => {
                // Without a known start nothing lies in the period.
                sql.push(format!("c.\"{field}\" >= ")).bind(since.unwrap_or("~"));
                sql.push(format!(" AND c.\"{field}\" <= ")).bind(last);
            }
        }
    }
}

/// Adds the condition that row `alias` counts at a position: verified, not superseded, not
/// withdrawn. The predicate stands in this module only.
///
/// Statistics may be from before the verification: PostgreSQL would take `verified` for empty
/// in all rows, and read them all for each row that they are joined to.
pub fn counting(sql: &mut Sql, alias: &str, position: i64) {
    sql.push(format!("{alias}.withdrawn = 0 AND COALESCE({alias}.verified, ")).bind(FOREVER);
    sql.push(") <= ").bind(position);
    sql.push(format!(" AND {alias}.superseded > ")).bind(position);
}

/// Adds the condition that row `c` stands for its record at the position: the revision that
/// counts, or else the one that exists. Each record has exactly one such row.
pub(super) fn candidate(sql: &mut Sql, scope: &CountyScope) {
    let at = scope.position;
    sql.push("c.county = ").bind(scope.county.as_str());
    if scope.division != scope.county {
        sql.push(" AND c.division >= ").bind(scope.division.as_str());
        sql.push(" AND c.division < ").bind(after_prefix(&scope.division));
    }
    sql.push(" AND +c.since <= ").bind(at).push(" AND ((c.verified <= ").bind(at);
    sql.push(" AND c.superseded > ").bind(at).push(") OR (c.base IS NULL AND c.until > ").bind(at);
    sql.push(" AND (c.verified IS NULL OR c.verified > ").bind(at).push(")))");
}

/// Adds the condition that row `c`, a candidate, counts: what is left to ask of a candidate.
pub(super) fn counts(sql: &mut Sql, scope: &CountyScope) {
    sql.push("c.withdrawn = 0 AND c.verified <= ").bind(scope.position);
}

/// Adds the condition that row `c` passes all tests.
pub(super) fn passes(sql: &mut Sql, tests: &Tests, scope: &CountyScope) {
    if tests.is_empty() {
        sql.push("1 = 1");
    }
    for (index, (path, test)) in tests.iter().enumerate() {
        sql.push(if index > 0 { " AND " } else { "" });
        let Some((pointer, kind)) = &path.via else {
            one_test(sql, "c", &path.field, test, scope);
            continue;
        };
        sql.push(format!("EXISTS (SELECT 1 FROM \"{}\" f WHERE f.county = c.county", kind.table));
        sql.push(format!(" AND f.id = c.\"{pointer}\" AND "));
        counting(sql, "f", scope.position);
        sql.push(" AND ");
        one_test(sql, "f", &path.field, test, scope);
        sql.push(")");
    }
}

fn one_test(sql: &mut Sql, row: &str, field: &str, test: &Test, scope: &CountyScope) {
    let column = format!("{row}.\"{field}\"");
    match test {
        Test::OneOf(values) => {
            sql.push(format!("{column} IN ")).bind_all(values.iter().cloned());
        }
        Test::AtLeast(bound) => {
            sql.push(format!("{column} >= ")).bind(*bound);
        }
        Test::AtMost(bound) => {
            sql.push(format!("{column} <= ")).bind(*bound);
        }
        Test::Filled(filled) => {
            let sign = if *filled { "<>" } else { "=" };
            sql.push(format!("COALESCE(CAST({column} AS TEXT), '') {sign} ''"));
        }
        Test::IsFirstDay => {
            sql.push(format!("{column} = ")).bind(scope.first_date.as_str());
        }
        Test::ByCutoff => {
            sql.push(format!("{column} > '' AND {column} <= ")).bind(scope.last_date.as_str());
        }
    }
}

/// Adds the condition that row `c` qualifies for a selection.
pub(super) fn qualifies(sql: &mut Sql, selection: &Selection, scope: &CountyScope) {
    passes(sql, &selection.tests, scope);
    if let Some(first) = &selection.first {
        sql.push(" AND NOT EXISTS (");
        earlier(sql, &selection.kind, selection.placement.day(), first, scope);
        sql.push(")");
    }
}

/// Selects earlier records `e` that are the same as `c` in some fields.
fn earlier(sql: &mut Sql, kind: &KindInfo, day: &str, first: &First, scope: &CountyScope) {
    sql.push(format!("SELECT 1 FROM \"{}\" e WHERE e.county = c.county AND ", kind.table));
    counting(sql, "e", scope.position);
    for field in &first.of {
        sql.push(format!(" AND e.\"{field}\" = c.\"{field}\""));
    }
    sql.push(format!(" AND e.\"{day}\" < c.\"{day}\""));
    if let (Some(years), Some(_)) = (first.within_years, kind.field("last_date")) {
        // The day so many years before, as text: years differ, month and day stay.
        sql.push(format!(
            " AND (e.last_date = '' OR e.last_date >= \
             CAST(CAST(substr(c.\"{day}\", 1, 4) AS BIGINT) - {years} AS TEXT) \
             || substr(c.\"{day}\", 5))"
        ));
    }
}

/// Adds an aggregate over the rows that count and qualify.
pub(super) fn aggregate(sql: &mut Sql, part: &Part, selection: &Selection, scope: &CountyScope) {
    match part {
        Part { sum: Some(field), .. } => sql.push(format!("CAST(SUM(c.\"{field}\")")),
        Part { distinct: Some(field), .. } => sql.push(format!("COUNT(DISTINCT c.\"{field}\")")),
        Part { .. } => sql.push("COUNT(*)"),
    };
    sql.push(" FILTER (WHERE ");
    counts(sql, scope);
    sql.push(" AND ");
    qualifies(sql, selection, scope);
    if !part.tests.is_empty() {
        sql.push(" AND ");
        passes(sql, &part.tests, scope);
    }
    sql.push(if part.sum.is_some() { ") AS BIGINT)" } else { ")" });
}

/// The township of row `c`: nine digits, or the shorter code of what lies in no township.
pub(super) fn township() -> String {
    format!("substr(c.division, 1, {TOWNSHIP_DIGITS})")
}
