//! The declarations, as data, one file a chapter; and the few measures that need code.

mod growth_gap;
mod median;

use std::collections::HashMap;
use std::sync::Arc;

use ledger::figures::CodeMeasure;

/// The files of declarations: their names and texts.
pub const FILES: &[(&str, &str)] = &[
    ("services/industry/src/figures/economy.yaml", include_str!("economy.yaml")),
    ("services/industry/src/figures/environment.yaml", include_str!("environment.yaml")),
    ("services/industry/src/figures/finance.yaml", include_str!("finance.yaml")),
    ("services/industry/src/figures/opening_up.yaml", include_str!("opening_up.yaml")),
    ("services/industry/src/figures/features.yaml", include_str!("features.yaml")),
];

/// The measures that a declaration cannot say.
pub fn measures() -> HashMap<&'static str, Arc<dyn CodeMeasure>> {
    HashMap::from([
        ("landing_median", Arc::new(median::LANDING) as Arc<dyn CodeMeasure>),
        ("difficulty_median", Arc::new(median::DIFFICULTY)),
        ("growth_gap", Arc::new(growth_gap::GrowthGap)),
    ])
}
