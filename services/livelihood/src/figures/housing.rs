//! The progress of a phase of the renovation of old quarters.

use std::collections::BTreeMap;

use chassis::Refusal;
use ledger::figures::{CodeMeasure, CountyScope, Sums, counting};
use ledger::reader::Reader;

use super::of_division;
use crate::rules::progress::{Works, progress};

/// Measured work against contracts, over the projects of the phase with a number, in percent.
pub(super) struct PhaseProgress(pub(super) i64);

impl CodeMeasure for PhaseProgress {
    fn sums<'a>(&'a self, reader: &'a Reader, scope: &'a CountyScope) -> Sums<'a> {
        Box::pin(async move {
            let (done, due) = progress(works(reader, scope, self.0).await?.values());
            Ok((Some(done), Some(due).filter(|due| *due > 0)))
        })
    }

    fn missing(&self) -> Option<(String, String)> {
        Some((
            "no project of the phase has a contract by the last day".to_owned(),
            "截止日前该批次没有已列入的项目".to_owned(),
        ))
    }

    fn words(&self) -> (&'static str, &'static str) {
        (
            "Σ MIN（最近一次计量的累计工程量，合同价）÷ Σ 合同价 × 100；合同价含截止日前批准的变更，未计量的项目计零",
            "Σ MIN(cumulative value at the last measurement, contract) ÷ Σ contract × 100; contracts \
             include variations approved by the last day, a project without measurement counts zero",
        )
    }

    fn tables(&self) -> &'static [&'static str] {
        &["housing_project", "housing_phase", "variation", "measurement"]
    }
}

/// The projects of a phase that were in it on the last day, by their codes.
async fn works(
    reader: &Reader,
    scope: &CountyScope,
    phase: i64,
) -> Result<BTreeMap<String, Works>, Refusal> {
    let mut sql = of_division("housing_project", "c.id, c.contract_fen", scope);
    sql.push(" AND c.approve_date <= ").bind(scope.last_date.as_str());
    sql.push(" AND EXISTS (SELECT 1 FROM housing_phase f WHERE f.county = c.county");
    sql.push(" AND f.id = c.phase_id AND ");
    counting(&mut sql, "f", scope.position);
    sql.push(" AND f.number = ").bind(phase).push(")");
    let mut works: BTreeMap<String, Works> = BTreeMap::new();
    for (id, contract_fen) in reader.counts(sql).await? {
        works.insert(id, Works { contract_fen, ..Works::default() });
    }
    // A project's measurements and variations count wherever they were entered.
    let county = CountyScope { division: scope.county.clone(), ..scope.clone() };
    let mut sql = of_division("variation", "c.project_id, c.delta_fen", &county);
    sql.push(" AND c.approve_date <= ").bind(scope.last_date.as_str());
    for (id, delta_fen) in reader.counts(sql).await? {
        if let Some(works) = works.get_mut(&id) {
            works.variations_fen += delta_fen;
        }
    }
    let mut sql = of_division("measurement", "c.project_id, c.cumulative_fen", &county);
    sql.push(" AND c.measure_date <= ").bind(scope.last_date.as_str());
    // Of the measurements of a project the last one stays.
    sql.push(" ORDER BY c.measure_date");
    for (id, cumulative_fen) in reader.counts(sql).await? {
        if let Some(works) = works.get_mut(&id) {
            works.measured_fen = Some(cumulative_fen);
        }
    }
    Ok(works)
}
