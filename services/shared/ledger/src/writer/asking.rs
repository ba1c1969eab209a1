//! Asks for the explanation that a rule wants of a record, alone or beside the one before it.
//!
//! A swing is measured against the record before it as the acts so far have left it. What comes
//! later, or is moved or withdrawn in the same transaction, is seen by the next run of the rules.

use std::collections::{BTreeSet, HashMap};

use chassis::{FieldFault, Refusal};
use proto::ledger::v1::Reason;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, Value};

use super::decide::Decider;
use super::{Put, Step};
use crate::kinds::{Checked, KindInfo};
use crate::quality::{Place, Rule};
use crate::storage::{FOREVER, Sql, Stored};

/// Records looked up by one statement.
const CHUNK: usize = 500;

/// Days and ids of the records of each line that a swing is measured in, by the code of the rule
/// and what they have in common; some may have been moved or not been written after all.
#[derive(Default)]
pub(super) struct Lines(HashMap<Line, BTreeSet<(String, String)>>);

/// A rule, and what the records of a line have in common.
type Line = (String, Vec<String>);

impl Lines {
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

/// What a rule asks to explain.
struct Asked {
    rule: String,
    fault: FieldFault,
}

impl Decider {
    /// Reads, for each record that is put, the one before it in each of its lines.
    pub(super) async fn load_lines<'a>(
        &mut self,
        transaction: &DatabaseTransaction,
        steps: impl Iterator<Item = &'a Step> + Clone,
    ) -> Result<(), DbErr> {
        let rules = self.rules.clone();
        let backend = transaction.get_database_backend();
        for rule in rules.all_asking().filter(|rule| rule.line_fields().is_some()) {
            let of = |step: &Step| match step {
                Step::Put { kind, record, put, .. } if kind.table == rule.kind.table => {
                    asks(put).then(|| rule.place(&record.id, &record.row)).flatten()
                }
                _ => None,
            };
            let places: Vec<Place> = steps.clone().filter_map(of).collect();
            for chunk in places.chunks(CHUNK) {
                let Some(sql) = before(backend, rule, &self.county, chunk) else { continue };
                for row in transaction.query_all_raw(sql.on(backend)).await? {
                    let row = Stored::read(&rule.kind, &row, true)?;
                    self.add_to_line(rule, &row.id, &row.values);
                    self.know(&rule.kind, row);
                }
            }
        }
        Ok(())
    }

    /// Remembers that a record that was put stands before others.
    pub(super) fn add_to_lines(&mut self, kind: &KindInfo, id: &str, row: &[Value]) {
        let rules = self.rules.clone();
        for rule in rules.asking(&kind.table) {
            self.add_to_line(rule, id, row);
        }
    }

    fn add_to_line(&mut self, rule: &Rule, id: &str, row: &[Value]) {
        let Some(place) = rule.place(id, row) else { return };
        let line = self.lines.0.entry((rule.said.code.clone(), place.line())).or_default();
        line.insert((place.day, place.id));
    }

    /// What is kept as the explanation of a record; without one that is asked for it is refused.
    /// That of a whole import is kept with the records that it was asked for.
    pub(super) fn explained(
        &mut self,
        kind: &KindInfo,
        record: &Checked,
        put: &Put,
        explanation: String,
    ) -> Result<String, Refusal> {
        let asked = self.asked(kind, record, put);
        match (explanation_required(&asked), explanation.is_empty()) {
            (Some(refusal), true) if !self.whole => Err(refusal),
            (Some(refusal), true) => {
                self.unexplained = Some(refusal);
                Ok(explanation)
            }
            (None, _) if *put == (Put::Import { explained: false }) => Ok(String::new()),
            _ => Ok(explanation),
        }
    }

    /// What is to be explained of a record: by the kind itself, and by rules. Acts of a kind's own
    /// carry no explanation, so that rules ask nothing of them.
    fn asked(&self, kind: &KindInfo, record: &Checked, put: &Put) -> Vec<Asked> {
        let own = |fault: &FieldFault| Asked {
            rule: fault.reason_name().to_owned(),
            fault: fault.clone(),
        };
        let mut asked: Vec<Asked> = record.soft.iter().map(own).collect();
        for rule in self.rules.asking(&kind.table).iter().filter(|_| asks(put)) {
            let before = rule.place(&record.id, &record.row);
            let before = before.and_then(|place| self.before(rule, &place));
            let before = before.map(|row| (row.id.as_str(), row.values.as_slice()));
            let Some(found) = rule.ask(record, before) else { continue };
            let (code, said) = (&rule.said.code, &rule.said);
            let message = format!("{} ({code}: {})", found.message, said.name_en);
            let message_zh = format!("{}（规则 {code}：{}）", found.message_zh, said.name);
            let field = format!("{}.{}", kind.table, found.field);
            let reason = Reason::ExplanationRequired;
            let fault = FieldFault::new(field, reason, message, message_zh);
            asked.push(Asked { rule: code.clone(), fault });
        }
        asked
    }

