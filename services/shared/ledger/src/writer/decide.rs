//! Decides each act of a group against the records as they stand and the acts before it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chassis::Refusal;
use proto::ledger::v1::{Act, RecordMetadata, State};
use sea_orm::{DbErr, Value};

use super::asking::Lines;
use super::openings::Waiting;
use super::pending::{Key, Once, Pending, Undo};
use super::periods::Closings;
use super::refusals::{
    check_etag, earlier_refused, exists, not_allowed, not_found, twice, verifier_is_recorder,
};
use super::succession::check_succession;
use super::{Call, Put, Step, Verdict, Written};
use crate::kinds::{Checked, Given, KindInfo, day_of, row_to_wire};
use crate::quality::Rules;
use crate::storage::{FOREVER, Stored, entry};

/// Where the ledger stands while a group is decided.
pub(super) struct Decider {
    pub(super) county: String,
    position: i64,
    head: Vec<u8>,
    at: i64,
    pub(super) current: HashMap<Key, Option<Stored>>,
    /// The records of which something was decided since the decider last forgot.
    decided: Vec<(Arc<KindInfo>, String)>,
    /// Ids of records that are known to exist, by their tables.
    pub(super) known: HashMap<String, HashSet<String>>,
    /// Ids of neighbors by what they begin with; some may not have been written after all.
    pub(super) neighbors: HashMap<Key, Vec<String>>,
    pub(super) closings: Closings,
    /// What rules ask on entry, and the records beside which they judge a swing.
    pub(super) rules: Rules,
    pub(super) lines: Lines,
    /// Whether one refusal refuses all. What is only to be explained is put all the same then, so
    /// that those after it are judged beside it; its refusal is told apart.
    pub(super) whole: bool,
    pub(super) unexplained: Option<Refusal>,
    /// The places of acts of an import that were refused.
    pub(super) refused_acts: HashSet<i64>,
    /// Opening lists that wait; read when something is judged.
    pub(super) openings: Option<Vec<Waiting>>,
    /// Whether it is a list's records that are judged, with the list.
    pub(super) judges_list: bool,
    pub(super) pending: Pending,
    pub(super) journal: Vec<Undo>,
    heads: Vec<Vec<u8>>,
}

/// What one step did.
pub(super) enum Did {
    Created(Written),
    Revised(Written),
    Judged(Written),
    Unchanged,
}

/// Why a step could not be decided.
pub(super) enum Stop {
    Refused(Refusal),
    Database(DbErr),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<DbErr> for Stop {
    fn from(cause: DbErr) -> Self {
        Self::Database(cause)
    }
}

impl Decider {
    pub(super) fn new(county: &str, head: Option<entry::Model>, now: i64, rules: Rules) -> Self {
        let (position, at, head) = head.map_or((0, 0, Vec::new()), |h| (h.seq, h.at, h.hash));
        Self {
            county: county.to_owned(),
            position,
            head,
            at: now.max(at),
            current: HashMap::new(),
            decided: Vec::new(),
            known: HashMap::new(),
            neighbors: HashMap::new(),
            closings: Closings::default(),
            rules,
            lines: Lines::default(),
            whole: false,
            unexplained: None,
            refused_acts: HashSet::new(),
            openings: None,
            judges_list: false,
            pending: Pending::default(),
            journal: Vec::new(),
            heads: Vec::new(),
        }
    }

    pub(super) fn position(&self) -> i64 {
        self.position
    }

    /// Forgets rows, but not those of which something was decided since it last forgot: they may
    /// be on their way into the database. What is known to exist stays known as well.
    pub(super) fn forget(&mut self) {
        self.neighbors.clear();
        self.lines.clear();
        self.journal.clear();
        self.heads.clear();
        let mut rows = std::mem::take(&mut self.current);
        for (kind, id) in std::mem::take(&mut self.decided) {
            let key = (kind.table.clone(), id);
            if let Some(Some(row)) = rows.remove(&key) {
                self.add_neighbor(&kind, &row.id);
                self.current.insert(key, Some(row));
            }
        }
    }

