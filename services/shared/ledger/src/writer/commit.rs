//! Commits a group of proposals as one transaction, and answers each when it is durable.

use std::collections::{BTreeSet, HashMap};
use std::time::{SystemTime, UNIX_EPOCH};

use chassis::{FieldFault, Refusal};
use proto::ledger::v1::Reason;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait, QueryFilter,
    QueryOrder, Statement,
};
use tokio::sync::watch;

use super::decide::{Decider, Did, Stop};
use super::openings::Digested;
use super::queue::Waiting;
use super::requests::{find_request, look_up, made_request, repeated, write_requests};
use super::spool::Spooled;
use super::vanished::{change, has_room};
use super::{Call, Outcome, Spool, Step, Steps, Written};
use crate::quality::Rules;
use crate::storage::{Storage, entry, request};

/// Steps of a bulk that are decided and written together.
const CHUNK: usize = 1_000;
/// Refusals of one import that are listed; the rest is counted.
const MOST_REFUSALS: usize = 20_000;

/// What a group wrote.
#[derive(Default)]
pub(super) struct Tables {
    pub(super) names: BTreeSet<String>,
    pub(super) written: i64,
}

pub(super) type Answer = Result<Outcome, Refusal>;

/// Commits the group; after an error of the database each proposal is tried by itself.
pub(super) async fn commit_group(
    storage: &Storage,
    rules: &Rules,
    county: &str,
    mut group: Vec<Waiting>,
    moved: &watch::Sender<i64>,
) -> Tables {
    let mut tables = Tables::default();
    match attempt(storage, rules, county, &mut group, &mut tables).await {
        Ok(answers) => answer_all(group, answers, moved),
        Err(cause) if group.len() == 1 => {
            let answers = vec![look_up_or_fail(storage, &group[0].proposal.call, &cause).await];
            answer_all(group, answers, moved);
        }
        Err(cause) => {
            tracing::warn!(%cause, acts = group.len(), "a group failed and is repeated act by act");
            for waiting in group {
                let mut alone = vec![waiting];
                let answers = match attempt(storage, rules, county, &mut alone, &mut tables).await {
                    Ok(answers) => answers,
                    Err(cause) => {
                        vec![look_up_or_fail(storage, &alone[0].proposal.call, &cause).await]
                    }
                };
                answer_all(alone, answers, moved);
            }
        }
    }
    tables
}

/// Tells that something may have moved before it answers: whoever knows of an act by its answer,
/// and reads, is not given what was read before.
fn answer_all(group: Vec<Waiting>, answers: Vec<Answer>, moved: &watch::Sender<i64>) {
    moved.send_modify(|count| *count += 1);
    for (waiting, answer) in group.into_iter().zip(answers) {
        // A caller that has gone away misses its answer; the act stands all the same.
        let _ = waiting.answer.send(answer);
    }
}

/// A connection lost during COMMIT leaves open what happened: the request ids tell.
async fn look_up_or_fail(storage: &Storage, call: &Call, cause: &DbErr) -> Answer {
    tracing::error!(%cause, method = call.method, "a group was not committed");
    if let Ok(Some(answer)) = look_up(storage, call).await {
        return answer;
    }
    Err(Refusal::new(
        Reason::ServiceDown,
        "the database failed; nothing is known to be written, try again with the same request_id",
        "数据库出错，未确认写入；请用同一 request_id 重试",
    ))
}

async fn attempt(
    storage: &Storage,
    rules: &Rules,
    county: &str,
    group: &mut [Waiting],
    tables: &mut Tables,
) -> Result<Vec<Answer>, DbErr> {
    let transaction = storage.begin().await?;
    lock(&transaction, county).await?;
    let head = head(&transaction, county).await?;
    let mut writing = Writing {
        transaction: &transaction,
        decider: Decider::new(county, head, now(), rules.clone()),
        requests: HashMap::new(),
        tables,
    };
    if group.iter().all(|waiting| matches!(waiting.proposal.steps, Steps::Few(_))) {
        let steps = group.iter().flat_map(|waiting| match &waiting.proposal.steps {
            Steps::Few(steps) => steps.as_slice(),
            Steps::Many { .. } | Steps::Lists { .. } => &[],
        });
        writing.decider.load(&transaction, steps).await?;
    }
    let mut answers = Vec::with_capacity(group.len());
    for waiting in group.iter_mut() {
        answers.push(writing.take(waiting).await?);
    }
    let Writing { mut decider, requests, .. } = writing;
    decider.pending.write(&transaction, county).await?;
    write_requests(&transaction, requests).await?;
    // A bulk that is refused as a whole has written chunks that must not stay.
    let bulk = group.len() == 1 && !matches!(group[0].proposal.steps, Steps::Few(_));
    let refused = answers.first().is_some_and(Result::is_err);
    if bulk && (refused || group[0].proposal.call.validate_only) {
        transaction.rollback().await?;
    } else {
        transaction.commit().await?;
    }
    Ok(answers)
}

