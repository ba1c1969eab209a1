//! The saturation of work logs (`domain-standards.md` 10), by set algebra in the database:
//! the days that have a log, less those of rest, of leave and outside a post.

use std::collections::{BTreeMap, HashMap};

use chassis::Refusal;
use jiff::civil::Date;
use ledger::figures::{CodeMeasure, CountyScope, Sums, counting};
use ledger::kinds::parse_date;
use ledger::reader::Reader;
use ledger::storage::Sql;

use crate::rules::saturation::{Attendance, Days, Leave, Saturation as Halves};
use calendar::Calendar;

/// Valid half-days above the line, required half-days below it, over all cadres of a division.
pub(super) struct Saturation;

struct Post {
    days: Days,
    leaves: Vec<Leave>,
}

impl CodeMeasure for Saturation {
    fn sums<'a>(&'a self, reader: &'a Reader, scope: &'a CountyScope) -> Sums<'a> {
        Box::pin(async move {
            let (Some(first), Some(last)) =
                (parse_date(&scope.first_date), parse_date(&scope.last_date))
            else {
                return Ok((None, None));
            };
            let period = Days::new(first, Some(last));
            let calendar = Calendar::standard();
            if calendar.working_days(first, last).is_none() {
                // A year whose notice is not in the calendar has no required days.
                return Ok((None, None));
            }
            let posts = posts(reader, scope).await?;
            let required: i64 = posts.values().map(|post| required(calendar, period, post)).sum();
            let valid = valid(reader, scope, calendar, period, &posts).await?;
            Ok((Some(i128::from(valid)), Some(i128::from(required))))
        })
    }

    fn words(&self) -> (&'static str, &'static str) {
        (
            "有合格日志的应填半天数 ÷ 应填半天数 × 100；应填：在职的工作日（国务院节假日安排）减去休假",
            "required half-days with a log ÷ required half-days × 100; required are working days in \
             the post (State Council calendar) less leave",
        )
    }

    fn tables(&self) -> &'static [&'static str] {
        &["cadre", "leave"]
    }
}

/// The cadres of the division, each with post and leaves.
async fn posts(reader: &Reader, scope: &CountyScope) -> Result<BTreeMap<String, Post>, Refusal> {
    let mut sql = Sql::new("SELECT c.id, c.first_date, c.last_date FROM cadre c WHERE c.county = ");
    sql.bind(scope.county.as_str()).push(" AND c.division >= ").bind(scope.division.as_str());
    sql.push(" AND c.division < ").bind(ledger::divisions::after_prefix(&scope.division));
    sql.push(" AND ");
    counting(&mut sql, "c", scope.position);
    let mut posts = BTreeMap::new();
    for (id, first, last) in reader.days(sql).await? {
        let Some(first) = parse_date(&first) else { continue };
        let days = Days::new(first, parse_date(&last));
        posts.insert(id, Post { days, leaves: Vec::new() });
    }
    for half in [false, true] {
        let mut sql =
            Sql::new("SELECT c.cadre_id, c.first_date, c.last_date FROM leave c WHERE c.county = ");
        sql.bind(scope.county.as_str()).push(" AND c.half_day = ").bind(i64::from(half));
        sql.push(" AND c.first_date <= ").bind(scope.last_date.as_str());
        sql.push(" AND c.last_date >= ").bind(scope.first_date.as_str()).push(" AND ");
        counting(&mut sql, "c", scope.position);
        for (cadre, first, last) in reader.days(sql).await? {
            if let (Some(post), Some(first)) = (posts.get_mut(&cadre), parse_date(&first)) {
                post.leaves
                    .push(Leave { days: Days::new(first, parse_date(&last)), is_half: half });
            }
        }
    }
    Ok(posts)
}

fn required(calendar: &Calendar, period: Days, post: &Post) -> i64 {
    if post.leaves.is_empty() {
        let days = period.intersection(post.days);
        return 2 * calendar.working_days(days.first, days.last).unwrap_or(0);
    }
    let none = std::collections::BTreeSet::new();
    let attendance = Attendance { employed: post.days, leaves: &post.leaves, logged: &none };
    Halves::of(calendar, period, &attendance).map_or(0, |halves| halves.required_halves)
}

