//! The course of a record: its revisions, and how far acts of an import are found in them.

use chassis::Refusal;
use sea_orm::Value;

use crate::Books;
use crate::books::below;
use crate::kinds::{Checked, Given, KindInfo, row_to_wire};
use crate::storage::{Stored, entry};

/// Revisions of one record that are looked at; acts make far fewer.
const MOST: usize = 1_000;

/// What an act makes of a record.
type Act = dyn Fn(&[u8], &str) -> Result<Vec<u8>, Refusal> + Send + Sync;

/// A record as its history tells it, and as the acts of an import go on from there.
pub(super) struct Course {
    /// Its revisions with the entries that wrote them, oldest first.
    history: Vec<(Stored, entry::Model)>,
    /// Up to which revision acts were found.
    found: usize,
    /// What it is now.
    content: Vec<u8>,
}

impl Course {
    /// The course of a record that an import registers.
    pub(super) fn beginning(content: Vec<u8>) -> Self {
        Self { history: Vec::new(), found: 0, content }
    }

    /// The course of a record at a position; nothing where there is no such record.
    pub(super) async fn of(
        books: &Books,
        kind: &KindInfo,
        (county, id): (&str, &str),
        position: i64,
    ) -> Result<Option<Self>, Refusal> {
        if crate::reader::check_id(kind, id).is_err() {
            return Ok(None);
        }
        let newest = i64::MAX;
        let mut history = books.reader.revisions(kind, county, id, position, newest, MOST).await?;
        history.reverse();
        let content = history.last().map(|(row, _)| row_to_wire(kind, &row.values));
        Ok(content.map(|content| Self { history, found: 0, content }))
    }

    /// Whether it was registered so.
    pub(super) fn began_so(&self, kind: &KindInfo, record: &dyn Fn(&str) -> Vec<u8>) -> bool {
        let first = self.history.first();
        first.is_some_and(|(row, entry)| is_so(kind, row, &record(&entry.actor)))
    }

    /// Whether one of its revisions says the same.
    pub(super) fn was_so(&self, kind: &KindInfo, values: &[Value]) -> bool {
        self.history.iter().any(|(row, _)| !row.withdrawn && same(kind, &row.values, values))
    }

    /// Whether an act made one of its revisions out of the one before, after those that were found
    /// already; whoever wrote it.
    pub(super) fn shows(&mut self, kind: &KindInfo, act: &Act) -> bool {
        let pairs = self.history.windows(2).enumerate().skip(self.found);
        let made = |pair: &[(Stored, entry::Model)]| {
            let [(before, _), (after, entry)] = pair else { return false };
            let left = act(&row_to_wire(kind, &before.values), &entry.actor);
            left.is_ok_and(|left| is_so(kind, after, &left))
        };
        let at = pairs.into_iter().find_map(|(at, pair)| made(pair).then_some(at));
        self.found = at.map_or(self.found, |at| at + 1);
        at.is_some()
    }

    /// Takes the next act: the record as it leaves it.
    pub(super) fn next(
        &mut self,
        kind: &KindInfo,
        act: &Act,
        actor: &str,
    ) -> Result<Checked, Refusal> {
        let left = act(&self.content, actor)?;
        let record = kind.accept(&left).map_err(|refusal| below(refusal, &kind.table))?;
        self.content.clone_from(&record.content);
        Ok(record)
    }

    /// The tag of the state that was read, unless the caller names one.
    pub(super) fn etag(&self, position: i64, named: String) -> String {
        let read = self.history.last().filter(|_| named.is_empty());
        read.map_or(named, |(row, _)| row.etag(position))
    }
}

/// Whether a revision is what an act leaves.
fn is_so(kind: &KindInfo, row: &Stored, left: &[u8]) -> bool {
    let left = kind.accept(left);
    !row.withdrawn && left.is_ok_and(|left| left.id == row.id && same(kind, &row.values, &left.row))
}

/// Whether rows are the same but for what rules give, which may give another value by now.
fn same(kind: &KindInfo, one: &[Value], other: &[Value]) -> bool {
    let values = kind.fields.iter().zip(one.iter().zip(other));
    values.into_iter().all(|(field, (one, other))| field.given == Given::ByRule || one == other)
}
