//! Imports under way and those that have ended: which files are kept, and what is told of the rest.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chassis::Refusal;
use moka::sync::Cache;
use proto::ledger::v1::Reason;
use sheets::Channels;

use super::job::{Job, held};

/// A file that nobody looks at any more is forgotten.
const KEPT: Duration = Duration::from_secs(3_600);
/// Files that are kept at a time, of 64 MiB at most.
const MOST_JOBS: usize = 16;
/// Imports whose end is told though their files are forgotten, and for how long.
const MOST_TOLD: u64 = 10_000;
const TOLD: Duration = Duration::from_secs(24 * 3_600);

/// The imports of all counties, by their names.
#[derive(Clone)]
pub(crate) struct Jobs {
    kept: Arc<Mutex<BTreeMap<String, Held>>>,
    /// What became of those whose files are forgotten.
    told: Cache<String, Arc<Job>>,
}

/// An import with its file, and when somebody looked at it last.
struct Held {
    job: Arc<Job>,
    looked: Instant,
}

impl Default for Jobs {
    fn default() -> Self {
        let told = Cache::builder().max_capacity(MOST_TOLD).time_to_live(TOLD).build();
        Self { kept: Arc::default(), told }
    }
}

impl std::fmt::Debug for Jobs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Jobs").field("count", &held(&self.kept).len()).finish()
    }
}

impl Jobs {
    /// Begins an import by its trial. What is not looked at any more makes room for it, and then
    /// what was looked at longest ago; nothing that is under way does.
    ///
    /// # Errors
    /// `WRITER_BUSY` while as many as are kept are under way.
    pub(super) fn begin(&self, name: &str, job: Job, channels: Channels) -> Result<(), Refusal> {
        let job = Arc::new(job);
        {
            let mut kept = held(&self.kept);
            self.forget(&mut kept);
            if kept.len() >= MOST_JOBS {
                return Err(busy());
            }
            kept.insert(name.to_owned(), Held { job: Arc::clone(&job), looked: Instant::now() });
        }
        job.try_it(channels);
        Ok(())
    }

    /// Forgets the files of imports that are not under way: the old ones, and one if it is full.
    fn forget(&self, kept: &mut BTreeMap<String, Held>) {
        let mut idle: Vec<(Duration, String)> = kept
            .iter()
            .filter(|(_, held)| !held.job.is_running())
            .map(|(name, held)| (held.looked.elapsed(), name.clone()))
            .collect();
        idle.sort();
        while let Some((since, name)) = idle.pop() {
            if since < KEPT && kept.len() < MOST_JOBS {
                return;
            }
            if let Some(Held { job, .. }) = kept.remove(&name) {
                self.told.insert(name, Arc::new(job.without_file()));
            }
        }
    }

    /// An import of a county; without its file where that is forgotten.
    ///
    /// # Errors
    /// `PATH_UNKNOWN` for one that is not there, or no longer.
    pub(super) fn get(&self, county: &str, name: &str) -> Result<Arc<Job>, Refusal> {
        let kept = held(&self.kept).get_mut(name).map(|held| {
            held.looked = Instant::now();
            Arc::clone(&held.job)
        });
        let found = kept.or_else(|| self.told.get(name));
        found.filter(|job| job.county == county).ok_or_else(|| {
            let message = "there is no such import, or no longer; what the ledger holds says \
                           whether it was taken";
            let zh = "没有这次导入，或已过期；是否写入以账本为准，必要时请重新上传核对";
            Refusal::new(Reason::PathUnknown, message, zh)
        })
    }
}

fn busy() -> Refusal {
    Refusal::new(
        Reason::WriterBusy,
        format!("{MOST_JOBS} imports are under way; send the file again in a while"),
        format!("已有 {MOST_JOBS} 个导入正在进行，请稍后重新上传"),
    )
}

#[cfg(test)]
mod tests {
    use sheets::{Plan, Verdict};

    use super::super::job::{Phase, Said};
    use super::*;

    fn job(phase: Phase) -> Job {
        let names = vec!["企业.csv".to_owned()];
        let job = Job::new("421222", "li", Said::default(), names, Plan::default());
        job.at(phase)
    }

    fn keep(jobs: &Jobs, name: String, phase: Phase) {
        let held_now = Held { job: Arc::new(job(phase)), looked: Instant::now() };
        held(&jobs.kept).insert(name, held_now);
    }

    #[tokio::test]
    async fn what_is_under_way_is_not_forgotten_and_of_the_rest_the_end_is_told() {
        let jobs = Jobs::default();
        for n in 0..MOST_JOBS {
            keep(&jobs, format!("{n:02}"), Phase::Trying);
        }
        let refused = jobs.begin("next", job(Phase::Trying), Channels::new()).expect_err("full");
        assert_eq!(refused.reason, Reason::WriterBusy);
        let verdict = Verdict { created: 7, unlisted: 3, ..Verdict::default() };
        keep(&jobs, "03".to_owned(), Phase::Taken(Arc::new(verdict)));
        jobs.begin("next", job(Phase::Trying), Channels::new()).expect("there is room");
        let told = jobs.get("421222", "03").expect("its end is told");
        assert!(told.forgotten && told.plan.parts.is_empty());
        let Phase::Taken(verdict) = told.phase() else { panic!("it was taken") };
        assert_eq!((verdict.created, verdict.unlisted), (7, 0));
        assert!(!jobs.get("421222", "04").expect("under way").forgotten);
        assert!(jobs.get("421200", "03").is_err(), "of its own county only");
        assert!(jobs.get("421222", "none").is_err());
    }
}