    /// From here on [`Decider::roll_back`] undoes.
    pub(super) fn mark(&mut self) {
        self.journal.clear();
        self.heads.clear();
    }

    /// Undoes all that was decided since the mark.
    pub(super) fn roll_back(&mut self) {
        while let Some(undo) = self.journal.pop() {
            match undo {
                Undo::Current(key, row) => {
                    self.current.insert(key, row);
                }
                Undo::Closing(id, closed) => self.closings.put_back(id, closed),
                Undo::Entry => {
                    self.position -= 1;
                    self.head = self.heads.pop().unwrap_or_default();
                    self.pending.undo(Undo::Entry);
                }
                other => self.pending.undo(other),
            }
        }
    }

    pub(super) fn decide(&mut self, call: &Call, step: Step) -> Result<Did, Refusal> {
        match step {
            Step::Put { kind, record, put, explanation } => {
                self.put(call, &kind, record, &put, explanation)
            }
            Step::Judge { kind, id, etag, verdict, reason } => {
                self.judge(call, &kind, &id, &etag, verdict, reason)
            }
        }
    }

    /// The same of an import that has written from `first` on: a record stands in one row of it,
    /// or in several that say the same.
    pub(super) fn decide_once(
        &mut self,
        call: &Call,
        step: Step,
        first: i64,
    ) -> Result<Did, Refusal> {
        let (kind, id) = (step.kind().clone(), step.id().to_owned());
        let before = self.current.get(&(kind.table.clone(), id.clone())).and_then(Option::as_ref);
        let is_second = before.is_some_and(|row| row.since >= first);
        let did = self.decide(call, step)?;
        if is_second && matches!(did, Did::Revised(_)) {
            self.roll_back();
            return Err(twice(&kind, &id));
        }
        Ok(did)
    }

    fn put(
        &mut self,
        call: &Call,
        kind: &Arc<KindInfo>,
        mut record: Checked,
        put: &Put,
        explanation: String,
    ) -> Result<Did, Refusal> {
        let current = self.current.get(&(kind.table.clone(), record.id.clone())).cloned().flatten();
        if matches!(put, Put::Follow { after } if self.refused_acts.contains(after)) {
            return Err(earlier_refused(kind, &record.id));
        }
        self.stamp(kind, &mut record, current.as_ref(), put)?;
        self.check_surroundings(kind, &mut record)?;
        self.check_neighbors(kind, &record)?;
        self.check_above(kind, &record)?;
        let before = match (put, current) {
            (Put::Create | Put::Register, Some(_)) => return Err(exists(kind, &record.id)),
            (Put::Create | Put::Register | Put::Import { .. } | Put::Open, None) => None,
            (Put::Revise { .. } | Put::Move { .. } | Put::Follow { .. }, None) => {
                return Err(not_found(kind, &record.id));
            }
            (Put::Revise { etag } | Put::Move { etag }, Some(row)) => {
                check_etag(&row, self.position, etag)?;
                Some(row)
            }
            (Put::Import { .. } | Put::Open | Put::Follow { .. }, Some(row)) => Some(row),
        };
        if matches!(put, Put::Create | Put::Revise { .. } | Put::Import { .. } | Put::Open) {
            keep_act_fields(kind, &mut record, before.as_ref());
        }
        let same = before.as_ref().filter(|b| !b.withdrawn && b.values == record.row);
        let stands = match put {
            Put::Import { .. } => same.is_some(),
            // On a list stands what the list is to be verified for.
            Put::Open => same.is_some_and(|before| before.verified.is_some()),
            _ => false,
        };
        if stands {
            return Ok(Did::Unchanged);
        }
        check_succession(kind, &record, before.as_ref())?;
        self.check_periods(kind, &record, before.as_ref())?;
        let explanation = self.explained(kind, &record, put, explanation)?;
        self.add_neighbor(kind, &record.id);
        self.add_to_lines(kind, &record.id, &record.row);
        let act = if before.is_some() { Act::Revise } else { Act::Create };
        let hash = entry::content_hash(&record.content);
        let Checked { id, content, row, soft: _ } = record;
        let metadata = self.revise(call, kind, before, id, row, false, act, hash, explanation);
        let written = Written { metadata, content };
        Ok(if act == Act::Create { Did::Created(written) } else { Did::Revised(written) })
    }

