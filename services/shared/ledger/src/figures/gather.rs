//! Gathers tallies: one statement a kind, period and division; cached until a kind moves on.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chassis::Refusal;

use super::CountyScope;
use super::compute::Engine;
use super::declaration::Step;
use super::openings::Openings;
use super::placement::Placement;
use super::register::{Figure, Selection};
use super::scope::Scope;
use super::selection::{candidate, parameter};
use super::tally::{Tally, push_from, push_tallies, read_tallies};
use crate::kinds::parse_date;
use crate::reader::Failure;
use crate::storage::Sql;

/// What a tally depends on: a figure, a scope without its position, and the last entries of the
/// kinds that it reads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct CacheKey {
    code: String,
    scope: CountyScope,
    marks: Vec<i64>,
}

impl Engine {
    /// The tallies of figures over records, by code; inputs of figures over figures as well.
    pub(super) async fn tallies(
        &self,
        figures: &[Arc<Figure>],
        scope: &Scope,
    ) -> Result<HashMap<String, Tally>, Refusal> {
        let mut over_records: BTreeMap<&str, &Arc<Figure>> = BTreeMap::new();
        for figure in figures {
            let each = figure.coverage.as_ref().and_then(|coverage| coverage.each.as_deref());
            let inputs = figure.inputs().into_iter().chain(each);
            let inputs = inputs.filter_map(|code| self.figures.get(code));
            let taken =
                |figure: &&Arc<Figure>| figure.selection.is_some() || figure.step().is_some();
            for figure in inputs.chain([figure]).filter(taken) {
                over_records.insert(&figure.declaration.code, figure);
            }
        }
        let mut tallies: HashMap<String, Tally> = HashMap::new();
        for place in scope.counties() {
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
        let mut steps: BTreeMap<Step, Vec<String>> = BTreeMap::new();
        for (code, figure) in figures {
            let key = self.key(code, figure, scope, &marks);
            if let Some(tally) = self.cache.get(&key) {
                found.push(((*code).to_owned(), tally));
                continue;
            }
            keys.insert((*code).to_owned(), key);
            if let Some(step) = figure.step() {
                steps.entry(step).or_default().push((*code).to_owned());
                continue;
            }
            let Some(selection) = &figure.selection else { continue };
            let apart = figure.declaration.measure.parameter().is_some();
            let group = (selection.kind.table.clone(), selection.placement.clone(), apart);
            groups.entry(group).or_default().push(figure);
        }
        if groups.is_empty() && steps.is_empty() {
            return Ok(found);
        }
        let openings = self.openings(scope).await?;
        for (code, tally) in self.collected((scope, &openings), steps, &marks).await? {
            if let Some(key) = keys.remove(&code) {
                self.cache.insert(key, Arc::clone(&tally));
            }
            found.push((code, tally));
        }
        for ((_, _, parameter), group) in groups {
            // A parameter is the county's, whatever part of it a figure is asked for.
            let whole = CountyScope { division: scope.county.clone(), ..scope.clone() };
            let scope = if parameter { &whole } else { scope };
            let tallies = self.group_tallies(&group, (scope, &openings), &marks).await?;
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
        let names = self.kinds.iter().map(|kind| kind.name.as_str());
        let marks = self.reader.marks(&scope.county, names, scope.position).await?;
        Ok(self.kinds.iter().map(|kind| kind.table.clone()).zip(marks).collect())
    }

    fn key(
        &self,
        code: &str,
        figure: &Figure,
        scope: &CountyScope,
        marks: &BTreeMap<String, i64>,
    ) -> CacheKey {
        let owed = figure.step().map(|_| self.owed_tables());
        let tables = figure.tables().chain(owed.into_iter().flatten());
        let marks = tables.map(|table| marks.get(table).copied().unwrap_or(0)).collect();
        // The position itself does not matter, only what it shows of these kinds.
        let scope = CountyScope { position: 0, ..scope.clone() };
        CacheKey { code: code.to_owned(), scope, marks }
    }

    pub(super) async fn group_tallies(
        &self,
        group: &[&Arc<Figure>],
        (scope, openings): (&CountyScope, &Openings),
        marks: &BTreeMap<String, i64>,
    ) -> Result<Vec<Tally>, Refusal> {
        let Some(selection) = group.first().and_then(|figure| figure.selection.as_ref()) else {
            return Ok(Vec::new());
        };
        let since = self.since(selection, scope).await?;
        let mut sql = Sql::new("SELECT ");
        push_tallies(&mut sql, group, (scope, openings), since.as_deref());
        push_from(&mut sql, selection, scope, since.as_deref());
        let rows = self.reader.rows(sql).await?;
        let total = self.total(selection, scope, marks).await?;
        let mut tallies = match rows.first() {
            Some(row) => read_tallies(row, (group, openings), 0).map_err(Failure::from)?,
            None => vec![Tally::default(); group.len()],
        };
        for (tally, figure) in tallies.iter_mut().zip(group) {
            tally.total = total;
            tally.since = since.clone();
            if let Some(code) = &figure.code {
                let (above, below) = code.sums(&self.reader, scope).await?;
                (tally.above, tally.below) = (above.unwrap_or(0), below.unwrap_or(0));
            }
            if let (Some(code), true) = (figure.declaration.measure.parameter(), tally.counted > 0)
            {
                tally.parameter = self.parameter(code, scope).await?;
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

    /// The value of a dated parameter on the last day of the period.
    pub(super) async fn parameter(
        &self,
        code: &str,
        scope: &CountyScope,
    ) -> Result<Option<String>, Refusal> {
        let mut sql = Sql::default();
        parameter(&mut sql, code, scope);
        let rows = self.reader.rows(sql).await?;
        let value = rows.first().map(|row| row.try_get_by_index(0)).transpose();
        Ok(value.map_err(Failure::from)?)
    }
}
