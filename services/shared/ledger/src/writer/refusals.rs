//! Why an act is refused: the state it was made for, the record, or who acts.

use chassis::Refusal;
use proto::ledger::v1::{Reason, State};

use super::Verdict;
use crate::kinds::KindInfo;
use crate::storage::Stored;

/// Refuses an act that was made for another state than the present one.
pub(super) fn check_etag(row: &Stored, position: i64, etag: &str) -> Result<(), Refusal> {
    let current = row.etag(position);
    if etag.is_empty() {
        return Err(Refusal::new(
            Reason::EtagRequired,
            format!("etag is required: send the etag of the state you saw, now {current}"),
            format!("缺少 etag：请给出所见状态的 etag，现为 {current}"),
        )
        .with("current_etag", current));
    }
    if etag == current {
        return Ok(());
    }
    Err(Refusal::new(
        Reason::EtagStale,
        format!("{} has moved on: the etag is {current}, not {etag}", row.id),
        format!("记录 {} 已有变动：etag 现为 {current}，不是 {etag}", row.id),
    )
    .with("id", &row.id)
    .with("current_etag", current))
}

pub(super) fn exists(kind: &KindInfo, id: &str) -> Refusal {
    Refusal::new(
        Reason::RecordExists,
        format!("there is a {} {id} already; revise it", kind.table),
        format!("{}“{id}”已存在，请用修订", kind.label),
    )
    .with("kind", &kind.name)
    .with("id", id)
}

/// There is no such record.
pub fn not_found(kind: &KindInfo, id: &str) -> Refusal {
    Refusal::new(
        Reason::RecordNotFound,
        format!("there is no {} {id}", kind.table),
        format!("没有{}“{id}”", kind.label),
    )
    .with("kind", &kind.name)
    .with("id", id)
}

pub(super) fn verifier_is_recorder(kind: &KindInfo, id: &str, actor: &str) -> Refusal {
    Refusal::new(
        Reason::VerifierIsRecorder,
        format!("{actor} recorded {} {id} and cannot verify it", kind.table),
        format!("{}“{id}”由 {actor} 填报，须由他人审核", kind.label),
    )
    .with("kind", &kind.name)
    .with("id", id)
    .with("actor", actor)
}

pub(super) fn not_allowed(kind: &KindInfo, id: &str, state: State, verdict: Verdict) -> Refusal {
    let (verb, zh) = match verdict {
        Verdict::Verify => ("verified", "审核"),
        Verdict::Return => ("returned", "退回"),
        Verdict::Withdraw => ("withdrawn", "撤销"),
    };
    let state = state.as_str_name().trim_start_matches("STATE_");
    Refusal::new(
        Reason::TransitionNotAllowed,
        format!("{} {id} is {state} and cannot be {verb}", kind.table),
        format!("{}“{id}”处于 {state} 状态，不能{zh}", kind.label),
    )
    .with("kind", &kind.name)
    .with("id", id)
    .with("state", state)
}
