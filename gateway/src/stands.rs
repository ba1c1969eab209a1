//! Stands: where the departments stand, asked once for all who wait, and whether anything moved.

use std::collections::BTreeSet;
use std::sync::Arc;

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

/// By division, where the departments stand.
pub(crate) struct Stands {
    rounds: Rounds<Arc<Vec<Stand>>>,
    last: Cache<String, Arc<Vec<Stand>>>,
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
            // The questions are so small that tasks of their own would cost more than the answers.
            let now = join_all(departments.0.iter().map(ask)).await;
            match self.last.get(division).filter(|last| same(last, &now)) {
                Some(last) => last,
                None => {
                    let now = Arc::new(now);
                    self.last.insert(division.to_owned(), Arc::clone(&now));
                    now
                }
            }
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
