//! Moves a case on: who may, what it takes, and what of the case is another afterwards.

use chassis::Refusal;
use jiff::civil::Date;
use ledger::kinds::parse_date;
use proto::governance::v1::{
    CaseAction, CaseEvent, CaseFile, CaseStage, CaseTerm, DayKind, HandlingMode, Outcome, Rating,
};
use proto::ledger::v1::Reason;

use super::asked::Asked;
use super::{needs, times};
use crate::rules::case_flow::{self, NotAllowed, Who, procedure_now, procedure_of};
use crate::rules::clock;
use crate::rules::deadline::Days;
use crate::rules::deadline::limits::{Limits, Term};

/// A case as it is registered: what its recorder gives, and the first event.
pub(super) fn registered(given: CaseFile, actor: &str, limits: &Limits) -> CaseFile {
    let CaseFile {
        code, division, r#type, procedure, summary, person_count, register_date, ..
    } = given;
    let mut case = CaseFile {
        code,
        division,
        r#type,
        procedure,
        summary,
        person_count,
        register_date,
        stage: CaseStage::Registered.into(),
        last_action: CaseAction::Register.into(),
        ..CaseFile::default()
    };
    // A procedure that the contract does not know is refused with the record.
    if case.procedure == 0 {
        case.set_procedure(procedure_of(case.procedure()));
    }
    let mut event = CaseEvent {
        action: CaseAction::Register.into(),
        date: case.register_date.clone(),
        actor: actor.to_owned(),
        ..CaseEvent::default()
    };
    begin(&mut event, &case, CaseTerm::Decide, limits);
    case.events.push(event);
    case
}

/// Takes the move that is asked for, if the table, the case and the caller allow it.
pub(super) fn take(
    case: &mut CaseFile,
    asked: &Asked,
    actor: &str,
    limits: &Limits,
) -> Result<(), Refusal> {
    recall_first_rating(case);
    let (from, procedure) = (case.stage(), procedure_now(case));
    let row =
        case_flow::step(procedure, from, asked.action).map_err(|no| not_allowed(case, &no))?;
    let day = needs::day(case, asked)?;
    needs::check(case, asked, &row.needs)?;
    needs::check_who(case, asked, row.who, actor)?;
    times::check(case, asked, day, limits)?;
    let mut event = CaseEvent {
        action: asked.action.into(),
        date: asked.note.date.clone(),
        unit_id: unit_of(asked),
        actor: actor.to_owned(),
        reason: asked.note.reason.clone(),
        proof: asked.note.proof.clone(),
        ..CaseEvent::default()
    };
    let to = row.to(from);
    case.set_stage(if is_joint(case, asked) { from } else { to });
    case.last_action = asked.action.into();
    if row.who == Who::Handler {
        case.handled_by = joined(&case.handled_by, actor);
    }
    set(case, asked, from, actor);
    begin_what_follows(case, asked, from, &mut event, limits);
    case.events.push(event);
    Ok(())
}

/// Whether a unit signs, or says how it did, that helps the one that leads; the case stays where
/// it is.
fn is_joint(case: &CaseFile, asked: &Asked) -> bool {
    matches!(asked.action, CaseAction::Acknowledge | CaseAction::Handle)
        && asked.note.unit_id != case.handler_id
}

/// The unit that an event is about.
fn unit_of(asked: &Asked) -> String {
    match asked.action {
        CaseAction::Assign => asked.handler_id.clone(),
        CaseAction::Transfer => asked.receiver_id.clone(),
        _ => asked.note.unit_id.clone(),
    }
}

/// Writes what came with an act into the case.
fn set(case: &mut CaseFile, asked: &Asked, from: CaseStage, actor: &str) {
    let date = asked.note.date.clone();
    if is_joint(case, asked) {
        return;
    }
    match asked.action {
        CaseAction::Refuse => {
            case.refuse_date = date;
            case.refuse_ground.clone_from(&asked.note.reason);
        }
        CaseAction::Transfer => case.receiver_id.clone_from(&asked.receiver_id),
        CaseAction::Bounce => {
            case.receiver_id.clear();
            case.bounce_count += 1;
        }
        CaseAction::Assign => {
            case.assign_date = date.clone();
            case.handler_id.clone_from(&asked.handler_id);
            case.joint_handler_ids.clone_from(&asked.joint_handler_ids);
        }
        CaseAction::Handle => case.handling_mode = asked.mode,
        CaseAction::Urge => case.urge_count += 1,
        CaseAction::Reclassify if case.accept_date.is_empty() => case.procedure = asked.procedure,
        CaseAction::Reclassify => case.current_procedure = asked.procedure,
        CaseAction::Conclude | CaseAction::Discontinue => conclude(case, asked),
        CaseAction::Answer => case.answer_date = date.clone(),
        CaseAction::Rate => rate(case, asked),
        CaseAction::Merge => {
            case.merge_date = date.clone();
            case.merged_into_id.clone_from(&asked.merged_into_id);
        }
        CaseAction::Archive => {
            case.archive_date = date.clone();
            actor.clone_into(&mut case.checked_by);
        }
        CaseAction::Reopen => case.reopen_count += 1,
        _ => {}
    }
    let is_taken_back = asked.action == CaseAction::Reopen
        || from == CaseStage::Rechecking
            && matches!(asked.action, CaseAction::Handle | CaseAction::Assign);
    if is_taken_back {
        take_back(case, &asked.note.date);
    }
}

