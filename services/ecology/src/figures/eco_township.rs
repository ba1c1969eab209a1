//! The share of townships with a title, over the townships that there are.

use std::collections::BTreeSet;

use ledger::divisions::{Divisions, after_prefix};
use ledger::figures::{CodeMeasure, CountyScope, Sums, counting};
use ledger::reader::Reader;
use ledger::storage::Sql;
use proto::ecology::v1::{Level, Scheme};

/// Townships that are provincial eco-townships or better, of all townships, in percent.
///
/// The townships are those of the list of divisions, 镇 and 乡 only: units that statistics put on
/// their rank are none (`domain-standards.md` 5.2).
pub(super) struct EcoTownships;

impl CodeMeasure for EcoTownships {
    fn sums<'a>(&'a self, reader: &'a Reader, scope: &'a CountyScope) -> Sums<'a> {
        Box::pin(async move {
            let townships = townships(&scope.division);
            let mut sql = Sql::new("SELECT c.holder_id, COUNT(*) FROM designation c WHERE ");
            sql.push("c.county = ").bind(scope.county.as_str());
            sql.push(" AND c.division >= ").bind(scope.division.as_str());
            sql.push(" AND c.division < ").bind(after_prefix(&scope.division));
            sql.push(" AND c.scheme = ").bind(i64::from(Scheme::EcoTownship as i32));
            sql.push(" AND c.level >= ").bind(i64::from(Level::Provincial as i32));
            sql.push(" AND c.announce_date <= ").bind(scope.last_date.as_str());
            sql.push(" AND (c.last_date = '' OR c.last_date >= ").bind(scope.last_date.as_str());
            sql.push(") AND ");
            counting(&mut sql, "c", scope.position);
            sql.push(" GROUP BY c.holder_id");
            let holders: BTreeSet<String> =
                reader.counts(sql).await?.into_iter().map(|(holder, _)| holder).collect();
            let held = townships.iter().filter(|code| holders.contains(**code)).count();
            let due = Some(townships.len() as i128).filter(|due| *due > 0);
            Ok((Some(held as i128), due))
        })
    }

    fn words(&self) -> (&'static str, &'static str) {
        (
            "持有省级以上生态乡镇称号的乡镇数 ÷ 区划名册中的镇、乡数 × 100",
            "townships with a title at least provincial ÷ townships (镇 and 乡) of the list × 100",
        )
    }

    fn tables(&self) -> &'static [&'static str] {
        &["designation"]
    }
}

/// The codes of the 镇 and 乡 of a division.
fn townships(division: &str) -> BTreeSet<&str> {
    let listed = Divisions::standard().townships(division);
    listed.filter(|(_, name)| name.ends_with(['镇', '乡'])).map(|(code, _)| code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forest_farms_are_no_townships() {
        assert_eq!(townships("421222").len(), 11);
        assert_eq!(townships("421222105").len(), 1);
        assert!(townships("421222503").is_empty());
    }
}
