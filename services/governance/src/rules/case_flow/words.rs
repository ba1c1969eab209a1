//! What stages, acts and procedures are called: as the contract calls them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use ledger::kinds::KindInfo;
use proto::governance::v1::{CaseAction, CaseFile, CaseProcedure, CaseStage};

use crate::Ours;

/// The Chinese names of the values of a field, by number.
type Labels = BTreeMap<i64, (String, String)>;

static STAGES: LazyLock<Labels> = LazyLock::new(|| labels("stage"));
static ACTIONS: LazyLock<Labels> = LazyLock::new(|| labels("last_action"));
static PROCEDURES: LazyLock<Labels> = LazyLock::new(|| labels("procedure"));

fn labels(field: &str) -> Labels {
    let kind = KindInfo::of::<Ours, CaseFile>();
    kind.field(field).and_then(|(_, field)| field.values.clone()).unwrap_or_default()
}

fn label(labels: &'static Labels, number: i32) -> &'static str {
    labels.get(&i64::from(number)).map_or("", |(_, label)| label)
}

/// The Chinese name of a stage.
pub fn stage_zh(stage: CaseStage) -> &'static str {
    label(&STAGES, stage.into())
}

/// The Chinese name of an act.
pub fn action_zh(action: CaseAction) -> &'static str {
    label(&ACTIONS, action.into())
}

/// The Chinese name of a procedure.
pub fn procedure_zh(procedure: CaseProcedure) -> &'static str {
    label(&PROCEDURES, procedure.into())
}

/// The English name of a value, from its name in the contract: `CASE_STAGE_PAUSED` is paused.
pub fn en(name: &str) -> String {
    let prefixes = ["CASE_STAGE_", "CASE_ACTION_", "CASE_PROCEDURE_"];
    let bare = prefixes.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name);
    bare.to_lowercase()
}

/// The stage of an English name.
pub(super) fn stage_named(name: &str) -> Option<CaseStage> {
    CaseStage::from_str_name(&format!("CASE_STAGE_{}", name.to_uppercase()))
}

/// The act of an English name.
pub(super) fn action_named(name: &str) -> Option<CaseAction> {
    CaseAction::from_str_name(&format!("CASE_ACTION_{}", name.to_uppercase()))
}

/// The procedure of an English name.
pub fn procedure_named(name: &str) -> Option<CaseProcedure> {
    CaseProcedure::from_str_name(&format!("CASE_PROCEDURE_{}", name.to_uppercase()))
}
