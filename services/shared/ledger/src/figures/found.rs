//! What rules of quality find among the records that figures count; remembered by position.

use std::collections::BTreeMap;
use std::sync::Arc;

use chassis::Refusal;
use moka::sync::Cache;
use proto::figure::v1 as wire;
use proto::ledger::v1::Violation;

use super::compute::Engine;
use super::evidence::{List, narrow};
use super::register::{Figure, Selection};
use super::scope::Scope;
use crate::quality::{Rule, Rules};
use crate::reader::Failure;
use crate::storage::Sql;

/// Records of one finding that are named; the rest is counted.
const MOST: usize = 20;
/// Ids of one statement.
const CHUNK: usize = 500;
/// So many figures and scopes are remembered.
const KEPT: u64 = 10_000;

/// What was found beside a figure in a scope, at its positions.
struct Remembered(Cache<(String, Scope), Arc<Vec<wire::FigureFinding>>>);

impl Default for Remembered {
    fn default() -> Self {
        Self(Cache::new(KEPT))
    }
}

/// Findings by county and record.
type Among = BTreeMap<(String, String), Violation>;

impl Engine {
    /// What rules find among the records that figures of a scope count; all figures where none is
    /// named. A figure that shows no records tells nothing of them here either.
    ///
    /// # Errors
    /// `FIGURE_UNKNOWN`, or a failure of the database.
    pub async fn findings(
        &self,
        rules: &Rules,
        scope: &Scope,
        codes: &[String],
    ) -> Result<Vec<wire::FigureFinding>, Refusal> {
        let mut all = Vec::new();
        for figure in self.chosen(codes)? {
            all.extend(self.found_beside(rules, scope, &figure).await?.iter().cloned());
        }
        Ok(all)
    }

    async fn found_beside(
        &self,
        rules: &Rules,
        scope: &Scope,
        figure: &Arc<Figure>,
    ) -> Result<Arc<Vec<wire::FigureFinding>>, Refusal> {
        let hidden = self.is_hidden(figure) || self.is_withheld(figure, scope);
        let kinds = self.describe(figure).kinds;
        let rules: Vec<&Rule> =
            rules.iter().filter(|rule| !hidden && kinds.contains(&rule.kind.name)).collect();
        if rules.is_empty() {
            return Ok(Arc::default());
        }
        let remembered = self.reader.memory::<Remembered>();
        let key = (figure.declaration.code.clone(), scope.clone());
        if let Some(found) = remembered.0.get(&key) {
            return Ok(found);
        }
        let lists = self.lists(figure, scope).await?;
        let mut found = Vec::new();
        for rule in rules {
            let mut among = Among::new();
            for list in &lists {
                self.add_found(rule, list, &mut among).await?;
            }
            found.extend(finding(figure, rule, among));
        }
        let found = Arc::new(found);
        remembered.0.insert(key, Arc::clone(&found));
        Ok(found)
    }

    /// Adds what a rule finds among the records of a list.
    async fn add_found(&self, rule: &Rule, list: &List, among: &mut Among) -> Result<(), Refusal> {
        let List { figure, scope } = list;
        let is_about = |selection: &&Selection| selection.kind == rule.kind;
        let Some(selection) = figure.selection.as_ref().filter(is_about) else { return Ok(()) };
        if !concerns(rule, figure) {
            return Ok(());
        }
        let found = rule.found(&self.reader, &scope.county, scope.position).await?;
        let since = self.since(selection, scope).await?;
        for chunk in found.findings.chunks(CHUNK) {
            let mut sql = Sql::new(format!("SELECT c.id FROM \"{}\" c", rule.kind.table));
            narrow(&mut sql, selection, scope, "", since.as_deref());
            sql.push(" AND c.id IN ").bind_all(chunk.iter().map(|one| one.id.as_str()));
            for row in self.reader.rows(sql).await? {
                let id: String = row.try_get_by_index(0).map_err(Failure::from)?;
                let Some(one) = chunk.iter().find(|one| one.id == id) else { continue };
                among.insert((scope.county.clone(), id), one.to_wire());
            }
        }
        Ok(())
    }
}

/// Whether what a rule finds concerns a figure: what would be recounted only where the figure rests
/// on it.
fn concerns(rule: &Rule, figure: &Figure) -> bool {
    let Some((fields, _)) = rule.recounted() else { return true };
    let parts = figure.above.iter().chain(&figure.below);
    let own = figure.selection.iter().flat_map(Selection::all_tests);
    let mut tests = own.chain(parts.flat_map(|part| &part.tests));
    tests.any(|(path, _)| path.via.is_none() && fields.contains(&path.field))
}

/// What a rule found beside a figure, if anything.
fn finding(figure: &Figure, rule: &Rule, among: Among) -> Option<wire::FigureFinding> {
    if among.is_empty() {
        return None;
    }
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let explained = among.values().filter(|one| !one.explanation.is_empty()).count();
    let count = number(among.len());
    let mut records: Vec<_> = among
        .into_iter()
        .map(|((county, _), one)| wire::FoundRecord { county, violation: Some(one) })
        .collect();
    let explained_last = |one: &wire::FoundRecord| {
        one.violation.as_ref().is_some_and(|one| !one.explanation.is_empty())
    };
    records.sort_by_key(explained_last);
    records.truncate(MOST);
    Some(wire::FigureFinding {
        code: figure.declaration.code.clone(),
        rule: Some(rule.outcome()),
        count,
        explained_count: number(explained),
        records,
    })
}
