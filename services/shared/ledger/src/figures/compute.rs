//! Computes figures: one statement a kind, period and division; cached until a kind moves on.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chassis::{FieldFault, Refusal};
use moka::sync::Cache;
use proto::figure::v1 as wire;
use proto::ledger::v1::Reason;
use sea_orm::QueryResult;

use super::CountyScope;
use super::declaration::{Class, Due, Measure};
use super::exact::{Exact, Rounding, decimal, parse, round, shortest};
use super::period::{days_between, last_year, months_between, year_before};
use super::register::{Figure, Figures, Selection};
use super::selection::{Placement, aggregate, candidate, counts, qualifies};
use crate::kinds::{Kinds, parse_date};
use crate::reader::{Failure, Reader};
use crate::storage::Sql;

/// So many results are kept.
const KEPT: u64 = 100_000;

/// What figures are computed for, with a position for every county inside.
#[derive(Clone, Debug, PartialEq)]
pub struct Scope {
    /// The division.
    pub division: String,
    /// The first day of the period.
    pub first_date: String,
    /// The last day whose facts are counted.
    pub last_date: String,
    /// By county.
    pub positions: BTreeMap<String, i64>,
}

/// What a statement found for a figure, in one county or in all of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tally {
    pub(super) total: i64,
    pub(super) in_period: i64,
    pub(super) withdrawn: i64,
    pub(super) unverified: i64,
    pub(super) counted: i64,
    pub(super) pending: i64,
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

/// A figure with its value.
#[derive(Clone, Debug)]
pub struct Computed {
    /// The exact value, or none.
    pub value: Option<Exact>,
    /// Why there is none, in English and Chinese.
    pub missing: Option<(String, String)>,
    pub(super) tally: Tally,
    /// What should be there, where the figure knows.
    pub(super) due: Option<i64>,
    /// The sums above and below the line, where there is a line.
    pub(super) line: Option<(Exact, Exact)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct CacheKey {
    code: String,
    scope: CountyScope,
    marks: Vec<i64>,
}

/// Computes the figures of one department.
#[derive(Clone)]
pub struct Engine {
    pub(super) reader: Reader,
    pub(super) kinds: Kinds,
    pub(super) figures: Arc<Figures>,
    cache: Cache<CacheKey, Arc<Tally>>,
    totals: Cache<CacheKey, i64>,
}

impl Engine {
    /// An engine over one department's ledger.
    pub fn new(reader: Reader, kinds: Kinds, figures: Figures) -> Self {
        let (cache, totals) = (Cache::new(KEPT), Cache::new(KEPT));
        Self { reader, kinds, figures: Arc::new(figures), cache, totals }
    }

    /// The figures that it computes.
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// The figure of a code.
    ///
    /// # Errors
    /// `FIGURE_UNKNOWN`.
    pub fn figure(&self, code: &str) -> Result<&Arc<Figure>, Refusal> {
        self.figures.get(code).ok_or_else(|| {
            Refusal::new(
                Reason::FigureUnknown,
                format!("there is no figure {code:?}"),
                format!("没有代码为“{code}”的指标"),
            )
            .with("code", code)
        })
    }

    /// Checks a scope and gives every county inside its position.
    ///
    /// # Errors
    /// `REQUEST_INVALID` for a day or a division that is none; `POSITION_AHEAD`.
    pub async fn scope(&self, asked: Option<&wire::Scope>) -> Result<Scope, Refusal> {
        let empty = wire::Scope::default();
        let wire::Scope { division, first_date, last_date, positions } = asked.unwrap_or(&empty);
        check_day("scope.first_date", first_date)?;
        check_day("scope.last_date", last_date)?;
        let known = crate::divisions::Divisions::standard().knows(division);
        if !known {
            return Err(Refusal::request(FieldFault::new(
                "scope.division",
                Reason::DivisionUnknown,
                format!("{division:?} is not a division in the register"),
                format!("行政区划代码“{division}”不在名册中"),
            )));
        }
        let mut resolved = BTreeMap::new();
        for county in self.reader.counties(division).await? {
            let asked = positions.get(&county).copied().unwrap_or(0);
            let position = self.reader.position(&county, asked).await?;
            resolved.insert(county, position);
        }
        Ok(Scope {
            division: division.clone(),
            first_date: first_date.clone(),
            last_date: last_date.clone(),
            positions: resolved,
        })
    }

