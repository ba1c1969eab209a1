//! What an act on a case has to bring, who may bring it, and until when.

use calendar::Calendar;
use chassis::{FieldFault, Refusal};
use jiff::civil::Date;
use ledger::kinds::parse_date;
use ledger::reader::check_day;
use proto::governance::v1::{CaseAction, CaseFile, CaseProcedure, HandlingMode, Outcome, Rating};
use proto::ledger::v1::Reason;

use super::asked::Asked;
use crate::rules::case_flow::{MOST_BOUNCES, MOST_RETURNS, Need, PROCEDURES, Who, procedure_of};
use crate::rules::clock;
use crate::rules::deadline::limits::{Limits, Term};
use crate::rules::deadline::{Due, after};

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
    if asked != procedure_of(case.procedure()) {
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
        Who::Center => Ok(()),
        Who::Handler if joint => Ok(()),
        Who::Handler => of_unit(field, unit, &case.handler_id),
        Who::Receiver => of_unit(field, unit, &case.receiver_id),
        Who::Checker if case.handled_by.split(' ').any(|one| one == actor) => Err(Refusal::new(
            Reason::VerifierIsRecorder,
            format!("{actor} handled case {} and cannot check it", case.code),
            format!("案件“{}”由 {actor} 经办，须由他人核查", case.code),
        )
        .with("id", &case.code)
        .with("actor", actor)),
        Who::Checker => Ok(()),
    }
}

fn of_unit(field: &str, unit: &str, due: &str) -> Result<(), Refusal> {
    required(field, !unit.is_empty())?;
    if unit == due {
        return Ok(());
    }
    let message = format!("it is for {due} to do this, not for {unit}");
    Err(wrong(field, Reason::ValueOutOfRange, message, format!("应由 {due} 办理，不是 {unit}")))
}

/// Refuses what comes too late or too often.
pub(super) fn check_times(
    case: &CaseFile,
    asked: &Asked,
    day: Date,
    limits: &Limits,
) -> Result<(), Refusal> {
    match asked.action {
        CaseAction::Transfer => only_if(
            case.bounce_count < MOST_BOUNCES,
            case,
            "the case was sent back twice and is decided here",
            "案件已两次退转，须由本中心决定",
        ),
        CaseAction::Bounce => within(case, asked, day, Term::Bounce, limits),
        CaseAction::Recheck => {
            check_returns(case)?;
            within(case, asked, day, Term::RecheckRequest, limits)
        }
        CaseAction::Reopen => check_returns(case),
        CaseAction::Extend => check_extension(case, asked, day, limits),
        CaseAction::Conclude => check_results(case),
        CaseAction::Acknowledge => only_if(
            !has_done(case, CaseAction::Acknowledge, &asked.note.unit_id),
            case,
            "the unit has signed for the case already",
            "该单位已签收",
        ),
        _ => Ok(()),
    }
}

fn check_returns(case: &CaseFile) -> Result<(), Refusal> {
    let returns = [&case.first_return_date, &case.second_return_date];
    let count = returns.iter().filter(|day| !day.is_empty()).count();
    only_if(
        i32::try_from(count).is_ok_and(|count| count < MOST_RETURNS),
        case,
        "the conclusion was taken back twice, which is as often as it can be",
        "办理结果已两次退回重办，达到上限",
    )
}

/// Refuses to conclude before every unit that handles the case jointly has said how it did.
fn check_results(case: &CaseFile) -> Result<(), Refusal> {
    let mut joint = case.joint_handler_ids.iter();
    match joint.find(|unit| !has_done(case, CaseAction::Handle, unit)) {
        None => Ok(()),
        Some(unit) => only_if(
            false,
            case,
            format!("unit {unit}, which handles the case jointly, has not said how it did"),
            format!("协办单位 {unit} 尚未反馈办理情况，不能办结"),
        ),
    }
}

/// Whether a unit has done something since the case was last assigned.
fn has_done(case: &CaseFile, action: CaseAction, unit: &str) -> bool {
    let events = case.events.iter().rev();
    let mut since = events.take_while(|event| event.action() != CaseAction::Assign);
    since.any(|event| event.action() == action && event.unit_id == unit)
}

/// Refuses an act after its time, counted from the act before.
fn within(
    case: &CaseFile,
    asked: &Asked,
    day: Date,
    term: Term,
    limits: &Limits,
) -> Result<(), Refusal> {
    // The petitioner's time runs from the answer, the receiver's from the transfer.
    let start = match term {
        Term::RecheckRequest => parse_date(&case.answer_date),
        _ => case.events.last().and_then(|event| parse_date(&event.date)),
    };
    let Some(start) = start else { return Ok(()) };
    let row = limits.find(procedure_of(case.procedure()), term, start);
    let last =
        row.and_then(|row| after(Calendar::standard(), start, row.limit.count, row.limit.days));
    match (last, row) {
        (Some(last), Some(row)) if day > last => Err(wrong(
            asked.names.date,
            Reason::DateOrder,
            format!("it could be done until {last} ({})", row.document),
            format!("期限至 {last}（{}）", row.document),
        )),
        _ => Ok(()),
    }
}

/// Refuses an extension after the time is over, or beyond what the law gives.
fn check_extension(
    case: &CaseFile,
    asked: &Asked,
    day: Date,
    limits: &Limits,
) -> Result<(), Refusal> {
    let due = clock::open_due(Calendar::standard(), &case.events);
    let is_over = matches!(due, Some(Due::On(last)) if last < day);
    only_if(!is_over, case, "the time is over and cannot be extended", "期限已过，不能延期")?;
    let extended: i32 = (case.events.iter())
        .filter(|event| event.action() == CaseAction::Extend)
        .map(|event| event.limit_count)
        .sum();
    let row = limits.find(procedure_of(case.procedure()), Term::Extension, day);
    let most = row.map_or(0, |row| row.limit.count);
    if i64::from(extended) + i64::from(asked.extend_count) <= most {
        return Ok(());
    }
    Err(wrong(
        "extend_count",
        Reason::ValueOutOfRange,
        format!("the time can be extended by {most} days, {extended} of them are used"),
        format!("最多可延期 {most} 天，已用 {extended} 天"),
    ))
}

/// A case that is merged itself takes in no other.
pub(super) fn merged(id: &str) -> Refusal {
    let message = format!("case {id} is merged into another one");
    let zh = format!("案件“{id}”已并入他案");
    wrong("merged_into_id", Reason::ValueOutOfRange, message, zh)
}

fn required(field: &str, is_there: bool) -> Result<(), Refusal> {
    if is_there {
        return Ok(());
    }
    Err(wrong(field, Reason::FieldRequired, "is required", "必须填写"))
}

fn only_if(
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

fn wrong(
    field: &str,
    reason: Reason,
    message: impl Into<String>,
    zh: impl Into<String>,
) -> Refusal {
    Refusal::request(FieldFault::new(field, reason, message, zh))
}
