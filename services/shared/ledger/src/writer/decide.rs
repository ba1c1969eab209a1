//! Decides each act of a group against the records as they stand and the acts before it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use chassis::{FieldFault, Refusal};
use proto::ledger::v1::{Act, Reason, RecordMetadata, State};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Value};

use super::pending::{Key, Once, Pending, Undo};
use super::{Call, Put, Step, Verdict, Written};
use crate::kinds::{Checked, Given, KindInfo, row_to_wire};
use crate::storage::{FOREVER, Sql, Stored, entry};

/// Where the ledger stands while a group is decided.
pub(super) struct Decider {
    county: String,
    position: i64,
    head: Vec<u8>,
    at: i64,
    current: HashMap<Key, Option<Stored>>,
    known: HashSet<Key>,
    pub(super) pending: Pending,
    journal: Vec<Undo>,
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
    pub(super) fn new(county: &str, head: Option<entry::Model>, now: i64) -> Self {
        let (position, at, head) = head.map_or((0, 0, Vec::new()), |h| (h.seq, h.at, h.hash));
        Self {
            county: county.to_owned(),
            position,
            head,
            at: now.max(at),
            current: HashMap::new(),
            known: HashSet::new(),
            pending: Pending::default(),
            journal: Vec::new(),
            heads: Vec::new(),
        }
    }

    pub(super) fn position(&self) -> i64 {
        self.position
    }