    /// Computes figures of a scope, with those of last year where they are compared.
    ///
    /// # Errors
    /// `FIGURE_UNKNOWN`, or a failure of the database.
    pub async fn compute(
        &self,
        scope: &Scope,
        codes: &[String],
        compare: bool,
    ) -> Result<Vec<wire::Figure>, Refusal> {
        let figures: Vec<Arc<Figure>> = if codes.is_empty() {
            self.figures.iter().cloned().collect()
        } else {
            codes.iter().map(|c| self.figure(c).cloned()).collect::<Result<_, _>>()?
        };
        let tallies = self.tallies(&figures, scope).await?;
        let mut answers = Vec::with_capacity(figures.len());
        for figure in &figures {
            let computed = self.finish(figure, scope, &tallies).await?;
            answers.push(present(figure, &computed));
        }
        if compare {
            self.compare(scope, &figures, &mut answers).await?;
        }
        Ok(answers)
    }

    /// One figure of a scope.
    pub(super) async fn one(
        &self,
        figure: &Arc<Figure>,
        scope: &Scope,
    ) -> Result<Computed, Refusal> {
        let tallies = self.tallies(std::slice::from_ref(figure), scope).await?;
        self.finish(figure, scope, &tallies).await
    }

    /// Adds the same period of last year, and the growth over it.
    async fn compare(
        &self,
        scope: &Scope,
        figures: &[Arc<Figure>],
        answers: &mut [wire::Figure],
    ) -> Result<(), Refusal> {
        // Figures over closed months are compared over the months that are covered.
        let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, answer) in answers.iter().enumerate() {
            let last = Some(&answer.last_covered_date).filter(|day| !day.is_empty());
            groups.entry(last.unwrap_or(&scope.last_date).clone()).or_default().push(index);
        }
        for (last, members) in groups {
            let before = Scope {
                first_date: last_year(&scope.first_date),
                last_date: last_year(&last),
                ..scope.clone()
            };
            let group: Vec<_> = members.iter().map(|index| figures[*index].clone()).collect();
            let tallies = self.tallies(&group, &before).await?;
            for (index, figure) in members.into_iter().zip(&group) {
                let then = self.finish(figure, &before, &tallies).await?;
                let Some(value) = then.value else { continue };
                let declaration = &figure.declaration;
                let printed =
                    declaration.print.print(value, &declaration.unit, &declaration.unit_en);
                let answer = &mut answers[index];
                answer.same_period_last_year = Some(printed.value);
                let now = answer.exact.as_deref().and_then(parse);
                if let Some(growth) = now.and_then(|now| growth(now, value))
                    && declaration.unit != "%"
                {
                    answer.growth = Some(decimal(round(growth, 1, Rounding::HalfUp), 1));
                }
            }
        }
        Ok(())
    }

    /// The tallies of figures over records, by code; inputs of figures over figures as well.
    async fn tallies(
        &self,
        figures: &[Arc<Figure>],
        scope: &Scope,
    ) -> Result<HashMap<String, Tally>, Refusal> {
        let mut over_records: BTreeMap<&str, &Arc<Figure>> = BTreeMap::new();
        for figure in figures {
            let each = figure.coverage.as_ref().and_then(|coverage| coverage.each.as_deref());
            let inputs = figure.inputs().into_iter().chain(each);
            let inputs = inputs.filter_map(|code| self.figures.get(code));
            for figure in inputs.chain([figure]).filter(|figure| figure.selection.is_some()) {
                over_records.insert(&figure.declaration.code, figure);
            }
        }
        let mut tallies: HashMap<String, Tally> = HashMap::new();
        for (county, position) in &scope.positions {
            let inside = scope.division.starts_with(county.as_str());
            let place = CountyScope {
                county: county.clone(),
                division: if inside { scope.division.clone() } else { county.clone() },
                first_date: scope.first_date.clone(),
                last_date: scope.last_date.clone(),
                position: *position,
            };
            for (code, tally) in self.county_tallies(&over_records, &place).await? {
                tallies.entry(code).or_default().add(&tally);
            }
        }
        Ok(tallies)
    }

