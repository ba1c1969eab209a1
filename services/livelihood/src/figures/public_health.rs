//! The completion of a programme of public health: the average over its items.

use std::collections::BTreeMap;

use chassis::Refusal;
use ledger::figures::{CodeMeasure, CountyScope, Sums};
use ledger::reader::Reader;
use proto::livelihood::v1::ServiceProgramme;

use super::of_division;
use crate::rules::completion::{Item, SCALE, completion};

/// The average of MIN(done ÷ target, 1) over the items of a programme, in percent.
pub(super) struct ServiceCompletion(pub(super) ServiceProgramme);

impl CodeMeasure for ServiceCompletion {
    fn sums<'a>(&'a self, reader: &'a Reader, scope: &'a CountyScope) -> Sums<'a> {
        Box::pin(async move {
            let found = completion(&items(reader, scope, self.0).await?);
            Ok((found.map(|found| found.reached), found.map(|found| found.weight * SCALE)))
        })
    }

    fn scale(&self) -> i128 {
        SCALE
    }

    fn missing(&self) -> Option<(String, String)> {
        Some((
            "an item of the programme has no return in the period, or there is no item".to_owned(),
            "有任务在期内缺报，或本年任务尚未登记".to_owned(),
        ))
    }

    fn words(&self) -> (&'static str, &'static str) {
        (
            "Σ 权重 × MIN（完成量 ÷ 目标量，1）÷ Σ 权重 × 100；截止日有效的全部任务，各取期内最近一期报表",
            "Σ weight × MIN(done ÷ target, 1) ÷ Σ weight × 100, over all items in force on the last \
             day, each with its last return of the period",
        )
    }

    fn tables(&self) -> &'static [&'static str] {
        &["service_target", "service_return"]
    }
}

/// The items in force on the last day, each with what its last return of the period says.
async fn items(
    reader: &Reader,
    scope: &CountyScope,
    programme: ServiceProgramme,
) -> Result<Vec<Item>, Refusal> {
    let of_items = |column: &str| {
        let mut sql = of_division("service_target", &format!("c.id, {column}"), scope);
        sql.push(" AND c.programme = ").bind(i64::from(programme as i32));
        sql.push(" AND c.first_date <= ").bind(scope.last_date.as_str());
        sql.push(" AND c.last_date >= ").bind(scope.last_date.as_str());
        sql
    };
    let weights: BTreeMap<String, i64> =
        reader.counts(of_items("COALESCE(c.weight, 1)")).await?.into_iter().collect();
    // The returns of an item count wherever they were entered.
    let county = CountyScope { division: scope.county.clone(), ..scope.clone() };
    let mut sql = of_division("service_return", "c.target_id, c.done", &county);
    sql.push(" AND c.return_date >= ").bind(scope.first_date.as_str());
    sql.push(" AND c.return_date <= ").bind(scope.last_date.as_str());
    // Of the returns of an item the last one stays.
    sql.push(" ORDER BY c.return_date");
    let done: BTreeMap<String, i64> = reader.counts(sql).await?.into_iter().collect();
    let targets = reader.counts(of_items("c.target")).await?;
    let item = |(id, target): (String, i64)| Item {
        target,
        done: done.get(&id).copied(),
        weight: weights.get(&id).copied().unwrap_or(1),
    };
    Ok(targets.into_iter().map(item).collect())
}
