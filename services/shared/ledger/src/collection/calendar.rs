//! What was received for each period that is owed, counted from the records as they stand.

use std::collections::BTreeMap;

use chassis::Refusal;
use jiff::civil::Date;
use jiff::{Timestamp, tz};
use proto::ledger::v1::{Collected, DuePeriod};
use sea_orm::{DbErr, QueryResult};

use super::missing;
use super::obligations::{Obligation, Obligations};
use crate::figures::counting;
use crate::reader::{Failure, Reader};
use crate::storage::{Sql, existing_at};

/// China has had one time since 1992, eight hours ahead.
const AHEAD_MS: i64 = 8 * 3_600_000;
const DAY_MS: i64 = 86_400_000;

/// Records about the same months that were first entered on one day.
struct Arrived {
    /// The first and the last of the months.
    months: (String, String),
    day: i64,
    received: i64,
    verified: i64,
}

/// What a nil return says.
struct Nil {
    /// The day on which it was entered, counted from the first of 1970.
    day: i64,
    remark: String,
    verified: bool,
}

/// What a nil return or a closing says of a period.
#[derive(Default)]
struct Said {
    nil: Option<Nil>,
    closed: Option<Closed>,
}

/// What closes a period.
struct Closed {
    id: String,
    remark: String,
}

/// By table and first day.
type Sayings = BTreeMap<(String, String), Said>;

impl Obligations {
    /// The periods that end from one day on up to another, with what was received for each.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn collected(
        &self,
        reader: &Reader,
        county: &str,
        (first, last): (Date, Date),
        position: i64,
    ) -> Result<Vec<DuePeriod>, Refusal> {
        let ending = |one: &Obligation| one.every.periods(first, last).collect();
        self.received(reader, county, ending, position).await
    }

    /// The periods that are due from one day on up to another, with what was received for each.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn due(
        &self,
        reader: &Reader,
        county: &str,
        days: (Date, Date),
        position: i64,
    ) -> Result<Vec<DuePeriod>, Refusal> {
        self.received(reader, county, |one| one.due_within(days), position).await
    }

    async fn received(
        &self,
        reader: &Reader,
        county: &str,
        periods: impl Fn(&Obligation) -> Vec<(Date, Date)>,
        position: i64,
    ) -> Result<Vec<DuePeriod>, Refusal> {
        let sayings = sayings(reader, county, position).await?;
        let mut all = Vec::new();
        for obligation in self.iter() {
            let periods = periods(obligation);
            let (Some(begin), Some(end)) = (periods.first(), periods.last()) else { continue };
            let arrived = arrived(reader, obligation, county, (begin.0, end.1), position).await?;
            let today = today();
            let mut judged: Vec<DuePeriod> = periods
                .iter()
                .map(|period| {
                    let key = (obligation.kind.table.clone(), period.0.to_string());
                    judged(obligation, county, *period, &arrived, sayings.get(&key), today)
                })
                .collect();
            missing::name(reader, obligation, county, &mut judged, position).await?;
            all.extend(judged);
        }
        Ok(all)
    }
}

fn judged(
    obligation: &Obligation,
    county: &str,
    (first, last): (Date, Date),
    arrived: &[Arrived],
    said: Option<&Said>,
    today: Date,
) -> DuePeriod {
    let due = obligation.due(last);
    let (begin, end) = (month(first), month(last));
    let inside = arrived.iter().filter(|one| one.months.1 >= begin && one.months.0 <= end);
    let (mut received, mut on_time, mut verified) = (0, 0, 0);
    for one in inside {
        received += one.received;
        verified += one.verified;
        on_time += if day_of(one.day) <= due { one.received } else { 0 };
    }
    let expected = obligation.expected(county, (first, last));
    let nil = said.and_then(|said| said.nil.as_ref());
    let closed = said.and_then(|said| said.closed.as_ref());
    let (collected, late) = match nil {
        Some(nil) if received == 0 => {
            verified = i64::from(nil.verified);
            (Collected::Nil, day_of(nil.day) > due)
        }
        _ if received >= expected && verified == received => {
            (Collected::Verified, on_time < expected)
        }
        _ if received >= expected => (Collected::Received, on_time < expected),
        _ if today <= due => (Collected::Open, false),
        _ if received > 0 => (Collected::Partial, false),
        _ => (Collected::Missing, false),
    };
    let remark = closed.map(|closed| &closed.remark).or(nil.map(|nil| &nil.remark));
    DuePeriod {
        kind: obligation.kind.name.clone(),
        label: obligation.kind.label.clone(),
        owner: obligation.kind.owner.clone(),
        first_date: first.to_string(),
        last_date: last.to_string(),
        due_date: due.to_string(),
        expected_count: expected,
        received_count: received,
        on_time_count: on_time,
        verified_count: verified,
        collected: collected.into(),
        late,
        closed: closed.is_some(),
        remark: remark.cloned().unwrap_or_default(),
        closing_id: closed.map(|closed| closed.id.clone()).unwrap_or_default(),
        part_field: String::new(),
        missing_parts: Vec::new(),
    }
}

