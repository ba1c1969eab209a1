//! Keeps a record that others of its kind rest on from being withdrawn.

use std::collections::BTreeMap;
use std::sync::Arc;

use chassis::{FieldFault, Refusal};
use proto::ledger::v1::Reason;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Value};

use super::decide::Decider;
use super::{Step, Verdict};
use crate::kinds::{Field, KindInfo};
use crate::storage::{FOREVER, Sql, Stored};

/// Records of one statement.
const CHUNK: usize = 500;

impl Decider {
    /// Reads the records that rest on those that shall be withdrawn.
    pub(super) async fn load_holders<'a>(
        &mut self,
        transaction: &DatabaseTransaction,
        steps: impl Iterator<Item = &'a Step>,
    ) -> Result<(), DbErr> {
        let mut wanted: BTreeMap<&str, (&Arc<KindInfo>, Vec<&str>)> = BTreeMap::new();
        for step in steps {
            let Step::Judge { kind, id, verdict: Verdict::Withdraw, .. } = step else { continue };
            if !kind.held_by.is_empty() {
                wanted.entry(&kind.table).or_insert((kind, Vec::new())).1.push(id);
            }
        }
        let backend = transaction.get_database_backend();
        for (kind, ids) in wanted.into_values() {
            for chunk in ids.chunks(CHUNK) {
                for field in kind.held_by {
                    let sql = holders(kind, &self.county, field, chunk);
                    for row in transaction.query_all_raw(sql.on(backend)).await? {
                        self.know(kind, Stored::read(kind, &row, true)?);
                    }
                }
            }
        }
        Ok(())
    }

    /// Refuses to withdraw a record on which another one rests, as that one stands.
    pub(super) fn check_held(&self, kind: &KindInfo, id: &str) -> Result<(), Refusal> {
        for name in kind.held_by {
            let Some((at, field)) = kind.field(name) else { continue };
            let rests = |row: &&Stored| {
                let named = row.values.get(at);
                !row.withdrawn && matches!(named, Some(Value::String(Some(named))) if named == id)
            };
            let rows = self.current.iter().filter(|((table, _), _)| *table == kind.table);
            let resting = rows.filter_map(|(_, row)| row.as_ref()).filter(rests);
            if let Some(first) = resting.map(|row| row.id.as_str()).min() {
                return Err(held(kind, id, field, first));
            }
        }
        Ok(())
    }
}

/// Selects the current rows that name one of these records in a field.
fn holders(kind: &KindInfo, county: &str, field: &str, ids: &[&str]) -> Sql {
    let columns = Stored::columns(kind, "r.", true);
    let mut sql = Sql::new(format!("SELECT {columns} FROM \"{}\" r WHERE r.county = ", kind.table));
    sql.bind(county).push(format!(" AND r.\"{field}\" IN ")).bind_all(ids.iter().copied());
    sql.push(" AND r.withdrawn = 0 AND r.until = ").bind(FOREVER);
    sql
}

fn held(kind: &KindInfo, id: &str, field: &Field, by: &str) -> Refusal {
    let (table, name, label) = (&kind.table, &field.name, &field.label);
    let message = format!("{table} {by} names {id} as its {name}; withdraw {by} first");
    let zh = format!("“{by}”的“{label}”是“{id}”，须先撤销“{by}”，才能撤销“{id}”");
    let field = format!("{table}.{name}");
    let fault = FieldFault::new(field, Reason::TransitionNotAllowed, &message, &zh);
    let mut refusal = Refusal::new(Reason::TransitionNotAllowed, message, zh);
    refusal.fields.push(fault);
    refusal.with("kind", &kind.name).with("id", id)
}
