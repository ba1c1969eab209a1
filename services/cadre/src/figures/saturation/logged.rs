//! The days that have a log, counted in the database, and those that need a closer look.

use std::collections::BTreeMap;

use chassis::Refusal;
use jiff::civil::Date;
use ledger::figures::counting;
use ledger::kinds::parse_date;
use ledger::reader::Reader;
use ledger::storage::{DbBackend, Sql};
use proto::cadre::v1::CheckOutcome;

use super::cells::{Span, Who};
use super::parameters::{self, Dated};
use crate::rules::submission::GRACE_DAYS;

/// Reads the days with a log in a span of time.
pub(super) struct Logged<'a> {
    reader: &'a Reader,
    span: &'a Span<'a>,
    who: &'a Who,
    grace: Vec<Dated>,
}

/// What one cadre has in a span and, where asked for, one month of it.
pub(super) struct Counted {
    /// The cadre.
    pub(super) cadre: String,
    /// The month, or nothing.
    pub(super) month: String,
    /// The working days with a log that counts.
    pub(super) days: i64,
    /// Whether there are revisions that nobody has verified.
    pub(super) has_unverified: bool,
}

impl<'a> Logged<'a> {
    pub(super) async fn new(
        reader: &'a Reader,
        span: &'a Span<'a>,
        who: &'a Who,
    ) -> Result<Self, Refusal> {
        let mut grace = parameters::values(reader, span.scope, parameters::GRACE).await?;
        let (first, last) = (&span.scope.first_date, &span.scope.last_date);
        grace.retain(|one| {
            one.first_date <= *last && (one.last_date.is_empty() || one.last_date >= *first)
        });
        Ok(Self { reader, span, who, grace })
    }

    /// The working days with a log of each cadre, and the logs that nobody has verified yet.
    ///
    /// One pass over the index counts both, so that only cadres who have such logs are looked
    /// at once more. PostgreSQL would sort for a count of distinct days, and groups by day before;
    /// SQLite takes twice as long over two groupings.
    pub(super) async fn days(&self) -> Result<Vec<Counted>, Refusal> {
        let at = self.span.scope.position;
        let key = |row: &str| match self.span.by_month {
            true => format!("{row}.cadre_id || ' ' || substr({row}.date, 1, 7)"),
            false => format!("{row}.cadre_id"),
        };
        let by_day = self.reader.storage().backend() == DbBackend::Postgres;
        let mut sql = Sql::new("SELECT ");
        if by_day {
            sql.push(format!("{}, SUM(d.counted), SUM(d.unverified) FROM (", key("d")));
            sql.push("SELECT c.cadre_id, c.date, MAX(CASE WHEN ");
            self.counts(&mut sql, "c");
            sql.push(" THEN 1 ELSE 0 END) AS counted, MAX(");
        } else {
            sql.push(format!("{}, COUNT(DISTINCT CASE WHEN ", key("c")));
            self.counts(&mut sql, "c");
            sql.push(" THEN c.date END), MAX(");
        }
        sql.push("CASE WHEN c.verified <= ").bind(at);
        sql.push(" THEN 0 ELSE 1 END) AS unverified FROM work_log c WHERE c.county = ");
        sql.bind(self.span.scope.county.as_str()).push(" AND ");
        self.dated(&mut sql, "c");
        self.who.narrow(&mut sql, "c.cadre_id");
        let rest: Vec<String> = self.span.rest_days().map(|day| day.to_string()).collect();
        if !rest.is_empty() {
            sql.push(" AND c.date NOT IN ").bind_all(rest);
        }
        sql.push(match by_day {
            true => format!(" GROUP BY c.cadre_id, c.date) d GROUP BY {}", key("d")),
            false => format!(" GROUP BY {}", key("c")),
        });
        let counted = |(key, days, unverified): (String, i64, i64)| {
            let (cadre, month) = key.split_once(' ').unwrap_or((&key, ""));
            let (cadre, month) = (cadre.to_owned(), month.to_owned());
            Counted { cadre, month, days, has_unverified: unverified > 0 }
        };
        Ok(self.reader.tuples(sql).await?.into_iter().map(counted).collect())
    }

