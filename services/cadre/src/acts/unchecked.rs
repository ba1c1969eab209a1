//! Logs that wait for a checker, each with what the checker should look at.

use chassis::Refusal;
use ledger::Books;
use ledger::figures::CountyScope;
use ledger::kinds::parse_date;
use ledger::reader::page::page_size;
use ledger::storage::Sql;
use proto::cadre::v1::{Cadre, ListUncheckedLogsRequest, UncheckedLog, UncheckedLogs, WorkLog};

use super::people::People;
use super::read::{Asked, existing, scope};
use crate::figures::saturation::{GRACE, number_on};
use crate::rules::submission::GRACE_DAYS;
use crate::rules::text::{core, is_vague};

/// A page is read log by log.
const MOST: usize = 200;
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
    let mut ids = waiting(books, &scope, unit_id, &request.after_id, size + 1).await?;
    let more = ids.len() > size;
    ids.truncate(size);
    let people = People::read(books, county, scope.position).await?;
    let mut logs = Vec::with_capacity(ids.len());
    for id in &ids {
        let log: Option<WorkLog> = existing(books, county, id, scope.position).await?;
        if let Some(log) = log {
            let superior_id = superior(books, &scope, &people, &log).await?;
            let looked_at = looked_at(books, &scope, id, log).await?;
            logs.push(UncheckedLog { superior_id, ..looked_at });
        }
    }
    let next_after_id = ids.pop().filter(|_| more).unwrap_or_default();
    Ok(UncheckedLogs { logs, next_after_id, position: scope.position })
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

async fn looked_at(
    books: &Books,
    scope: &CountyScope,
    id: &str,
    log: WorkLog,
) -> Result<UncheckedLog, Refusal> {
    let day = CountyScope { last_date: log.date.clone(), ..scope.clone() };
    let grace = number_on(&books.reader, &day, GRACE).await?.unwrap_or(GRACE_DAYS);
    Ok(UncheckedLog {
        vague: is_vague(&log.task),
        repeats_log_id: repeated(books, scope, id, &log).await?.unwrap_or_default(),
        late: log.delay_days.is_some_and(|days| i64::from(days) > grace),
        work_log: Some(log),
        superior_id: String::new(),
    })
}

/// The latest log of the same cadre, of this day or before it, whose text is the same.
async fn repeated(
    books: &Books,
    scope: &CountyScope,
    id: &str,
    log: &WorkLog,
) -> Result<Option<String>, Refusal> {
    let Some(date) = parse_date(&log.date) else { return Ok(None) };
    let from = date.saturating_add(jiff::Span::new().days(-LOOK_BACK_DAYS)).to_string();
    let at = scope.position;
    let mut sql = Sql::new("SELECT c.id, c.task, '' FROM work_log c WHERE c.county = ");
    sql.bind(scope.county.as_str()).push(" AND c.cadre_id = ").bind(log.cadre_id.as_str());
    sql.push(" AND c.date >= ").bind(from).push(" AND c.date <= ").bind(log.date.as_str());
    sql.push(" AND +c.since <= ").bind(at).push(" AND c.until > ").bind(at);
    sql.push(" AND c.withdrawn = 0 AND c.id < ").bind(id).push(" ORDER BY c.id DESC");
    let own = core(&log.task);
    let before = books.reader.days(sql).await?.into_iter();
    Ok(before.filter(|(_, task, _)| core(task) == own).map(|(id, _, _)| id).next())
}
