//! Which ledgers there are inside a division, and where they stand.

use chassis::Refusal;
use sea_orm::{DbErr, QueryResult};

use super::{Failure, Reader};
use crate::divisions::{Divisions, after_prefix};
use crate::storage::Sql;

impl Reader {
    /// The counties inside a division, or around it, that have a ledger here.
    pub async fn counties(&self, division: &str) -> Result<Vec<String>, Refusal> {
        let mut sql = Sql::new("SELECT l.county FROM ledger l WHERE ");
        inside(&mut sql, division);
        let rows = self.rows(sql).await?;
        let counties = rows.iter().map(|row| row.try_get_by_index(0));
        Ok(counties.collect::<Result<_, DbErr>>().map_err(Failure::from)?)
    }

    /// The same, with the position that each ledger stands at: one question, since every report
    /// asks it.
    pub async fn standing(&self, division: &str) -> Result<Vec<(String, i64)>, Refusal> {
        let mut sql = Sql::new("SELECT l.county, COALESCE((SELECT MAX(e.seq) FROM entry e ");
        sql.push("WHERE e.county = l.county), 0) FROM ledger l WHERE ");
        inside(&mut sql, division);
        let rows = self.rows(sql).await?;
        let standing = rows.iter().map(QueryResult::try_get_many_by_index);
        Ok(standing.collect::<Result<_, DbErr>>().map_err(Failure::from)?)
    }
}

/// The ledgers inside a division, or the one around it, in the order of their counties.
fn inside(sql: &mut Sql, division: &str) {
    match Divisions::county_of(division) {
        Some(county) => sql.push("l.county = ").bind(county),
        None => sql
            .push("l.county >= ")
            .bind(division)
            .push(" AND l.county < ")
            .bind(after_prefix(division)),
    };
    sql.push(" ORDER BY l.county");
}
