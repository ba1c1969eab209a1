//! The declarations, as data, one file a chapter; and the few measures that need code.

mod eco_township;
mod fertilizer;

use std::collections::HashMap;
use std::sync::Arc;

use ledger::figures::CodeMeasure;

/// The files of declarations: their names and texts.
pub const FILES: &[(&str, &str)] = &[
    ("services/ecology/src/figures/environment.yaml", include_str!("environment.yaml")),
    ("services/ecology/src/figures/air.yaml", include_str!("air.yaml")),
    ("services/ecology/src/figures/designations.yaml", include_str!("designations.yaml")),
    ("services/ecology/src/figures/farming.yaml", include_str!("farming.yaml")),
    ("services/ecology/src/figures/chiefs.yaml", include_str!("chiefs.yaml")),
    ("services/ecology/src/figures/attested.yaml", include_str!("attested.yaml")),
];

/// The measures that a declaration cannot say.
pub fn measures() -> HashMap<&'static str, Arc<dyn CodeMeasure>> {
    HashMap::from([
        ("eco_townships", Arc::new(eco_township::EcoTownships) as Arc<dyn CodeMeasure>),
        ("fertilizer_reduction", Arc::new(fertilizer::Reduction)),
        ("fertilizer_compared", Arc::new(fertilizer::Compared)),
    ])
}
