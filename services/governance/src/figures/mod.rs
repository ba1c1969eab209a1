//! The declarations, as data, one file a chapter; and the one measure that needs code.

mod closure;

use std::collections::HashMap;
use std::sync::Arc;

use ledger::figures::CodeMeasure;

/// The files of declarations: their names and texts.
pub const FILES: &[(&str, &str)] = &[
    ("services/governance/src/figures/order.yaml", include_str!("order.yaml")),
    ("services/governance/src/figures/disputes.yaml", include_str!("disputes.yaml")),
    ("services/governance/src/figures/petitions.yaml", include_str!("petitions.yaml")),
    ("services/governance/src/figures/findings.yaml", include_str!("findings.yaml")),
    ("services/governance/src/figures/flows.yaml", include_str!("flows.yaml")),
    ("services/governance/src/figures/discipline.yaml", include_str!("discipline.yaml")),
    ("services/governance/src/figures/market.yaml", include_str!("market.yaml")),
];

/// The measures that a declaration cannot say.
pub fn measures() -> HashMap<&'static str, Arc<dyn CodeMeasure>> {
    let closure_rate: Arc<dyn CodeMeasure> = Arc::new(closure::ClosureRate);
    HashMap::from([("closure_rate", closure_rate)])
}