    async fn county_tallies(
        &self,
        figures: &BTreeMap<&str, &Arc<Figure>>,
        scope: &CountyScope,
    ) -> Result<Vec<(String, Arc<Tally>)>, Refusal> {
        let marks = self.marks(scope).await?;
        let mut found = Vec::new();
        let mut groups: BTreeMap<(String, Placement, bool), Vec<&Arc<Figure>>> = BTreeMap::new();
        let mut keys = HashMap::new();
        for (code, figure) in figures {
            let Some(selection) = &figure.selection else { continue };
            let key = self.key(code, figure, scope, &marks);
            if let Some(tally) = self.cache.get(&key) {
                found.push(((*code).to_owned(), tally));
                continue;
            }
            keys.insert((*code).to_owned(), key);
            let apart = matches!(figure.declaration.measure, Measure::Parameter(_));
            let group = (selection.kind.table.clone(), selection.placement.clone(), apart);
            groups.entry(group).or_default().push(figure);
        }
        for ((_, _, parameter), group) in groups {
            // A parameter is the county's, whatever part of it a figure is asked for.
            let whole = CountyScope { division: scope.county.clone(), ..scope.clone() };
            let scope = if parameter { &whole } else { scope };
            let tallies = self.group_tallies(&group, scope, &marks).await?;
            for (figure, tally) in group.iter().zip(tallies) {
                let (code, tally) = (figure.declaration.code.clone(), Arc::new(tally));
                if let Some(key) = keys.remove(&code) {
                    self.cache.insert(key, tally.clone());
                }
                found.push((code, tally));
            }
        }
        Ok(found)
    }

    /// The last entry of each kind up to the position: what a result depends on.
    async fn marks(&self, scope: &CountyScope) -> Result<BTreeMap<String, i64>, Refusal> {
        let mut sql = Sql::new("SELECT ");
        for (index, kind) in self.kinds.iter().enumerate() {
            sql.push(if index > 0 { ", " } else { "" });
            sql.push("(SELECT MAX(seq) FROM entry WHERE county = ").bind(scope.county.as_str());
            sql.push(" AND kind = ").bind(kind.name.as_str()).push(" AND seq <= ");
            sql.bind(scope.position).push(")");
        }
        let rows = self.reader.rows(sql).await?;
        let mut marks = BTreeMap::new();
        for (row, (index, kind)) in rows.iter().cycle().zip(self.kinds.iter().enumerate()) {
            let last: Option<i64> = row.try_get_by_index(index).map_err(Failure::from)?;
            marks.insert(kind.table.clone(), last.unwrap_or(0));
        }
        Ok(marks)
    }

    fn key(
        &self,
        code: &str,
        figure: &Figure,
        scope: &CountyScope,
        marks: &BTreeMap<String, i64>,
    ) -> CacheKey {
        let selection = figure.selection.as_ref().map(|selection| selection.kind.table.as_str());
        let since = matches!(
            figure.selection.as_ref().map(|selection| &selection.placement),
            Some(Placement::Since { .. })
        );
        let pointed = figure.selection.iter().flat_map(|selection| &selection.tests);
        let pointed = pointed.filter_map(|(path, _)| path.via.as_ref());
        let pointed = pointed.map(|(_, kind)| kind.table.as_str());
        let tables = selection.into_iter().chain(since.then_some("parameter")).chain(pointed);
        let tables = tables.chain(figure.code.iter().flat_map(|code| code.tables()).copied());
        let marks = tables.map(|table| marks.get(table).copied().unwrap_or(0)).collect();
        // The position itself does not matter, only what it shows of these kinds.
        let scope = CountyScope { position: 0, ..scope.clone() };
        CacheKey { code: code.to_owned(), scope, marks }
    }

    async fn group_tallies(
        &self,
        group: &[&Arc<Figure>],
        scope: &CountyScope,
        marks: &BTreeMap<String, i64>,
    ) -> Result<Vec<Tally>, Refusal> {
        let Some(selection) = group.first().and_then(|figure| figure.selection.as_ref()) else {
            return Ok(Vec::new());
        };
        let since = self.since(selection, scope).await?;
        let mut sql = Sql::new("SELECT ");
        push_tallies(&mut sql, group, scope);
        push_from(&mut sql, selection, scope, since.as_deref());
        let rows = self.reader.rows(sql).await?;
        let total = self.total(selection, scope, marks).await?;
        let mut tallies = match rows.first() {
            Some(row) => read_tallies(row, group, 0).map_err(Failure::from)?,
            None => vec![Tally::default(); group.len()],
        };
        for (tally, figure) in tallies.iter_mut().zip(group) {
            tally.total = total;
            tally.since = since.clone();
            if let Some(code) = &figure.code {
                let (above, below) = code.sums(&self.reader, scope).await?;
                (tally.above, tally.below) = (above.unwrap_or(0), below.unwrap_or(0));
            }
            if let (Measure::Parameter(_), true) = (&figure.declaration.measure, tally.counted > 0)
            {
                tally.parameter = self.parameter_of(figure, scope).await?;
            }
        }
        Ok(tallies)
    }

