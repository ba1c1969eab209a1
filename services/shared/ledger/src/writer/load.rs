//! Reads what a group of acts is decided against: current rows, and records pointed to.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, Value};

use super::decide::Decider;
use super::neighbors::neighborhood;
use super::openings::LIST;
use super::pending::Key;
use super::{Step, Verdict};
use crate::kinds::{Checked, KindInfo};
use crate::storage::{FOREVER, Sql, Stored};

/// So few rows are looked up by their ids.
const FEW: usize = 50;

impl Decider {
    /// Reads the current rows that the steps name and the records that they point to.
    pub(super) async fn load<'a>(
        &mut self,
        transaction: &DatabaseTransaction,
        steps: impl Iterator<Item = &'a Step> + Clone,
    ) -> Result<(), DbErr> {
        self.load_neighborhoods(transaction, steps.clone()).await?;
        self.load_lines(transaction, steps.clone()).await?;
        self.load_periods(transaction, steps.clone()).await?;
        self.load_openings(transaction, steps.clone()).await?;
        self.load_above(transaction, steps.clone()).await?;
        self.load_holders(transaction, steps.clone()).await?;
        self.load_seen(transaction, steps.clone()).await?;
        let judged = steps.clone();
        let mut wanted: BTreeMap<&str, (&Arc<KindInfo>, Vec<&str>, bool)> = BTreeMap::new();
        let mut pointed: BTreeMap<&str, HashSet<&str>> = BTreeMap::new();
        for step in steps {
            for (kind, id, needs_values) in named(step) {
                let (_, ids, whole) =
                    wanted.entry(&kind.table).or_insert((kind, Vec::new(), false));
                *whole |= needs_values;
                // A whole neighborhood has been read already, its own record among it.
                let read = id == step.id() && neighborhood(step).is_some();
                if !read && self.lacks(&(kind.table.clone(), id.to_owned()), needs_values) {
                    ids.push(id);
                }
            }
            if let Step::Put { kind, record, .. } = step {
                for (_, table, id) in references(kind, record) {
                    if !self.knows(table, id) {
                        pointed.entry(table).or_default().insert(id);
                    }
                }
            }
        }
        for (kind, ids, whole) in wanted.into_values() {
            self.load_current(transaction, kind, &ids, whole).await?;
        }
        self.load_closing(transaction, judged).await?;
        for (table, ids) in pointed {
            self.load_known(transaction, table, &ids.into_iter().collect::<Vec<_>>()).await?;
        }
        Ok(())
    }

    /// Reads rows that are judged in the state in which an import left them, by the entries that
    /// wrote them, where these lie close to each other. All others are looked up by their ids.
    async fn load_seen<'a>(
        &mut self,
        transaction: &DatabaseTransaction,
        steps: impl Iterator<Item = &'a Step>,
    ) -> Result<(), DbErr> {
        let mut seen: BTreeMap<&str, (&Arc<KindInfo>, Vec<i64>)> = BTreeMap::new();
        for step in steps.filter(|step| !needs_values(step)) {
            let Step::Judge { kind, etag, .. } = step else { continue };
            if let Ok(start) = etag.trim_matches('"').parse() {
                seen.entry(&kind.table).or_insert((kind, Vec::new())).1.push(start);
            }
        }
        let backend = transaction.get_database_backend();
        for (kind, starts) in seen.into_values() {
            let span = starts.iter().min().zip(starts.iter().max());
            let Some((first, last)) = span else { continue };
            let room = i64::try_from(starts.len()).unwrap_or(0).saturating_mul(2);
            if starts.len() < FEW || last.saturating_sub(*first) > room {
                continue;
            }
            let sql = as_imported(&kind.table, &self.county, (*first, *last));
            for row in transaction.query_all_raw(sql.on(backend)).await? {
                let (id, since, recorder) = row.try_get_many_by_index()?;
                self.know(kind, Stored::imported(id, since, recorder));
            }
        }
        Ok(())
    }

    /// Whether a row has not been read, or not with its values where these are needed.
    pub(super) fn lacks(&self, key: &Key, needs_values: bool) -> bool {
        match self.current.get(key) {
            None => true,
            Some(row) => needs_values && row.as_ref().is_some_and(|row| row.values.is_empty()),
        }
    }

    pub(super) async fn load_current(
        &mut self,
        transaction: &DatabaseTransaction,
        kind: &KindInfo,
        ids: &[&str],
        whole: bool,
    ) -> Result<(), DbErr> {
        let backend = transaction.get_database_backend();
        for chunk in ids.chunks(500) {
            let columns = Stored::columns(kind, "r.", whole);
            let sql = current(backend, &kind.table, &columns, &self.county, chunk);
            for row in transaction.query_all_raw(sql.on(backend)).await? {
                let row = Stored::read(kind, &row, whole)?;
                match self.current.entry((kind.table.clone(), row.id.clone())) {
                    // What the acts before did to it stays; its values never change.
                    Entry::Occupied(mut known) if known.get().is_some() => {
                        known
                            .get_mut()
                            .iter_mut()
                            .for_each(|known| known.values = row.values.clone());
                    }
                    known => {
                        known.insert_entry(Some(row));
                    }
                }
            }
        }
        Ok(())
    }

    async fn load_known(
        &mut self,
        transaction: &DatabaseTransaction,
        table: &str,
        ids: &[&str],
    ) -> Result<(), DbErr> {
        let backend = transaction.get_database_backend();
        let known = self.known.entry(table.to_owned()).or_default();
        for chunk in ids.chunks(500) {
            let mut sql = current(backend, table, "r.id", &self.county, chunk);
            sql.push(" AND r.withdrawn = 0");
            for row in transaction.query_all_raw(sql.on(backend)).await? {
                known.insert(row.try_get_by_index(0)?);
            }
        }
        Ok(())
    }
}

