//! A bulk of steps as one act: while the database writes a chunk of it, the statements for the
//! next one are put together, and the one after that is decided.

use chassis::Refusal;
use proto::ledger::v1::ImportSummary;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Statement};
use tokio::task::{JoinError, JoinHandle};

use super::commit::{Writing, import_refused, placed, written};
use super::decide::{Decider, Did, Stop};
use super::openings::Digested;
use super::spool::Spooled;
use super::vanished::{change, has_room};
use super::{Call, Outcome, Spool, Step, Steps};
use crate::storage::execute;

/// Steps that are decided and written together.
pub(super) const CHUNK: usize = 1_000;
/// Verdicts of many that are decided and written together: in smaller parts more of them are
/// decided while the database writes those before.
const VERDICTS: usize = 500;

/// Whether steps are more than one chunk, or are not known before they are read.
pub(super) fn is_bulk(steps: &Steps) -> bool {
    !matches!(steps, Steps::Few(steps) if steps.len() <= CHUNK)
}

/// What was decided of a chunk, as statements that are put together on a thread of their own.
type Decided = Option<JoinHandle<Vec<Statement>>>;

/// What an import goes by besides its records.
#[derive(Clone, Copy)]
struct Terms {
    /// The first entry that it writes.
    first: i64,
    /// Whether it lists what changes.
    lists_changes: bool,
}

impl Writing<'_> {
    /// Takes the records of an import: all of them, or the good ones.
    pub(super) async fn take_many(
        &mut self,
        call: &Call,
        spool: &mut Spool,
        partial: bool,
    ) -> Result<Outcome, Stop> {
        let mut outcome = std::mem::take(&mut spool.begun);
        self.decider.whole = !partial;
        let broken = |cause: std::io::Error| Stop::Refused(Refusal::internal(&cause));
        let opening = spool.opening.clone().zip(spool.kinds().first().map(|kind| (*kind).clone()));
        let first = self.decider.position() + 1;
        let terms = Terms { first, lists_changes: spool.compared.lists_changes };
        let (mut decided, mut digested) = (None, Digested::default());
        let mut reading = spool.rewind().map_err(broken)?;
        let mut chunk = reading.next(CHUNK).map_err(broken)?;
        while !chunk.is_empty() {
            let steps = self.complete(chunk, &mut outcome).await?;
            let behind = self.load(steps.iter().map(|(_, step)| step), decided).await?;
            self.decide_records(call, steps, terms, &mut outcome);
            if opening.is_some() {
                self.decider.pending.entries.iter().for_each(|entry| digested.add(&entry.content));
            }
            decided = self.decided(call);
            let next = reading.next(CHUNK);
            ended(behind).await?;
            chunk = next.map_err(broken)?;
        }
        write(self.transaction, decided).await?;
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

    /// Takes steps of which one that is refused refuses all.
    pub(super) async fn take_all(
        &mut self,
        call: &Call,
        steps: Vec<Step>,
    ) -> Result<Outcome, Stop> {
        let mut outcome = Outcome::default();
        let (mut steps, mut decided) = (steps.into_iter().enumerate().peekable(), None);
        while steps.peek().is_some() {
            let chunk: Vec<(usize, Step)> = steps.by_ref().take(VERDICTS).collect();
            let behind = self.load(chunk.iter().map(|(_, step)| step), decided).await?;
            let taken = self.decide_all(call, chunk, &mut outcome);
            decided = self.decided(call);
            ended(behind).await?;
            taken.map_err(Stop::Refused)?;
        }
        write(self.transaction, decided).await?;
        Ok(outcome)
    }

    /// Fills in what records do not state; those that are refused for it are left out.
    async fn complete(
        &mut self,
        chunk: Vec<Spooled>,
        outcome: &mut Outcome,
    ) -> Result<Vec<(i64, Step)>, DbErr> {
        let (steps, refused) = self.decider.complete(self.transaction, chunk).await?;
        refused.into_iter().for_each(|(place, refusal)| outcome.refuse(place, refusal));
        Ok(steps)
    }

    /// Reads what a chunk is decided against, and then has the database write what was decided
    /// before, which the decider still knows. What it writes may not be left alone.
    async fn load<'a>(
        &mut self,
        steps: impl Iterator<Item = &'a Step> + Clone,
        mut decided: Decided,
    ) -> Result<JoinHandle<Result<(), DbErr>>, DbErr> {
        if steps.clone().any(|step| self.decider.looks_around(step)) {
            write(self.transaction, decided.take()).await?;
        }
        self.decider.load(self.transaction, steps).await?;
        let transaction = self.transaction.clone();
        let writing = tokio::spawn(async move { write(&transaction, decided).await });
        // The database has its work before this thread goes on with its own.
        tokio::task::yield_now().await;
        Ok(writing)
    }

    /// All that was decided since the last time, which the decider lets go of.
    fn decided(&mut self, call: &Call) -> Decided {
        let (backend, county) = (self.transaction.get_database_backend(), call.county.clone());
        let mut pending = std::mem::take(&mut self.decider.pending);
        self.decider.forget();
        Some(tokio::task::spawn_blocking(move || pending.statements(backend, &county)))
    }

    fn decide_records(
        &mut self,
        call: &Call,
        steps: Vec<(i64, Step)>,
        Terms { first, lists_changes }: Terms,
        outcome: &mut Outcome,
    ) {
        self.tables.written += i64::try_from(steps.len()).unwrap_or(0);
        let mut row = Row::default();
        for (place, step) in steps {
            self.name(&step);
            let begins = row.place != Some(place);
            if begins {
                self.decider.mark();
                row = Row { place: Some(place), counted: None };
            } else if row.counted.is_none() {
                // What one place of the import asks for is taken all or none.
                continue;
            }
            let change = match (&step, lists_changes && has_room(&outcome.changes)) {
                (Step::Put { kind, record, .. }, true) => {
                    let key = (kind.table.clone(), record.id.clone());
                    let before = self.decider.current.get(&key).and_then(Option::as_ref);
                    Some(change(place, kind, before, record))
                }
                _ => None,
            };
            let is_act = step.is_act();
            let did = match is_act {
                true => self.decider.decide(call, step),
                false => self.decider.decide_once(call, step, first),
            };
            if matches!(did, Ok(Did::Created(_) | Did::Revised(_))) {
                outcome.changes.extend(change);
            }
            match self.decider.unexplained.take().map_or(did, Err) {
                Ok(did) if begins => row.count(&mut outcome.summary, &did),
                Ok(_) => {}
                Err(refusal) => {
                    if !begins {
                        self.decider.roll_back();
                    }
                    row.take_back(&mut outcome.summary);
                    if is_act {
                        self.decider.refused_acts.insert(place);
                    }
                    outcome.refuse(place, refusal);
                }
            }
        }
    }

    fn decide_all(
        &mut self,
        call: &Call,
        steps: Vec<(usize, Step)>,
        outcome: &mut Outcome,
    ) -> Result<(), Refusal> {
        self.tables.written += i64::try_from(steps.len()).unwrap_or(0);
        for (index, step) in steps {
            self.name(&step);
            self.decider.mark();
            let judges = matches!(step, Step::Judge { .. });
            let did = self.decider.decide(call, step);
            let did = did.map_err(|refusal| placed(refusal, judges, index))?;
            outcome.records.extend(written(did, call.validate_only));
        }
        Ok(())
    }

    /// Remembers whose statistics are to be brought up to date.
    fn name(&mut self, step: &Step) {
        if !self.tables.names.contains(&step.kind().table) {
            self.tables.names.insert(step.kind().table.clone());
        }
    }
}

