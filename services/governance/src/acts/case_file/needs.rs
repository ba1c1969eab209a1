//! What an act on a case has to bring, and who may bring it.

use chassis::{FieldFault, Refusal};
use jiff::civil::Date;
use ledger::reader::check_day;
use proto::governance::v1::{CaseAction, CaseFile, CaseProcedure, HandlingMode, Outcome, Rating};
use proto::ledger::v1::Reason;

use super::asked::Asked;
use super::times;
use crate::rules::case_flow::{Need, PROCEDURES, Who, procedure_now};

/// The day of an act; it is not before that of the act before.
pub(super) fn day(case: &CaseFile, asked: &Asked) -> Result<Date, Refusal> {
    let (field, date) = (asked.names.date, asked.note.date.as_str());
    required(field, !date.is_empty())?;
    let day = check_day(field, date)?;
    let before = case.events.last().map_or(case.register_date.as_str(), |event| &event.date);
    if date < before {
        return Err(wrong(
            field,
            Reason::DateOrder,
            format!("{date} is before the act before, of {before}"),
            format!("{date} 早于上一办理动作的 {before}"),
        ));
    }
    Ok(day)
}

/// Refuses an act that does not bring what its move needs.
pub(super) fn check(case: &CaseFile, asked: &Asked, needs: &[Need]) -> Result<(), Refusal> {
    for need in needs {
        let (note, names) = (&asked.note, &asked.names);
        match need {
            Need::Ground | Need::Reason => required(names.reason, !note.reason.is_empty())?,
            Need::Proof => required(names.proof, !note.proof.is_empty())?,
            Need::Handler => required("handler_id", !asked.handler_id.is_empty())?,
            Need::Receiver => required("receiver_id", !asked.receiver_id.is_empty())?,
            Need::Original => check_original(case, asked)?,
            Need::Procedure => check_procedure(case, asked)?,
            Need::Mode => {
                let known = HandlingMode::try_from(asked.mode).unwrap_or_default();
                required("mode", known != HandlingMode::Unspecified)?;
            }
            Need::Days => required("extend_count", asked.extend_count > 0)?,
            Need::Outcome => {
                one_of("outcome", asked.outcome, &[Outcome::Resolved, Outcome::ReferredToLaw])?;
            }
            Need::Ending => {
                one_of("outcome", asked.outcome, &[Outcome::Discontinued, Outcome::Withdrawn])?;
            }
            Need::Withdrawal => one_of("outcome", asked.outcome, &[Outcome::Withdrawn])?,
            Need::Rating => {
                let known = Rating::try_from(asked.rating).unwrap_or_default();
                required("rating", known != Rating::Unspecified)?;
            }
            Need::Dissatisfaction => only_if(
                case.rating() == Rating::Dissatisfied,
                case,
                "those who brought the case are not dissatisfied",
                "评价不是“不满意”，不启动复核",
            )?,
            Need::Conclusion => only_if(
                !case.conclude_date.is_empty(),
                case,
                "a case that was never concluded is not opened again",
                "未曾办结的案件不能重开",
            )?,
        }
    }
    Ok(())
}

fn one_of(field: &str, number: i32, outcomes: &[Outcome]) -> Result<(), Refusal> {
    required(field, number != 0)?;
    if outcomes.iter().any(|outcome| i32::from(*outcome) == number) {
        return Ok(());
    }
    let names: Vec<&str> = outcomes.iter().map(Outcome::as_str_name).collect();
    let names = names.join(", ");
    let message = format!("the act takes {names}");
    Err(wrong(field, Reason::EnumUnknown, message, format!("此动作可选：{names}")))
}

fn check_original(case: &CaseFile, asked: &Asked) -> Result<(), Refusal> {
    required("merged_into_id", !asked.merged_into_id.is_empty())?;
    if asked.merged_into_id != case.code {
        return Ok(());
    }
    let message = "a case is not merged into itself";
    Err(wrong("merged_into_id", Reason::ValueOutOfRange, message, "不能并入自身"))
}

