//! The open cases of a county, remembered of one position and brought to another one by what was
//! acted on between the two; and those of them that were shown, whole.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use calendar::Calendar;
use chassis::Refusal;
use jiff::civil::Date;
use ledger::Books;
use ledger::kinds::row_to_wire;
use ledger::reader::page::PageToken;
use ledger::storage::{Sql, existing_at};
use prost::{Message, Name};
use proto::governance::v1::{CaseFile, CaseLight, CaseStage};

use super::shown;
use crate::Ours;
use crate::rules::case_flow::OPEN;
use crate::rules::clock::{Deadlines, deadlines};
use crate::rules::deadline::light::{Light, escalation, light};

/// After more acts than these the open cases are read anew.
const MOST_ACTS: usize = 2_000;
/// So many cases of a county are remembered whole.
const MOST_SHOWN: usize = 1_000;
/// What is due on no day comes last.
const NEVER: &str = "~";

/// An open case, as far as the board sorts and counts by it. Its days are computed from its events
/// when it is read, by the calendar that is in force then.
#[derive(Clone, Debug)]
pub(super) struct Open {
    id: String,
    /// The entry that wrote the revision.
    pub(super) since: i64,
    pub(super) division: String,
    pub(super) stage: CaseStage,
    pub(super) due: Option<Date>,
    behind: Option<Date>,
    /// The first day that the calendar lacks, where the last day cannot be told for it.
    pub(super) lacking: Option<Date>,
}

impl Open {
    pub(super) fn light(&self, today: Date) -> CaseLight {
        match light(today, self.due, self.behind) {
            Light::None if self.lacking.is_some() => CaseLight::Unknown,
            light => shown(light),
        }
    }

    pub(super) fn escalation(&self, today: Date) -> i32 {
        escalation(today, self.due)
    }

    pub(super) fn token(&self, position: i64) -> PageToken {
        PageToken { position, key: self.key(), rest: self.since, ..PageToken::default() }
    }

    pub(super) fn is_after(&self, token: &PageToken) -> bool {
        (self.key(), self.since) > (token.key.clone(), token.rest)
    }

    fn key(&self) -> String {
        self.place().map_or_else(|| NEVER.to_owned(), |day| day.to_string())
    }

    fn order(&self) -> (Date, i64) {
        (self.place().unwrap_or(Date::MAX), self.since)
    }

    /// The day by which it has its place: the last one, or, where the calendar does not tell that,
    /// the first day that it lacks, since it is due no earlier.
    fn place(&self) -> Option<Date> {
        self.due.or(self.lacking)
    }
}

/// Cases as they are shown, by the entries that wrote them.
pub(super) type Shown = HashMap<i64, Arc<CaseFile>>;

/// What is remembered: the open cases of each county at a position.
#[derive(Default)]
struct Kept(Mutex<HashMap<String, Arc<Board>>>);

/// The open cases of a county at a position, by what is due first.
pub(super) struct Board {
    position: i64,
    pub(super) cases: Vec<Open>,
    /// Those that were shown, whole, by the entries that wrote them.
    shown: Mutex<Shown>,
}

impl Kept {
    fn of(&self, county: &str) -> Option<Arc<Board>> {
        // A value is put in whole: a panic elsewhere leaves a good one.
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(county).cloned()
    }

    fn keep(&self, county: &str, board: &Arc<Board>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.get(county).is_none_or(|before| before.position < board.position) {
            kept.insert(county.to_owned(), Arc::clone(board));
        }
    }
}

impl Board {
    fn of(position: i64, mut cases: Vec<Open>, shown: Shown) -> Self {
        cases.sort_by_key(Open::order);
        Self { position, cases, shown: Mutex::new(shown) }
    }