    /// The record before a place in its line, as it stands.
    fn before(&self, rule: &Rule, place: &Place) -> Option<&Stored> {
        let line = self.lines.0.get(&(rule.said.code.clone(), place.line()))?;
        let (from, until) = place.span.clone();
        line.range(from..until).rev().filter(|(_, id)| *id != place.id).find_map(|(day, id)| {
            let key = (rule.kind.table.clone(), id.clone());
            let row = self.current.get(&key).and_then(Option::as_ref)?;
            let there = rule.place(&row.id, &row.values)?;
            let stands = there.day == *day && there.common == place.common;
            (stands && !row.withdrawn).then_some(row)
        })
    }
}

/// Whether whoever puts a record in this way can explain it.
fn asks(put: &Put) -> bool {
    matches!(put, Put::Create | Put::Revise { .. } | Put::Import { .. })
}

/// Refuses what was not explained.
fn explanation_required(asked: &[Asked]) -> Option<Refusal> {
    let first = asked.first()?;
    let (field, rule) = (first.fault.field.clone(), first.rule.clone());
    let mut refusal = Refusal::new(
        Reason::ExplanationRequired,
        format!("{field}: {}; explain it to have it taken", first.fault.message),
        format!("{field}：{}；请附说明", first.fault.message_zh),
    )
    .with("rule", rule)
    .with("field", field);
    refusal.fields.extend(asked.iter().map(|asked| asked.fault.clone()));
    Some(refusal)
}

/// Selects, for each place, the current row `r` before it in its line, each looked up by itself on
/// both databases.
fn before(backend: DbBackend, rule: &Rule, county: &str, places: &[Place]) -> Option<Sql> {
    let (number, date, by) = rule.line_fields()?;
    let (table, kind) = (&rule.kind.table, &rule.kind);
    let names: Vec<String> = (0..by.len()).map(|at| format!("b{at}")).collect();
    let names = ["begins".to_owned(), "day".to_owned(), "own".to_owned()].into_iter().chain(names);
    let names = names.collect::<Vec<_>>().join(", ");
    let mut sql = Sql::new(format!("WITH w({names}) AS (VALUES "));
    for (index, place) in places.iter().enumerate() {
        sql.push(if index > 0 { ", (" } else { "(" });
        let ((from, _), (day, own)) = &place.span;
        sql.bind(from.as_str()).push(", ").bind(day.as_str()).push(", ").bind(own.as_str());
        for value in &place.common {
            sql.push(", ").bind(value.clone());
        }
        sql.push(")");
    }
    let columns = Stored::columns(kind, "r.", true);
    sql.push(format!(") SELECT {columns} FROM w CROSS JOIN "));
    let postgres = backend == DbBackend::Postgres;
    if postgres {
        sql.push(format!("LATERAL (SELECT * FROM \"{table}\" s WHERE s.county = ")).bind(county);
    } else {
        sql.push(format!("\"{table}\" r WHERE r.county = ")).bind(county);
        sql.push(format!(" AND r.since = (SELECT s.since FROM \"{table}\" s WHERE s.county = "));
        sql.bind(county);
    }
    for (at, field) in by.iter().enumerate() {
        sql.push(format!(" AND s.\"{field}\" = w.b{at}"));
    }
    sql.push(format!(" AND s.\"{date}\" >= w.begins"));
    sql.push(format!(" AND (s.\"{date}\", s.id) < (w.day, w.own) AND s.id <> w.own"));
    sql.push(format!(" AND s.\"{number}\" IS NOT NULL AND s.withdrawn = 0 AND s.until = "));
    sql.bind(FOREVER).push(format!(" ORDER BY s.\"{date}\" DESC, s.id DESC LIMIT 1)"));
    sql.push(if postgres { " r" } else { "" });
    Some(sql)
}