fn check_procedure(case: &CaseFile, asked: &Asked) -> Result<(), Refusal> {
    let asked = CaseProcedure::try_from(asked.procedure).unwrap_or_default();
    required("procedure", PROCEDURES.contains(&asked))?;
    if asked != procedure_now(case) {
        return Ok(());
    }
    let message = "the case goes by this procedure already";
    Err(wrong("procedure", Reason::ValueOutOfRange, message, "案件已按该程序办理"))
}

/// Refuses an act by a unit or a person whose act it is not.
pub(super) fn check_who(
    case: &CaseFile,
    asked: &Asked,
    who: Who,
    actor: &str,
) -> Result<(), Refusal> {
    let (field, unit) = (asked.names.unit_id, asked.note.unit_id.as_str());
    let joint = matches!(asked.action, CaseAction::Acknowledge | CaseAction::Handle)
        && case.joint_handler_ids.iter().any(|helper| helper == unit);
    match who {
        Who::Center => not_overseer(&case.code, &case.handled_by, actor),
        Who::Closer if !times::is_signed_for(case) => {
            not_overseer(&case.code, &case.handled_by, actor)
        }
        Who::Handler if joint => Ok(()),
        Who::Handler | Who::Closer => of_unit(field, unit, &case.handler_id),
        Who::Receiver => of_unit(field, unit, &case.receiver_id),
        Who::Checker => not_handler(&case.code, &case.handled_by, actor),
    }
}

/// Refuses an account that acted for a unit which handles the case: nobody urges, reassigns,
/// moves, merges or opens again what is his own to handle.
fn not_overseer(id: &str, handled_by: &str, actor: &str) -> Result<(), Refusal> {
    if !has_handled(handled_by, actor) {
        return Ok(());
    }
    let message = format!("{actor} handled case {id} and cannot act on it for the center");
    let zh = format!("案件“{id}”由 {actor} 经办，不能再以综治中心身份办理，须由他人办理");
    let refusal = Refusal::new(Reason::NotResponsible, message, zh);
    Err(refusal.with("id", id).with("actor", actor))
}

fn has_handled(handled_by: &str, actor: &str) -> bool {
    handled_by.split(' ').any(|one| one == actor)
}

/// Refuses an account that acted for a unit which handles the case.
pub(super) fn not_handler(id: &str, handled_by: &str, actor: &str) -> Result<(), Refusal> {
    if !has_handled(handled_by, actor) {
        return Ok(());
    }
    Err(Refusal::new(
        Reason::VerifierIsRecorder,
        format!("{actor} handled case {id} and cannot check it"),
        format!("案件“{id}”由 {actor} 经办，须由他人核查"),
    )
    .with("id", id)
    .with("actor", actor))
}

fn of_unit(field: &str, unit: &str, due: &str) -> Result<(), Refusal> {
    required(field, !unit.is_empty())?;
    if unit == due {
        return Ok(());
    }
    let message = format!("it is for {due} to do this, not for {unit}");
    Err(wrong(field, Reason::ValueOutOfRange, message, format!("应由 {due} 办理，不是 {unit}")))
}

pub(super) fn required(field: &str, is_there: bool) -> Result<(), Refusal> {
    if is_there {
        return Ok(());
    }
    Err(wrong(field, Reason::FieldRequired, "is required", "必须填写"))
}

pub(super) fn only_if(
    holds: bool,
    case: &CaseFile,
    message: impl Into<String>,
    zh: impl Into<String>,
) -> Result<(), Refusal> {
    if holds {
        return Ok(());
    }
    Err(Refusal::new(Reason::TransitionNotAllowed, message, zh).with("id", &case.code))
}

pub(super) fn wrong(
    field: &str,
    reason: Reason,
    message: impl Into<String>,
    zh: impl Into<String>,
) -> Refusal {
    Refusal::request(FieldFault::new(field, reason, message, zh))
}
