//! The open cases of a county, remembered of one position and brought to another one by what was
//! acted on between the two.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use calendar::Calendar;
use chassis::Refusal;
use jiff::civil::Date;
use ledger::Books;
use ledger::reader::page::PageToken;
use ledger::storage::{Sql, existing_at};
use prost::{Message, Name};
use proto::governance::v1::{CaseFile, CaseLight, CaseStage};

use super::shown;
use crate::rules::case_flow::OPEN;
use crate::rules::clock::{Deadlines, deadlines};
use crate::rules::deadline::light::{escalation, light};

/// After more acts than these the open cases are read anew.
const MOST_ACTS: usize = 2_000;
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
    due: Option<Date>,
    behind: Option<Date>,
}

impl Open {
    pub(super) fn light(&self, today: Date) -> CaseLight {
        shown(light(today, self.due, self.behind))
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
        self.due.map_or_else(|| NEVER.to_owned(), |due| due.to_string())
    }

    fn order(&self) -> (Date, i64) {
        (self.due.unwrap_or(Date::MAX), self.since)
    }
}

/// What is remembered: the open cases of each county at a position, by what is due first.
#[derive(Default)]
struct Kept(Mutex<HashMap<String, At>>);

type At = (i64, Arc<[Open]>);

impl Kept {
    fn of(&self, county: &str) -> Option<At> {
        // A value is put in whole: a panic elsewhere leaves a good one.
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(county).cloned()
    }

    fn keep(&self, county: &str, position: i64, cases: &Arc<[Open]>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.get(county).is_none_or(|(before, _)| *before < position) {
            kept.insert(county.to_owned(), (position, Arc::clone(cases)));
        }
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
) -> Result<Arc<[Open]>, Refusal> {
    let kept = books.reader.memory::<Kept>();
    let moved = match kept.of(county) {
        Some((before, cases)) if before == position => return Ok(cases),
        Some((before, cases)) => moved(books, county, (before, position), &cases).await?,
        None => None,
    };
    let mut cases = match moved {
        Some(cases) => cases,
        None => anew(books, county, position).await?,
    };
    cases.sort_by_key(Open::order);
    let cases = Arc::from(cases);
    kept.keep(county, position, &cases);
    Ok(cases)
}

/// The open cases of one position from those of another; nothing where too much lies between.
async fn moved(
    books: &Books,
    county: &str,
    (before, position): (i64, i64),
    cases: &[Open],
) -> Result<Option<Vec<Open>>, Refusal> {
    let between = (before.min(position), before.max(position));
    let kinds = [CaseFile::full_name()];
    let Some(acts) = books.reader.touched(county, &kinds, between, MOST_ACTS).await? else {
        return Ok(None);
    };
    let touched: BTreeSet<&str> = acts.iter().map(|(_, id)| id.as_str()).collect();
    let untouched = cases.iter().filter(|case| !touched.contains(case.id.as_str()));
    let mut found: Vec<Open> = untouched.cloned().collect();
    for chunk in touched.into_iter().collect::<Vec<_>>().chunks(500) {
        let mut sql = existing(county, position);
        sql.push(" AND r.id IN ").bind_all(chunk.iter().copied());
        found.extend(read(books, sql).await?);
    }
    Ok(Some(found))
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
            let Deadlines { open: due, behind, first: _ } =
                deadlines(Calendar::standard(), stage, &events);
            Ok(Open { id, since, division, stage, due, behind })
        })
    };
    rows.filter_map(open).collect()
}
