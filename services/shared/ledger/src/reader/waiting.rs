//! Reads the records that wait for a verifier, or for their recorder.

use chassis::Refusal;
use proto::ledger::v1::Act;
use sea_orm::DbBackend;

use super::filter::escaped;
use super::{Reader, read_all};
use crate::kinds::KindInfo;
use crate::storage::{BLOCK, Sql, Stored, existing_at};
use crate::writer::LIST;

/// What is asked of the records that wait.
pub struct Asked<'a> {
    /// The county.
    pub county: &'a str,
    /// Only what this recorder wrote; of all recorders where it is empty.
    pub recorder: &'a str,
    /// Those returned, and not those that wait for a verifier.
    pub returned: bool,
    /// Only those on this opening list. Without one, what stands on a list that waits is left
    /// out: the list waits for it.
    pub list: &'a str,
}

impl Reader {
    /// At most `most` records of a county that wait at a position, written after an entry, in the
    /// order in which they were written.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn waiting(
        &self,
        kind: &KindInfo,
        asked: &Asked<'_>,
        position: i64,
        after: i64,
        most: usize,
    ) -> Result<Vec<Stored>, Refusal> {
        let mut found = Vec::new();
        for since_verified in [false, true] {
            let sql = self.asked(kind, asked, position, (after, most), since_verified);
            found.append(&mut read_all(kind, &self.rows(sql).await?)?);
        }
        found.sort_by_key(|row| row.since);
        found.truncate(most);
        Ok(found)
    }

    /// What nobody has verified is found by an index of its own, on PostgreSQL by a table; what
    /// was verified after the position by the entries after it.
    fn asked(
        &self,
        kind: &KindInfo,
        asked: &Asked<'_>,
        position: i64,
        (after, most): (i64, usize),
        since_verified: bool,
    ) -> Sql {
        let (table, columns) = (&kind.table, Stored::columns(kind, "r.", true));
        let mut sql = Sql::new(format!("SELECT {columns}, w.at FROM "));
        let mut order = "r.since";
        // Without statistics SQLite would read all rows: a join that crosses keeps its order there.
        if since_verified {
            sql.push(format!(
                "entry v CROSS JOIN \"{table}\" r CROSS JOIN entry w WHERE v.county = "
            ));
            sql.bind(asked.county).push(" AND v.kind = ").bind(kind.name.as_str());
            sql.push(" AND v.seq > ").bind(position).push(" AND v.act = ");
            sql.bind(i64::from(Act::Verify as i32));
            sql.push(" AND r.since = v.since AND r.verified = v.seq");
        } else {
            if self.storage.backend() == DbBackend::Postgres {
                sql.push(format!("\"{table}_waiting\" l JOIN \"{table}\" r "));
                sql.push(format!("ON r.county = l.county AND r.since >= l.block * {BLOCK} "));
                sql.push(format!("AND r.since < (l.block + 1) * {BLOCK} AND l.block >= "));
                sql.bind(after / BLOCK);
                order = "l.block, r.since";
            } else {
                sql.push(format!("\"{table}\" r INDEXED BY \"{table}_waiting\""));
            }
            sql.push(" CROSS JOIN entry w WHERE r.verified IS NULL");
        }
        sql.push(" AND r.county = ").bind(asked.county);
        sql.push(" AND w.county = r.county AND w.seq = r.since");
        sql.push(" AND r.since > ").bind(after).push(" AND ");
        existing_at(&mut sql, "r.", position);
        let not = if asked.returned { "" } else { "NOT " };
        sql.push(format!(" AND {not}(r.returned IS NOT NULL AND r.returned <= "));
        sql.bind(position).push(")");
        // What never counted and was withdrawn waits for nobody.
        sql.push(" AND (r.withdrawn = 0 OR r.base IS NOT NULL)");
        if !asked.recorder.is_empty() {
            sql.push(" AND (' ' || r.recorder || ' ') LIKE ")
                .bind(format!("% {} %", escaped(asked.recorder)));
            sql.push(" ESCAPE '!'");
        }
        sql.push(if asked.list.is_empty() { " AND NOT " } else { " AND " });
        on_list(&mut sql, kind, asked.list, position);
        sql.push(format!(" ORDER BY {order} LIMIT ")).bind(most as i64);
        sql
    }
}

/// Adds the condition that row `r` stands on an opening list that exists at a position.
fn on_list(sql: &mut Sql, kind: &KindInfo, list: &str, position: i64) {
    sql.push(format!("EXISTS (SELECT 1 FROM {LIST} o WHERE o.county = r.county AND o.kind = "));
    sql.bind(kind.table.as_str()).push(" AND o.withdrawn = 0 AND ");
    existing_at(sql, "o.", position);
    sql.push(" AND r.since >= o.first_position AND r.since <= o.last_position");
    if !list.is_empty() {
        sql.push(" AND o.id = ").bind(list);
    }
    sql.push(")");
}