    /// The logged days that lie on a leave. The logs of each leave are looked up by themselves on
    /// both databases; PostgreSQL would read all logs once for all leaves.
    pub(super) async fn on_leave(&self) -> Result<Vec<(String, Date)>, Refusal> {
        let scope = self.span.scope;
        let apart = self.reader.storage().backend() == DbBackend::Postgres;
        let mut sql = Sql::new("SELECT c.cadre_id, c.date, '' FROM leave v CROSS JOIN ");
        if apart {
            sql.push("LATERAL (SELECT c.cadre_id, c.date FROM work_log c WHERE ");
            self.of_leave(&mut sql);
            sql.push(" OFFSET 0) c WHERE ");
        } else {
            sql.push("work_log c WHERE ");
            self.of_leave(&mut sql);
            sql.push(" AND ");
        }
        sql.push("v.county = ").bind(scope.county.as_str());
        sql.push(" AND v.first_date <= ").bind(scope.last_date.as_str());
        sql.push(" AND v.last_date >= ").bind(scope.first_date.as_str()).push(" AND ");
        counting(&mut sql, "v", scope.position);
        self.who.narrow(&mut sql, "v.cadre_id");
        sql.push(" GROUP BY c.cadre_id, c.date");
        self.dates(sql).await
    }

    /// Adds the condition that log `c` counts and lies on leave `v`.
    fn of_leave(&self, sql: &mut Sql) {
        sql.push("c.county = v.county AND c.cadre_id = v.cadre_id AND ");
        self.within_leave(sql);
        sql.push(" AND ");
        self.counts(sql, "c");
    }

    /// The logged days of some cadres.
    pub(super) async fn of(&self, cadres: &[&str]) -> Result<Vec<(String, Date)>, Refusal> {
        let mut found = Vec::new();
        for chunk in cadres.chunks(500) {
            let mut sql = Sql::new("SELECT c.cadre_id, c.date, '' FROM work_log c WHERE ");
            sql.push("c.county = ").bind(self.span.scope.county.as_str());
            sql.push(" AND c.cadre_id IN ").bind_all(chunk.iter().copied()).push(" AND ");
            self.in_period(&mut sql, "c");
            sql.push(" GROUP BY c.cadre_id, c.date");
            found.extend(self.dates(sql).await?);
        }
        Ok(found)
    }

    /// The days on which every log that would count has failed a check of a sample. What a
    /// superior failed was returned, and counts again once it was put right and verified.
    pub(super) async fn failed(&self) -> Result<Vec<(String, Date)>, Refusal> {
        let scope = self.span.scope;
        let failed = i64::from(i32::from(CheckOutcome::Failed));
        // From the failed checks to their logs; of a few cadres from the logs to their checks.
        let tables = match self.who {
            Who::All => "log_check k CROSS JOIN work_log c",
            Who::Some(_) => "work_log c CROSS JOIN log_check k",
        };
        let mut sql = Sql::new(format!("SELECT c.cadre_id, c.date, '' FROM {tables}"));
        sql.push(" WHERE k.county = ").bind(scope.county.as_str());
        sql.push(" AND k.outcome = ").bind(failed).push(" AND k.sample_id <> '' AND ");
        counting(&mut sql, "k", scope.position);
        sql.push(" AND c.county = ").bind(scope.county.as_str());
        sql.push(" AND c.id = k.log_id AND ");
        self.in_period(&mut sql, "c");
        self.who.narrow(&mut sql, "c.cadre_id");
        sql.push(" AND NOT EXISTS (SELECT 1 FROM work_log o WHERE o.county = c.county");
        sql.push(" AND o.cadre_id = c.cadre_id AND o.date = c.date AND ");
        self.counts(&mut sql, "o");
        sql.push(" AND NOT EXISTS (SELECT 1 FROM log_check f WHERE f.county = o.county");
        sql.push(" AND f.log_id = o.id AND f.sample_id <> '' AND f.outcome = ").bind(failed);
        sql.push(" AND ");
        counting(&mut sql, "f", scope.position);
        sql.push(")) GROUP BY c.cadre_id, c.date");
        self.dates(sql).await
    }

