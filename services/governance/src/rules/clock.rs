//! The deadlines of a case, computed from its events.

use calendar::Calendar;
use jiff::civil::Date;
use ledger::kinds::parse_date;
use proto::governance::v1::{CaseAction, CaseEvent, CaseStage, CaseTerm, DayKind, DueState};

use super::deadline::{Days, Due, Limit, Term, Turn};

#[cfg(test)]
mod tests;

/// The deadlines of a case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deadlines {
    /// The last day in time for the first conclusion; it stands still once that is there.
    pub first: Option<Date>,
    /// The last day of what is due now.
    pub open: Option<Date>,
    /// The day from which the case lags behind, as it stands.
    pub behind: Option<Date>,
    /// The first day whose kind is not known, where the last day of what is due now cannot be told
    /// for it.
    pub lacking: Option<Date>,
}

/// How it stands with what is due now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether its last day is known.
    pub state: DueState,
    /// The last day, where it is known.
    pub due: Option<Date>,
    /// The first day whose kind is not known, where the last day cannot be told for it.
    pub lacking: Option<Date>,
    /// The notices by which its working days are counted.
    pub notices: Vec<String>,
}

/// The terms that the events of a case make: the first in which it is handled, and what runs now.
#[derive(Default)]
struct Terms {
    first: Option<Term>,
    first_is_over: bool,
    current: Option<(CaseTerm, Term)>,
    urged: Option<Date>,
}

/// The deadlines of a case that stands at a stage after these events.
pub fn deadlines(calendar: &Calendar, stage: CaseStage, events: &[CaseEvent]) -> Deadlines {
    let Terms { first, first_is_over: _, current, urged } = Terms::of(events);
    let is_waiting = matches!(stage, CaseStage::Accepted | CaseStage::Assigned);
    let behind = match &current {
        Some(_) if stage == CaseStage::Supervised => urged,
        Some((CaseTerm::Handle, term)) if is_waiting => {
            term.half(calendar).day().into_iter().chain(urged).min()
        }
        _ => None,
    };
    let open = current.as_ref().map(|(_, term)| (term, term.due(calendar)));
    let lacking = open.filter(|(_, due)| *due == Due::Unknown);
    Deadlines {
        first: first.as_ref().and_then(|term| term.due(calendar).day()),
        open: open.and_then(|(_, due)| due.day()),
        behind,
        lacking: lacking.map(|(term, _)| calendar.unknown_from(term.start)),
    }
}

/// How it stands after these events with what is due.
pub fn standing(calendar: &Calendar, events: &[CaseEvent]) -> Standing {
    let Some((_, term)) = Terms::of(events).current else {
        let state = DueState::NothingDue;
        return Standing { state, due: None, lacking: None, notices: Vec::new() };
    };
    let unknown = calendar.unknown_from(term.start);
    let (state, due, lacking) = match term.due(calendar) {
        Due::On(day) => (DueState::Dated, Some(day), None),
        Due::Paused => (DueState::Paused, None, None),
        Due::Unlimited => (DueState::Unlimited, None, None),
        Due::Unknown => (DueState::CalendarMissing, None, Some(unknown)),
    };
    let is_working = term.current_limit().is_some_and(|limit| limit.days == Days::Working);
    let last = due.or(lacking).filter(|_| is_working);
    let notices = last.map(|last| calendar.notices(term.start, last)).unwrap_or_default();
    Standing { state, due, lacking, notices: notices.into_iter().map(str::to_owned).collect() }
}

/// When what is due now is over; nothing where nothing is due.
pub fn open_due(calendar: &Calendar, events: &[CaseEvent]) -> Option<Due> {
    Terms::of(events).current.map(|(_, term)| term.due(calendar))
}

/// What is due after these events, and the day since when; nothing where nothing is due.
pub fn running(events: &[CaseEvent]) -> Option<(CaseTerm, Date)> {
    Terms::of(events).current.map(|(due, term)| (due, term.start))
}

/// Whether the time of what is due stands still.
pub fn is_paused(events: &[CaseEvent]) -> bool {
    let turns = |event: &&CaseEvent| {
        let turns = matches!(event.action(), CaseAction::Pause | CaseAction::Resume);
        turns || event.term() != CaseTerm::Unspecified
    };
    events.iter().rev().find(turns).is_some_and(|event| event.action() == CaseAction::Pause)
}

impl Terms {
    fn of(events: &[CaseEvent]) -> Self {
        let mut terms = Self::default();
        for event in events {
            if let Some(day) = parse_date(&event.date) {
                terms.take(day, event);
            }
        }
        terms
    }

    fn take(&mut self, day: Date, event: &CaseEvent) {
        match event.action() {
            CaseAction::Urge => self.urged = Some(day),
            // Who was urged before is another one, or has the case anew.
            CaseAction::Assign | CaseAction::Reopen => self.urged = None,
            _ => {}
        }
        if event.term() != CaseTerm::Unspecified {
            let term = Term { start: day, limit: limit_of(event), turns: Vec::new() };
            if event.term() == CaseTerm::Handle && self.first.is_none() {
                self.first = Some(term.clone());
            }
            self.current = Some((event.term(), term));
            return;
        }
        if let Some(turn) = turn_of(event) {
            let first = self.first.iter_mut().filter(|_| !self.first_is_over);
            let current = self.current.iter_mut().map(|(_, term)| term);
            for term in first.chain(current) {
                term.turns.push((day, turn));
            }
        }
        if ends(event.action()) {
            self.current = None;
            self.first_is_over |= self.first.is_some();
        }
    }
}

/// Whether nothing is due after an act that begins nothing.
fn ends(action: CaseAction) -> bool {
    use CaseAction::{Answer, Archive, Conclude, Discontinue, Merge, Refuse, Transfer};
    matches!(action, Refuse | Transfer | Conclude | Discontinue | Answer | Merge | Archive)
}

fn turn_of(event: &CaseEvent) -> Option<Turn> {
    match event.action() {
        CaseAction::Pause => Some(Turn::Pause),
        CaseAction::Resume => Some(Turn::Resume),
        CaseAction::Extend => Some(Turn::Extend(i64::from(event.limit_count))),
        CaseAction::Reclassify => Some(Turn::Limit(limit_of(event))),
        _ => None,
    }
}

fn limit_of(event: &CaseEvent) -> Option<Limit> {
    let days = match event.limit_kind() {
        DayKind::Working => Days::Working,
        DayKind::Calendar | DayKind::Unspecified => Days::Calendar,
    };
    let count = i64::from(event.limit_count);
    (count > 0).then_some(Limit { count, days })
}
