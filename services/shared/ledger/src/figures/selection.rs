//! A selection as a statement: candidates, what places them, what qualifies them, what is taken.

use super::CountyScope;
use super::declaration::{Area, First};
use super::placement::{Day, day_and};
use super::register::{Part, Selection, Test, Tests};
use crate::divisions::{TOWNSHIP_DIGITS, after_prefix};
use crate::kinds::KindInfo;
use crate::storage::{FOREVER, Sql};

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

/// Adds the condition that a row passes all tests.
pub(super) fn passes(sql: &mut Sql, row: &str, tests: &Tests, scope: &CountyScope) {
    if tests.is_empty() {
        sql.push("1 = 1");
    }
    for (index, (path, test)) in tests.iter().enumerate() {
        sql.push(if index > 0 { " AND " } else { "" });
        let Some((pointer, kind)) = &path.via else {
            one_test(sql, row, &path.field, test, scope);
            continue;
        };
        sql.push(format!("EXISTS (SELECT 1 FROM \"{}\" f WHERE f.county = ", kind.table));
        sql.push(format!("{row}.county AND f.id = {row}.\"{pointer}\" AND "));
        counting(sql, "f", scope.position);
        sql.push(" AND ");
        one_test(sql, "f", &path.field, test, scope);
        sql.push(")");
    }
}

/// Adds the condition that a row passes one of several groups of tests, where there are any.
fn passes_any(sql: &mut Sql, row: &str, any: &[Tests], scope: &CountyScope) {
    for (index, tests) in any.iter().enumerate() {
        sql.push(if index == 0 { " AND ((" } else { ") OR (" });
        passes(sql, row, tests, scope);
    }
    sql.push(if any.is_empty() { "" } else { "))" });
}

fn one_test(sql: &mut Sql, row: &str, field: &str, test: &Test, scope: &CountyScope) {
    let column = format!("{row}.\"{field}\"");
    let last = scope.last_date.as_str();
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
        Test::ByCutoff(is_by) => by_day(sql, &column, last, *is_by),
        Test::By(day, is_by) => by_day(sql, &column, day, *is_by),
        Test::InPeriod => {
            sql.push(format!("{column} >= ")).bind(scope.first_date.as_str());
            sql.push(format!(" AND {column} <= ")).bind(last);
        }
        Test::BeforePeriod(true) => {
            sql.push(format!("{column} > '' AND {column} < ")).bind(scope.first_date.as_str());
        }
        Test::BeforePeriod(false) => {
            sql.push(format!("({column} = '' OR {column} >= "));
            sql.bind(scope.first_date.as_str()).push(")");
        }
        Test::AtMostField(other) => {
            sql.push(format!("{column} <= {row}.\"{other}\""));
        }
        Test::AtLeastField(other) => {
            sql.push(format!("{column} >= {row}.\"{other}\""));
        }
        Test::IsParameter(code) => {
            sql.push(format!("{column} = COALESCE(("));
            parameter(sql, code, scope);
            sql.push("), '')");
        }
        Test::Inside(area) => {
            let digits = match area {
                Area::City => 4,
                Area::Province => 2,
            };
            let place = scope.county.get(..digits).unwrap_or_default();
            sql.push(format!("substr({column}, 1, {digits}) = ")).bind(place);
        }
    }
}

/// Adds the condition that the day in a column is up to a day, or that it is not.
fn by_day(sql: &mut Sql, column: &str, day: &str, is_by: bool) {
    match is_by {
        true => sql.push(format!("{column} > '' AND {column} <= ")).bind(day),
        false => sql.push(format!("({column} = '' OR {column} > ")).bind(day).push(")"),
    };
}

/// Selects the value of a dated parameter of the county on the last day of the period.
pub(super) fn parameter(sql: &mut Sql, code: &str, scope: &CountyScope) {
    let last = scope.last_date.as_str();
    sql.push("SELECT p.value FROM parameter p WHERE p.county = ").bind(scope.county.as_str());
    sql.push(" AND ");
    counting(sql, "p", scope.position);
    sql.push(" AND p.code = ").bind(code).push(" AND p.first_date <= ").bind(last);
    sql.push(" AND (p.last_date = '' OR p.last_date >= ").bind(last);
    sql.push(") ORDER BY p.first_date DESC LIMIT 1");
}

/// Adds the condition that row `c` qualifies for a selection.
pub(super) fn qualifies(
    sql: &mut Sql,
    selection: &Selection,
    scope: &CountyScope,
    since: Option<&str>,
) {
    passes(sql, "c", &selection.tests, scope);
    passes_any(sql, "c", &selection.any, scope);
    for companion in &selection.beside {
        companion.add(sql.push(" AND "), "c", scope);
    }
    if let Some(first) = &selection.first {
        sql.push(" AND NOT EXISTS (");
        earlier(sql, &selection.kind, selection.placement.day(), first, scope);
        sql.push(")");
    }
    if selection.latest.is_some() {
        sql.push(" AND NOT EXISTS (");
        later(sql, selection, scope, since);
        sql.push(")");
    }
}

