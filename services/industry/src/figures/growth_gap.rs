//! The growth of trade as computed, less the growth that customs states of the same months.

use std::collections::BTreeMap;

use chassis::Refusal;
use ledger::figures::{CodeMeasure, CountyScope, Sums, counting, last_year, last_year_end};
use ledger::reader::Reader;
use ledger::storage::Sql;
use proto::industry::v1::TradeFlow;

use crate::rules::growth::gap;

/// In points of percent.
pub(super) struct GrowthGap;

impl CodeMeasure for GrowthGap {
    fn sums<'a>(&'a self, reader: &'a Reader, scope: &'a CountyScope) -> Sums<'a> {
        Box::pin(async move {
            let months = months(reader, scope, (&scope.first_date, &scope.last_date)).await?;
            let Some(last) = months.keys().next_back() else { return Ok((None, None)) };
            let Some(stated) = stated(reader, scope, last).await? else { return Ok((None, None)) };
            let before = (last_year(&scope.first_date), last_year_end(last));
            let then = self::months(reader, scope, (&before.0, &before.1)).await?;
            let (above, below) = gap(sum(&months), sum(&then), i128::from(stated)).unzip();
            Ok((above, below))
        })
    }

    fn words(&self) -> (&'static str, &'static str) {
        (
            "（本期进出口总额 ÷ 上年同月累计 − 1）× 100 − 海关公布的同月累计增速",
            "(trade ÷ trade of the same months of last year − 1) × 100 − growth that customs \
             states of these months",
        )
    }

    fn tables(&self) -> &'static [&'static str] {
        &["trade_bulletin", "trade_comparison"]
    }
}

/// What was traded, month by month, named by the last day of each.
async fn months(
    reader: &Reader,
    scope: &CountyScope,
    (first, last): (&str, &str),
) -> Result<BTreeMap<String, i128>, Refusal> {
    let mut sql = Sql::new("SELECT c.last_date, c.value_fen FROM trade_bulletin c WHERE ");
    sql.push("c.county = ").bind(scope.county.as_str());
    sql.push(" AND c.last_date >= ").bind(first).push(" AND c.last_date <= ").bind(last);
    sql.push(" AND ");
    counting(&mut sql, "c", scope.position);
    let mut months = BTreeMap::new();
    for (month, value_fen) in reader.counts(sql).await? {
        *months.entry(month).or_default() += i128::from(value_fen);
    }
    Ok(months)
}

fn sum(months: &BTreeMap<String, i128>) -> i128 {
    months.values().sum()
}

/// The growth that customs states of the months up to a day, in hundredths of a percent.
async fn stated(reader: &Reader, scope: &CountyScope, last: &str) -> Result<Option<i64>, Refusal> {
    let mut sql = Sql::new("SELECT c.id, c.growth_x100 FROM trade_comparison c WHERE ");
    sql.push("c.county = ").bind(scope.county.as_str());
    sql.push(" AND c.flow = ").bind(i64::from(TradeFlow::Total as i32));
    sql.push(" AND c.first_date = ").bind(scope.first_date.as_str());
    sql.push(" AND c.last_date = ").bind(last).push(" AND ");
    counting(&mut sql, "c", scope.position);
    Ok(reader.counts(sql).await?.first().map(|(_, growth)| *growth))
}