    /// The days of some cadres all of whose logs nobody has checked yet.
    pub(super) async fn unchecked(&self, who: &Who) -> Result<Vec<(String, Date)>, Refusal> {
        let at = self.span.scope.position;
        let mut sql = Sql::new("SELECT c.cadre_id, c.date, '' FROM work_log c WHERE c.county = ");
        sql.bind(self.span.scope.county.as_str()).push(" AND ");
        self.dated(&mut sql, "c");
        who.narrow(&mut sql, "c.cadre_id");
        sql.push(" AND +c.since <= ").bind(at).push(" AND c.until > ").bind(at);
        sql.push(" AND c.withdrawn = 0 AND (c.verified IS NULL OR c.verified > ").bind(at);
        sql.push(") AND (c.returned IS NULL OR c.returned > ").bind(at).push(") AND ");
        self.in_time(&mut sql, "c");
        sql.push(" AND NOT EXISTS (SELECT 1 FROM work_log o WHERE o.county = c.county");
        sql.push(" AND o.cadre_id = c.cadre_id AND o.date = c.date AND ");
        self.counts(&mut sql, "o");
        sql.push(") GROUP BY c.cadre_id, c.date");
        self.dates(sql).await
    }

    async fn dates(&self, sql: Sql) -> Result<Vec<(String, Date)>, Refusal> {
        let rows = self.reader.days(sql).await?.into_iter();
        Ok(rows.filter_map(|(cadre, date, _)| Some((cadre, parse_date(&date)?))).collect())
    }

    /// Adds the condition that log `c` lies on the part of leave `v` that is in the period.
    ///
    /// One bound on either side: with the period's own beside it SQLite takes that one, and reads
    /// for each leave the logs of everybody in the whole period.
    fn within_leave(&self, sql: &mut Sql) {
        let scope = self.span.scope;
        let (first, last) = (scope.first_date.as_str(), scope.last_date.as_str());
        sql.push("c.date >= CASE WHEN v.first_date > ").bind(first);
        sql.push(" THEN v.first_date ELSE ").bind(first);
        sql.push(" END AND c.date <= CASE WHEN v.last_date < ").bind(last);
        sql.push(" THEN v.last_date ELSE ").bind(last).push(" END");
    }

    /// Adds the condition that a log lies in the period and counts.
    fn in_period(&self, sql: &mut Sql, row: &str) {
        self.dated(sql, row);
        sql.push(" AND ");
        self.counts(sql, row);
    }

    fn dated(&self, sql: &mut Sql, row: &str) {
        let scope = self.span.scope;
        sql.push(format!("{row}.date >= ")).bind(scope.first_date.as_str());
        sql.push(format!(" AND {row}.date <= ")).bind(scope.last_date.as_str());
    }

    /// Adds the condition that a log counts and was handed in in time.
    fn counts(&self, sql: &mut Sql, row: &str) {
        counting(sql, row, self.span.scope.position);
        sql.push(" AND ");
        self.in_time(sql, row);
    }

    /// Adds the condition that a log was handed in within the period of grace of its day.
    fn in_time(&self, sql: &mut Sql, row: &str) {
        sql.push(format!("COALESCE({row}.delay_days, 0) <= "));
        let whole = |one: &Dated| {
            one.first_date <= self.span.scope.first_date
                && (one.last_date.is_empty() || one.last_date >= self.span.scope.last_date)
        };
        if let Some(one) = self.grace.first().filter(|one| whole(one)) {
            sql.bind(one.value);
            return;
        }
        if self.grace.is_empty() {
            sql.bind(GRACE_DAYS);
            return;
        }
        sql.push("CASE");
        for Dated { value, first_date, last_date } in &self.grace {
            sql.push(format!(" WHEN {row}.date >= ")).bind(first_date.as_str());
            if !last_date.is_empty() {
                sql.push(format!(" AND {row}.date <= ")).bind(last_date.as_str());
            }
            sql.push(" THEN ").bind(*value);
        }
        sql.push(" ELSE ").bind(GRACE_DAYS).push(" END");
    }
}

/// Days by cadre.
pub(super) fn by_cadre(
    days: Vec<(String, Date)>,
) -> BTreeMap<String, std::collections::BTreeSet<Date>> {
    let mut found: BTreeMap<String, std::collections::BTreeSet<Date>> = BTreeMap::new();
    for (cadre, date) in days {
        found.entry(cadre).or_default().insert(date);
    }
    found
}
