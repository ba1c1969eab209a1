//! The dated parameters that work logs are measured by.

use chassis::Refusal;
use ledger::figures::{CountyScope, counting};
use ledger::reader::Reader;
use ledger::storage::Sql;

/// The percentage below which a cadre is flagged.
pub(crate) const THRESHOLD: &str = "worklog.saturation.threshold";
/// The least required days of who is ranked.
pub(crate) const MINIMUM_DAYS: &str = "worklog.ranking.minimum_days";
/// 1 where the county has turned named rankings of people on.
pub(crate) const PEOPLE: &str = "worklog.ranking.people";
/// The account that checks where nobody stands above, or who does has none; of several each has a
/// name of its own after a dot.
pub(crate) const CHECKER: &str = "worklog.check.account";
/// The unit that may draw samples; of several each has a name of its own after a dot.
pub(crate) const SAMPLER: &str = "worklog.sample.unit";
/// The working days within which a log that is filled in late still counts.
pub(crate) const GRACE: &str = "worklog.backfill.days";

/// A value and the days between which it is in force; the last one empty while it lasts.
pub(crate) struct Dated {
    pub(crate) value: i64,
    pub(crate) first_date: String,
    pub(crate) last_date: String,
}

impl Dated {
    fn holds(&self, day: &str) -> bool {
        self.first_date.as_str() <= day && (self.last_date.is_empty() || day <= &*self.last_date)
    }
}

/// Of several values, the latest first, the one in force on a day.
pub(crate) fn value_on(values: &[Dated], day: &str) -> Option<i64> {
    values.iter().find(|one| one.holds(day)).map(|one| one.value)
}

/// Every value of a whole number's parameter that counts at the position, the latest first.
pub(crate) async fn values(
    reader: &Reader,
    scope: &CountyScope,
    code: &str,
) -> Result<Vec<Dated>, Refusal> {
    let mut sql = Sql::new("SELECT p.value, p.first_date, p.last_date FROM parameter p WHERE ");
    sql.push("p.county = ").bind(scope.county.as_str()).push(" AND p.code = ").bind(code);
    sql.push(" AND ");
    counting(&mut sql, "p", scope.position);
    sql.push(" ORDER BY p.first_date DESC");
    let rows = reader.days(sql).await?;
    let read = |(value, first_date, last_date): (String, String, String)| {
        Some(Dated { value: value.parse().ok()?, first_date, last_date })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// The value of a whole number's parameter in force on the last day of a scope.
///
/// # Errors
/// When the database fails.
pub(crate) async fn number_on(
    reader: &Reader,
    scope: &CountyScope,
    code: &str,
) -> Result<Option<i64>, Refusal> {
    Ok(value_on(&values(reader, scope, code).await?, &scope.last_date))
}

/// What the parameters of a name, or of names below it, say on the last day of a scope.
///
/// # Errors
/// When the database fails.
pub(crate) async fn named_on(
    reader: &Reader,
    scope: &CountyScope,
    name: &str,
) -> Result<Vec<String>, Refusal> {
    let day = scope.last_date.as_str();
    let mut sql = Sql::new("SELECT p.value, p.code, '' FROM parameter p WHERE p.county = ");
    sql.bind(scope.county.as_str()).push(" AND (p.code = ").bind(name);
    sql.push(" OR p.code > ").bind(format!("{name}.")).push(" AND p.code < ");
    sql.bind(format!("{name}/")).push(") AND p.first_date <= ").bind(day);
    sql.push(" AND (p.last_date = '' OR p.last_date >= ").bind(day).push(") AND ");
    counting(&mut sql, "p", scope.position);
    sql.push(" ORDER BY p.code, p.first_date");
    Ok(reader.days(sql).await?.into_iter().map(|(value, _, _)| value).collect())
}
