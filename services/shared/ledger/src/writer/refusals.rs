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
    let (next, next_zh) = match kind.moved_by_acts {
        true => ("its acts move it on", "请用办理动作推进"),
        false => ("revise it", "请用修订"),
    };
    Refusal::new(
        Reason::RecordExists,
        format!("there is a {} {id} already; {next}", kind.table),
        format!("{}“{id}”已存在，{next_zh}", kind.label),
    )
    .with("kind", &kind.name)
    .with("id", id)
}

/// An import holds a record twice, and not the same.
pub(crate) fn twice(kind: &KindInfo, id: &str) -> Refusal {
    Refusal::new(
        Reason::RecordExists,
        format!("an earlier row of this import is {} {id} too and says something else", kind.table),
        format!("同一批中已有“{id}”且内容不同，一条{}只能占一行", kind.label),
    )
    .with("kind", &kind.name)
    .with("id", id)
}

/// An act of an import follows another one on the same record, which was refused.
pub(crate) fn earlier_refused(kind: &KindInfo, id: &str) -> Refusal {
    let KindInfo { table, label, .. } = kind;
    Refusal::new(
        Reason::EarlierActRefused,
        format!("an earlier act of this import on {table} {id} is refused, so this one is as well"),
        format!("同一批中{label}“{id}”更早的一步被拒绝，此步随之不能办理；请先改正那一步"),
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

pub(super) fn list_waits(kind: &KindInfo, id: &str, list: &str) -> Refusal {
    Refusal::new(
        Reason::OpeningListWaits,
        format!("{} {id} stands on the opening list {list}; judge the list as a whole", kind.table),
        format!("{}“{id}”属于期初名册 {list}，须整册审核、退回或撤销", kind.label),
    )
    .with("kind", &kind.name)
    .with("id", id)
    .with("opening_list", list)
}

pub(super) fn list_changed(kind: &KindInfo, id: &str, list: &str) -> Refusal {
    Refusal::new(
        Reason::OpeningListChanged,
        format!("{} {id} has changed since {list} was entered; return the list", kind.table),
        format!("期初名册 {list} 录入后，其中{}“{id}”已有变动；请退回整册重报", kind.label),
    )
    .with("kind", &kind.name)
    .with("id", id)
    .with("opening_list", list)
}

pub(super) fn list_verified(kind: &KindInfo, id: &str) -> Refusal {
    Refusal::new(
        Reason::RecordExists,
        format!("the opening list {id} has been verified; enter what changed without a list"),
        format!("{}“{id}”已审核；此后的变动请按普通记录导入", kind.label),
    )
    .with("kind", &kind.name)
    .with("id", id)
}

pub(super) fn list_stands(kind: &KindInfo, id: &str) -> Refusal {
    Refusal::new(
        Reason::TransitionNotAllowed,
        format!("the opening list {id} has been verified; correct its records one by one"),
        format!("{}“{id}”已审核，不能撤销；请逐条更正其中的记录", kind.label),
    )
    .with("kind", &kind.name)
    .with("id", id)
}
