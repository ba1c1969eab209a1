//! What a statement finds for a figure: how many records, left out why, and the sums.

use std::sync::Arc;

use sea_orm::QueryResult;

use super::CountyScope;
use super::declaration::Class;
use super::openings::Openings;
use super::placement::day_and;
use super::register::{Figure, Selection};
use super::selection::{aggregate, candidate, counts, qualifies};
use crate::storage::Sql;

/// What a statement found for a figure, in one county or in all of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tally {
    pub(super) total: i64,
    pub(super) in_period: i64,
    pub(super) withdrawn: i64,
    pub(super) unverified: i64,
    pub(super) counted: i64,
    pub(super) pending: i64,
    /// Of those counted, how many rest on an opening list.
    pub(super) opening: i64,
    /// Of those counted, how many have a number that may not be told ([`Declaration::least_of`]).
    ///
    /// [`Declaration::least_of`]: super::declaration::Declaration
    pub(super) few: i64,
    pub(super) above: i128,
    pub(super) below: i128,
    pub(super) covered: i64,
    pub(super) last_day: Option<String>,
    pub(super) since: Option<String>,
    /// A dated parameter's value.
    pub(super) parameter: Option<String>,
}

impl Tally {
    pub(super) fn add(&mut self, other: &Self) {
        self.total += other.total;
        self.in_period += other.in_period;
        self.withdrawn += other.withdrawn;
        self.unverified += other.unverified;
        self.counted += other.counted;
        self.pending += other.pending;
        self.opening += other.opening;
        self.few += other.few;
        self.above += other.above;
        self.below += other.below;
        self.covered += other.covered;
        self.last_day = self.last_day.take().max(other.last_day.clone());
        self.since = match (self.since.take(), other.since.clone()) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        // Counties may differ in a parameter; then the whole has none.
        self.parameter = match (self.parameter.take(), other.parameter.clone()) {
            (Some(one), Some(two)) if one != two => Some(String::new()),
            (one, two) => one.or(two),
        };
    }
}

/// Adds the columns of the tallies of figures that share kind and placement.
pub(super) fn push_tallies(
    sql: &mut Sql,
    group: &[&Arc<Figure>],
    (scope, openings): (&CountyScope, &Openings),
    since: Option<&str>,
) {
    let at = scope.position;
    sql.push("COUNT(*), COUNT(*) FILTER (WHERE c.withdrawn = 1), COUNT(*) FILTER (WHERE ");
    sql.push("c.withdrawn = 0 AND (c.verified IS NULL OR c.verified > ").bind(at).push("))");
    for figure in group {
        let Some(selection) = &figure.selection else { continue };
        let counted = |sql: &mut Sql, what: &str| {
            sql.push(format!(", {what} FILTER (WHERE "));
            counts(sql, scope);
            sql.push(" AND ");
            qualifies(sql, selection, scope, since);
        };
        counted(sql, "COUNT(*)");
        sql.push(")");
        counted(sql, "COUNT(*)");
        sql.push(" AND c.until <= ").bind(at).push(")");
        if openings.hold(&selection.kind) {
            counted(sql, "COUNT(*)");
            openings.rests(sql, &selection.kind);
            sql.push(")");
        }
        if let Some(is_few) = is_few(figure) {
            counted(sql, "COUNT(*)");
            sql.push(format!(" AND ({is_few}))"));
        }
        let covered = figure.coverage.iter().map(|coverage| &coverage.covered);
        for part in covered.chain(&figure.above).chain(&figure.below) {
            sql.push(", ");
            aggregate(sql, part, selection, scope, since);
        }
    }
    for figure in group {
        let Some(selection) = &figure.selection else { continue };
        sql.push(", MAX(");
        day_and(sql, selection.placement.day(), "c", at).push(") FILTER (WHERE ");
        counts(sql, scope);
        sql.push(" AND ");
        qualifies(sql, selection, scope, since);
        sql.push(")");
    }
}

/// That row `c` has a number that may not be told; nothing where the figure has no such numbers.
fn is_few(figure: &Figure) -> Option<String> {
    let least = figure.declaration.least_cell?;
    let cells = figure.declaration.least_of.iter();
    let cells: Vec<String> =
        cells.map(|field| format!("c.\"{field}\" > 0 AND c.\"{field}\" < {least}")).collect();
    (!cells.is_empty()).then(|| cells.join(" OR "))
}

/// Adds what the rows are taken from.
pub(super) fn push_from(
    sql: &mut Sql,
    selection: &Selection,
    scope: &CountyScope,
    since: Option<&str>,
) {
    sql.push(format!(" FROM \"{}\" c WHERE ", selection.kind.table));
    candidate(sql, scope);
    sql.push(" AND ");
    selection.placement.add(sql, "c", scope, since);
}

/// Reads what [`push_tallies`] selects, from a column on.
pub(super) fn read_tallies(
    row: &QueryResult,
    (group, openings): (&[&Arc<Figure>], &Openings),
    first: usize,
) -> Result<Vec<Tally>, sea_orm::DbErr> {
    let mut column = first;
    let mut next = || -> Result<i64, sea_orm::DbErr> {
        let value: Option<i64> = row.try_get_by_index(column)?;
        column += 1;
        Ok(value.unwrap_or(0))
    };
    let (in_period, withdrawn, unverified) = (next()?, next()?, next()?);
    let mut tallies = Vec::with_capacity(group.len());
    for figure in group {
        let mut tally = Tally { in_period, withdrawn, unverified, ..Tally::default() };
        (tally.counted, tally.pending) = (next()?, next()?);
        if figure.selection.as_ref().is_some_and(|selection| openings.hold(&selection.kind)) {
            tally.opening = next()?;
        }
        if is_few(figure).is_some() {
            tally.few = next()?;
        }
        if figure.coverage.is_some() {
            tally.covered = next()?;
        }
        for _ in &figure.above {
            tally.above += i128::from(next()?);
        }
        for _ in &figure.below {
            tally.below += i128::from(next()?);
        }
        tallies.push(tally);
    }
    // The last days stand behind all numbers.
    for (index, (tally, figure)) in tallies.iter_mut().zip(group).enumerate() {
        let last: Option<String> = row.try_get_by_index(column + index)?;
        let closed = matches!(figure.declaration.class, Class::Return | Class::Document)
            && !figure.is_state();
        tally.last_day = last.filter(|_| closed);
    }
    Ok(tallies)
}