async fn arrived(
    reader: &Reader,
    obligation: &Obligation,
    county: &str,
    (first, last): (Date, Date),
    position: i64,
) -> Result<Vec<Arrived>, Refusal> {
    let (table, from) = (&obligation.kind.table, &obligation.date);
    let until = obligation.until.as_ref().unwrap_or(from);
    let mut sql = Sql::new(format!("SELECT SUBSTR(r.\"{from}\", 1, 7) AS first_month, "));
    sql.push(format!("SUBSTR(r.\"{until}\", 1, 7) AS last_month, (w.at + "));
    sql.bind(AHEAD_MS).push(") / ").bind(DAY_MS);
    sql.push(" AS day, COUNT(*), COUNT(CASE WHEN r.verified <= ").bind(position);
    sql.push(" OR r.base IS NOT NULL THEN 1 END)");
    sql.push(format!(" FROM \"{table}\" r JOIN \"{table}\" f ON f.county = r.county"));
    sql.push(" AND f.id = r.id AND f.revision = 1");
    sql.push(" JOIN entry w ON w.county = f.county AND w.seq = f.since");
    sql.push(" WHERE r.county = ").bind(county).push(" AND r.withdrawn = 0 AND ");
    existing_at(&mut sql, "r.", position);
    sql.push(format!(" AND r.\"{until}\" >= ")).bind(first.to_string());
    sql.push(format!(" AND r.\"{from}\" <= ")).bind(last.to_string());
    sql.push(" GROUP BY first_month, last_month, day");
    let rows = reader.rows(sql).await?;
    let read = |row: &QueryResult| -> Result<Arrived, DbErr> {
        let (first, last, day, received, verified) = row.try_get_many_by_index()?;
        Ok(Arrived { months: (first, last), day, received, verified })
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>().map_err(Failure::from)?)
}

/// What nil returns and closings say.
async fn sayings(reader: &Reader, county: &str, position: i64) -> Result<Sayings, Refusal> {
    let mut all = Sayings::new();
    let mut sql = Sql::new("SELECT r.kind, r.first_date, r.remark, (w.at + ");
    sql.bind(AHEAD_MS).push(") / ").bind(DAY_MS);
    sql.push(" AS day, CASE WHEN r.verified <= ").bind(position);
    sql.push(" OR r.base IS NOT NULL THEN 1 ELSE 0 END FROM nil_return r");
    sql.push(" JOIN entry w ON w.county = r.county AND w.seq = r.since WHERE r.county = ");
    sql.bind(county).push(" AND r.withdrawn = 0 AND ");
    existing_at(&mut sql, "r.", position);
    for row in reader.rows(sql).await? {
        let read = row.try_get_many_by_index::<(String, String, String, i64, i32)>();
        let (kind, first, remark, day, verified) = read.map_err(Failure::from)?;
        let nil = Nil { day, remark, verified: verified != 0 };
        all.entry((kind, first)).or_default().nil = Some(nil);
    }
    let mut sql = Sql::new("SELECT r.kind, r.first_date, r.id, r.remark FROM period_closing r");
    sql.push(" WHERE r.county = ").bind(county).push(" AND ");
    counting(&mut sql, "r", position);
    for row in reader.rows(sql).await? {
        let read = row.try_get_many_by_index::<(String, String, String, String)>();
        let (kind, first, id, remark) = read.map_err(Failure::from)?;
        all.entry((kind, first)).or_default().closed = Some(Closed { id, remark });
    }
    Ok(all)
}

fn month(day: Date) -> String {
    day.to_string().get(..7).unwrap_or_default().to_owned()
}

/// The day that is so many days after the first of 1970.
fn day_of(days: i64) -> Date {
    let seconds = days.saturating_mul(DAY_MS / 1_000);
    let moment = Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX);
    tz::offset(0).to_datetime(moment).date()
}

/// The day that it is in China.
fn today() -> Date {
    tz::offset(8).to_datetime(Timestamp::now()).date()
}