    /// The kind's total in the division at the position, counted once for all its figures.
    async fn total(
        &self,
        selection: &Selection,
        scope: &CountyScope,
        marks: &BTreeMap<String, i64>,
    ) -> Result<i64, Refusal> {
        let table = &selection.kind.table;
        let timeless =
            CountyScope { first_date: String::new(), last_date: String::new(), ..scope.clone() };
        let key = CacheKey {
            code: table.clone(),
            scope: CountyScope { position: 0, ..timeless },
            marks: vec![marks.get(table).copied().unwrap_or(0)],
        };
        if let Some(total) = self.totals.get(&key) {
            return Ok(total);
        }
        let mut sql = Sql::new(format!("SELECT COUNT(*) FROM \"{table}\" c WHERE "));
        candidate(&mut sql, scope);
        let rows = self.reader.rows(sql).await?;
        let total = rows.first().map_or(Ok(0), |row| row.try_get_by_index(0));
        let total = total.map_err(Failure::from)?;
        self.totals.insert(key, total);
        Ok(total)
    }

    /// The first day of the programme that a selection counts from.
    pub(super) async fn since(
        &self,
        selection: &Selection,
        scope: &CountyScope,
    ) -> Result<Option<String>, Refusal> {
        let Placement::Since { parameter, .. } = &selection.placement else { return Ok(None) };
        let value = self.parameter(parameter, scope).await?;
        Ok(value.filter(|day| parse_date(day).is_some()))
    }

    async fn parameter_of(
        &self,
        figure: &Figure,
        scope: &CountyScope,
    ) -> Result<Option<String>, Refusal> {
        match &figure.declaration.measure {
            Measure::Parameter(code) => self.parameter(code, scope).await,
            _ => Ok(None),
        }
    }

    /// The value of a dated parameter on the last day of the period.
    async fn parameter(&self, code: &str, scope: &CountyScope) -> Result<Option<String>, Refusal> {
        let mut sql = Sql::new("SELECT c.value FROM parameter c WHERE ");
        let whole = CountyScope { division: scope.county.clone(), ..scope.clone() };
        candidate(&mut sql, &whole);
        sql.push(" AND ");
        counts(&mut sql, &whole);
        sql.push(" AND c.code = ").bind(code).push(" AND c.first_date <= ");
        sql.bind(scope.last_date.as_str()).push(" AND (c.last_date = '' OR c.last_date >= ");
        sql.bind(scope.last_date.as_str()).push(") ORDER BY c.first_date DESC LIMIT 1");
        let rows = self.reader.rows(sql).await?;
        let value = rows.first().map(|row| row.try_get_by_index(0)).transpose();
        Ok(value.map_err(Failure::from)?)
    }

    /// Puts a figure together from tallies.
    async fn finish(
        &self,
        figure: &Arc<Figure>,
        scope: &Scope,
        tallies: &HashMap<String, Tally>,
    ) -> Result<Computed, Refusal> {
        let input = |code: &str| {
            let figure = self.figures.get(code);
            let tally = tallies.get(code).cloned().unwrap_or_default();
            figure.map(|figure| value_of(figure, tally, scope, None))
        };
        match &figure.declaration.measure {
            Measure::Growth(code) => {
                let Some(now) = input(code) else { return Ok(Computed::none()) };
                let last = now.tally.last_day.as_ref().unwrap_or(&scope.last_date);
                let before = Scope {
                    first_date: last_year(&scope.first_date),
                    last_date: last_year(last),
                    ..scope.clone()
                };
                let figure = self.figure(code)?;
                let then = Box::pin(self.one(figure, &before)).await?;
                Ok(grown(now, &then))
            }
            Measure::YearBefore(code) => {
                let (first_date, last_date) = year_before(&scope.last_date);
                let before = Scope { first_date, last_date, ..scope.clone() };
                let figure = self.figure(code)?;
                Box::pin(self.one(figure, &before)).await
            }
            Measure::Quotient(quotient) => match (input(&quotient.of), input(&quotient.to)) {
                (Some(of), Some(to)) => Ok(divided(of, &to, quotient.times)),
                _ => Ok(Computed::none()),
            },
            _ => {
                let tally = tallies.get(&figure.declaration.code).cloned().unwrap_or_default();
                let each = figure.coverage.as_ref().and_then(|coverage| coverage.each.as_deref());
                let times = each.map(|code| input(code).and_then(|each| each.value));
                Ok(value_of(figure, tally, scope, times))
            }
        }
    }
}