    /// Reads the current rows that the steps name and the records that they point to.
    pub(super) async fn load<'a>(
        &mut self,
        transaction: &DatabaseTransaction,
        steps: impl Iterator<Item = &'a Step> + Clone,
    ) -> Result<(), DbErr> {
        let mut wanted: BTreeMap<&str, (&Arc<KindInfo>, Vec<&str>, bool)> = BTreeMap::new();
        let mut pointed: BTreeMap<&str, HashSet<&str>> = BTreeMap::new();
        for step in steps {
            let kind = step.kind();
            let key = (kind.table.clone(), step.id().to_owned());
            let (_, ids, whole) = wanted.entry(&kind.table).or_insert((kind, Vec::new(), false));
            *whole |=
                !matches!(step, Step::Judge { verdict: Verdict::Verify | Verdict::Return, .. });
            if !self.current.contains_key(&key) {
                ids.push(step.id());
            }
            if let Step::Put { record, .. } = step {
                for (_, table, id) in references(kind, record) {
                    if !self.known.contains(&(table.to_owned(), id.to_owned())) {
                        pointed.entry(table).or_default().insert(id);
                    }
                }
            }
        }
        for (kind, ids, whole) in wanted.into_values() {
            self.load_current(transaction, kind, &ids, whole).await?;
        }
        for (table, ids) in pointed {
            self.load_known(transaction, table, &ids.into_iter().collect::<Vec<_>>()).await?;
        }
        Ok(())
    }

    async fn load_current(
        &mut self,
        transaction: &DatabaseTransaction,
        kind: &KindInfo,
        ids: &[&str],
        whole: bool,
    ) -> Result<(), DbErr> {
        let backend = transaction.get_database_backend();
        for chunk in ids.chunks(500) {
            let columns = Stored::columns(kind, "", whole);
            let mut sql =
                Sql::new(format!("SELECT {columns} FROM \"{}\" WHERE county = ", kind.table));
            sql.bind(self.county.as_str()).push(" AND id IN ").bind_all(chunk.iter().copied());
            sql.push(" AND until = ").bind(FOREVER);
            for row in transaction.query_all_raw(sql.on(backend)).await? {
                let row = Stored::read(kind, &row, whole)?;
                self.current.insert((kind.table.clone(), row.id.clone()), Some(row));
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
        for chunk in ids.chunks(500) {
            let mut sql = Sql::new(format!("SELECT id FROM \"{table}\" WHERE county = "));
            sql.bind(self.county.as_str()).push(" AND id IN ").bind_all(chunk.iter().copied());
            sql.push(" AND withdrawn = 0 AND until = ").bind(FOREVER);
            for row in transaction.query_all_raw(sql.on(backend)).await? {
                self.known.insert((table.to_owned(), row.try_get_by_index(0)?));
            }
        }
        Ok(())
    }

    /// Forgets rows that have been written meanwhile; what is known to exist stays known.
    pub(super) fn forget(&mut self) {
        self.current.clear();
        self.journal.clear();
        self.heads.clear();
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

    fn put(
        &mut self,
        call: &Call,
        kind: &Arc<KindInfo>,
        mut record: Checked,
        put: &Put,
        explanation: String,
    ) -> Result<Did, Refusal> {
        self.check_place(kind, &record)?;
        self.check_references(kind, &record)?;
        if let (Some(soft), true) = (record.soft.first(), explanation.is_empty()) {
            return Err(explanation_required(soft));
        }
        let current = self.current.get(&(kind.table.clone(), record.id.clone())).cloned().flatten();
        let before = match (put, current) {
            (Put::Create | Put::Register, Some(_)) => return Err(exists(kind, &record.id)),
            (Put::Create | Put::Register | Put::Import, None) => None,
            (Put::Revise { .. } | Put::Move { .. }, None) => {
                return Err(not_found(kind, &record.id));
            }
            (Put::Revise { etag } | Put::Move { etag }, Some(row)) => {
                check_etag(&row, self.position, etag)?;
                Some(row)
            }
            (Put::Import, Some(row)) => Some(row),
        };
        if matches!(put, Put::Create | Put::Revise { .. } | Put::Import) {
            keep_act_fields(kind, &mut record, before.as_ref());
        }
        if *put == Put::Import
            && before.as_ref().is_some_and(|b| !b.withdrawn && b.values == record.row)
        {
            return Ok(Did::Unchanged);
        }
        let act = if before.is_some() { Act::Revise } else { Act::Create };
        let hash = entry::content_hash(&record.content);
        let Checked { id, content, row, soft: _ } = record;
        let metadata = self.revise(call, kind, before, id, row, false, act, hash, explanation);
        let written = Written { metadata, content };
        Ok(if act == Act::Create { Did::Created(written) } else { Did::Revised(written) })
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
            id: id.clone(),
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
        self.remember((kind.table.clone(), id), row);
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
        let state = row.state(self.position);
        let waits = matches!(state, State::Recorded | State::WithdrawalPending);
        match verdict {
            Verdict::Withdraw if state != State::Withdrawn && state != State::WithdrawalPending => {
                let content = entry::content_hash(&row_to_wire(kind, &row.values));
                let (act, id, values) = (Act::Withdraw, id.to_owned(), row.values.clone());
                let metadata =
                    self.revise(call, kind, Some(row), id, values, true, act, content, reason);
                Ok(Did::Judged(Written { metadata, content: Vec::new() }))
            }
            Verdict::Verify | Verdict::Return if waits => {
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
            if let Some(base) = row.base {
                self.pending.set(&kind.table, Once::Superseded, base, seq, &mut self.journal);
            }
        } else {
            row.returned = Some(seq);
        }
        let metadata = row.metadata(seq);
        self.remember((kind.table.clone(), row.id.clone()), row);
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
        let mut entry = entry::Model {
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
        entry.hash = entry.chained(&self.head);
        self.heads.push(std::mem::replace(&mut self.head, entry.hash.clone()));
        self.position = seq;
        self.pending.entries.push(entry);
        self.journal.push(Undo::Entry);
        seq
    }

    fn remember(&mut self, key: Key, row: Stored) {
        let before = self.current.insert(key.clone(), Some(row)).flatten();
        self.journal.push(Undo::Current(key, before));
    }

    fn check_place(&self, kind: &KindInfo, record: &Checked) -> Result<(), Refusal> {
        let place = match record.row.get(kind.division) {
            Some(Value::String(Some(place))) => place.as_str(),
            _ => "",
        };
        if place.starts_with(&self.county) {
            return Ok(());
        }
        let fault = FieldFault::new(
            format!("{}.division", kind.table),
            Reason::DivisionUnknown,
            format!("division {place} is not inside county {}", self.county),
            format!("行政区划 {place} 不在县 {} 之内", self.county),
        );
        Err(Refusal::record(vec![fault]))
    }

    fn check_references(&self, kind: &KindInfo, record: &Checked) -> Result<(), Refusal> {
        let missing = references(kind, record).filter(|(_, table, id)| {
            let key = ((*table).to_owned(), (*id).to_owned());
            let here = self.current.get(&key).cloned().flatten().is_some_and(|r| !r.withdrawn);
            !here && !self.known.contains(&key)
        });
        let faults: Vec<_> = missing
            .map(|(field, table, id)| {
                FieldFault::new(
                    format!("{}.{field}", kind.table),
                    Reason::ReferenceUnknown,
                    format!("there is no {table} {id:?}"),
                    format!("没有编号为“{id}”的 {table} 记录"),
                )
            })
            .collect();
        if faults.is_empty() { Ok(()) } else { Err(Refusal::record(faults)) }
    }
}

/// The fields of a record that are ids of others: field, table, id.
fn references<'a>(
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

fn check_etag(row: &Stored, position: i64, etag: &str) -> Result<(), Refusal> {
    let current = row.etag(position);
    if etag.is_empty() {
        return Err(Refusal::new(
            Reason::EtagRequired,
            format!("etag is required: send the etag of the state you saw, now {current}"),
            format!("缺少 etag：请给出所见状态的 etag，现为 {current}"),
        )
        .with("current_etag", current));
    }
    if etag == current {
        return Ok(());
    }
    Err(Refusal::new(
        Reason::EtagStale,
        format!("{} has moved on: the etag is {current}, not {etag}", row.id),
        format!("记录 {} 已有变动：etag 现为 {current}，不是 {etag}", row.id),
    )
    .with("id", &row.id)
    .with("current_etag", current))
}

fn exists(kind: &KindInfo, id: &str) -> Refusal {
    Refusal::new(
        Reason::RecordExists,
        format!("there is a {} {id} already; revise it", kind.table),
        format!("{}“{id}”已存在，请用修订", kind.label),
    )
    .with("kind", &kind.name)
    .with("id", id)
}

/// There is no such record.
pub(crate) fn not_found(kind: &KindInfo, id: &str) -> Refusal {
    Refusal::new(
        Reason::RecordNotFound,
        format!("there is no {} {id}", kind.table),
        format!("没有{}“{id}”", kind.label),
    )
    .with("kind", &kind.name)
    .with("id", id)
}

fn explanation_required(soft: &FieldFault) -> Refusal {
    let mut refusal = Refusal::new(
        Reason::ExplanationRequired,
        format!("{}: {}; explain it to have it taken", soft.field, soft.message),
        format!("{}：{}；请附说明", soft.field, soft.message_zh),
    )
    .with("rule", soft.reason_name())
    .with("field", &soft.field);
    refusal.fields.push(soft.clone());
    refusal
}

fn verifier_is_recorder(kind: &KindInfo, id: &str, actor: &str) -> Refusal {
    Refusal::new(
        Reason::VerifierIsRecorder,
        format!("{actor} recorded {} {id} and cannot verify it", kind.table),
        format!("{}“{id}”由 {actor} 填报，须由他人审核", kind.label),
    )
    .with("kind", &kind.name)
    .with("id", id)
    .with("actor", actor)
}

fn not_allowed(kind: &KindInfo, id: &str, state: State, verdict: Verdict) -> Refusal {
    let (verb, zh) = match verdict {
        Verdict::Verify => ("verified", "审核"),
        Verdict::Return => ("returned", "退回"),
        Verdict::Withdraw => ("withdrawn", "撤销"),
    };
    let state = state.as_str_name().trim_start_matches("STATE_");
    Refusal::new(
        Reason::TransitionNotAllowed,
        format!("{} {id} is {state} and cannot be {verb}", kind.table),
        format!("{}“{id}”处于 {state} 状态，不能{zh}", kind.label),
    )
    .with("kind", &kind.name)
    .with("id", id)
    .with("state", state)
}
