//! How much of a figure rests on opening lists: the registers of the first year, each entered and
//! verified as a whole.

use std::collections::BTreeMap;

use chassis::Refusal;

use super::compute::Engine;
use super::{CountyScope, counting};
use crate::kinds::KindInfo;
use crate::reader::Failure;
use crate::storage::Sql;
use crate::writer::LIST;

/// The entries that the opening lists of a county hold which count at a position, by the table
/// of their kind: the first and the last of each list.
#[derive(Default)]
pub(super) struct Openings(BTreeMap<String, Vec<(i64, i64)>>);

impl Openings {
    /// Whether any of them holds records of a kind.
    pub(super) fn hold(&self, kind: &KindInfo) -> bool {
        self.0.contains_key(&kind.table)
    }

    /// Adds the condition that row `c` of a kind stands on one of them.
    pub(super) fn rests(&self, sql: &mut Sql, kind: &KindInfo) {
        for (index, (first, last)) in self.0.get(&kind.table).into_iter().flatten().enumerate() {
            sql.push(if index > 0 { " OR " } else { " AND (" });
            sql.push("c.since BETWEEN ").bind(*first).push(" AND ").bind(*last);
        }
        sql.push(")");
    }
}

impl Engine {
    /// The opening lists of a county that count at a position.
    pub(super) async fn openings(&self, scope: &CountyScope) -> Result<Openings, Refusal> {
        let mut sql = Sql::new("SELECT o.kind, o.first_position, o.last_position FROM ");
        sql.push(LIST).push(" o WHERE o.county = ").bind(scope.county.as_str()).push(" AND ");
        counting(&mut sql, "o", scope.position);
        sql.push(" ORDER BY o.first_position");
        let mut openings = Openings::default();
        for row in self.reader.rows(sql).await? {
            let (table, first, last): (String, i64, i64) =
                row.try_get_many_by_index().map_err(Failure::from)?;
            openings.0.entry(table).or_default().push((first, last));
        }
        Ok(openings)
    }
}
