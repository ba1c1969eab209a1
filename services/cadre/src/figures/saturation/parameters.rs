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
/// The working days within which a log that is filled in late still counts.
pub(crate) const GRACE: &str = "worklog.backfill.days";

/// A value and the days between which it is in force; the last one empty while it lasts.
pub(super) struct Dated {
    pub(super) value: i64,
    pub(super) first_date: String,
    pub(super) last_date: String,
}

/// Every value of a whole number's parameter that counts at the position, the latest first.
pub(super) async fn values(
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
    let day = scope.last_date.as_str();
    let values = values(reader, scope, code).await?;
    let holds = |one: &&Dated| {
        one.first_date.as_str() <= day && (one.last_date.is_empty() || day <= &*one.last_date)
    };
    Ok(values.iter().find(holds).map(|one| one.value))
}
