//! Records in which the rules of the domain give something else now than what stands: by another
//! calendar than the one they were written by, or under another rule.
//!
//! What stands counts, at every position and in every edition, until `RecountRecords` writes it
//! anew and another account verifies it. The calendar in force is one for a whole process: what was
//! found at a position is brought to another one by what was acted on between the two.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use chassis::Refusal;
use sea_orm::{DbErr, QueryResult, Value};

use super::checks::{Finding, Seen, shown};
use super::declared::{Check, Rule};
use crate::kinds::{Column, row_to_wire, wire_to_row};
use crate::reader::{Failure, Reader};
use crate::storage::{Sql, existing_at};

/// Records of one statement.
const PAGE: usize = 20_000;
/// Ids of one statement.
const CHUNK: usize = 500;
/// After more acts than these all records are looked at anew.
const MOST_ACTS: usize = 2_000;

/// What was found of each rule in each county, and at which position.
#[derive(Default)]
struct Kept(Mutex<HashMap<(String, String), Arc<At>>>);

/// The records that were found at a position, by id.
struct At {
    position: i64,
    found: BTreeMap<String, Finding>,
}

impl Rule {
    /// The fields that a rule compares and those that its kind counts them from; nothing of a rule
    /// that compares nothing.
    pub(crate) fn recounted(&self) -> Option<(&[String], &[String])> {
        match &self.said.check {
            Check::Recount { fields, from } => Some((fields, from)),
            _ => None,
        }
    }

