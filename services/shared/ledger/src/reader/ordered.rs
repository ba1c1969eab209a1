//! Reads records as they stand at a position by conditions and an order of a department's own:
//! boards and lists of what is open.

use chassis::Refusal;
use sea_orm::QueryResult;

use super::{Failure, Reader, read, select_with};
use crate::divisions::after_prefix;
use crate::kinds::KindInfo;
use crate::storage::{Sql, Stored, existing_at};

/// Where and when records are looked for.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The county whose ledger is read.
    pub county: &'a str,
    /// The division inside it; the county's own code for all of it.
    pub division: &'a str,
    /// What was known there.
    pub position: i64,
}

impl Place<'_> {
    /// Adds the condition that a row `r` is an existing one of the place.
    fn add(self, sql: &mut Sql) {
        let Self { county, division, position } = self;
        sql.push(" WHERE r.county = ").bind(county);
        if division != county {
            sql.push(" AND r.division >= ").bind(division);
            sql.push(" AND r.division < ").bind(after_prefix(division));
        }
        sql.push(" AND r.withdrawn = 0 AND ");
        existing_at(sql, "r.", position);
        sql.push(" AND ");
    }
}

impl Reader {
    /// At most `most` rows `r` that pass a filter, after a key, each with its key; ordered by an
    /// expression that gives text, then by the entry that wrote them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ordered(
        &self,
        kind: &KindInfo,
        place: Place<'_>,
        filter: impl FnOnce(&mut Sql),
        order: &'static str,
        after: Option<(&str, i64)>,
        most: usize,
    ) -> Result<Vec<(String, Stored)>, Refusal> {
        // The keys are chosen first, from an index where there is one; then only the rows of the
        // page are read.
        let mut sql = select_with(kind, "r", |sql| {
            sql.push(", p.sort_key");
        });
        let table = &kind.table;
        sql.push(format!(
            " JOIN (SELECT r.county, r.since, {order} AS sort_key FROM \"{table}\" r"
        ));
        place.add(&mut sql);
        filter(&mut sql);
        if let Some((key, since)) = after {
            sql.push(format!(" AND ({order}, r.since) > (")).bind(key).push(", ");
            sql.bind(since).push(")");
        }
        sql.push(" ORDER BY sort_key, r.since LIMIT ").bind(most as i64);
        sql.push(") p ON p.county = r.county AND p.since = r.since");
        sql.push(" ORDER BY p.sort_key, p.since");
        let rows = self.rows(sql).await?;
        let pair = |row: &QueryResult| -> Result<(String, Stored), Failure> {
            Ok((row.try_get("", "sort_key")?, read(kind, row)?))
        };
        Ok(rows.iter().map(pair).collect::<Result<_, _>>()?)
    }

    /// How many rows `r` pass a filter, by an expression that gives text.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn grouped(
        &self,
        kind: &KindInfo,
        place: Place<'_>,
        group: impl FnOnce(&mut Sql),
        filter: impl FnOnce(&mut Sql),
    ) -> Result<Vec<(String, i64)>, Refusal> {
        let mut sql = Sql::new("SELECT ");
        group(&mut sql);
        sql.push(" AS bucket, COUNT(*) FROM \"").push(&kind.table).push("\" r");
        place.add(&mut sql);
        filter(&mut sql);
        sql.push(" GROUP BY bucket");
        self.counts(sql).await
    }
}
