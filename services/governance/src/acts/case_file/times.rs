//! Until when, and how often, an act on a case may be done.

use calendar::Calendar;
use chassis::Refusal;
use jiff::civil::Date;
use ledger::kinds::parse_date;
use proto::governance::v1::{CaseAction, CaseFile, CaseStage};
use proto::ledger::v1::Reason;

use super::asked::Asked;
use super::needs::{only_if, wrong};
use crate::rules::case_flow::{MOST_BOUNCES, MOST_RECHECKS, MOST_RETURNS, procedure_now};
use crate::rules::clock;
use crate::rules::deadline::limits::{Limits, Term};
use crate::rules::deadline::{Due, after};

/// Refuses what comes too late or too often.
pub(super) fn check(
    case: &CaseFile,
    asked: &Asked,
    day: Date,
    limits: &Limits,
) -> Result<(), Refusal> {
    check_hearing(case, asked)?;
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
            check_rechecks(case)?;
            let again = rechecks(case) > 0;
            let term = if again { Term::ReexamineRequest } else { Term::RecheckRequest };
            within(case, asked, day, term, limits)
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

/// Refuses to hold a hearing within a hearing, or to decide a re-check before it is over: its
/// time is not counted.
fn check_hearing(case: &CaseFile, asked: &Asked) -> Result<(), Refusal> {
    if case.stage() != CaseStage::Rechecking {
        return Ok(());
    }
    let resumes = asked.action == CaseAction::Resume;
    match (clock::is_paused(&case.events), resumes) {
        (true, false) => only_if(
            false,
            case,
            "the re-check is stopped for a hearing; resume it first",
            "复核因听证中止，须先恢复",
        ),
        (false, true) => {
            only_if(false, case, "the re-check is not stopped", "复核未中止，无须恢复")
        }
        _ => Ok(()),
    }
}

/// How often a case was looked at again so far.
pub(super) fn rechecks(case: &CaseFile) -> usize {
    case.events.iter().filter(|event| event.action() == CaseAction::Recheck).count()
}

/// The second re-check is the last one (信访工作条例 art. 36).
fn check_rechecks(case: &CaseFile) -> Result<(), Refusal> {
    only_if(
        i32::try_from(rechecks(case)).is_ok_and(|count| count < MOST_RECHECKS),
        case,
        "the case was re-checked twice, and the second re-check is final",
        "案件已复查、复核各一次，复核意见为终结意见",
    )
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

/// Whether the unit that handles the case has signed for it since the case was given to it.
pub(super) fn is_signed_for(case: &CaseFile) -> bool {
    let starts = [CaseAction::Assign, CaseAction::Reopen];
    let signs = [CaseAction::Acknowledge, CaseAction::Handle];
    let events = case.events.iter().rev();
    let mut since = events.take_while(|event| !starts.contains(&event.action()));
    since.any(|event| signs.contains(&event.action()) && event.unit_id == case.handler_id)
}

/// Whether a unit has done something since the case was last assigned or looked at again: what
/// was said of a conclusion that was taken back says nothing of the next one.
fn has_done(case: &CaseFile, action: CaseAction, unit: &str) -> bool {
    let starts = [CaseAction::Assign, CaseAction::Recheck];
    let events = case.events.iter().rev();
    let mut since = events.take_while(|event| !starts.contains(&event.action()));
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
        Term::RecheckRequest | Term::ReexamineRequest => parse_date(&case.answer_date),
        _ => case.events.last().and_then(|event| parse_date(&event.date)),
    };
    let Some(start) = start else { return Ok(()) };
    let row = limits.find(procedure_now(case), term, start);
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
    let row = limits.find(procedure_now(case), Term::Extension, day);
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
