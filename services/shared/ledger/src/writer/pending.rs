//! What a group of acts has decided and not yet written: rows, set-once columns, entries.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, Statement, Value};

use super::periods::Closed;
use crate::kinds::KindInfo;
use crate::storage::{Stored, entry, execute, inserts, updates_by_start};

/// A column that is set once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Once {
    Verified,
    Returned,
    Until,
    Superseded,
}

impl Once {
    fn column(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Returned => "returned",
            Self::Until => "until",
            Self::Superseded => "superseded",
        }
    }

    fn set(self, row: &mut Stored, value: i64) {
        match self {
            Self::Verified => row.verified = Some(value),
            Self::Returned => row.returned = Some(value),
            Self::Until => row.until = value,
            Self::Superseded => row.superseded = value,
        }
    }
}

/// How to undo one thing that was decided.
pub(super) enum Undo {
    Current(Key, Option<Stored>),
    Insert(String),
    Patch(String, usize, Box<Stored>),
    Set((String, Once)),
    Closing(String, Option<Closed>),
    Entry,
}

/// A record: its table and its id.
pub(super) type Key = (String, String);

#[derive(Default)]
pub(super) struct Pending {
    inserts: BTreeMap<String, (Option<Arc<KindInfo>>, Vec<Stored>)>,
    places: HashMap<(String, i64), usize>,
    sets: BTreeMap<(String, Once), Vec<(i64, i64)>>,
    pub(super) entries: Vec<entry::Model>,
}

impl Pending {
    pub(super) fn insert(&mut self, kind: &Arc<KindInfo>, row: Stored, journal: &mut Vec<Undo>) {
        let (known, rows) = self.inserts.entry(kind.table.clone()).or_default();
        known.get_or_insert_with(|| kind.clone());
        self.places.insert((kind.table.clone(), row.since), rows.len());
        rows.push(row);
        journal.push(Undo::Insert(kind.table.clone()));
    }

    /// Sets a column of a row that is pending itself, or else of one in the database.
    pub(super) fn set(
        &mut self,
        table: &str,
        once: Once,
        since: i64,
        value: i64,
        journal: &mut Vec<Undo>,
    ) {
        let place = self.places.get(&(table.to_owned(), since)).copied();
        let row = place.and_then(|at| self.inserts.get_mut(table)?.1.get_mut(at).map(|r| (at, r)));
        if let Some((at, row)) = row {
            journal.push(Undo::Patch(table.to_owned(), at, Box::new(row.clone())));
            once.set(row, value);
        } else {
            let key = (table.to_owned(), once);
            self.sets.entry(key.clone()).or_default().push((since, value));
            journal.push(Undo::Set(key));
        }
    }

    /// Takes back one thing; `Undo::Current` and `Undo::Closing` are not ours.
    pub(super) fn undo(&mut self, undo: Undo) {
        match undo {
            Undo::Insert(table) => {
                if let Some(row) = self.inserts.get_mut(&table).and_then(|(_, rows)| rows.pop()) {
                    self.places.remove(&(table, row.since));
                }
            }
            Undo::Patch(table, at, before) => {
                if let Some(row) = self.inserts.get_mut(&table).and_then(|(_, r)| r.get_mut(at)) {
                    *row = *before;
                }
            }
            Undo::Set(key) => {
                self.sets.get_mut(&key).map(Vec::pop);
            }
            Undo::Entry => {
                self.entries.pop();
            }
            Undo::Current(..) | Undo::Closing(..) => {}
        }
    }

    /// What writes all of it: first old rows are closed, then new ones and the entries come.
    pub(super) fn statements(&mut self, backend: DbBackend, county: &str) -> Vec<Statement> {
        let mut statements = Vec::new();
        for ((table, once), pairs) in std::mem::take(&mut self.sets) {
            statements.extend(updates_by_start(backend, &table, once.column(), county, &pairs));
        }
        for (table, (kind, rows)) in std::mem::take(&mut self.inserts) {
            let Some(kind) = kind else { continue };
            let own = kind.fields.iter().map(|field| field.name.as_str());
            let columns: Vec<&str> = crate::storage::SYSTEM.iter().copied().chain(own).collect();
            let rows = rows.into_iter().map(|row| values(county, row)).collect();
            statements.extend(inserts(backend, &table, &columns, rows));
        }
        self.places.clear();
        let entries = std::mem::take(&mut self.entries);
        let entries = entries.into_iter().map(entry::Model::into_values).collect();
        statements.extend(inserts(backend, "entry", &entry::COLUMNS, entries));
        statements
    }

    /// Writes all of it.
    pub(super) async fn write(
        &mut self,
        transaction: &DatabaseTransaction,
        county: &str,
    ) -> Result<(), DbErr> {
        execute(transaction, self.statements(transaction.get_database_backend(), county)).await
    }
}

fn values(county: &str, row: Stored) -> Vec<Value> {
    let Stored { id, revision, since, verified, returned, until, superseded, .. } = row;
    let Stored { base, withdrawn, recorder, values, .. } = row;
    let system = [
        county.into(),
        id.into(),
        revision.into(),
        since.into(),
        verified.into(),
        returned.into(),
        until.into(),
        superseded.into(),
        base.into(),
        i64::from(withdrawn).into(),
        recorder.into(),
    ];
    system.into_iter().chain(values).collect()
}
