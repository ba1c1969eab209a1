//! Rounds: where the departments stand, asked once for all callers that wait at the same time.
//!
//! Nothing is answered from before a call came: a round serves those who waited before it began.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

/// An answer is written, read and followed by the next question in so many turns.
const LEAST_TURNS: usize = 3;
/// A round waits no longer, however many still come.
const MOST_TURNS: usize = 12;

/// Questions that many callers ask at the same time, by what they are about.
pub(crate) struct Rounds<T>(Mutex<HashMap<String, Arc<Rows<T>>>>);

/// The round that runs and the one that waits.
struct Rows<T> {
    running: tokio::sync::Mutex<()>,
    next: Mutex<Arc<OnceCell<T>>>,
}

impl<T: Clone> Rounds<T> {
    pub(crate) fn new() -> Self {
        Self(Mutex::default())
    }

    /// The answer of the next round about something; `ask` is called once for all who wait.
    pub(crate) async fn join<A>(&self, about: &str, ask: impl FnOnce() -> A) -> T
    where
        A: Future<Output = T>,
    {
        let rows = self.rows(about);
        let round = Arc::clone(&rows.next.lock().unwrap_or_else(PoisonError::into_inner));
        let answer = round.get_or_init(|| async {
            let _running = rows.running.lock().await;
            let_in(&round).await;
            // Who comes from now on waits for the round after this one.
            *rows.next.lock().unwrap_or_else(PoisonError::into_inner) = Arc::default();
            ask().await
        });
        answer.await.clone()
    }

    fn rows(&self, about: &str) -> Arc<Rows<T>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Nobody waits for a question that only this map knows.
        all.retain(|known, rows| known == about || Arc::strong_count(rows) > 1);
        let fresh =
            || Arc::new(Rows { running: tokio::sync::Mutex::default(), next: Mutex::default() });
        Arc::clone(all.entry(about.to_owned()).or_insert_with(fresh))
    }
}

/// Lets in whoever is ready to come in, as those are whom the last round has just answered: a
/// fuller round is a cheaper one. Where nobody comes, that is a few turns of the scheduler.
async fn let_in<T>(round: &Arc<OnceCell<T>>) {
    let mut inside = Arc::strong_count(round);
    for turn in 1..=MOST_TURNS {
        tokio::task::yield_now().await;
        let now = Arc::strong_count(round);
        if turn >= LEAST_TURNS && now == inside {
            break;
        }
        inside = now;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::sync::Notify;

    use super::*;

    #[tokio::test]
    async fn who_is_ready_before_a_round_begins_is_in_it() {
        let (rounds, asked) = (Arc::new(Rounds::new()), Arc::new(AtomicUsize::new(0)));
        let join = |_| {
            let (rounds, asked) = (Arc::clone(&rounds), Arc::clone(&asked));
            let ask = move || async move { asked.fetch_add(1, Ordering::SeqCst) };
            tokio::spawn(async move { rounds.join("421222", ask).await })
        };
        for answer in (0..9).map(join).collect::<Vec<_>>() {
            assert_eq!(answer.await.expect("an answer"), 0);
        }
        assert_eq!(asked.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn who_comes_after_a_round_began_gets_a_later_answer() {
        let (rounds, asked) = (Arc::new(Rounds::new()), Arc::new(AtomicUsize::new(0)));
        let (began, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let join = |held: bool| {
            let (rounds, asked) = (Arc::clone(&rounds), Arc::clone(&asked));
            let (began, go) = (Arc::clone(&began), Arc::clone(&go));
            tokio::spawn(async move {
                let ask = || async {
                    let number = asked.fetch_add(1, Ordering::SeqCst);
                    if held {
                        began.notify_one();
                        go.notified().await;
                    }
                    number
                };
                rounds.join("421222", ask).await
            })
        };
        let first = join(true);
        began.notified().await;
        let later: Vec<_> = (0..9).map(|_| join(false)).collect();
        tokio::task::yield_now().await;
        go.notify_one();
        assert_eq!(first.await.expect("an answer"), 0);
        for answer in later {
            assert_eq!(answer.await.expect("an answer"), 1);
        }
        assert_eq!(asked.load(Ordering::SeqCst), 2);
    }
}
