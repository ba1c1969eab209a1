//! A page of the records of a kind that a place, a day, a state or a word of theirs picks out.

use chassis::Refusal;
use proto::ledger::v1::State;

use super::{Reader, RecordPage, read_all, select};
use crate::divisions::after_prefix;
use crate::kinds::{Column, KindInfo};
use crate::storage::{Sql, existing_at};

/// What picks records out; everything of it holds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter<'a> {
    /// The division that they lie in; any where it is empty.
    pub division: &'a str,
    /// The period that a day of theirs places them in.
    pub placed: Option<Placed<'a>>,
    /// How they stand; anyhow where it is unspecified.
    pub state: State,
    /// What their id or one of their texts contains, in capitals or not.
    pub text: &'a str,
}

/// A day of a kind by which records are placed, and the first and the last day of a period.
#[derive(Clone, Copy, Debug)]
pub struct Placed<'a> {
    /// The field, one of the kind's own.
    pub field: &'a str,
    /// The first day.
    pub first: &'a str,
    /// The last day.
    pub last: &'a str,
}

impl Reader {
    /// A page of the records that a filter picks out, ordered by id, as they stood at a position.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn filtered(
        &self,
        kind: &KindInfo,
        county: &str,
        filter: &Filter<'_>,
        position: i64,
        (after_id, size): (&str, usize),
    ) -> Result<RecordPage, Refusal> {
        let mut sql = select(kind, "r");
        sql.push(" WHERE r.county = ").bind(county).push(" AND r.id > ").bind(after_id);
        sql.push(" AND ");
        existing_at(&mut sql, "r.", position);
        filter.narrow(&mut sql, kind, position);
        sql.push(" ORDER BY r.id LIMIT ").bind(size as i64 + 1);
        let rows = self.rows(sql).await?;
        let mut records = read_all(kind, &rows)?;
        let more = records.len() > size;
        records.truncate(size);
        let last_id = records.last().filter(|_| more).map(|record| record.id.clone());
        Ok(RecordPage { records, last_id })
    }
}

impl Filter<'_> {
    fn narrow(&self, sql: &mut Sql, kind: &KindInfo, position: i64) {
        let Self { division, placed, state, text } = self;
        if let Some(Placed { field, first, last }) = placed {
            sql.push(format!(" AND r.\"{field}\" >= ")).bind(*first);
            sql.push(format!(" AND r.\"{field}\" <= ")).bind(*last);
        }
        if !division.is_empty() {
            sql.push(" AND r.division >= ").bind(*division);
            sql.push(" AND r.division < ").bind(after_prefix(division));
        }
        standing(sql, *state, position);
        if !text.is_empty() {
            let pattern = format!("%{}%", escaped(&text.to_ascii_lowercase()));
            sql.push(" AND (LOWER(r.id) LIKE ").bind(pattern.as_str()).push(" ESCAPE '!'");
            for field in kind.fields.iter().filter(|field| field.column == Column::Text) {
                sql.push(format!(" OR LOWER(r.\"{}\") LIKE ", field.name));
                sql.bind(pattern.as_str()).push(" ESCAPE '!'");
            }
            sql.push(")");
        }
    }
}

/// Adds the condition of [`crate::storage::Stored::state`].
fn standing(sql: &mut Sql, state: State, position: i64) {
    let (withdrawn, verified, returned) = match state {
        State::Unspecified => return,
        State::Verified => (Some(false), Some(true), None),
        State::Recorded => (Some(false), Some(false), Some(false)),
        State::Returned => (None, Some(false), Some(true)),
        State::WithdrawalPending => (Some(true), Some(false), Some(false)),
        State::Withdrawn => {
            sql.push(" AND r.withdrawn = 1 AND (r.base IS NULL OR r.verified <= ");
            sql.bind(position).push(")");
            return;
        }
    };
    if let Some(withdrawn) = withdrawn {
        sql.push(if withdrawn { " AND r.withdrawn = 1" } else { " AND r.withdrawn = 0" });
    }
    // What never counted and is withdrawn waits for nobody.
    sql.push(" AND (r.withdrawn = 0 OR r.base IS NOT NULL)");
    for (column, is_set) in [("verified", verified), ("returned", returned)] {
        match is_set {
            Some(true) => sql.push(format!(" AND r.{column} <= ")).bind(position),
            Some(false) => {
                sql.push(format!(" AND (r.{column} IS NULL OR r.{column} > ")).bind(position);
                sql.push(")")
            }
            None => &mut *sql,
        };
    }
}

/// A text of which no character stands for others in a pattern.
pub(super) fn escaped(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}
