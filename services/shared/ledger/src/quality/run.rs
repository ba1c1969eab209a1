//! A run of the rules over a county's records as they stand.

use chassis::Refusal;
use proto::ledger::v1::{RuleOutcome, Severity as Wire, Violation};
use sea_orm::{DbErr, QueryResult, Value};

use super::checks::Seen;
use super::declared::{Check, Rule, Rules, Severity};
use crate::kinds::Column;
use crate::reader::{Failure, Reader};
use crate::storage::{Sql, existing_at};

/// Violations of one rule that are listed; the rest is counted.
const MOST: usize = 200;

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
            let seen = rule.read(reader, county, position).await?;
            outcomes.push(rule.judge(&seen));
        }
        Ok(outcomes)
    }
}

impl Rule {
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
        let pointed = match &self.said.check {
            Check::Before { refers, other, .. } => {
                let field = self.kind.field(refers).and_then(|(_, field)| field.refers.clone());
                field.map(|table| (table, refers, other))
            }
            _ => None,
        };
        if let Some((_, _, other)) = &pointed {
            sql.push(format!(", COALESCE(p.\"{other}\", '')"));
        }
        sql.push(format!(" FROM \"{table}\" r"));
        if let Some((table, refers, _)) = &pointed {
            sql.push(format!(" LEFT JOIN \"{table}\" p ON p.county = r.county AND p.id = "));
            sql.push(format!("r.\"{refers}\" AND p.withdrawn = 0 AND "));
            existing_at(&mut sql, "p.", position);
        }
        sql.push(" WHERE r.county = ").bind(county).push(" AND r.withdrawn = 0 AND ");
        existing_at(&mut sql, "r.", position);
        sql.push(" ORDER BY r.id");
        let rows = reader.rows(sql).await?;
        let read = rows.iter().map(|row| self.seen(row, pointed.is_some()));
        Ok(read.collect::<Result<_, DbErr>>().map_err(Failure::from)?)
    }

    fn seen(&self, row: &QueryResult, pointed: bool) -> Result<Seen, DbErr> {
        let mut values = Vec::with_capacity(self.fields.len());
        for (place, at) in self.fields.iter().enumerate() {
            values.push(match self.kind.fields[*at].column {
                Column::Integer => Value::BigInt(row.try_get_by_index(place + 1)?),
                _ => Value::String(Some(row.try_get_by_index(place + 1)?)),
            });
        }
        let other = match pointed {
            true => row.try_get_by_index(self.fields.len() + 1)?,
            false => String::new(),
        };
        Ok(Seen { id: row.try_get_by_index(0)?, values, other })
    }

    fn judge(&self, seen: &[Seen]) -> RuleOutcome {
        let found = self.find(seen);
        let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
        let violations = found.into_iter().take(MOST).map(|finding| Violation {
            id: finding.id,
            field: finding.field,
            message: finding.message,
            message_zh: finding.message_zh,
        });
        RuleOutcome {
            violations: violations.collect(),
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
            checked_count: i64::try_from(seen.len()).unwrap_or(i64::MAX),
            violation_count: count,
        }
    }
}
