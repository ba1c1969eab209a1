//! The open cases of a county, remembered of one position and brought to another one by what was
//! acted on between the two.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use chassis::Refusal;
use jiff::civil::Date;
use ledger::kinds::parse_date;
use ledger::reader::Reader;
use ledger::reader::page::PageToken;
use ledger::storage::{Sql, existing_at};
use prost::Name;
use proto::governance::v1::{CaseFile, CaseLight, CaseStage};

use super::shown;
use crate::rules::case_flow::OPEN;
use crate::rules::deadline::light::light;

/// After more acts than these the open cases are read anew.
const MOST_ACTS: usize = 2_000;
/// What is due on no day comes last.
const NEVER: &str = "~";

/// An open case, as far as the board sorts and counts by it.
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
    reader: &Reader,
    county: &str,
    position: i64,
) -> Result<Arc<[Open]>, Refusal> {
    let kept = reader.memory::<Kept>();
    let moved = match kept.of(county) {
        Some((before, cases)) if before == position => return Ok(cases),
        Some((before, cases)) => moved(reader, county, (before, position), &cases).await?,
        None => None,
    };
    let mut cases = match moved {
        Some(cases) => cases,
        None => anew(reader, county, position).await?,
    };
    cases.sort_by_key(Open::order);
    let cases = Arc::from(cases);
    kept.keep(county, position, &cases);
    Ok(cases)
}

/// The open cases of one position from those of another; nothing where too much lies between.
async fn moved(
    reader: &Reader,
    county: &str,
    (before, position): (i64, i64),
    cases: &[Open],
) -> Result<Option<Vec<Open>>, Refusal> {
    let between = (before.min(position), before.max(position));
    let kinds = [CaseFile::full_name()];
    let Some(acts) = reader.touched(county, &kinds, between, MOST_ACTS).await? else {
        return Ok(None);
    };
    let touched: BTreeSet<&str> = acts.iter().map(|(_, id)| id.as_str()).collect();
    let untouched = cases.iter().filter(|case| !touched.contains(case.id.as_str()));
    let mut found: Vec<Open> = untouched.cloned().collect();
    for chunk in touched.into_iter().collect::<Vec<_>>().chunks(500) {
        let mut sql = existing(county, position);
        sql.push(" AND r.id IN ").bind_all(chunk.iter().copied());
        found.extend(read(reader, sql).await?);
    }
    Ok(Some(found))
}

async fn anew(reader: &Reader, county: &str, position: i64) -> Result<Vec<Open>, Refusal> {
    let mut sql = existing(county, position);
    sql.push(" AND r.stage IN ").bind_all(OPEN.map(|stage| i64::from(i32::from(stage))));
    read(reader, sql).await
}

fn existing(county: &str, position: i64) -> Sql {
    let mut sql = Sql::new("SELECT r.id, r.since, r.division, r.stage, r.open_due_date, ");
    sql.push("r.behind_date FROM case_file r WHERE r.withdrawn = 0 AND r.county = ").bind(county);
    sql.push(" AND ");
    existing_at(&mut sql, "r.", position);
    sql
}

async fn read(reader: &Reader, sql: Sql) -> Result<Vec<Open>, Refusal> {
    let rows = reader.tuples::<(String, i64, String, i64, String, String)>(sql).await?;
    let open = |(id, since, division, stage, due, behind): (_, _, _, i64, String, String)| {
        let stage = i32::try_from(stage).ok().and_then(|stage| stage.try_into().ok())?;
        let (due, behind) = (parse_date(&due), parse_date(&behind));
        OPEN.contains(&stage).then_some(Open { id, since, division, stage, due, behind })
    };
    Ok(rows.into_iter().filter_map(open).collect())
}
