//! Reads the records that wait for a verifier, or for their recorder.

use chassis::Refusal;

use super::{Reader, read_all, select};
use crate::kinds::KindInfo;
use crate::storage::{Sql, Stored, existing_at};

impl Reader {
    /// At most `most` records of a county that wait at a position, written after an entry, in the
    /// order in which they were written: those returned, or those that wait for a verifier; of a
    /// recorder, where one is named.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn waiting(
        &self,
        kind: &KindInfo,
        (county, recorder, returned): (&str, &str, bool),
        position: i64,
        after: i64,
        most: usize,
    ) -> Result<Vec<Stored>, Refusal> {
        let mut sql = select(kind, "r");
        sql.push(" WHERE r.county = ").bind(county).push(" AND r.since > ").bind(after);
        sql.push(" AND ");
        existing_at(&mut sql, "r.", position);
        let by = |sql: &mut Sql, column: &str| {
            sql.push(format!("(r.{column} IS NOT NULL AND r.{column} <= ")).bind(position);
            sql.push(")");
        };
        sql.push(" AND NOT ");
        by(&mut sql, "verified");
        sql.push(if returned { " AND " } else { " AND NOT " });
        by(&mut sql, "returned");
        // What never counted and was withdrawn waits for nobody.
        sql.push(" AND (r.withdrawn = 0 OR r.base IS NOT NULL)");
        if !recorder.is_empty() {
            sql.push(" AND (' ' || r.recorder || ' ') LIKE ")
                .bind(format!("% {} %", escaped(recorder)));
            sql.push(" ESCAPE '!'");
        }
        sql.push(" ORDER BY r.since LIMIT ").bind(most as i64);
        Ok(read_all(kind, &self.rows(sql).await?)?)
    }
}

/// A name of which no character stands for others in a pattern.
fn escaped(name: &str) -> String {
    name.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}
