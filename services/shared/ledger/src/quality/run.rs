//! A run of the rules over a county's records as they stand; what was found is remembered.

use std::sync::Arc;

use chassis::Refusal;
use moka::sync::Cache;
use proto::ledger::v1::{RuleOutcome, Severity as Wire, Violation};
use sea_orm::{DbErr, QueryResult, Value};

use super::checks::{Finding, Seen};
use super::declared::{Check, OnEntry, Rule, Rules, Severity};
use crate::kinds::Column;
use crate::reader::{Failure, Reader};
use crate::storage::{Sql, existing_at};

/// Violations of one rule that are listed; the rest is counted.
const MOST: usize = 200;
/// So many findings are remembered.
const KEPT: u64 = 200_000;

/// What a rule found in a county.
pub(crate) struct Found {
    checked: usize,
    /// What was not explained first.
    pub(crate) findings: Vec<Finding>,
}

/// A county, a rule, and the last entries of the kinds that the rule reads.
type Key = (String, String, Vec<i64>);

/// What was found; it holds as long as none of these kinds moves on.
struct Remembered(Cache<Key, Arc<Found>>);

impl Default for Remembered {
    fn default() -> Self {
        let weigh = |_: &Key, found: &Arc<Found>| {
            u32::try_from(found.findings.len()).unwrap_or(u32::MAX).saturating_add(1)
        };
        Self(Cache::builder().max_capacity(KEPT).weigher(weigh).build())
    }
}

impl Rules {
    /// Runs every rule over the records of a county that exist at a position and are not withdrawn.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn run(
        &self,
        reader: &Reader,
        county: &str,
        position: i64,
    ) -> Result<Vec<RuleOutcome>, Refusal> {
        let mut outcomes = Vec::new();
        for rule in self.iter() {
            let found = rule.found(reader, county, position).await?;
            let violations = found.findings.iter().take(MOST).map(Finding::to_wire);
            let explained = found.findings.iter().filter(|one| one.is_explained()).count();
            outcomes.push(RuleOutcome {
                violations: violations.collect(),
                checked_count: i64::try_from(found.checked).unwrap_or(i64::MAX),
                violation_count: i64::try_from(found.findings.len()).unwrap_or(i64::MAX),
                explained_count: i64::try_from(explained).unwrap_or(i64::MAX),
                ..rule.outcome()
            });
        }
        Ok(outcomes)
    }
}

impl Finding {
    /// Whether it was explained when the record was entered.
    pub(crate) fn is_explained(&self) -> bool {
        !self.explanation.is_empty()
    }

    /// The finding as callers see it.
    pub(crate) fn to_wire(&self) -> Violation {
        let Self { id, field, message, message_zh, explanation } = self;
        Violation {
            id: id.clone(),
            field: field.clone(),
            message: message.clone(),
            message_zh: message_zh.clone(),
            explanation: explanation.clone(),
        }
    }
}

