//! Stands: where the departments stand, asked once for all who wait, and whether anything moved.
//!
//! Departments in the gateway's own process count what they commit before they answer for it: as
//! long as none has counted on, all stand where they stood. What another process commits to the
//! same database is seen when they are asked again, after [`LOOKED_AT`] at the latest.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chassis::Refusal;
use futures_util::future::join_all;
use ledger::divisions::Divisions;
use moka::sync::Cache;

use crate::Gateway;
use crate::departments::{Budget, Client, Departments, Positions};
use crate::rounds::Rounds;

/// Where a department stood when it was asked.
pub(crate) type Stand = (Arc<Client>, Result<Positions, Refusal>);

/// Divisions whose last stands are kept.
const KEPT: u64 = 1024;
/// Departments in this process are asked again after so long, though they have counted nothing.
const LOOKED_AT: Duration = Duration::from_millis(100);

/// By division, where the departments stand.
pub(crate) struct Stands {
    rounds: Rounds<Arc<Vec<Stand>>>,
    last: Cache<String, Arc<Last>>,
}

/// What the last round found.
struct Last {
    stands: Arc<Vec<Stand>>,
    /// What every department had counted before it was asked, and when that was; nothing where
    /// one of them runs in another process, or did not answer.
    seen: Option<(Vec<i64>, Instant)>,
}

impl Last {
    /// Whether a round now would find the same.
    fn holds(&self, departments: &Departments) -> bool {
        self.seen.as_ref().is_some_and(|(counted, at)| {
            let now = departments.0.iter().map(|client| client.moves());
            at.elapsed() < LOOKED_AT && now.eq(counted.iter().map(|count| Some(*count)))
        })
    }
}

impl Stands {
    pub(crate) fn new() -> Self {
        Self { rounds: Rounds::new(), last: Cache::new(KEPT) }
    }

    /// Asks every department where it stands, and what it answers for if that is not known. As
    /// long as all stand where they stood, the answer is the same allocation.
    pub(crate) async fn ask(
        &self,
        departments: &Departments,
        division: &str,
        budget: Budget,
    ) -> Arc<Vec<Stand>> {
        if let Some(last) = self.last.get(division).filter(|last| last.holds(departments)) {
            return Arc::clone(&last.stands);
        }
        let ask = |client: &Arc<Client>| {
            let client = Arc::clone(client);
            async move {
                let stand = match client.learn(budget).await {
                    Ok(()) => client.positions(budget, division).await,
                    Err(refusal) => Err(refusal),
                };
                (client, stand)
            }
        };
        let round = || async {
            let (asked_at, counted) = (Instant::now(), departments.0.iter().map(|c| c.moves()));
            let counted: Option<Vec<i64>> = counted.collect();
            // The questions are so small that tasks of their own would cost more than the answers.
            let now = join_all(departments.0.iter().map(ask)).await;
            let all_answered = now.iter().all(|(_, stand)| stand.is_ok());
            let seen = counted.filter(|_| all_answered).map(|counted| (counted, asked_at));
            let stands = match self.last.get(division).filter(|last| same(&last.stands, &now)) {
                Some(last) => Arc::clone(&last.stands),
                None => Arc::new(now),
            };
            let last = Last { stands: Arc::clone(&stands), seen };
            self.last.insert(division.to_owned(), Arc::new(last));
            stands
        };
        self.rounds.join(division, round).await
    }
}

/// Whether every department answered both times, and stands where it stood.
fn same(before: &[Stand], now: &[Stand]) -> bool {
    let stood = |(before, now): (&Stand, &Stand)| match (&before.1, &now.1) {
        (Ok(then), Ok(at)) => Arc::ptr_eq(&before.0, &now.0) && then == at,
        _ => false,
    };
    before.len() == now.len() && before.iter().zip(now).all(stood)
}

impl Gateway {
    /// Where every department stands in a division.
    pub(crate) async fn stand(&self, division: &str, budget: Budget) -> Arc<Vec<Stand>> {
        self.stands.ask(&self.departments, division, budget).await
    }

    /// The counties that have a ledger with any department; all that are listed if none says so.
    pub(crate) async fn counties(&self) -> Vec<String> {
        let budget = Budget::of(crate::LONGEST);
        let towns = Divisions::standard().townships("");
        let (provinces, listed): (BTreeSet<_>, BTreeSet<_>) = towns
            .filter_map(|(code, _)| Some((code.get(..2)?.to_owned(), Divisions::county_of(code)?)))
            .map(|(province, county)| (province, county.to_owned()))
            .unzip();
        let mut found = BTreeSet::new();
        for province in provinces {
            let stands = self.stand(&province, budget).await;
            let standing = stands.iter().filter_map(|(_, stand)| stand.as_ref().ok());
            found.extend(standing.flat_map(Positions::keys).cloned());
        }
        if found.is_empty() { listed } else { found }.into_iter().collect()
    }
}
