//! An import: a file, a trial of it, and, once somebody says so, the taking of it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chassis::Refusal;
use proto::ledger::v1::Reason;
use sheets::{Cancel, Channels, Mode, Opening, Plan, Verdict, WRITTEN};
use tonic::metadata::MetadataMap;

use super::actor;
use crate::web::rest::calling::pass_on;

/// One import.
pub(super) struct Job {
    pub(super) county: String,
    pub(super) actor: String,
    pub(super) explanation: String,
    /// What the file was said to look like; empty where it was not said.
    pub(super) profile: String,
    /// What an opening list is handed in with, where the rows are one.
    pub(super) opening: Option<Opening>,
    pub(super) names: Vec<String>,
    pub(super) plan: Arc<Plan>,
    /// Whether its file is forgotten, so that only its end is told.
    pub(super) forgotten: bool,
    /// Records read in the present phase.
    read: AtomicU64,
    phase: Mutex<Phase>,
    cancel: Cancel,
}

/// What its sender says of an import.
#[derive(Default)]
pub(super) struct Said {
    /// Given to every soft rule that asks for one.
    pub(super) explanation: String,
    /// What the file was said to look like; empty where it was not said.
    pub(super) profile: String,
    /// What an opening list is handed in with, where the rows are one.
    pub(super) opening: Option<Opening>,
}

/// How what was tried is taken.
#[derive(Default)]
struct Taking {
    validate_only: bool,
    partial: bool,
    withdraw_reason: String,
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
    /// Somebody stopped it, after these departments had taken their rows.
    Cancelled(Vec<String>),
}

impl Job {
    pub(super) fn new(
        county: &str,
        actor: &str,
        said: Said,
        names: Vec<String>,
        plan: Plan,
    ) -> Self {
        let Said { explanation, profile, opening } = said;
        Self {
            county: county.to_owned(),
            actor: actor.to_owned(),
            explanation,
            profile,
            opening,
            names,
            plan: Arc::new(plan),
            forgotten: false,
            read: AtomicU64::new(0),
            phase: Mutex::new(Phase::Trying),
            cancel: Cancel::default(),
        }
    }

    pub(super) fn phase(&self) -> Phase {
        held(&self.phase).clone()
    }

    pub(super) fn is_running(&self) -> bool {
        matches!(*held(&self.phase), Phase::Trying | Phase::Taking)
    }

    /// What is told of it once its file is forgotten: how it ended, and the counts.
    pub(super) fn without_file(&self) -> Self {
        let counts = |verdict: &Arc<Verdict>| {
            let Verdict { rows, examples, created, revised, unchanged, refused, .. } = **verdict;
            let Verdict { vanished, withdrawn, .. } = **verdict;
            let opening_list = verdict.opening_list.clone();
            let counts =
                Verdict { rows, examples, created, revised, unchanged, ..Default::default() };
            Arc::new(Verdict { refused, vanished, withdrawn, opening_list, ..counts })
        };
        let phase = match self.phase() {
            Phase::Tried(verdict) => Phase::Tried(counts(&verdict)),
            Phase::Taken(verdict) => Phase::Taken(counts(&verdict)),
            other => other,
        };
        let said = Said { opening: self.opening.clone(), ..Said::default() };
        let (names, plan) = (self.names.clone(), Plan::default());
        let told = Self::new(&self.county, &self.actor, said, names, plan);
        Self { forgotten: true, ..told.at(phase) }
    }

    /// The import at another point.
    pub(super) fn at(self, phase: Phase) -> Self {
        Self { phase: Mutex::new(phase), ..self }
    }

    /// Records read so far.
    pub(super) fn read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// Takes what was tried: all of it, or, `partial`, its good rows. What has vanished is
    /// withdrawn where a reason is given.
    ///
    /// # Errors
    /// `TRANSITION_NOT_ALLOWED` unless it was tried, and for rows that are wrong unless `partial`.
    pub(super) fn take(
        self: &Arc<Self>,
        channels: Channels,
        partial: bool,
        withdraw_reason: &str,
    ) -> Result<(), Refusal> {
        let withdraw_reason = withdraw_reason.to_owned();
        let takes = Taking { validate_only: false, partial, withdraw_reason };
        {
            let mut phase = held(&self.phase);
            let Phase::Tried(verdict) = &*phase else { return Err(not_now()) };
            if self.forgotten {
                return Err(no_file());
            }
            let withdraws = !takes.withdraw_reason.is_empty() && verdict.vanished > 0;
            let takes_something = self.can_be_taken(verdict, partial);
            if !(takes_something || withdraws && verdict.is_clean()) {
                return Err(not_now());
            }
            *phase = Phase::Taking;
        }
        self.read.store(0, Ordering::Relaxed);
        self.run(channels, takes);
        Ok(())
    }