    fn shown(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Some of its cases whole, each with what the ledger says of it, by the entries that wrote
    /// them.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn whole(
        &self,
        books: &Books,
        county: &str,
        cases: &[&Open],
    ) -> Result<Shown, Refusal> {
        let starts = cases.iter().map(|case| case.since);
        let mut known: Shown = {
            let shown = self.shown();
            starts.clone().filter_map(|at| Some((at, Arc::clone(shown.get(&at)?)))).collect()
        };
        let missing: Vec<i64> = starts.filter(|at| !known.contains_key(at)).collect();
        if !missing.is_empty() {
            let kind = books.kind::<Ours, CaseFile>()?;
            for (start, stored) in books.reader.written_by(kind, county, &missing).await? {
                let case = CaseFile::decode(row_to_wire(kind, &stored.values).as_slice());
                let mut case = case.map_err(|cause| Refusal::internal(&cause))?;
                case.metadata = Some(stored.metadata(self.position));
                known.insert(start, Arc::new(case));
            }
            let mut shown = self.shown();
            if shown.len() + missing.len() > MOST_SHOWN {
                shown.clear();
            }
            shown.extend(known.iter().map(|(at, case)| (*at, Arc::clone(case))));
        }
        Ok(known)
    }
}

/// All open cases of a county at a position, by what is due first.
///
/// # Errors
/// When the database fails.
pub(super) async fn cases(
    books: &Books,
    county: &str,
    position: i64,
) -> Result<Arc<Board>, Refusal> {
    let kept = books.reader.memory::<Kept>();
    let moved = match kept.of(county) {
        Some(board) if board.position == position => return Ok(board),
        Some(board) => moved(books, county, position, &board).await?,
        None => None,
    };
    let board = match moved {
        Some(board) => board,
        None => Board::of(position, anew(books, county, position).await?, Shown::new()),
    };
    let board = Arc::new(board);
    kept.keep(county, &board);
    Ok(board)
}

/// The open cases of one position from those of another; nothing where too much lies between.
async fn moved(
    books: &Books,
    county: &str,
    position: i64,
    before: &Board,
) -> Result<Option<Board>, Refusal> {
    let between = (before.position.min(position), before.position.max(position));
    let kinds = [CaseFile::full_name()];
    let Some(acts) = books.reader.touched(county, &kinds, between, MOST_ACTS).await? else {
        return Ok(None);
    };
    let touched: BTreeSet<&str> = acts.iter().map(|(_, id)| id.as_str()).collect();
    let is_untouched = |case: &&Open| !touched.contains(case.id.as_str());
    let mut found: Vec<Open> = before.cases.iter().filter(is_untouched).cloned().collect();
    // What the ledger says of a case that nobody touched is the same at both positions.
    let shown = before.shown().clone();
    let still = |case: &Open| Some((case.since, Arc::clone(shown.get(&case.since)?)));
    let shown = found.iter().filter_map(still).collect();
    for chunk in touched.into_iter().collect::<Vec<_>>().chunks(500) {
        let mut sql = existing(county, position);
        sql.push(" AND r.id IN ").bind_all(chunk.iter().copied());
        found.extend(read(books, sql).await?);
    }
    Ok(Some(Board::of(position, found, shown)))
}

async fn anew(books: &Books, county: &str, position: i64) -> Result<Vec<Open>, Refusal> {
    let mut sql = existing(county, position);
    sql.push(" AND r.stage IN ").bind_all(OPEN.map(|stage| i64::from(i32::from(stage))));
    read(books, sql).await
}

fn existing(county: &str, position: i64) -> Sql {
    let mut sql = Sql::new("SELECT r.since, r.id, r.division, r.stage, r.events FROM case_file r ");
    sql.push("WHERE r.withdrawn = 0 AND r.county = ").bind(county).push(" AND ");
    existing_at(&mut sql, "r.", position);
    sql
}

/// What the board reads of a case: the entry that wrote it, its id, its place, its stage, and its
/// events as they stand on the wire. Its other fields wait for its card.
type Row = (i64, String, String, i64, Vec<u8>);

/// The open cases among those that a statement finds.
async fn read(books: &Books, sql: Sql) -> Result<Vec<Open>, Refusal> {
    let rows = books.reader.tuples::<Row>(sql).await?.into_iter();
    let open = |(since, id, division, stage, events): Row| {
        let stage = CaseStage::try_from(i32::try_from(stage).ok()?).ok()?;
        OPEN.contains(&stage).then(|| {
            let case = CaseFile::decode(events.as_slice());
            let events = case.map_err(|cause| Refusal::internal(&cause))?.events;
            let Deadlines { open: due, behind, lacking, first: _ } =
                deadlines(Calendar::standard(), stage, &events);
            Ok(Open { id, since, division, stage, due, behind, lacking })
        })
    };
    rows.filter_map(open).collect()
}
