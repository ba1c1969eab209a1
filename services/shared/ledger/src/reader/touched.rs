//! What was touched between two positions: for what is remembered of one and asked for at another.

use std::collections::BTreeSet;

use chassis::Refusal;
use sea_orm::{DbErr, QueryResult};

use super::{Failure, Reader};
use crate::storage::Sql;

impl Reader {
    /// The last entry of each of some kinds, by full name, up to a position; 0 where there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn marks<'a>(
        &self,
        county: &str,
        kinds: impl Iterator<Item = &'a str>,
        position: i64,
    ) -> Result<Vec<i64>, Refusal> {
        let mut sql = Sql::new("SELECT ");
        let mut count = 0;
        for kind in kinds {
            sql.push(if count > 0 { ", " } else { "" });
            sql.push("(SELECT MAX(seq) FROM entry WHERE county = ").bind(county);
            sql.push(" AND kind = ").bind(kind).push(" AND seq <= ").bind(position).push(")");
            count += 1;
        }
        let rows = self.rows(sql).await?;
        let last = |(at, row): (usize, &QueryResult)| {
            Ok(row.try_get_by_index::<Option<i64>>(at)?.unwrap_or(0))
        };
        let marks = (0..count).zip(rows.iter().cycle()).map(last);
        Ok(marks.collect::<Result<_, DbErr>>().map_err(Failure::from)?)
    }

    /// The records of some kinds, by full name, that were acted on after one position and up to
    /// another: kind and id; nothing where these are more than `most` acts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn touched(
        &self,
        county: &str,
        kinds: &[String],
        (after, until): (i64, i64),
        most: usize,
    ) -> Result<Option<BTreeSet<(String, String)>>, Refusal> {
        let mut sql = Sql::new("SELECT e.kind, e.id FROM entry e WHERE e.county = ");
        sql.bind(county).push(" AND e.kind IN ").bind_all(kinds.iter().map(String::as_str));
        sql.push(" AND e.seq > ").bind(after).push(" AND e.seq <= ").bind(until);
        sql.push(" LIMIT ").bind(most as i64 + 1);
        let rows = self.rows(sql).await?;
        if rows.len() > most {
            return Ok(None);
        }
        let read = rows.iter().map(QueryResult::try_get_many_by_index);
        Ok(Some(read.collect::<Result<_, DbErr>>().map_err(Failure::from)?))
    }
}