/// Selects columns of `r`, the current rows of records.
///
/// Before it has statistics PostgreSQL takes a county for something rare and reads all of it.
/// Asked for one record at a time, it looks each of them up.
fn current(backend: DbBackend, table: &str, columns: &str, county: &str, ids: &[&str]) -> Sql {
    let mut sql = Sql::new(format!("SELECT {columns} FROM "));
    if backend == DbBackend::Postgres {
        sql.push("UNNEST(").bind_texts(ids.iter().copied());
        sql.push(format!(") w (id) CROSS JOIN LATERAL (SELECT * FROM \"{table}\" WHERE county = "));
        sql.bind(county).push(" AND id = w.id AND until = ").bind(FOREVER);
        sql.push(" LIMIT 1) r WHERE 1 = 1");
        return sql;
    }
    sql.push(format!("\"{table}\" r WHERE r.county = ")).bind(county);
    sql.push(" AND r.id IN ").bind_all(ids.iter().copied());
    sql.push(" AND r.until = ").bind(FOREVER);
    sql
}

/// Selects id, start and recorder of first revisions of which nothing has been said, written by the
/// entries from one to another.
fn as_imported(table: &str, county: &str, (first, last): (i64, i64)) -> Sql {
    let mut sql = Sql::new(format!("SELECT r.id, r.since, r.recorder FROM \"{table}\" r"));
    sql.push(" WHERE r.county = ").bind(county);
    sql.push(" AND r.since BETWEEN ").bind(first).push(" AND ").bind(last);
    // Valid on both, the sign keeps SQLite from other indexes.
    sql.push(" AND +r.until = ").bind(FOREVER).push(" AND r.superseded = ").bind(FOREVER);
    sql.push(" AND r.revision = 1 AND r.base IS NULL AND r.withdrawn = 0");
    sql.push(" AND r.verified IS NULL AND r.returned IS NULL");
    sql
}

/// Whether a step is decided by the values of its record, and not by its state alone.
fn needs_values(step: &Step) -> bool {
    let judged = matches!(step, Step::Judge { verdict: Verdict::Verify | Verdict::Return, .. });
    // What is verified must lie in an open period, or closes one; a list says what it holds.
    !judged || step.kind().periods().matter() || step.kind().table == LIST
}

/// The rows that a step names: its own record, and those that it is checked against; kind, id and
/// whether their values are needed.
fn named(step: &Step) -> Vec<(&Arc<KindInfo>, &str, bool)> {
    let mut named = vec![(step.kind(), step.id(), needs_values(step))];
    if let Step::Put { kind, record, .. } = step {
        for (field, _, id) in references(kind, record) {
            let of = kind.looked_at().iter().find(|(looking, _)| *looking == field);
            named.extend(of.map(|(_, of)| (of, id, true)));
        }
    }
    named
}

/// The fields of a record that are ids of others: field, table, id.
pub(super) fn references<'a>(
    kind: &'a KindInfo,
    record: &'a Checked,
) -> impl Iterator<Item = (&'a str, &'a str, &'a str)> {
    kind.fields.iter().zip(&record.row).filter_map(|(field, value)| {
        let table = field.refers.as_deref()?;
        match value {
            Value::String(Some(id)) if !id.is_empty() => {
                Some((field.name.as_str(), table, id.as_str()))
            }
            _ => None,
        }
    })
}