/// Adds the columns of the tallies of figures that share kind and placement.
pub(super) fn push_tallies(sql: &mut Sql, group: &[&Arc<Figure>], scope: &CountyScope) {
    let at = scope.position;
    sql.push("COUNT(*), COUNT(*) FILTER (WHERE c.withdrawn = 1), COUNT(*) FILTER (WHERE ");
    sql.push("c.withdrawn = 0 AND (c.verified IS NULL OR c.verified > ").bind(at).push("))");
    for figure in group {
        let Some(selection) = &figure.selection else { continue };
        let counted = |sql: &mut Sql, what: &str| {
            sql.push(format!(", {what} FILTER (WHERE "));
            counts(sql, scope);
            sql.push(" AND ");
            qualifies(sql, selection, scope);
        };
        counted(sql, "COUNT(*)");
        sql.push(")");
        counted(sql, "COUNT(*)");
        sql.push(" AND c.until <= ").bind(at).push(")");
        let covered = figure.coverage.iter().map(|coverage| &coverage.covered);
        for part in covered.chain(&figure.above).chain(&figure.below) {
            sql.push(", ");
            aggregate(sql, part, selection, scope);
        }
    }
    for figure in group {
        let Some(selection) = &figure.selection else { continue };
        sql.push(format!(", MAX(c.\"{}\") FILTER (WHERE ", selection.placement.day()));
        counts(sql, scope);
        sql.push(" AND ");
        qualifies(sql, selection, scope);
        sql.push(")");
    }
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
    selection.placement.add(sql, scope, since);
}

/// Reads what [`push_tallies`] selects, from a column on.
pub(super) fn read_tallies(
    row: &QueryResult,
    group: &[&Arc<Figure>],
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
        let closed = matches!(figure.declaration.class, Class::Return | Class::Document);
        tally.last_day = last.filter(|_| closed);
    }
    Ok(tallies)
}

impl Computed {
    fn none() -> Self {
        let (tally, missing) = (Tally::default(), Some(no_records()));
        Self { value: None, missing, tally, due: None, line: None }
    }
}

fn no_records() -> (String, String) {
    ("there are no records of this kind".to_owned(), "没有这类记录".to_owned())
}

/// The value of a figure over records.
pub(super) fn value_of(
    figure: &Figure,
    tally: Tally,
    scope: &Scope,
    each: Option<Option<Exact>>,
) -> Computed {
    let declaration = &figure.declaration;
    let divisor = Exact::from_integer(i128::from(declaration.divided_by.unwrap_or(1)));
    let above = Exact::from_integer(tally.above);
    let below = Exact::from_integer(tally.below);
    let nothing = ("there is nothing to divide by".to_owned(), "分母为零，不能计算".to_owned());
    let no_start = (
        "the first day of the programme is not recorded".to_owned(),
        "项目起始日尚未登记".to_owned(),
    );
    let since = figure.selection.as_ref().map(|selection| &selection.placement);
    let startless = matches!(since, Some(Placement::Since { .. })) && tally.since.is_none();
    let mut line = None;
    let value = match &declaration.measure {
        _ if tally.total == 0 => Err(no_records()),
        _ if startless => Err(no_start),
        Measure::Parameter(_) => tally.parameter.as_deref().and_then(parse).ok_or_else(no_records),
        Measure::Ratio(_) | Measure::Code(_) if tally.below == 0 => Err(nothing),
        Measure::Ratio(ratio) => {
            line = Some((above, below));
            Ok(above / below * Exact::from_integer(i128::from(ratio.times)) / divisor)
        }
        Measure::Code(_) => {
            line = Some((above, below));
            Ok(above / below * Exact::from_integer(100) / divisor)
        }
        _ => Ok(above / divisor),
    };
    let due = figure.coverage.as_ref().map(|coverage| {
        let once = match coverage.due {
            Due::Days => days_between(&scope.first_date, &scope.last_date),
            Due::Months => months_between(&scope.first_date, &scope.last_date).len() as i64,
        };
        let times = each.map_or(1, |each| each.map_or(0, |each| each.to_integer() as i64));
        once * times
    });
    let (value, missing) = match value {
        Ok(value) => (Some(value), None),
        Err(why) => (None, Some(why)),
    };
    Computed { value, missing, tally, due, line }
}

