//! The declarations, as data, one file a chapter; and the few measures that need code.

mod housing;
mod public_health;

use std::collections::HashMap;
use std::sync::Arc;

use ledger::divisions::after_prefix;
use ledger::figures::{CodeMeasure, CountyScope, counting};
use ledger::storage::Sql;
use proto::livelihood::v1::ServiceProgramme;

use housing::PhaseProgress;
use public_health::ServiceCompletion;

/// The files of declarations: their names and texts.
pub const FILES: &[(&str, &str)] = &[
    ("services/livelihood/src/figures/education.yaml", include_str!("education.yaml")),
    ("services/livelihood/src/figures/health.yaml", include_str!("health.yaml")),
    ("services/livelihood/src/figures/elderly.yaml", include_str!("elderly.yaml")),
    ("services/livelihood/src/figures/housing.yaml", include_str!("housing.yaml")),
    ("services/livelihood/src/figures/volunteer.yaml", include_str!("volunteer.yaml")),
];

/// The measures that a declaration cannot say.
pub fn measures() -> HashMap<&'static str, Arc<dyn CodeMeasure>> {
    let basic = ServiceCompletion(ServiceProgramme::Basic);
    HashMap::from([
        ("basic_ph_completion", Arc::new(basic) as Arc<dyn CodeMeasure>),
        ("major_ph_completion", Arc::new(ServiceCompletion(ServiceProgramme::Major))),
        ("phase1_progress", Arc::new(PhaseProgress(1))),
        ("phase2_progress", Arc::new(PhaseProgress(2))),
    ])
}

/// Selects columns of the rows `c` of a table that lie in the division and count.
fn of_division(table: &str, columns: &str, scope: &CountyScope) -> Sql {
    let mut sql = Sql::new(format!("SELECT {columns} FROM \"{table}\" c WHERE "));
    sql.push("c.county = ").bind(scope.county.as_str());
    sql.push(" AND c.division >= ").bind(scope.division.as_str());
    sql.push(" AND c.division < ").bind(after_prefix(&scope.division)).push(" AND ");
    counting(&mut sql, "c", scope.position);
    sql
}