pub(super) struct Writing<'a> {
    pub(super) transaction: &'a DatabaseTransaction,
    pub(super) decider: Decider,
    requests: HashMap<(String, String), request::Model>,
    pub(super) tables: &'a mut Tables,
}

impl Writing<'_> {
    async fn take(&mut self, waiting: &mut Waiting) -> Result<Answer, DbErr> {
        let call = waiting.proposal.call.clone();
        if let Some(found) = self.known_request(&call).await? {
            return Ok(repeated(&call, &found));
        }
        let first = self.decider.position() + 1;
        let answer = match &mut waiting.proposal.steps {
            Steps::Few(steps) => self.take_few(&call, steps),
            Steps::Many { spool, partial } => match self.take_many(&call, spool, *partial).await {
                Ok(outcome) => Ok(outcome),
                Err(Stop::Refused(refusal)) => Err(refusal),
                Err(Stop::Database(cause)) => return Err(cause),
            },
            Steps::Lists { steps, kinds } => {
                match self.take_lists(&call, steps.clone(), kinds).await {
                    Ok(records) => Ok(Outcome { records, ..Outcome::default() }),
                    Err(Stop::Refused(refusal)) => Err(refusal),
                    Err(Stop::Database(cause)) => return Err(cause),
                }
            }
        };
        let Ok(mut outcome) = answer else { return Ok(answer) };
        outcome.first = first;
        outcome.position = self.decider.position();
        if !call.request_id.is_empty() && !call.validate_only {
            let key = (call.actor.clone(), call.request_id.clone());
            self.requests.insert(key, made_request(&call, &outcome));
        }
        Ok(Ok(outcome))
    }

    async fn known_request(&mut self, call: &Call) -> Result<Option<request::Model>, DbErr> {
        if call.request_id.is_empty() {
            return Ok(None);
        }
        let key = (call.actor.clone(), call.request_id.clone());
        if let Some(found) = self.requests.get(&key) {
            return Ok(Some(found.clone()));
        }
        find_request(call).one(self.transaction).await
    }

    fn take_few(&mut self, call: &Call, steps: &[Step]) -> Answer {
        self.decider.mark();
        let mut outcome = Outcome::default();
        for (index, step) in steps.iter().enumerate() {
            match self.decider.decide(call, step.clone()) {
                Ok(did) => {
                    self.tables.names.insert(step.kind().table.clone());
                    self.tables.written += 1;
                    outcome.records.extend(written(did, call.validate_only));
                }
                Err(refusal) => {
                    self.decider.roll_back();
                    return Err(placed(refusal, step, index));
                }
            }
        }
        if call.validate_only {
            self.decider.roll_back();
        }
        Ok(outcome)
    }

    async fn take_many(
        &mut self,
        call: &Call,
        spool: &mut Spool,
        partial: bool,
    ) -> Result<Outcome, Stop> {
        let mut outcome = Outcome::default();
        self.decider.whole = !partial;
        let broken = |cause: std::io::Error| Stop::Refused(Refusal::internal(&cause));
        let opening = spool.opening.clone().zip(spool.kinds().first().map(|kind| (*kind).clone()));
        let lists = spool.compared.lists_changes;
        let (first, mut digested) = (self.decider.position() + 1, Digested::default());
        let mut reading = spool.rewind().map_err(broken)?;
        let mut chunk = reading.next(CHUNK).map_err(broken)?;
        while !chunk.is_empty() {
            self.take_chunk(call, chunk, (first, lists), &mut outcome).await?;
            if opening.is_some() {
                self.decider.pending.entries.iter().for_each(|entry| digested.add(&entry.content));
            }
            // While the database writes, the next ones are read.
            let writing = self.decider.pending.write(self.transaction, &call.county);
            let (written, next) = tokio::join!(writing, async { reading.next(CHUNK) });
            written?;
            self.decider.forget();
            chunk = next.map_err(broken)?;
        }
        if !partial && outcome.summary.refused_count > 0 {
            return Err(Stop::Refused(import_refused(outcome)));
        }
        if let Some((opening, kind)) = opening {
            let list = self.list(call, opening, &kind, first, digested).await?;
            outcome.summary.opening_list_id = list;
        }
        // Whoever is refused has not vanished.
        if outcome.summary.refused_count == 0 {
            self.vanish(call, &spool.compared, &mut outcome).await?;
        }
        Ok(outcome)
    }

    async fn take_chunk(
        &mut self,
        call: &Call,
        chunk: Vec<Spooled>,
        (first, lists_changes): (i64, bool),
        outcome: &mut Outcome,
    ) -> Result<(), Stop> {
        let (steps, refused) = self.decider.complete(self.transaction, chunk).await?;
        refused.into_iter().for_each(|(place, refusal)| outcome.refuse(place, refusal));
        self.decider.load(self.transaction, steps.iter().map(|(_, step)| step)).await?;
        for (place, step) in steps {
            self.tables.names.insert(step.kind().table.clone());
            self.decider.mark();
            let change = match (&step, lists_changes && has_room(&outcome.changes)) {
                (Step::Put { kind, record, .. }, true) => {
                    let key = (kind.table.clone(), record.id.clone());
                    let before = self.decider.current.get(&key).and_then(Option::as_ref);
                    Some(change(place, kind, before, record))
                }
                _ => None,
            };
            let did = self.decider.decide_once(call, step, first);
            if matches!(did, Ok(Did::Created(_) | Did::Revised(_))) {
                outcome.changes.extend(change);
            }
            match self.decider.unexplained.take().map_or(did, Err) {
                Ok(Did::Created(_)) => outcome.summary.created_count += 1,
                Ok(Did::Revised(_) | Did::Judged(_)) => outcome.summary.revised_count += 1,
                Ok(Did::Unchanged) => outcome.summary.unchanged_count += 1,
                Err(refusal) => outcome.refuse(place, refusal),
            }
        }
        self.tables.written += CHUNK as i64;
        Ok(())
    }
}

