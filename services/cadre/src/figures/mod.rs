//! The declarations, as data, one file a chapter; and the one measure that needs code.

pub(crate) mod saturation;

use std::collections::HashMap;
use std::sync::Arc;

use ledger::figures::CodeMeasure;

/// The files of declarations: their names and texts.
pub const FILES: &[(&str, &str)] = &[
    ("services/cadre/src/figures/learning.yaml", include_str!("learning.yaml")),
    ("services/cadre/src/figures/work_log.yaml", include_str!("work_log.yaml")),
];

/// The measures that a declaration cannot say.
pub fn measures() -> HashMap<&'static str, Arc<dyn CodeMeasure>> {
    let saturation: Arc<dyn CodeMeasure> = Arc::new(saturation::Saturation);
    HashMap::from([("saturation", saturation)])
}