impl Rule {
    /// What the rule finds among the records of a county that exist at a position.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn found(
        &self,
        reader: &Reader,
        county: &str,
        position: i64,
    ) -> Result<Arc<Found>, Refusal> {
        let marks = self.marks(reader, county, position).await?;
        let key = (county.to_owned(), self.said.code.clone(), marks);
        let remembered = reader.memory::<Remembered>();
        if let Some(found) = remembered.0.get(&key) {
            return Ok(found);
        }
        let (checked, mut findings) = match &self.said.check {
            Check::Recount { .. } => self.otherwise(reader, county, position).await?,
            _ => {
                let seen = self.read(reader, county, position).await?;
                (seen.len(), self.find(&seen))
            }
        };
        findings.sort_by_key(Finding::is_explained);
        let found = Arc::new(Found { checked, findings });
        remembered.0.insert(key, Arc::clone(&found));
        Ok(found)
    }

    /// The last entry of each kind that it reads, up to the position.
    async fn marks(
        &self,
        reader: &Reader,
        county: &str,
        position: i64,
    ) -> Result<Vec<i64>, Refusal> {
        let kinds = std::iter::once(&self.kind).chain(&self.other);
        reader.marks(county, kinds.map(|kind| kind.name.as_str()), position).await
    }

    async fn read(
        &self,
        reader: &Reader,
        county: &str,
        position: i64,
    ) -> Result<Vec<Seen>, Refusal> {
        let table = &self.kind.table;
        let mut sql = Sql::new("SELECT r.id");
        for at in &self.fields {
            sql.push(format!(", r.\"{}\"", self.kind.fields[*at].name));
        }
        match &self.said.check {
            Check::Before { other, .. } => sql.push(format!(", COALESCE(p.\"{other}\", '')")),
            Check::Total { sum, .. } => sql.push(format!(
                ", COUNT(p.id), COUNT(p.\"{sum}\"), CAST(COALESCE(SUM(p.\"{sum}\"), 0) AS BIGINT)"
            )),
            _ => &mut sql,
        };
        let asks = self.said.on_entry == OnEntry::Explain;
        sql.push(if asks { ", e.reason" } else { "" }).push(format!(" FROM \"{table}\" r"));
        self.join(&mut sql, position);
        if asks {
            sql.push(" JOIN entry e ON e.county = r.county AND e.seq = r.since");
        }
        sql.push(" WHERE r.county = ").bind(county).push(" AND r.withdrawn = 0 AND ");
        existing_at(&mut sql, "r.", position);
        if let Check::Total { field, .. } = &self.said.check {
            sql.push(format!(" GROUP BY r.id, r.\"{field}\""));
        }
        sql.push(" ORDER BY r.id");
        let rows = reader.rows(sql).await?;
        let read = rows.iter().map(|row| self.seen(row));
        Ok(read.collect::<Result<_, DbErr>>().map_err(Failure::from)?)
    }

    /// Joins the records `p` of the other kind that it looks at.
    fn join(&self, sql: &mut Sql, position: i64) {
        let Some(other) = &self.other else { return };
        let table = &other.table;
        sql.push(format!(" LEFT JOIN \"{table}\" p ON p.county = r.county AND p.withdrawn = 0"));
        match &self.said.check {
            Check::Before { refers, .. } => {
                sql.push(format!(" AND p.id = r.\"{refers}\""));
            }
            Check::Total { by, only, .. } => {
                if let Some(only) = only {
                    sql.push(format!(" AND p.\"{only}\" = 1"));
                }
                for (part, total) in by {
                    sql.push(format!(" AND p.\"{part}\" = r.\"{total}\""));
                }
            }
            _ => {}
        }
        existing_at(sql.push(" AND "), "p.", position);
    }

    fn seen(&self, row: &QueryResult) -> Result<Seen, DbErr> {
        let mut values = Vec::with_capacity(self.fields.len());
        for (place, at) in self.fields.iter().enumerate() {
            values.push(match self.kind.fields[*at].column {
                Column::Integer => Value::BigInt(row.try_get_by_index(place + 1)?),
                _ => Value::String(Some(row.try_get_by_index(place + 1)?)),
            });
        }
        let next = self.fields.len() + 1;
        let (mut other, mut parts) = (String::new(), (0, 0, 0));
        match &self.said.check {
            Check::Before { .. } => other = row.try_get_by_index(next)?,
            Check::Total { .. } => {
                let number = |at: usize| row.try_get_by_index(next + at);
                parts = (number(0)?, number(1)?, number(2)?);
            }
            _ => {}
        }
        // Only rules that look at no other kind ask on entry.
        let explanation = match self.said.on_entry {
            OnEntry::Explain => row.try_get_by_index(next)?,
            OnEntry::Nothing => String::new(),
        };
        Ok(Seen { id: row.try_get_by_index(0)?, values, other, parts, explanation })
    }

    /// The rule as callers see it, without what it found.
    pub(crate) fn outcome(&self) -> RuleOutcome {
        RuleOutcome {
            code: self.said.code.clone(),
            name: self.said.name.clone(),
            name_en: self.said.name_en.clone(),
            kind: self.kind.name.clone(),
            label: self.kind.label.clone(),
            owner: self.kind.owner.clone(),
            severity: match self.said.severity {
                Severity::Error => Wire::Error,
                Severity::Warning => Wire::Warning,
                Severity::Notice => Wire::Notice,
            }
            .into(),
            remedy: self.said.remedy.clone(),
            remedy_en: self.said.remedy_en.clone(),
            asks_on_entry: self.said.on_entry == OnEntry::Explain,
            recounts: self.recounted().is_some(),
            ..RuleOutcome::default()
        }
    }
}
