//! The median of the calendar days from one day of a record to another.

use ledger::figures::{CodeMeasure, CountyScope, Sums, counting};
use ledger::kinds::parse_date;
use ledger::reader::Reader;
use ledger::storage::Sql;

use crate::rules::duration::median;

/// The median over the records whose later day lies in the period.
pub(super) struct MedianDays {
    table: &'static [&'static str; 1],
    from: &'static str,
    to: &'static str,
    words: (&'static str, &'static str),
}

/// From the signing of a project to its landing.
pub(super) const LANDING: MedianDays = MedianDays {
    table: &["project"],
    from: "sign_date",
    to: "land_date",
    words: (
        "期内落地项目自签约至落地天数的中位数（双数个取中间两个的平均）",
        "median of the days from signing to landing of the projects landed in the period",
    ),
};

/// From the day a difficulty was raised to the day it was resolved.
pub(super) const DIFFICULTY: MedianDays = MedianDays {
    table: &["difficulty"],
    from: "raise_date",
    to: "resolve_date",
    words: (
        "期内办结难题自提出至办结天数的中位数（双数个取中间两个的平均）",
        "median of the days from raising to resolving of the difficulties resolved in the period",
    ),
};

impl CodeMeasure for MedianDays {
    fn sums<'a>(&'a self, reader: &'a Reader, scope: &'a CountyScope) -> Sums<'a> {
        Box::pin(async move {
            let days = reader.days(self.select(scope)).await?;
            let between = |(_, from, to): &(String, String, String)| {
                let (from, to) = (parse_date(from)?, parse_date(to)?);
                from.until(to).ok().map(|span| i64::from(span.get_days()))
            };
            let middle = median(days.iter().filter_map(between).collect());
            let (above, below) = middle.unzip();
            Ok((above.map(i128::from), below.map(i128::from)))
        })
    }

    fn words(&self) -> (&'static str, &'static str) {
        self.words
    }

    fn tables(&self) -> &'static [&'static str] {
        self.table
    }

    fn adds_up(&self) -> bool {
        false
    }
}

impl MedianDays {
    fn select(&self, scope: &CountyScope) -> Sql {
        let Self { table: [table], from, to, .. } = self;
        let mut sql = Sql::new(format!("SELECT c.id, c.{from}, c.{to} FROM {table} c WHERE "));
        sql.push("c.county = ").bind(scope.county.as_str());
        sql.push(" AND c.division >= ").bind(scope.division.as_str());
        sql.push(" AND c.division < ").bind(ledger::divisions::after_prefix(&scope.division));
        sql.push(format!(" AND c.{from} > '' AND c.{to} >= ")).bind(scope.first_date.as_str());
        sql.push(format!(" AND c.{to} <= ")).bind(scope.last_date.as_str()).push(" AND ");
        counting(&mut sql, "c", scope.position);
        sql
    }
}
