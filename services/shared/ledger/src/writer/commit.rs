//! Commits a group of proposals as one transaction, and answers each when it is durable.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use chassis::{FieldFault, Refusal};
use proto::ledger::v1::Reason;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait, QueryFilter,
    QueryOrder, Statement,
};
use tokio::sync::watch;

use super::bulk::{CHUNK, is_bulk};
use super::decide::{Decider, Did, Stop};
use super::queue::Waiting;
use super::requests::{find_request, look_up, made_request, repeated, write_requests};
use super::{Call, Outcome, Step, Steps, Written};
use crate::quality::Rules;
use crate::storage::{Storage, entry, request};

/// Refusals of one import that are listed; the rest is counted.
pub const MOST_REFUSALS: usize = 20_000;

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
    let transaction = Arc::new(storage.begin().await?);
    lock(&transaction, county).await?;
    let head = head(&transaction, county).await?;
    let mut writing = Writing {
        transaction: &transaction,
        decider: Decider::new(county, head, now(), rules.clone()),
        requests: HashMap::new(),
        tables,
    };
    let bulk = group.iter().any(|waiting| is_bulk(&waiting.proposal.steps));
    if !bulk {
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
    let refused = answers.first().is_some_and(Result::is_err);
    let transaction = Arc::into_inner(transaction)
        .ok_or_else(|| DbErr::Custom("a transaction is still written to".to_owned()))?;
    if bulk && (refused || group[0].proposal.call.validate_only) {
        transaction.rollback().await?;
    } else {
        transaction.commit().await?;
    }
    Ok(answers)
}

pub(super) struct Writing<'a> {
    pub(super) transaction: &'a Arc<DatabaseTransaction>,
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
            Steps::Few(steps) if steps.len() <= CHUNK => {
                self.take_few(&call, steps).map_err(Stop::Refused)
            }
            Steps::Few(steps) => self.take_all(&call, std::mem::take(steps)).await,
            Steps::Many { spool, partial } => self.take_many(&call, spool, *partial).await,
            Steps::Lists { steps, kinds } => {
                let judged = self.take_lists(&call, steps.clone(), kinds).await;
                judged.map(|records| Outcome { records, ..Outcome::default() })
            }
        };
        let mut outcome = match answer {
            Ok(outcome) => outcome,
            Err(Stop::Refused(refusal)) => return Ok(Err(refusal)),
            Err(Stop::Database(cause)) => return Err(cause),
        };
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
        find_request(call).one(self.transaction.as_ref()).await
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
                    return Err(placed(refusal, matches!(step, Step::Judge { .. }), index));
                }
            }
        }
        if call.validate_only {
            self.decider.roll_back();
        }
        Ok(outcome)
    }
}

impl Outcome {
    pub(crate) fn refuse(&mut self, place: i64, refusal: Refusal) {
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
pub(super) fn placed(mut refusal: Refusal, judges: bool, index: usize) -> Refusal {
    if judges {
        refusal.metadata.insert("index".to_owned(), index.to_string());
        if matches!(refusal.reason, Reason::EtagRequired | Reason::EtagStale) {
            refusal.metadata.insert("field".to_owned(), format!("records[{index}].etag"));
        }
    }
    refusal
}

pub(super) fn import_refused(outcome: Outcome) -> Refusal {
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
