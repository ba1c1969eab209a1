//! Checks a record beside its neighbors: records of its kind whose keys begin as its own does, or
//! all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chassis::Refusal;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr};

use super::Step;
use super::decide::Decider;
use crate::kinds::{Checked, KindInfo, row_to_wire};
use crate::storage::{FOREVER, Sql, Stored};

/// Neighborhoods of one statement.
const CHUNK: usize = 500;
/// More neighbors than a record can have.
const MOST_NEIGHBORS: i64 = 2_000;

impl Decider {
    /// Reads the current rows of the neighborhoods of all that is put, the records among them.
    pub(super) async fn load_neighborhoods<'a>(
        &mut self,
        transaction: &DatabaseTransaction,
        steps: impl Iterator<Item = &'a Step>,
    ) -> Result<(), DbErr> {
        let mut wanted: BTreeMap<&str, (&Arc<KindInfo>, BTreeSet<&str>)> = BTreeMap::new();
        for step in steps {
            let Some(prefix) = neighborhood(step) else { continue };
            let kind = step.kind();
            wanted.entry(&kind.table).or_insert((kind, BTreeSet::new())).1.insert(prefix);
        }
        let backend = transaction.get_database_backend();
        for (kind, prefixes) in wanted.into_values() {
            let prefixes: Vec<&str> = prefixes.into_iter().collect();
            for chunk in prefixes.chunks(CHUNK) {
                let sql = rows(backend, kind, &self.county, chunk);
                for row in transaction.query_all_raw(sql.on(backend)).await? {
                    let row = Stored::read(kind, &row, true)?;
                    self.add_neighbor(kind, &row.id);
                    self.know(kind, row);
                }
            }
        }
        Ok(())
    }

    /// Takes in a row that was read; what the acts before did to it stays.
    pub(super) fn know(&mut self, kind: &KindInfo, row: Stored) {
        let key = (kind.table.clone(), row.id.clone());
        let known = self.current.entry(key).or_insert_with(|| Some(row.clone()));
        // One that was only to be judged was read without its values.
        if let Some(known) = known.as_mut().filter(|known| known.values.is_empty()) {
            known.values = row.values;
        }
    }

    /// Remembers that a record is, or may become, a neighbor of others.
    pub(super) fn add_neighbor(&mut self, kind: &KindInfo, id: &str) {
        let Some(prefix) = kind.neighborhood(id) else { return };
        let key = (kind.table.clone(), prefix.to_owned());
        self.neighbors.entry(key).or_default().push(id.to_owned());
    }

    /// Refuses a record that does not go together with a neighbor that is not withdrawn.
    pub(super) fn check_neighbors(&self, kind: &KindInfo, record: &Checked) -> Result<(), Refusal> {
        let Some(prefix) = kind.neighborhood(&record.id) else { return Ok(()) };
        let key = (kind.table.clone(), prefix.to_owned());
        let neighbors = self.neighbors.get(&key).into_iter().flatten();
        for id in neighbors.filter(|id| **id != record.id) {
            let row = self.current.get(&(kind.table.clone(), id.clone())).and_then(Option::as_ref);
            let Some(row) = row.filter(|row| !row.withdrawn) else { continue };
            let faults = kind.check_beside(&record.content, &row_to_wire(kind, &row.values));
            if !faults.is_empty() {
                let faults = faults.into_iter().map(|fault| fault.below(&kind.table));
                return Err(Refusal::record(faults.collect()));
            }
        }
        Ok(())
    }
}

/// What the keys of the neighbors of a record that is put begin with.
pub(super) fn neighborhood(step: &Step) -> Option<&str> {
    match step {
        Step::Put { kind, record, .. } => kind.neighborhood(&record.id),
        Step::Judge { .. } => None,
    }
}

/// What comes after everything that begins with a prefix: the same with its last sign one higher;
/// without a prefix what comes after every key.
fn after_all(prefix: &str) -> String {
    let mut signs = prefix.chars();
    let last = signs.next_back().map_or(Some('~'), |sign| char::from_u32(u32::from(sign) + 1));
    signs.chain(last).collect()
}

/// Selects the current rows `r` of neighborhoods, each looked up by itself on both databases.
fn rows(backend: DbBackend, kind: &KindInfo, county: &str, prefixes: &[&str]) -> Sql {
    let highs: Vec<String> = prefixes.iter().map(|prefix| after_all(prefix)).collect();
    let mut sql = Sql::new("WITH w(low, high) AS (");
    if backend == DbBackend::Postgres {
        sql.push("SELECT * FROM UNNEST(").bind_texts(prefixes.iter().copied()).push(", ");
        sql.bind_texts(highs.iter().map(String::as_str)).push(")");
    } else {
        sql.push("VALUES ");
        for (index, (prefix, high)) in prefixes.iter().zip(highs).enumerate() {
            sql.push(if index > 0 { ", (" } else { "(" });
            sql.bind(*prefix).push(", ").bind(high).push(")");
        }
    }
    let columns = Stored::columns(kind, "r.", true);
    let table = &kind.table;
    sql.push(format!(") SELECT {columns} FROM w CROSS JOIN "));
    if backend == DbBackend::Postgres {
        sql.push(format!("LATERAL (SELECT * FROM \"{table}\" WHERE county = ")).bind(county);
        sql.push(" AND id >= w.low AND id < w.high AND until = ").bind(FOREVER);
        sql.push(" ORDER BY id LIMIT ").bind(MOST_NEIGHBORS).push(") r");
        return sql;
    }
    sql.push(format!("\"{table}\" r WHERE r.county = ")).bind(county);
    sql.push(" AND r.id >= w.low AND r.id < w.high AND r.until = ").bind(FOREVER);
    sql
}
