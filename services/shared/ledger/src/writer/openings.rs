//! Opening lists: a register of the first year is entered as one list and judged as one.
//!
//! What an import wrote lies without a gap between two entries; the list is the record that names
//! them. A verdict on it is a verdict on each of its records, in the same transaction.

use std::sync::Arc;

use chassis::Refusal;
use prost::Message as _;
use proto::ledger::v1::OpeningList;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};
use sha2::{Digest, Sha256};

use super::commit::Writing;
use super::decide::{Decider, Stop};
use super::refusals::{list_changed, list_stands, list_verified, list_waits};
use super::{Call, Put, Step, Verdict, Written};
use crate::collection::opening_list::hex;
use crate::kinds::{Checked, KindInfo, Kinds, row_to_wire, wire_to_row};
use crate::storage::{FOREVER, Sql, Stored};

/// The table of opening lists.
pub const LIST: &str = "opening_list";
/// Records of a list that are judged and written together.
const CHUNK: i64 = 1_000;

/// What an import says that enters an opening list.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The kind of the list itself.
    pub kind: Arc<KindInfo>,
    /// What it was handed in with: document, day, place. The ledger adds the rest.
    pub list: OpeningList,
}

/// The content of what an import has written so far.
#[derive(Default)]
pub(super) struct Digested(Sha256);

impl Digested {
    pub(super) fn add(&mut self, content: &[u8]) {
        self.0.update(content);
    }

    fn hex(self) -> String {
        self.0.finalize().iter().map(hex).collect()
    }
}

/// An opening list that waits for its verifier: the table of its kind, and its entries.
pub(super) struct Waiting {
    id: String,
    table: String,
    first: i64,
    last: i64,
}

/// A row of a list's kind: its start, its record, and what was said of it.
struct Standing {
    since: i64,
    id: String,
    returned: Option<i64>,
    waits: bool,
}

impl Opening {
    /// The list of what the entries from `first` to `last` wrote.
    fn record(
        &self,
        kind: &KindInfo,
        (first, last): (i64, i64),
        digested: Digested,
    ) -> Result<Checked, Refusal> {
        let list = OpeningList {
            kind: kind.table.clone(),
            record_count: last - first + 1,
            first_position: first,
            last_position: last,
            list_hash: digested.hex(),
            ..self.list.clone()
        };
        let wire = list.encode_to_vec();
        let id = self.kind.key(&wire).ok_or_else(|| Refusal::internal(&"a list without a key"))?;
        let row = wire_to_row(&self.kind, &wire)?;
        let content = row_to_wire(&self.kind, &row);
        Ok(Checked { id, content, row, soft: Vec::new() })
    }
}

impl Writing<'_> {
    /// Adds the opening list of what an import has written from its first entry on, if it has
    /// written anything; its id.
    pub(super) async fn list(
        &mut self,
        call: &Call,
        opening: Opening,
        kind: &KindInfo,
        first: i64,
        digested: Digested,
    ) -> Result<String, Stop> {
        let last = self.decider.position();
        if last < first {
            return Ok(String::new());
        }
        let record = opening.record(kind, (first, last), digested)?;
        let id = record.id.clone();
        let (kind, explanation) = (opening.kind, String::new());
        let put = Put::Import { explained: false };
        let step = Step::Put { kind: kind.clone(), record, put, explanation };
        self.decider.load(self.transaction, std::iter::once(&step)).await?;
        let before = self.decider.current.get(&(LIST.to_owned(), id.clone()));
        if before.and_then(Option::as_ref).is_some_and(|row| row.verified.is_some()) {
            return Err(list_verified(&kind, &id).into());
        }
        self.tables.names.insert(LIST.to_owned());
        self.decider.decide(call, step)?;
        Ok(id)
    }

    /// Judges records and opening lists, the latter with all that they hold.
    pub(super) async fn take_lists(
        &mut self,
        call: &Call,
        steps: Vec<Step>,
        kinds: &Kinds,
    ) -> Result<Vec<Written>, Stop> {
        let mut judged = Vec::with_capacity(steps.len());
        for (index, step) in steps.into_iter().enumerate() {
            self.decider.load(self.transaction, std::iter::once(&step)).await?;
            let key = (step.kind().table.clone(), step.id().to_owned());
            let row = self.decider.current.get(&key).cloned().flatten();
            self.tables.names.insert(key.0);
            let did = self.decider.decide(call, step.clone());
            let did = did.map_err(|refusal| super::commit::placed(refusal, true, index))?;
            judged.extend(super::commit::written(did, call.validate_only));
            if let (Some(row), true) = (row, step.kind().table == LIST) {
                let judged = self.take_list(call, kinds, &row, &step).await;
                judged.map_err(|stop| match stop {
                    Stop::Refused(cause) => {
                        Stop::Refused(super::commit::placed(cause, true, index))
                    }
                    stop => stop,
                })?;
            }
        }
        Ok(judged)
    }

    /// Gives each record of a list the verdict that was given on the list.
    async fn take_list(
        &mut self,
        call: &Call,
        kinds: &Kinds,
        row: &Stored,
        on_list: &Step,
    ) -> Result<(), Stop> {
        let Step::Judge { kind: of_list, verdict, reason, .. } = on_list else { return Ok(()) };
        let list = listed(of_list, row)?;
        let kind = kinds.iter().find(|kind| kind.table == list.kind);
        let kind = kind.ok_or_else(|| Refusal::internal(&"a list of no kind"))?;
        self.decider.judges_list = true;
        let mut after = list.first_position - 1;
        loop {
            let span = (after, list.last_position);
            let rows = self.decider.standing(self.transaction, kind, span).await?;
            let Some(last) = rows.last() else { break };
            after = last.since;
            let moved = rows.iter().find(|row| !row.waits || row.returned.is_some());
            if let (Some(moved), Verdict::Verify) = (moved, verdict) {
                return Err(list_changed(kind, &moved.id, &row.id).into());
            }
            let judged = |row: &Standing| {
                row.waits && !(row.returned.is_some() && *verdict == Verdict::Return)
            };
            let steps = rows.into_iter().filter(judged).map(|row| Step::Judge {
                kind: kind.clone(),
                etag: format!("\"{}\"", row.returned.unwrap_or(row.since)),
                id: row.id,
                verdict: *verdict,
                reason: reason.clone(),
            });
            self.take_records(call, steps.collect()).await?;
        }
        self.decider.judges_list = false;
        self.tables.names.insert(kind.table.clone());
        Ok(())
    }

    /// Takes verdicts on records that are given with the state they were seen in.
    pub(super) async fn take_records(&mut self, call: &Call, steps: Vec<Step>) -> Result<(), Stop> {
        self.decider.load(self.transaction, steps.iter()).await?;
        self.tables.written += i64::try_from(steps.len()).unwrap_or(0);
        for step in steps {
            self.decider.mark();
            self.decider.decide(call, step)?;
        }
        self.decider.pending.write(self.transaction, &call.county).await?;
        self.decider.forget();
        Ok(())
    }
}