/// Two halves for each working day with a log, less what leave and absence from a post take.
async fn valid(
    reader: &Reader,
    scope: &CountyScope,
    calendar: &Calendar,
    period: Days,
    posts: &BTreeMap<String, Post>,
) -> Result<i64, Refusal> {
    let mut sql =
        Sql::new("SELECT c.cadre_id, COUNT(DISTINCT c.date) FROM work_log c WHERE c.county = ");
    sql.bind(scope.county.as_str()).push(" AND ");
    in_period(&mut sql, scope);
    let rest: Vec<String> =
        calendar.rest_days(period.first, period.last).map(|day| day.to_string()).collect();
    if !rest.is_empty() {
        sql.push(" AND c.date NOT IN ").bind_all(rest);
    }
    sql.push(" GROUP BY c.cadre_id");
    let days = reader.counts(sql).await?;
    let mut halves: i64 =
        days.iter().filter(|(cadre, _)| posts.contains_key(cadre)).map(|(_, days)| 2 * days).sum();
    for (cadre, logged) in exceptions(reader, scope, period, posts).await? {
        let Some(post) = posts.get(&cadre) else { continue };
        for date in logged.into_iter().filter(|date| calendar.is_working_day(*date) == Some(true)) {
            halves -= 2 - counted_halves(calendar, date, post);
        }
    }
    Ok(halves)
}

/// What a log of one day is worth: nothing outside the post, less where leave was taken.
fn counted_halves(calendar: &Calendar, date: Date, post: &Post) -> i64 {
    let logged = std::collections::BTreeSet::from([date]);
    let attendance = Attendance { employed: post.days, leaves: &post.leaves, logged: &logged };
    let day = Days::new(date, Some(date));
    Halves::of(calendar, day, &attendance).map_or(0, |halves| halves.valid_halves)
}

/// The logged days that lie on a leave or outside a post, by cadre.
async fn exceptions(
    reader: &Reader,
    scope: &CountyScope,
    period: Days,
    posts: &BTreeMap<String, Post>,
) -> Result<HashMap<String, Vec<Date>>, Refusal> {
    let mut found: HashMap<String, Vec<Date>> = HashMap::new();
    let mut sql = Sql::new("SELECT c.cadre_id, c.date, '' FROM leave v CROSS JOIN work_log c");
    sql.push(" WHERE v.county = ").bind(scope.county.as_str());
    sql.push(" AND v.first_date <= ").bind(scope.last_date.as_str());
    sql.push(" AND v.last_date >= ").bind(scope.first_date.as_str()).push(" AND ");
    counting(&mut sql, "v", scope.position);
    sql.push(" AND c.county = v.county AND c.cadre_id = v.cadre_id AND ");
    on_leave(&mut sql, scope);
    sql.push(" AND ");
    counting(&mut sql, "c", scope.position);
    sql.push(" GROUP BY c.cadre_id, c.date");
    for (cadre, date, _) in reader.days(sql).await? {
        found.entry(cadre).or_default().extend(parse_date(&date));
    }
    let partly = |post: &Post| post.days.first > period.first || post.days.last < period.last;
    let changed: Vec<_> = posts.iter().filter(|(_, post)| partly(post)).map(|(id, _)| id).collect();
    for chunk in changed.chunks(500) {
        let mut sql = Sql::new("SELECT c.cadre_id, c.date, '' FROM work_log c WHERE c.county = ");
        sql.bind(scope.county.as_str()).push(" AND c.cadre_id IN ");
        sql.bind_all(chunk.iter().map(|id| id.as_str())).push(" AND ");
        in_period(&mut sql, scope);
        sql.push(" GROUP BY c.cadre_id, c.date");
        for (cadre, date, _) in reader.days(sql).await? {
            let (Some(post), Some(date)) = (posts.get(&cadre), parse_date(&date)) else { continue };
            let dates = found.entry(cadre).or_default();
            if !post.days.contains(date) && !dates.contains(&date) {
                dates.push(date);
            }
        }
    }
    Ok(found)
}

/// Adds the condition that log `c` lies on the part of leave `v` that is in the period.
///
/// One bound on either side: with the period's own beside it SQLite takes that one, and reads
/// for each leave the logs of everybody in the whole period.
fn on_leave(sql: &mut Sql, scope: &CountyScope) {
    let (first, last) = (scope.first_date.as_str(), scope.last_date.as_str());
    sql.push("c.date >= CASE WHEN v.first_date > ").bind(first).push(" THEN v.first_date ELSE ");
    sql.bind(first).push(" END AND c.date <= CASE WHEN v.last_date < ").bind(last);
    sql.push(" THEN v.last_date ELSE ").bind(last).push(" END");
}

/// Adds the condition that log `c` lies in the period and counts.
fn in_period(sql: &mut Sql, scope: &CountyScope) {
    sql.push("c.date >= ").bind(scope.first_date.as_str());
    sql.push(" AND c.date <= ").bind(scope.last_date.as_str()).push(" AND ");
    counting(sql, "c", scope.position);
}