fn conclude(case: &mut CaseFile, asked: &Asked) {
    case.outcome = asked.outcome;
    case.conclude_date.clone_from(&asked.note.date);
    case.proof.clone_from(&asked.note.proof);
    if case.first_conclude_date.is_empty() {
        case.first_outcome = asked.outcome;
        case.first_conclude_date.clone_from(&asked.note.date);
    } else if case.second_conclude_date.is_empty() {
        case.second_outcome = asked.outcome;
        case.second_conclude_date.clone_from(&asked.note.date);
    }
}

fn rate(case: &mut CaseFile, asked: &Asked) {
    case.rating = asked.rating;
    if case.first_rate_date.is_empty() {
        case.first_rating = asked.rating;
        case.first_rate_date.clone_from(&asked.note.date);
    }
}

/// Of a case that was rated before first ratings were kept: the day of its first rating, and what
/// it was, as far as that still stands or follows from the re-check that came of it.
fn recall_first_rating(case: &mut CaseFile) {
    if !case.first_rate_date.is_empty() {
        return;
    }
    let rates = |event: &&CaseEvent| event.action() != CaseAction::Rate;
    let mut events = case.events.iter().skip_while(rates);
    let Some(first) = events.next() else { return };
    let next = events.map(CaseEvent::action).find(|action| {
        matches!(action, CaseAction::Rate | CaseAction::Recheck | CaseAction::Reopen)
    });
    let rating = match next {
        None => case.rating(),
        Some(CaseAction::Recheck) => Rating::Dissatisfied,
        Some(_) => Rating::Unspecified,
    };
    case.first_rate_date = first.date.clone();
    case.set_first_rating(rating);
}

/// The conclusion is taken back; what it was, and until when, stays with the case.
fn take_back(case: &mut CaseFile, day: &str) {
    let returned = if case.first_return_date.is_empty() {
        &mut case.first_return_date
    } else {
        &mut case.second_return_date
    };
    day.clone_into(returned);
    for cleared in [
        &mut case.conclude_date,
        &mut case.proof,
        &mut case.answer_date,
        &mut case.archive_date,
        &mut case.checked_by,
    ] {
        cleared.clear();
    }
    case.set_outcome(Outcome::Unspecified);
    case.set_rating(Rating::Unspecified);
    case.set_handling_mode(HandlingMode::Unspecified);
}

/// What is due from an act on, and within which time.
fn begin_what_follows(
    case: &mut CaseFile,
    asked: &Asked,
    from: CaseStage,
    event: &mut CaseEvent,
    limits: &Limits,
) {
    let term = match asked.action {
        CaseAction::Accept | CaseAction::Reopen => CaseTerm::Handle,
        CaseAction::Assign if from == CaseStage::Registered => CaseTerm::Handle,
        CaseAction::Bounce => CaseTerm::Decide,
        CaseAction::Transfer => CaseTerm::Receive,
        CaseAction::Receive => CaseTerm::Inform,
        CaseAction::Recheck => CaseTerm::Recheck,
        CaseAction::Extend => {
            event.limit_count = asked.extend_count;
            return;
        }
        CaseAction::Reclassify => {
            if let Some((term, start)) = clock::running(&case.events) {
                bound(event, case, term, start, limits);
            }
            return;
        }
        _ => return,
    };
    begin(event, case, term, limits);
    if term == CaseTerm::Handle && case.accept_date.is_empty() {
        case.accept_date.clone_from(&asked.note.date);
    }
}

/// Marks that something is due from an event on.
fn begin(event: &mut CaseEvent, case: &CaseFile, term: CaseTerm, limits: &Limits) {
    event.set_term(term);
    if let Some(day) = parse_date(&event.date) {
        bound(event, case, term, day, limits);
    }
}

/// Writes into an event the limit of what is due since a day, with where it stands.
fn bound(event: &mut CaseEvent, case: &CaseFile, due: CaseTerm, since: Date, limits: &Limits) {
    let rechecks = times::rechecks(case) + usize::from(event.action() == CaseAction::Recheck);
    let term = match due {
        CaseTerm::Decide => Term::Decide,
        CaseTerm::Inform => Term::Inform,
        CaseTerm::Receive => Term::Bounce,
        CaseTerm::Recheck if rechecks > 1 => Term::Reexamine,
        CaseTerm::Recheck => Term::Recheck,
        CaseTerm::Handle | CaseTerm::Unspecified => Term::Handle,
    };
    let Some(row) = limits.find(procedure_now(case), term, since) else { return };
    event.limit_count = i32::try_from(row.limit.count).unwrap_or(i32::MAX);
    event.set_limit_kind(match row.limit.days {
        Days::Calendar => DayKind::Calendar,
        Days::Working => DayKind::Working,
    });
    event.limit_document.clone_from(&row.document);
}

fn joined(actors: &str, actor: &str) -> String {
    match actors {
        "" => actor.to_owned(),
        known if known.split(' ').any(|one| one == actor) => known.to_owned(),
        known => format!("{known} {actor}"),
    }
}

fn not_allowed(case: &CaseFile, no: &NotAllowed) -> Refusal {
    Refusal::new(Reason::TransitionNotAllowed, no.to_string(), no.zh())
        .with("id", &case.code)
        .with("stage", case_flow::en(no.from.as_str_name()))
        .with("action", case_flow::en(no.action.as_str_name()))
}