impl Outcome {
    fn refuse(&mut self, place: i64, refusal: Refusal) {
        self.summary.refused_count += 1;
        if self.refusals.len() < MOST_REFUSALS {
            self.refusals.push((place, refusal));
        }
    }
}

pub(super) fn written(did: Did, validate_only: bool) -> Option<Written> {
    let mut written = match did {
        Did::Created(written) | Did::Revised(written) | Did::Judged(written) => written,
        Did::Unchanged => return None,
    };
    if validate_only {
        written.metadata = proto::ledger::v1::RecordMetadata {
            state: written.metadata.state,
            ..Default::default()
        };
    }
    Some(written)
}

/// Says which of several records of a request a refusal is about.
pub(super) fn placed(mut refusal: Refusal, step: &Step, index: usize) -> Refusal {
    if matches!(step, Step::Judge { .. }) {
        refusal.metadata.insert("index".to_owned(), index.to_string());
        if matches!(refusal.reason, Reason::EtagRequired | Reason::EtagStale) {
            refusal.metadata.insert("field".to_owned(), format!("records[{index}].etag"));
        }
    }
    refusal
}

fn import_refused(outcome: Outcome) -> Refusal {
    let count = outcome.summary.refused_count;
    let mut refusal = Refusal::new(
        Reason::ImportRefused,
        format!("{count} records were refused, so none was taken"),
        format!("有 {count} 条记录被拒绝，整批未写入"),
    )
    .with("refused_count", count);
    for (place, cause) in outcome.refusals {
        refusal.fields.extend(import_faults(place, &cause));
    }
    refusal
}

/// A refusal of one record of an import as faults of the import, one a field that is wrong.
pub(crate) fn import_faults(place: i64, cause: &Refusal) -> Vec<FieldFault> {
    let whole = FieldFault::new("", cause.reason, &cause.message, &cause.message_zh);
    let faults = if cause.fields.is_empty() { vec![whole] } else { cause.fields.clone() };
    let below = |fault: FieldFault| {
        let dot = if fault.field.is_empty() { "" } else { "." };
        FieldFault { field: format!("records[{place}]{dot}{}", fault.field), ..fault }
    };
    faults.into_iter().map(below).collect()
}

/// Locks the county's row, which is never updated; the head is read in a later statement.
async fn lock(transaction: &DatabaseTransaction, county: &str) -> Result<(), DbErr> {
    let backend = transaction.get_database_backend();
    let lock = match backend {
        DbBackend::Postgres => "SELECT 1 FROM ledger WHERE county = $1 FOR UPDATE",
        _ => "SELECT 1 FROM ledger WHERE county = $1",
    };
    let statement = |text| Statement::from_sql_and_values(backend, text, [county.into()]);
    if transaction.query_one_raw(statement(lock)).await?.is_none() {
        let insert = "INSERT INTO ledger (county, format) VALUES ($1, 1) ON CONFLICT DO NOTHING";
        transaction.execute_raw(statement(insert)).await?;
        transaction.query_one_raw(statement(lock)).await?;
    }
    Ok(())
}

async fn head(
    transaction: &DatabaseTransaction,
    county: &str,
) -> Result<Option<entry::Model>, DbErr> {
    entry::Entity::find()
        .filter(entry::Column::County.eq(county))
        .order_by_desc(entry::Column::Seq)
        .one(transaction)
        .await
}

fn now() -> i64 {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX)
}
