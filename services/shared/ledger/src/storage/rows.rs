//! A revision of a record as it is stored, and where it stands at a position.

use proto::ledger::v1::{RecordMetadata, State};
use sea_orm::{DbErr, QueryResult, Value};

use super::Sql;
use super::entry::timestamp;
use crate::kinds::{Column, KindInfo};

/// The end of a revision that has none yet.
pub const FOREVER: i64 = i64::MAX;

/// The columns that every kind has, before its own.
pub(crate) const SYSTEM: [&str; 11] = [
    "county",
    "id",
    "revision",
    "since",
    "verified",
    "returned",
    "until",
    "superseded",
    "base",
    "withdrawn",
    "recorder",
];

/// One revision of a record: it exists in `[since, until)`, it counts in `[verified, superseded)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// The record.
    pub id: String,
    /// Counts the revisions of the record from 1.
    pub revision: i64,
    /// The entry that wrote it.
    pub since: i64,
    /// The entry that verified it.
    pub verified: Option<i64>,
    /// The entry that returned it.
    pub returned: Option<i64>,
    /// The entry that wrote its successor.
    pub until: i64,
    /// The entry that verified its successor.
    pub superseded: i64,
    /// The revision that counts while this one waits.
    pub base: Option<i64>,
    /// Whether it says that the record is no more.
    pub withdrawn: bool,
    /// Those who wrote it and the unverified ones it rests on, parted by blanks.
    pub recorder: String,
    /// The record's own values; empty where they were not asked for.
    pub values: Vec<Value>,
    /// When it was written, where that was asked for.
    pub at: Option<i64>,
}

impl Stored {
    /// The columns to select for a kind, each with the prefix; its own only when `whole`.
    pub(crate) fn columns(kind: &KindInfo, prefix: &str, whole: bool) -> String {
        let own = kind.fields.iter().filter(|_| whole).map(|field| field.name.as_str());
        let all = SYSTEM.iter().skip(1).copied().chain(own);
        all.map(|column| format!("{prefix}\"{column}\"")).collect::<Vec<_>>().join(", ")
    }

    /// Reads the columns that [`Stored::columns`] selects, from the first one on.
    pub(crate) fn read(kind: &KindInfo, row: &QueryResult, whole: bool) -> Result<Self, DbErr> {
        let mut values = Vec::new();
        for (index, field) in kind.fields.iter().enumerate().filter(|_| whole) {
            let at = index + SYSTEM.len() - 1;
            values.push(match field.column {
                Column::Text => Value::String(Some(row.try_get_by_index(at)?)),
                Column::Integer => Value::BigInt(row.try_get_by_index(at)?),
                Column::Opaque => Value::Bytes(Some(row.try_get_by_index(at)?)),
            });
        }
        Ok(Self {
            id: row.try_get_by_index(0)?,
            revision: row.try_get_by_index(1)?,
            since: row.try_get_by_index(2)?,
            verified: row.try_get_by_index(3)?,
            returned: row.try_get_by_index(4)?,
            until: row.try_get_by_index(5)?,
            superseded: row.try_get_by_index(6)?,
            base: row.try_get_by_index(7)?,
            withdrawn: row.try_get_by_index::<i64>(8)? != 0,
            recorder: row.try_get_by_index(9)?,
            values,
            at: None,
        })
    }

    /// A first revision as it was written, without its values.
    pub(crate) fn imported(id: String, since: i64, recorder: String) -> Self {
        Self {
            id,
            revision: 1,
            since,
            verified: None,
            returned: None,
            until: FOREVER,
            superseded: FOREVER,
            base: None,
            withdrawn: false,
            recorder,
            values: Vec::new(),
            at: None,
        }
    }

    /// The last entry up to `position` that touched this revision.
    pub fn touched(&self, position: i64) -> i64 {
        let set = [self.verified, self.returned].into_iter().flatten();
        set.filter(|entry| *entry <= position).max().unwrap_or(self.since).max(self.since)
    }

    /// The tag of the state that a caller saw.
    pub fn etag(&self, position: i64) -> String {
        format!("\"{}\"", self.touched(position))
    }

    /// Where the record stands at `position`, at which this is its existing revision.
    pub fn state(&self, position: i64) -> State {
        let reached = |entry: Option<i64>| entry.is_some_and(|entry| entry <= position);
        match (self.withdrawn, reached(self.verified)) {
            (true, false) if self.base.is_some() && reached(self.returned) => State::Returned,
            (true, false) if self.base.is_some() => State::WithdrawalPending,
            (true, _) => State::Withdrawn,
            (false, true) => State::Verified,
            (false, false) if reached(self.returned) => State::Returned,
            (false, false) => State::Recorded,
        }
    }

    /// What the ledger adds to the record, as it stood at `position`.
    pub fn metadata(&self, position: i64) -> RecordMetadata {
        let reached = |entry: i64| if entry <= position { entry } else { 0 };
        RecordMetadata {
            id: self.id.clone(),
            revision: i32::try_from(self.revision).unwrap_or(i32::MAX),
            etag: self.etag(position),
            state: self.state(position) as i32,
            revise_time: self.at.map(timestamp),
            start_position: self.since,
            end_position: reached(self.until),
            verify_position: self.verified.map_or(0, reached),
            recorders: self.recorder.split(' ').map(str::to_owned).collect(),
        }
    }
}

/// Adds the condition that a row is its record's existing revision at `position`.
///
/// The `+` keeps SQLite from walking the primary key; it is valid on both.
pub fn existing_at(sql: &mut Sql, prefix: &str, position: i64) {
    sql.push(format!("+{prefix}since <= ")).bind(position);
    sql.push(format!(" AND {prefix}until > ")).bind(position);
}
