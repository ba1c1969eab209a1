//! The deadlines of a case, computed from its events.

use calendar::Calendar;
use jiff::civil::Date;
use ledger::kinds::parse_date;
use proto::governance::v1::{CaseAction, CaseEvent, CaseStage, CaseTerm, DayKind};

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
        Some((CaseTerm::Handle, term)) if is_waiting => term.half(calendar).day(),
        _ => None,
    };
    let due = |term: &Term| term.due(calendar).day();
    Deadlines {
        first: first.as_ref().and_then(due),
        open: current.as_ref().and_then(|(_, term)| due(term)),
        behind,
    }
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
        if event.action() == CaseAction::Urge {
            self.urged = Some(day);
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