    /// Stamps the day of recording, where the kind has it; acts give their days themselves.
    fn stamp(
        &self,
        kind: &KindInfo,
        record: &mut Checked,
        before: Option<&Stored>,
        put: &Put,
    ) -> Result<(), Refusal> {
        let states = matches!(put, Put::Import { .. } | Put::Open);
        let is_act = matches!(put, Put::Register | Put::Move { .. } | Put::Follow { .. });
        if !kind.is_stamped() || is_act {
            return Ok(());
        }
        let before = before.map(|row| row.values.as_slice());
        kind.stamp(record, before, day_of(self.at), states)
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one revision, used in two places")]
    fn revise(
        &mut self,
        call: &Call,
        kind: &Arc<KindInfo>,
        before: Option<Stored>,
        id: String,
        values: Vec<Value>,
        withdrawn: bool,
        act: Act,
        content: Vec<u8>,
        reason: String,
    ) -> RecordMetadata {
        let since = self.enter(call, act, kind, &id, None, content, reason);
        let base = before.as_ref().and_then(counting);
        let rests_on_unverified = before.as_ref().filter(|row| row.verified.is_none());
        let recorder = rests_on_unverified
            .map_or_else(|| call.actor.clone(), |row| joined(&row.recorder, &call.actor));
        let row = Stored {
            id,
            revision: before.as_ref().map_or(1, |row| row.revision + 1),
            since,
            verified: None,
            returned: None,
            until: FOREVER,
            superseded: FOREVER,
            base,
            withdrawn,
            recorder,
            values,
            at: Some(self.at),
        };
        if let Some(before) = before {
            self.pending.set(&kind.table, Once::Until, before.since, since, &mut self.journal);
        }
        let metadata = row.metadata(since);
        self.pending.insert(kind, row.clone(), &mut self.journal);
        self.remember(kind, row);
        metadata
    }

    fn judge(
        &mut self,
        call: &Call,
        kind: &Arc<KindInfo>,
        id: &str,
        etag: &str,
        verdict: Verdict,
        reason: String,
    ) -> Result<Did, Refusal> {
        let key = (kind.table.clone(), id.to_owned());
        let current = self.current.get(&key).cloned().flatten();
        let row = current.ok_or_else(|| not_found(kind, id))?;
        check_etag(&row, self.position, etag)?;
        self.check_listed(kind, &row, verdict)?;
        if verdict != Verdict::Return {
            self.check_open(kind, &row.values)?;
        }
        let state = row.state(self.position);
        let waits = matches!(state, State::Recorded | State::WithdrawalPending);
        match verdict {
            Verdict::Withdraw if state != State::Withdrawn && state != State::WithdrawalPending => {
                self.check_held(kind, id)?;
                let content = entry::content_hash(&row_to_wire(kind, &row.values));
                let (act, id, values) = (Act::Withdraw, id.to_owned(), row.values.clone());
                let metadata =
                    self.revise(call, kind, Some(row), id, values, true, act, content, reason);
                Ok(Did::Judged(Written { metadata, content: Vec::new() }))
            }
            Verdict::Verify | Verdict::Return if waits => {
                if verdict == Verdict::Verify && !row.withdrawn {
                    self.check_whole(kind, &row.values)?;
                }
                if verdict == Verdict::Verify && row.recorder.split(' ').any(|r| r == call.actor) {
                    return Err(verifier_is_recorder(kind, id, &call.actor));
                }
                Ok(Did::Judged(self.set_verdict(call, kind, row, verdict, reason)))
            }
            _ => Err(not_allowed(kind, id, state, verdict)),
        }
    }

    fn set_verdict(
        &mut self,
        call: &Call,
        kind: &Arc<KindInfo>,
        mut row: Stored,
        verdict: Verdict,
        reason: String,
    ) -> Written {
        let (act, once) = match verdict {
            Verdict::Verify => (Act::Verify, Once::Verified),
            Verdict::Return | Verdict::Withdraw => (Act::Return, Once::Returned),
        };
        let seq = self.enter(call, act, kind, &row.id.clone(), Some(row.since), Vec::new(), reason);
        self.pending.set(&kind.table, once, row.since, seq, &mut self.journal);
        if verdict == Verdict::Verify {
            row.verified = Some(seq);
            self.close(kind, &row);
            if let Some(base) = row.base {
                self.pending.set(&kind.table, Once::Superseded, base, seq, &mut self.journal);
            }
        } else {
            row.returned = Some(seq);
        }
        let metadata = row.metadata(seq);
        self.remember(kind, row);
        Written { metadata, content: Vec::new() }
    }

    /// Writes the next entry of the chain and returns its position.
    #[expect(clippy::too_many_arguments, reason = "the columns of an entry")]
    fn enter(
        &mut self,
        call: &Call,
        act: Act,
        kind: &KindInfo,
        id: &str,
        since: Option<i64>,
        content: Vec<u8>,
        reason: String,
    ) -> i64 {
        let seq = self.position + 1;
        let entry = entry::Model {
            county: self.county.clone(),
            seq,
            at: self.at,
            actor: call.actor.clone(),
            act: i64::from(act as i32),
            method: call.method.to_owned(),
            kind: kind.name.clone(),
            id: id.to_owned(),
            since: since.unwrap_or(seq),
            reason,
            request: call.request_id.clone(),
            content,
            hash: Vec::new(),
        };
        let entry = entry.chain(&self.head);
        self.heads.push(std::mem::replace(&mut self.head, entry.hash.clone()));
        self.position = seq;
        self.pending.entries.push(entry);
        self.journal.push(Undo::Entry);
        seq
    }

    /// Whether a record is known to exist.
    pub(super) fn knows(&self, table: &str, id: &str) -> bool {
        self.known.get(table).is_some_and(|ids| ids.contains(id))
    }

    fn remember(&mut self, kind: &Arc<KindInfo>, row: Stored) {
        self.decided.push((kind.clone(), row.id.clone()));
        let key = (kind.table.clone(), row.id.clone());
        let before = self.current.insert(key.clone(), Some(row)).flatten();
        self.journal.push(Undo::Current(key, before));
    }
}

/// The revision that counts, or counted last, before a new one.
fn counting(row: &Stored) -> Option<i64> {
    if row.verified.is_some() { Some(row.since) } else { row.base }
}

fn joined(recorders: &str, actor: &str) -> String {
    if recorders.split(' ').any(|recorder| recorder == actor) {
        recorders.to_owned()
    } else {
        format!("{recorders} {actor}")
    }
}

/// Create and revise do not touch what only acts give.
fn keep_act_fields(kind: &KindInfo, record: &mut Checked, before: Option<&Stored>) {
    let acts = kind.fields.iter().enumerate().filter(|(_, field)| field.given == Given::ByAct);
    let mut changed = false;
    for (index, field) in acts {
        let kept = before.and_then(|row| row.values.get(index)).cloned();
        let value = kept.unwrap_or_else(|| field.default());
        changed |= record.row[index] != value;
        record.row[index] = value;
    }
    if changed {
        record.content = row_to_wire(kind, &record.row);
    }
}
