//! The queue before the writer of each county, and the task that empties it.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

use chassis::Refusal;
use proto::ledger::v1::Reason;
use tokio::sync::{mpsc, oneshot, watch};

use super::bulk::{CHUNK, is_bulk};
use super::commit::commit_group;
use super::requests::look_up;
use super::{Call, Outcome, Proposal, Steps};
use crate::quality::Rules;
use crate::storage::{DbBackend, Storage};

/// So many proposals may wait; one more is told to come again.
const LONGEST_QUEUE: usize = 4_096;
/// After so many entries the planner's statistics are brought up to date for the first time, and
/// then whenever the entries have doubled.
const ANALYZE_AFTER: i64 = 10_000;

pub(super) struct Waiting {
    pub(super) proposal: Proposal,
    pub(super) answer: oneshot::Sender<Result<Outcome, Refusal>>,
}

/// The writers of a service, one per county, started when first needed.
#[derive(Clone)]
pub struct Writers {
    storage: Storage,
    rules: Rules,
    queues: Arc<Mutex<HashMap<String, mpsc::Sender<Waiting>>>>,
    moved: watch::Sender<i64>,
}

impl Writers {
    /// Writers into one database; the rules say what is to be explained on entry.
    pub fn new(storage: Storage, rules: Rules) -> Self {
        Self { storage, rules, queues: Arc::default(), moved: watch::Sender::new(0) }
    }

    /// Counts the groups that this process has committed, in any county, each before any of its
    /// acts is answered.
    pub fn moves(&self) -> watch::Receiver<i64> {
        self.moved.subscribe()
    }

    /// Tells all who watch to look again.
    pub(crate) fn move_on(&self) {
        self.moved.send_modify(|count| *count += 1);
    }

    /// Proposes acts and waits until they are durable or refused.
    ///
    /// # Errors
    /// Whatever refuses one of the steps; `WRITER_BUSY` when too many wait.
    pub async fn propose(&self, proposal: Proposal) -> Result<Outcome, Refusal> {
        let (answer, answered) = oneshot::channel();
        let queue = self.queue(&proposal.call.county)?;
        queue.try_send(Waiting { proposal, answer }).map_err(|_| busy())?;
        // The writer is a task of its own: a caller that goes away does not stop it.
        answered.await.map_err(|_| Refusal::internal(&"the writer went away"))?
    }

    /// What a request was answered that has been answered before.
    ///
    /// # Errors
    /// `REQUEST_ID_REUSED` when it was another request.
    pub async fn repeated(&self, call: &Call) -> Result<Option<Outcome>, Refusal> {
        look_up(&self.storage, call).await.map_err(|cause| Refusal::internal(&cause))?.transpose()
    }

    fn queue(&self, county: &str) -> Result<mpsc::Sender<Waiting>, Refusal> {
        let mut queues =
            self.queues.lock().map_err(|_| Refusal::internal(&"a writer broke down"))?;
        if let Some(queue) = queues.get(county).filter(|queue| !queue.is_closed()) {
            return Ok(queue.clone());
        }
        let (queue, waiting) = mpsc::channel(LONGEST_QUEUE);
        queues.insert(county.to_owned(), queue.clone());
        let (storage, rules) = (self.storage.clone(), self.rules.clone());
        tokio::spawn(write(storage, rules, county.to_owned(), waiting, self.moved.clone()));
        Ok(queue)
    }
}

fn busy() -> Refusal {
    Refusal::new(
        Reason::WriterBusy,
        "too many acts wait for the writer; try again with the same request_id",
        "等待写入的操作过多，请用同一 request_id 稍后重试",
    )
}

async fn write(
    storage: Storage,
    rules: Rules,
    county: String,
    mut waiting: mpsc::Receiver<Waiting>,
    moved: watch::Sender<i64>,
) {
    let mut kept_back = None;
    let (mut written, mut analyze_at) = (0, ANALYZE_AFTER);
    loop {
        let Some(first) = (match kept_back.take() {
            Some(first) => Some(first),
            None => waiting.recv().await,
        }) else {
            return;
        };
        let (group, next) = gather(first, &mut waiting);
        kept_back = next;
        let tables = commit_group(&storage, &rules, &county, group, &moved).await;
        written += tables.written;
        if written >= analyze_at {
            analyze_at = 2 * written;
            let analyzing = tokio::spawn(analyze(storage.clone(), tables.names));
            // An embedded database has one writer, whom the next act would wait for anyway.
            if storage.backend() == DbBackend::Sqlite {
                let _ = analyzing.await;
            }
        }
    }
}

/// Brings the statistics of tables up to date.
async fn analyze(storage: Storage, tables: BTreeSet<String>) {
    for table in &tables {
        if let Err(cause) = storage.analyze(table).await {
            tracing::warn!(%cause, table, "statistics were not brought up to date");
        }
    }
}

/// Takes what waits, up to a chunk of steps; a bulk of steps is a group of its own.
fn gather(
    first: Waiting,
    waiting: &mut mpsc::Receiver<Waiting>,
) -> (Vec<Waiting>, Option<Waiting>) {
    let Some(mut steps) = few(&first) else { return (vec![first], None) };
    let mut group = vec![first];
    while steps < CHUNK {
        let Ok(next) = waiting.try_recv() else { break };
        match few(&next) {
            Some(more) => steps += more,
            None => return (group, Some(next)),
        }
        group.push(next);
    }
    (group, None)
}

fn few(waiting: &Waiting) -> Option<usize> {
    match &waiting.proposal.steps {
        Steps::Few(steps) if !is_bulk(&waiting.proposal.steps) => Some(steps.len()),
        _ => None,
    }
}