/// Selects records `e` that are the same as `c` in some fields.
fn same(sql: &mut Sql, kind: &KindInfo, of: &[String], scope: &CountyScope) {
    sql.push(format!("SELECT 1 FROM \"{}\" e WHERE e.county = c.county AND ", kind.table));
    counting(sql, "e", scope.position);
    for field in of {
        sql.push(format!(" AND e.\"{field}\" = c.\"{field}\""));
    }
}

/// Selects earlier records `e` that are the same as `c` in some fields.
fn earlier(sql: &mut Sql, kind: &KindInfo, day: &Day, first: &First, scope: &CountyScope) {
    let at = scope.position;
    same(sql, kind, &first.of, scope);
    day_and(sql.push(" AND "), day, "e", at).push(" < ");
    day.push(sql, "c", at);
    if let (Some(years), Some(_)) = (first.within_years, kind.field("last_date")) {
        // The day so many years before, as text: years differ, month and day stay.
        sql.push(" AND (e.last_date = '' OR e.last_date >= CAST(CAST(substr(");
        day_and(sql, day, "c", at);
        sql.push(format!(", 1, 4) AS BIGINT) - {years} AS TEXT) || substr("));
        day_and(sql, day, "c", at).push(", 5))");
    }
}

/// Selects later records `e` of the period that pass the same tests and are the same as `c` in
/// some fields; of two on one day the one entered later.
fn later(sql: &mut Sql, selection: &Selection, scope: &CountyScope, since: Option<&str>) {
    let Selection { kind, placement, tests, any, latest, beside, .. } = selection;
    let (day, at) = (placement.day(), scope.position);
    let of = latest.as_ref().map(|latest| latest.of.as_slice()).unwrap_or_default();
    same(sql, kind, of, scope);
    sql.push(" AND ");
    placement.add(sql, "e", scope, since);
    sql.push(" AND ");
    passes(sql, "e", tests, scope);
    passes_any(sql, "e", any, scope);
    for companion in beside {
        companion.add(sql.push(" AND "), "e", scope);
    }
    day_and(sql.push(" AND ("), day, "e", at).push(" > ");
    day_and(sql, day, "c", at).push(" OR (");
    day_and(sql, day, "e", at).push(" = ");
    day_and(sql, day, "c", at).push(" AND e.since > c.since))");
}

/// Adds an aggregate over the rows that count and qualify.
pub(super) fn aggregate(
    sql: &mut Sql,
    part: &Part,
    selection: &Selection,
    scope: &CountyScope,
    since: Option<&str>,
) {
    match part {
        Part { sum: Some(field), .. } => sql.push(format!("CAST(SUM(c.\"{field}\")")),
        Part { distinct: Some(field), .. } => sql.push(format!("COUNT(DISTINCT c.\"{field}\")")),
        Part { days: Some([from, to]), .. } => sql.push(format!("CAST(SUM({})", days(from, to))),
        Part { .. } => sql.push("COUNT(*)"),
    };
    sql.push(" FILTER (WHERE ");
    counts(sql, scope);
    sql.push(" AND ");
    qualifies(sql, selection, scope, since);
    if !part.tests.is_empty() {
        sql.push(" AND ");
        passes(sql, "c", &part.tests, scope);
    }
    let summed = part.sum.is_some() || part.days.is_some();
    sql.push(if summed { ") AS BIGINT)" } else { ")" });
}

/// The calendar days from one day of row `c` to another; nothing where one of them is missing.
fn days(from: &str, to: &str) -> String {
    let (from, to) = (format!("c.\"{from}\""), format!("c.\"{to}\""));
    let (first, last) = (day_number(&from), day_number(&to));
    format!("CASE WHEN {from} > '' AND {to} > '' THEN {last} - {first} END")
}

/// The running number of a day written `YYYY-MM-DD`, the same in both databases: years, leap
/// days and months before it, the year beginning with March (Fliegel and van Flandern, 1968).
fn day_number(column: &str) -> String {
    let part = |from: u8, digits: u8| format!("CAST(substr({column}, {from}, {digits}) AS BIGINT)");
    let (year, month, day) = (part(1, 4), part(6, 2), part(9, 2));
    let year = format!("({year} - (14 - {month}) / 12)");
    let month = format!("({month} + 12 * ((14 - {month}) / 12) - 3)");
    let leaps = format!("{year} / 4 - {year} / 100 + {year} / 400");
    format!("({day} + (153 * {month} + 2) / 5 + 365 * {year} + {leaps})")
}

/// The township of row `c`: nine digits, or the shorter code of what lies in no township.
pub(super) fn township() -> String {
    format!("substr(c.division, 1, {TOWNSHIP_DIGITS})")
}