/// One place of an import, whose steps are taken all or none and counted once.
#[derive(Default)]
struct Row {
    place: Option<i64>,
    /// Among what it is counted; nothing where it is refused.
    counted: Option<fn(&mut ImportSummary) -> &mut i64>,
}

impl Row {
    fn count(&mut self, summary: &mut ImportSummary, did: &Did) {
        let counted: fn(&mut ImportSummary) -> &mut i64 = match did {
            Did::Created(_) => |summary| &mut summary.created_count,
            Did::Revised(_) | Did::Judged(_) => |summary| &mut summary.revised_count,
            Did::Unchanged => |summary| &mut summary.unchanged_count,
        };
        *counted(summary) += 1;
        self.counted = Some(counted);
    }

    fn take_back(&mut self, summary: &mut ImportSummary) {
        if let Some(counted) = self.counted.take() {
            *counted(summary) -= 1;
        }
    }
}

impl Decider {
    /// Whether a step is decided against more records than those that it names and that stand
    /// beside these: all that was decided before it has to be in the database then.
    fn looks_around(&self, step: &Step) -> bool {
        let kind = step.kind();
        let is_in_line =
            || self.rules.asking(&kind.table).iter().any(|r| r.line_fields().is_some());
        kind.periods().owed().is_some() || is_in_line()
    }
}

/// Writes what was decided.
async fn write(transaction: &DatabaseTransaction, decided: Decided) -> Result<(), DbErr> {
    let Some(decided) = decided else { return Ok(()) };
    execute(transaction, decided.await.map_err(broken_down)?).await
}

/// Waits until the database has written.
async fn ended(writing: JoinHandle<Result<(), DbErr>>) -> Result<(), DbErr> {
    writing.await.map_err(broken_down)?
}

fn broken_down(cause: JoinError) -> DbErr {
    DbErr::Custom(format!("the writer broke down: {cause}"))
}
