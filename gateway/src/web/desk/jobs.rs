//! Imports under way: each a file, a trial of it, and, once somebody says so, the taking of it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chassis::Refusal;
use moka::sync::Cache;
use proto::ledger::v1::Reason;
use sheets::{Channels, Mode, Plan, Verdict};
use tokio::task::AbortHandle;
use tonic::metadata::MetadataMap;

use super::actor;
use crate::web::rest::calling::pass_on;

/// A file that nobody looks at any more is forgotten.
const KEPT: Duration = Duration::from_secs(3_600);
/// Files that are kept at a time, of 64 MiB at most.
const MOST_JOBS: u64 = 16;

/// The imports of all counties, by their names.
#[derive(Clone)]
pub(crate) struct Jobs(Cache<String, Arc<Job>>);

/// One import.
pub(super) struct Job {
    pub(super) county: String,
    pub(super) actor: String,
    pub(super) explanation: String,
    pub(super) names: Vec<String>,
    pub(super) plan: Arc<Plan>,
    /// Records read in the present phase.
    read: AtomicU64,
    phase: Mutex<Phase>,
    running: Mutex<Option<AbortHandle>>,
}

/// How far an import is.
#[derive(Clone, Debug)]
pub(super) enum Phase {
    /// It is tried.
    Trying,
    /// It was tried.
    Tried(Arc<Verdict>),
    /// It is taken: the good rows of it, or all.
    Taking,
    /// It was taken.
    Taken(Arc<Verdict>),
    /// It was refused as a whole, by the trial or when it was taken.
    Refused(Refusal),
    /// Somebody stopped it.
    Cancelled,
}

impl Default for Jobs {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(MOST_JOBS).time_to_idle(KEPT).build())
    }
}

impl std::fmt::Debug for Jobs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Jobs").field("count", &self.0.entry_count()).finish()
    }
}

impl Jobs {
    /// Begins an import by its trial.
    pub(super) fn begin(&self, name: &str, job: Job, channels: Channels) {
        let job = Arc::new(job);
        self.0.insert(name.to_owned(), Arc::clone(&job));
        job.run(channels, true, true);
    }

    /// An import of a county.
    ///
    /// # Errors
    /// `PATH_UNKNOWN` for one that is not there, or no longer.
    pub(super) fn get(&self, county: &str, name: &str) -> Result<Arc<Job>, Refusal> {
        self.0.get(name).filter(|job| job.county == county).ok_or_else(|| {
            let message = "there is no such import, or no longer; upload the file again";
            Refusal::new(Reason::PathUnknown, message, "没有这次导入，或已过期；请重新上传")
        })
    }
}

impl Job {
    pub(super) fn new(
        county: &str,
        actor: &str,
        explanation: &str,
        names: Vec<String>,
        plan: Plan,
    ) -> Self {
        Self {
            county: county.to_owned(),
            actor: actor.to_owned(),
            explanation: explanation.to_owned(),
            names,
            plan: Arc::new(plan),
            read: AtomicU64::new(0),
            phase: Mutex::new(Phase::Trying),
            running: Mutex::new(None),
        }
    }

    pub(super) fn phase(&self) -> Phase {
        held(&self.phase).clone()
    }

    /// Records read so far.
    pub(super) fn read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// Takes what was tried: all of it, or, `partial`, its good rows.
    ///
    /// # Errors
    /// `TRANSITION_NOT_ALLOWED` unless it was tried, and for rows that are wrong unless `partial`.
    pub(super) fn take(self: &Arc<Self>, channels: Channels, partial: bool) -> Result<(), Refusal> {
        {
            let mut phase = held(&self.phase);
            let Phase::Tried(verdict) = &*phase else { return Err(not_now()) };
            if !self.can_be_taken(verdict, partial) {
                return Err(not_now());
            }
            *phase = Phase::Taking;
        }
        self.read.store(0, Ordering::Relaxed);
        self.run(channels, false, partial);
        Ok(())
    }

    /// Whether what was tried can be taken: all of it, or its good rows.
    pub(super) fn can_be_taken(&self, verdict: &Verdict, partial: bool) -> bool {
        let readable = self.plan.faults.is_empty() && !self.plan.parts.is_empty();
        let something = verdict.created + verdict.revised > 0;
        readable && something && (partial || verdict.is_clean())
    }

    /// Stops what is under way. What a department has not taken whole, it has not taken at all.
    pub(super) fn cancel(&self) {
        let mut phase = held(&self.phase);
        if matches!(*phase, Phase::Trying | Phase::Taking) {
            if let Some(running) = held(&self.running).take() {
                running.abort();
            }
            *phase = Phase::Cancelled;
        }
    }

    fn run(self: &Arc<Self>, channels: Channels, validate_only: bool, partial: bool) {
        let job = Arc::clone(self);
        let task = tokio::spawn(async move {
            let progress = |read| job.read.store(read, Ordering::Relaxed);
            let mode = job.mode(validate_only, partial);
            let answer = sheets::take(&channels, &job.plan, &mode, progress).await;
            let mut phase = held(&job.phase);
            if !matches!(*phase, Phase::Cancelled) {
                *phase = match answer {
                    Ok(mut verdict) if validate_only => {
                        verdict.remarks.splice(0..0, job.plan.faults.iter().cloned());
                        Phase::Tried(Arc::new(verdict))
                    }
                    Ok(verdict) => Phase::Taken(Arc::new(verdict)),
                    Err(refusal) => Phase::Refused(refusal),
                };
            }
        });
        *held(&self.running) = Some(task.abort_handle());
    }

    fn mode(&self, validate_only: bool, partial: bool) -> Mode {
        let mut metadata = MetadataMap::new();
        pass_on(&actor::headers(&self.actor), &mut metadata);
        let (county, explanation) = (self.county.clone(), self.explanation.clone());
        Mode { county, validate_only, partial, explanation, metadata }
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn not_now() -> Refusal {
    Refusal::new(
        Reason::TransitionNotAllowed,
        "the import is not at the point where it can be taken",
        "这次导入现在不能写入",
    )
}
