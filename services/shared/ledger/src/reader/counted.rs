//! Reads the records that count: for acts and measures that look at whole records.

use chassis::Refusal;

use super::{Reader, read_all, select};
use crate::divisions::after_prefix;
use crate::figures::counting;
use crate::kinds::{KindInfo, row_to_wire};

impl Reader {
    /// The records that count at a position, inside a division and with an id from the first to
    /// the last, ordered by id; each as its canonical bytes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn counted(
        &self,
        kind: &KindInfo,
        (county, division): (&str, &str),
        (first_id, last_id): (&str, &str),
        position: i64,
    ) -> Result<Vec<Vec<u8>>, Refusal> {
        let mut sql = select(kind, "r");
        sql.push(" WHERE r.county = ").bind(county);
        sql.push(" AND r.id >= ").bind(first_id).push(" AND r.id <= ").bind(last_id);
        sql.push(" AND r.division >= ").bind(division);
        sql.push(" AND r.division < ").bind(after_prefix(division)).push(" AND ");
        counting(&mut sql, "r", position);
        sql.push(" ORDER BY r.id");
        let rows = read_all(kind, &self.rows(sql).await?)?;
        Ok(rows.iter().map(|row| row_to_wire(kind, &row.values)).collect())
    }
}