pub(super) fn growth(now: Exact, then: Exact) -> Option<Exact> {
    let zero = Exact::from_integer(0);
    (then > zero).then(|| (now / then - Exact::from_integer(1)) * Exact::from_integer(100))
}

pub(super) fn grown(now: Computed, then: &Computed) -> Computed {
    let base_missing = (
        "the same period of last year has no value above zero".to_owned(),
        "上年同期缺数或不大于零，不能计算增速".to_owned(),
    );
    let (value, missing) = match (now.value, then.value) {
        (None, _) => (None, now.missing.clone()),
        (Some(now), Some(then)) => match growth(now, then) {
            Some(growth) => (Some(growth), None),
            None => (None, Some(base_missing)),
        },
        (Some(_), None) => (None, Some(base_missing)),
    };
    let line = now.value.zip(then.value);
    Computed { value, missing, line, due: None, tally: now.tally }
}

pub(super) fn divided(of: Computed, to: &Computed, times: i64) -> Computed {
    let nothing = ("there is nothing to divide by".to_owned(), "分母为零，不能计算".to_owned());
    let times = Exact::from_integer(i128::from(times));
    let (value, missing) = match (of.value, to.value) {
        (Some(above), Some(below)) if below != Exact::from_integer(0) => {
            (Some(above / below * times), None)
        }
        (Some(_), Some(_)) => (None, Some(nothing)),
        _ => (None, of.missing.clone().or_else(|| to.missing.clone())),
    };
    let line = of.value.zip(to.value);
    Computed { value, missing, line, due: None, tally: of.tally }
}

/// A figure as callers see it.
pub(super) fn present(figure: &Figure, computed: &Computed) -> wire::Figure {
    let declaration = &figure.declaration;
    let Computed { value, missing, tally, due, line } = computed;
    let printed =
        value.map(|v| declaration.print.print(v, &declaration.unit, &declaration.unit_en));
    let in_period = tally.in_period;
    let not_qualifying = in_period - tally.withdrawn - tally.unverified - tally.counted;
    let excluded = [
        ("unverified", tally.unverified),
        ("outside_period", tally.total - in_period),
        ("not_qualifying", not_qualifying),
        ("withdrawn", tally.withdrawn),
    ];
    let (unit, unit_en) = match figure.coverage.as_ref().map(|coverage| coverage.due) {
        Some(Due::Months) => ("份", "returns"),
        _ => ("天", "days"),
    };
    let (missing_en, missing_zh) = missing.clone().unwrap_or_default();
    wire::Figure {
        code: declaration.code.clone(),
        name: declaration.name.clone(),
        unit: declaration.unit.clone(),
        value: printed.as_ref().map(|printed| printed.value.clone()),
        exact: value.map(shortest),
        text: printed.as_ref().map(|printed| printed.text.clone()).unwrap_or_default(),
        counted: tally.counted,
        excluded: excluded.into_iter().map(|(why, count)| (why.to_owned(), count)).collect(),
        pending: tally.pending,
        coverage: due.map(|due| wire::Coverage {
            covered: tally.covered,
            due,
            unit: unit.to_owned(),
            unit_en: unit_en.to_owned(),
        }),
        same_period_last_year: None,
        growth: None,
        numerator: line.map(|(above, _)| shortest(above)),
        denominator: line.map(|(_, below)| shortest(below)),
        missing_reason: missing_en,
        missing_reason_zh: missing_zh,
        owner: declaration.owner.clone(),
        name_en: declaration.name_en.clone(),
        unit_en: declaration.unit_en.clone(),
        text_en: printed.map(|printed| printed.text_en).unwrap_or_default(),
        since_date: tally.since.clone().unwrap_or_default(),
        last_covered_date: tally.last_day.clone().unwrap_or_default(),
    }
}

fn check_day(field: &str, day: &str) -> Result<(), Refusal> {
    if parse_date(day).is_some() {
        return Ok(());
    }
    Err(Refusal::request(FieldFault::new(
        field,
        Reason::DateInvalid,
        format!("{day:?} is not a day that exists, written YYYY-MM-DD"),
        format!("“{day}”不是存在的日期，应写作 YYYY-MM-DD"),
    )))
}