    /// How many records stand at a position, and those that would be counted otherwise. What was
    /// returned is its recorder's to correct, and is recounted then.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn otherwise(
        &self,
        reader: &Reader,
        county: &str,
        position: i64,
    ) -> Result<(usize, Vec<Finding>), Refusal> {
        let kept = reader.memory::<Kept>();
        let key = (county.to_owned(), self.said.code.clone());
        let before = kept.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        let moved = match &before {
            Some(at) => self.moved(reader, county, position, at).await?,
            None => None,
        };
        let found = match moved {
            Some(found) => found,
            None => self.anew(reader, county, position).await?,
        };
        let count = self.count(reader, county, position).await?;
        let at = Arc::new(At { position, found });
        if before.is_none_or(|before| before.position <= position) {
            let mut kept = kept.0.lock().unwrap_or_else(PoisonError::into_inner);
            kept.insert(key, Arc::clone(&at));
        }
        Ok((count, at.found.values().cloned().collect()))
    }

    /// What is found at a position from what was found at another; nothing where too much lies
    /// between.
    async fn moved(
        &self,
        reader: &Reader,
        county: &str,
        position: i64,
        before: &At,
    ) -> Result<Option<BTreeMap<String, Finding>>, Refusal> {
        let between = (before.position.min(position), before.position.max(position));
        let kinds = [self.kind.name.clone()];
        let Some(acts) = reader.touched(county, &kinds, between, MOST_ACTS).await? else {
            return Ok(None);
        };
        let touched: BTreeSet<String> = acts.into_iter().map(|(_, id)| id).collect();
        let mut found = before.found.clone();
        found.retain(|id, _| !touched.contains(id));
        for chunk in touched.into_iter().collect::<Vec<_>>().chunks(CHUNK) {
            let mut sql = self.standing(county, position);
            sql.push(" AND r.id IN ").bind_all(chunk.iter().map(String::as_str));
            self.look_at(&reader.rows(sql).await?, &mut found)?;
        }
        Ok(Some(found))
    }

    async fn anew(
        &self,
        reader: &Reader,
        county: &str,
        position: i64,
    ) -> Result<BTreeMap<String, Finding>, Refusal> {
        let (mut found, mut after) = (BTreeMap::new(), 0_i64);
        loop {
            let mut sql = self.standing(county, position);
            sql.push(" AND r.since > ").bind(after).push(" ORDER BY r.since LIMIT ");
            sql.bind(PAGE as i64);
            let rows = reader.rows(sql).await?;
            let last = rows.last().map(|row| row.try_get_by_index(1)).transpose();
            match last.map_err(Failure::from)? {
                Some(last) => after = last,
                None => return Ok(found),
            }
            self.look_at(&rows, &mut found)?;
        }
    }

    async fn count(&self, reader: &Reader, county: &str, position: i64) -> Result<usize, Refusal> {
        let mut sql = Sql::new(format!("SELECT COUNT(*) FROM \"{}\" r", self.kind.table));
        stands(&mut sql, county, position);
        let counted: Vec<(i64,)> = reader.tuples(sql).await?;
        Ok(counted.first().map_or(0, |(count,)| usize::try_from(*count).unwrap_or(0)))
    }

    /// The id of each record that stands, the entry that wrote it, and the fields it is about.
    fn standing(&self, county: &str, position: i64) -> Sql {
        let mut sql = Sql::new("SELECT r.id, r.since");
        for at in self.looked_at() {
            sql.push(format!(", r.\"{}\"", self.kind.fields[at].name));
        }
        sql.push(format!(" FROM \"{}\" r", self.kind.table));
        stands(&mut sql, county, position);
        sql
    }

    /// The places of the fields that are read: those compared, then those they are counted from.
    fn looked_at(&self) -> impl Iterator<Item = usize> {
        let (_, from) = self.recounted().unwrap_or_default();
        let from = from.iter().filter_map(|name| self.kind.field(name));
        self.fields.iter().copied().chain(from.map(|(at, _)| at))
    }

    fn look_at(
        &self,
        rows: &[QueryResult],
        found: &mut BTreeMap<String, Finding>,
    ) -> Result<(), Refusal> {
        for row in rows {
            let (id, values) = self.values(row).map_err(Failure::from)?;
            let seen = Seen { id, values, ..Seen::default() };
            if let Some(finding) = self.differs(&seen)? {
                found.insert(seen.id, finding);
            }
        }
        Ok(())
    }

    fn values(&self, row: &QueryResult) -> Result<(String, Vec<Value>), DbErr> {
        let values = (2..).zip(self.looked_at()).map(|(place, at)| {
            Ok(match self.kind.fields[at].column {
                Column::Text => Value::String(Some(row.try_get_by_index(place)?)),
                Column::Integer => Value::BigInt(row.try_get_by_index(place)?),
                Column::Opaque => Value::Bytes(Some(row.try_get_by_index(place)?)),
            })
        });
        Ok((row.try_get_by_index(0)?, values.collect::<Result<_, DbErr>>()?))
    }

    /// The first field that the rules of the domain give another value now.
    pub(super) fn differs(&self, seen: &Seen) -> Result<Option<Finding>, Refusal> {
        let kind = &self.kind;
        let mut row = wire_to_row(kind, &[])?;
        let count = self.fields.len();
        for (at, value) in self.looked_at().zip(&seen.values).skip(count) {
            row[at] = value.clone();
        }
        let Some(derived) = kind.derived(&row_to_wire(kind, &row)) else { return Ok(None) };
        let derived = wire_to_row(kind, &derived)?;
        let pairs = self.fields.iter().zip(&seen.values).enumerate();
        let mut others = pairs.filter(|(_, (at, value))| derived[**at] != **value);
        Ok(others.next().map(|(place, (at, value))| {
            let [stands, now] = [value, &derived[*at]].map(|value| match &*shown(Some(value)) {
                "" => "–".to_owned(),
                text => text.to_owned(),
            });
            let en =
                format!("stands as {stands}; by the calendar and the rules in force it is {now}");
            self.finding(seen, place, &en, &format!("为 {stands}，按现行工作日历和规则应为 {now}"))
        }))
    }
}

/// Adds the condition that row `r` stands at a position: it exists, and was neither withdrawn nor
/// returned.
fn stands(sql: &mut Sql, county: &str, position: i64) {
    sql.push(" WHERE r.county = ").bind(county).push(" AND r.withdrawn = 0 AND ");
    sql.push("(r.returned IS NULL OR r.returned > ").bind(position).push(") AND ");
    existing_at(sql, "r.", position);
}
