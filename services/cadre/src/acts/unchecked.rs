//! Logs that wait for a checker, each with what the checker should look at.

use std::collections::{BTreeMap, BTreeSet};

use chassis::Refusal;
use jiff::civil::Date;
use ledger::Books;
use ledger::figures::CountyScope;
use ledger::kinds::parse_date;
use ledger::reader::page::page_size;
use ledger::storage::Sql;
use proto::cadre::v1::{Cadre, ListUncheckedLogsRequest, UncheckedLog, UncheckedLogs, WorkLog};

use super::people::People;
use super::read::{Asked, existing, scope};
use crate::figures::saturation::{GRACE, value_on, values};
use crate::rules::submission::GRACE_DAYS;
use crate::rules::text::{core, is_vague};

/// A page is read log by log.
const MOST: usize = 200;
/// Logs that are looked at with one statement.
const CHUNK: usize = 200;
/// So many days back the same text is looked for.
const LOOK_BACK_DAYS: i64 = 31;

/// Lists a page of them, ordered by id.
///
/// # Errors
/// What is wrong with the request.
pub(super) async fn list(
    books: &Books,
    request: ListUncheckedLogsRequest,
) -> Result<UncheckedLogs, Refusal> {
    let ListUncheckedLogsRequest { county, unit_id, first_date, last_date, .. } = &request;
    let position = request.position;
    let asked = Asked { county, division: "", first_date, last_date, position };
    let scope = scope(books, asked).await?;
    let size = page_size(request.page_size)?.min(MOST);
    let mut ids = waiting(books, &scope, unit_id, &request.page_token, size + 1).await?;
    let more = ids.len() > size;
    ids.truncate(size);
    let people = People::read(books, county, scope.position).await?;
    let mut found = Vec::with_capacity(ids.len());
    for id in &ids {
        let log: Option<WorkLog> = existing(books, county, id, scope.position).await?;
        found.extend(log.map(|log| (id.clone(), log)));
    }
    let seen = looked_at(books, (county, scope.position), &found).await?;
    let mut logs = Vec::with_capacity(found.len());
    for ((_, log), seen) in found.into_iter().zip(seen) {
        let superior_id = superior(books, &scope, &people, &log).await?;
        let Seen { vague, repeats, late } = seen;
        let repeats_log_id = repeats.unwrap_or_default();
        logs.push(UncheckedLog { work_log: Some(log), vague, repeats_log_id, late, superior_id });
    }
    let next_page_token = ids.pop().filter(|_| more).unwrap_or_default();
    Ok(UncheckedLogs { logs, next_page_token, position: scope.position })
}

async fn waiting(
    books: &Books,
    scope: &CountyScope,
    unit_id: &str,
    after_id: &str,
    most: usize,
) -> Result<Vec<String>, Refusal> {
    let at = scope.position;
    let mut sql = Sql::new("SELECT c.id, '', '' FROM work_log c WHERE c.county = ");
    sql.bind(scope.county.as_str()).push(" AND c.date >= ").bind(scope.first_date.as_str());
    sql.push(" AND c.date <= ").bind(scope.last_date.as_str());
    sql.push(" AND +c.since <= ").bind(at).push(" AND c.until > ").bind(at);
    sql.push(" AND c.withdrawn = 0 AND (c.verified IS NULL OR c.verified > ").bind(at);
    sql.push(") AND (c.returned IS NULL OR c.returned > ").bind(at).push(") AND c.id > ");
    sql.bind(after_id);
    if !unit_id.is_empty() {
        sql.push(" AND c.unit_id = ").bind(unit_id);
    }
    sql.push(" ORDER BY c.id LIMIT ").bind(most as i64);
    Ok(books.reader.days(sql).await?.into_iter().map(|(id, _, _)| id).collect())
}