    /// Whether records have vanished that may be withdrawn with the rest.
    pub(super) fn can_withdraw(&self) -> bool {
        let phase = held(&self.phase);
        let vanished = |verdict: &Verdict| verdict.vanished > 0 && verdict.is_clean();
        matches!(&*phase, Phase::Tried(verdict) if vanished(verdict)) && !self.forgotten
    }

    /// Whether what was tried can be taken: all of it, or its good rows.
    pub(super) fn can_be_taken(&self, verdict: &Verdict, partial: bool) -> bool {
        let readable = self.plan.faults.is_empty() && !self.plan.parts.is_empty();
        let something = verdict.created + verdict.revised > 0;
        readable && something && (partial || verdict.is_clean())
    }

    /// The profile by which all rows could be read, so that it is worth to be remembered.
    ///
    /// # Errors
    /// `TRANSITION_NOT_ALLOWED` where there is none, or rows are wrong.
    pub(super) fn profile_that_fits(&self) -> Result<&str, Refusal> {
        let good = match self.phase() {
            Phase::Tried(verdict) | Phase::Taken(verdict) => verdict.is_clean(),
            _ => false,
        };
        if good && !self.profile.trim().is_empty() && self.plan.faults.is_empty() {
            return Ok(&self.profile);
        }
        Err(Refusal::new(
            Reason::TransitionNotAllowed,
            "a profile is remembered once all rows were read by it without a remark",
            "导入方案须先核对无误才能保存",
        ))
    }

    /// Stops what is under way, if it has not been read to its end; what it came to is seen when
    /// it has stopped. What a department has not taken whole, it has not taken at all.
    pub(super) fn cancel(&self) {
        if matches!(*held(&self.phase), Phase::Trying | Phase::Taking) {
            self.cancel.stop();
        }
    }

    /// Tries it, for all its rows.
    pub(super) fn try_it(self: &Arc<Self>, channels: Channels) {
        self.run(channels, Taking { validate_only: true, partial: true, ..Taking::default() });
    }

    fn run(self: &Arc<Self>, channels: Channels, takes: Taking) {
        let job = Arc::clone(self);
        tokio::spawn(async move {
            let progress = |read| job.read.store(read, Ordering::Relaxed);
            let mut mode = job.mode(takes);
            let mut answer = sheets::take(&channels, &job.plan, &mode, progress).await;
            // What was good when it was tried is refused by now, and nothing was written: the
            // trial says what can be taken still.
            let whole = !mode.partial && !mode.validate_only;
            if whole && answer.as_ref().is_ok_and(|verdict| !verdict.is_clean()) {
                mode = Mode { validate_only: true, partial: true, ..mode };
                answer = sheets::take(&channels, &job.plan, &mode, progress).await;
            }
            *held(&job.phase) = match answer {
                Ok(mut verdict) if mode.validate_only => {
                    verdict.remarks.splice(0..0, job.plan.faults.iter().cloned());
                    Phase::Tried(Arc::new(verdict))
                }
                Ok(verdict) => Phase::Taken(Arc::new(verdict)),
                Err(refusal) if refusal.reason == Reason::ImportAbandoned => {
                    let written = refusal.metadata.get(WRITTEN).cloned().unwrap_or_default();
                    let written = written.split(',').filter(|name| !name.is_empty());
                    Phase::Cancelled(written.map(str::to_owned).collect())
                }
                Err(refusal) => Phase::Refused(refusal),
            };
        });
    }

    fn mode(&self, takes: Taking) -> Mode {
        let Taking { validate_only, partial, withdraw_reason } = takes;
        let opening = self.opening.clone();
        let mut metadata = MetadataMap::new();
        pass_on(&actor::headers(&self.actor), &mut metadata);
        let (county, explanation) = (self.county.clone(), self.explanation.clone());
        Mode {
            county,
            validate_only,
            partial,
            explanation,
            opening,
            withdraw_reason,
            metadata,
            cancel: self.cancel.clone(),
            ..Mode::default()
        }
    }
}

/// The file of an import that was tried is forgotten.
pub(super) fn no_file() -> Refusal {
    Refusal::new(
        Reason::TransitionNotAllowed,
        "the file of this import is not kept any more; send it again",
        "这次导入的文件已不再保留，请重新上传",
    )
}

fn not_now() -> Refusal {
    Refusal::new(
        Reason::TransitionNotAllowed,
        "the import is not at the point where it can be taken",
        "这次导入现在不能写入",
    )
}

/// What a lock holds, whoever held it before.
pub(super) fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