impl Decider {
    /// Reads the opening lists that wait, whose records are not judged one by one.
    pub(super) async fn load_openings<'a>(
        &mut self,
        transaction: &DatabaseTransaction,
        mut steps: impl Iterator<Item = &'a Step>,
    ) -> Result<(), DbErr> {
        let judges = steps.any(|step| matches!(step, Step::Judge { .. }));
        if !judges || self.judges_list || self.openings.is_some() {
            return Ok(());
        }
        let mut sql = Sql::new("SELECT r.id, r.kind, r.first_position, r.last_position FROM ");
        sql.push(LIST).push(" r WHERE r.county = ").bind(self.county.as_str());
        sql.push(" AND r.until = ").bind(FOREVER);
        sql.push(" AND r.verified IS NULL AND r.returned IS NULL AND r.withdrawn = 0");
        let backend = transaction.get_database_backend();
        let mut waiting = Vec::new();
        for row in transaction.query_all_raw(sql.on(backend)).await? {
            let (id, table, first, last) = row.try_get_many_by_index()?;
            waiting.push(Waiting { id, table, first, last });
        }
        self.openings = Some(waiting);
        Ok(())
    }

    /// The rows of a kind that entries after one, up to another, wrote; at most a chunk.
    async fn standing(
        &self,
        transaction: &DatabaseTransaction,
        kind: &KindInfo,
        (after, last): (i64, i64),
    ) -> Result<Vec<Standing>, DbErr> {
        let mut sql = Sql::new("SELECT r.since, r.id, r.returned, r.verified, r.until FROM ");
        sql.push(format!("\"{}\" r WHERE r.county = ", kind.table)).bind(self.county.as_str());
        sql.push(" AND r.since > ").bind(after).push(" AND r.since <= ").bind(last);
        sql.push(" ORDER BY r.since LIMIT ").bind(CHUNK);
        let backend = transaction.get_database_backend();
        let rows = transaction.query_all_raw(sql.on(backend)).await?;
        let read = rows.iter().map(|row| {
            let verified: Option<i64> = row.try_get_by_index(3)?;
            let until: i64 = row.try_get_by_index(4)?;
            Ok(Standing {
                since: row.try_get_by_index(0)?,
                id: row.try_get_by_index(1)?,
                returned: row.try_get_by_index(2)?,
                waits: verified.is_none() && until == FOREVER,
            })
        });
        read.collect()
    }

    /// Refuses to judge by itself what stands on an opening list that waits, and to withdraw a
    /// list that has been verified.
    pub(super) fn check_listed(
        &self,
        kind: &KindInfo,
        row: &Stored,
        verdict: Verdict,
    ) -> Result<(), Refusal> {
        if kind.table == LIST {
            let stands = verdict == Verdict::Withdraw && row.verified.is_some();
            return if stands { Err(list_stands(kind, &row.id)) } else { Ok(()) };
        }
        if self.judges_list {
            return Ok(());
        }
        let holds = |list: &&Waiting| {
            list.table == kind.table && list.first <= row.since && row.since <= list.last
        };
        match self.openings.iter().flatten().find(holds) {
            Some(list) => Err(list_waits(kind, &row.id, &list.id)),
            None => Ok(()),
        }
    }
}

/// The list that a row is.
fn listed(kind: &KindInfo, row: &Stored) -> Result<OpeningList, Refusal> {
    let wire = row_to_wire(kind, &row.values);
    OpeningList::decode(wire.as_slice()).map_err(|cause| Refusal::internal(&cause))
}