/// The superior at the time of a log.
async fn superior(
    books: &Books,
    scope: &CountyScope,
    people: &People,
    log: &WorkLog,
) -> Result<String, Refusal> {
    let cadre: Option<Cadre> =
        existing(books, &scope.county, &log.cadre_id, scope.position).await?;
    let superior = cadre.and_then(|cadre| {
        let unit = people.unit_on(&cadre, &log.date).0;
        people.order(&log.date).superior(&cadre.code, unit).map(str::to_owned)
    });
    Ok(superior.unwrap_or_default())
}

/// What a checker should look at in a log.
pub(super) struct Seen {
    /// Its text says too little.
    pub(super) vague: bool,
    /// The latest log of the same cadre, of this day or before it, whose text is the same.
    pub(super) repeats: Option<String>,
    /// It was handed in after the period of grace.
    pub(super) late: bool,
}

/// Looks at some logs, each with its id, as they stand in a county at a position.
pub(super) async fn looked_at(
    books: &Books,
    (county, position): (&str, i64),
    logs: &[(String, WorkLog)],
) -> Result<Vec<Seen>, Refusal> {
    let scope = CountyScope {
        county: county.to_owned(),
        division: county.to_owned(),
        first_date: String::new(),
        last_date: String::new(),
        position,
    };
    let grace = values(&books.reader, &scope, GRACE).await?;
    let mut seen = Vec::with_capacity(logs.len());
    for chunk in logs.chunks(CHUNK) {
        let texts = texts(books, (county, position), chunk).await?;
        seen.extend(chunk.iter().map(|(id, log)| {
            let grace = value_on(&grace, &log.date).unwrap_or(GRACE_DAYS);
            Seen {
                vague: is_vague(&log.task),
                repeats: repeated(&texts, id, log),
                late: log.delay_days.is_some_and(|days| i64::from(days) > grace),
            }
        }));
    }
    Ok(seen)
}

/// The ids and texts of the logs of some cadres, by cadre.
type Texts = BTreeMap<String, Vec<(String, String, String)>>;

/// The texts beside which some logs are looked at, each with its id and its day, in order.
async fn texts(
    books: &Books,
    (county, at): (&str, i64),
    logs: &[(String, WorkLog)],
) -> Result<Texts, Refusal> {
    let days = logs.iter().filter_map(|(_, log)| parse_date(&log.date));
    let Some(first) = days.clone().min() else { return Ok(Texts::new()) };
    let last = days.max().unwrap_or(first).to_string();
    let cadres: BTreeSet<&str> = logs.iter().map(|(_, log)| log.cadre_id.as_str()).collect();
    let mut sql = Sql::new("SELECT c.id, c.cadre_id, c.date, c.task FROM work_log c WHERE ");
    sql.push("c.county = ").bind(county).push(" AND c.cadre_id IN ").bind_all(cadres);
    sql.push(" AND c.date >= ").bind(looking_back(first)).push(" AND c.date <= ").bind(last);
    sql.push(" AND +c.since <= ").bind(at).push(" AND c.until > ").bind(at);
    sql.push(" AND c.withdrawn = 0 ORDER BY c.id");
    let mut texts = Texts::new();
    type Row = (String, String, String, String);
    for (id, cadre, date, task) in books.reader.tuples::<Row>(sql).await? {
        texts.entry(cadre).or_default().push((id, date, core(&task)));
    }
    Ok(texts)
}

fn looking_back(day: Date) -> String {
    day.saturating_add(jiff::Span::new().days(-LOOK_BACK_DAYS)).to_string()
}

fn repeated(texts: &Texts, id: &str, log: &WorkLog) -> Option<String> {
    let from = looking_back(parse_date(&log.date)?);
    let own = core(&log.task);
    let mut before = texts
        .get(&log.cadre_id)?
        .iter()
        .rev()
        .filter(|(other, date, _)| other.as_str() < id && *from <= **date && *date <= log.date);
    before.find(|(_, _, text)| *text == own).map(|(other, _, _)| other.clone())
}
