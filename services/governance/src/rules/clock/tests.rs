//! Random lists of events, against a count of days one by one.

use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;

/// So many days after the first event every deadline of these lists is over.
const LONGEST: i64 = 800;

/// What is due, and how far it has come by the end of a day.
#[derive(Clone, Copy)]
struct Count {
    due: CaseTerm,
    start: Date,
    limit: Option<Limit>,
    runs: bool,
    elapsed: i64,
    working: i64,
    half: Option<Date>,
    over: Option<Date>,
}

impl Count {
    fn from(event: &CaseEvent, start: Date) -> Self {
        let (due, limit) = (event.term(), limit_of(event));
        Self { due, start, limit, runs: true, elapsed: 0, working: 0, half: None, over: None }
    }

    /// A day goes by.
    fn pass(&mut self, day: Date) {
        if self.runs && day > self.start {
            self.elapsed += 1;
            self.working += i64::from(Calendar::standard().is_working_day(day) == Some(true));
        }
    }

    fn turn(&mut self, event: &CaseEvent) {
        match event.action() {
            CaseAction::Pause => self.runs = false,
            CaseAction::Resume => self.runs = true,
            CaseAction::Reclassify => self.limit = limit_of(event),
            CaseAction::Extend => {
                let more = i64::from(event.limit_count);
                self.limit.iter_mut().for_each(|limit| limit.count += more);
            }
            _ => {}
        }
    }

    /// What is reached by the end of a day stays reached.
    fn look(&mut self, day: Date) {
        let Some(Limit { count, days }) = self.limit else { return };
        let elapsed = if days == Days::Calendar { self.elapsed } else { self.working };
        if elapsed >= (count + 1) / 2 {
            self.half.get_or_insert(day);
        }
        if elapsed >= count {
            self.over.get_or_insert(day);
        }
    }
}

/// The deadlines, by a walk through all days.
fn one_by_one(stage: CaseStage, events: &[(Date, CaseEvent)]) -> Deadlines {
    let (mut first, mut open): (Option<Count>, Option<Count>) = (None, None);
    let (mut is_concluded, mut urged) = (false, None);
    let start = events[0].0;
    for day in calendar::days(start, start.saturating_add(LONGEST.days())) {
        first.iter_mut().chain(&mut open).for_each(|count| count.pass(day));
        for (_, event) in events.iter().filter(|(at, _)| *at == day) {
            match event.action() {
                CaseAction::Urge => urged = Some(day),
                CaseAction::Assign | CaseAction::Reopen => urged = None,
                _ => {}
            }
            if event.term() != CaseTerm::Unspecified {
                open = Some(Count::from(event, day));
                if event.term() == CaseTerm::Handle && first.is_none() {
                    first = open;
                }
                continue;
            }
            let counts = first.iter_mut().filter(|_| !is_concluded).chain(&mut open);
            counts.for_each(|count| count.turn(event));
            if END.contains(&event.action()) {
                open = None;
                is_concluded |= first.is_some();
            }
        }
        first.iter_mut().chain(&mut open).for_each(|count| count.look(day));
    }
    let waits = matches!(stage, CaseStage::Accepted | CaseStage::Assigned);
    let behind = match open {
        Some(_) if stage == CaseStage::Supervised => urged,
        Some(count) if count.due == CaseTerm::Handle && waits => match (count.half, urged) {
            (Some(half), Some(urged)) => Some(half.min(urged)),
            (half, urged) => half.or(urged),
        },
        _ => None,
    };
    Deadlines {
        first: first.and_then(|count| count.over),
        open: open.and_then(|count| count.over),
        behind,
        // These lists end before the calendar does.
        lacking: None,
    }
}

/// The acts after which nothing is due.
const END: [CaseAction; 7] = [
    CaseAction::Refuse,
    CaseAction::Transfer,
    CaseAction::Conclude,
    CaseAction::Discontinue,
    CaseAction::Answer,
    CaseAction::Merge,
    CaseAction::Archive,
];

/// The acts that begin something, and what.
const BEGINNINGS: [(CaseAction, CaseTerm); 5] = [
    (CaseAction::Register, CaseTerm::Decide),
    (CaseAction::Accept, CaseTerm::Handle),
    (CaseAction::Receive, CaseTerm::Inform),
    (CaseAction::Recheck, CaseTerm::Recheck),
    (CaseAction::Reopen, CaseTerm::Handle),
];

fn any_beginning() -> impl Strategy<Value = (CaseAction, CaseTerm)> {
    prop::sample::select(BEGINNINGS.to_vec())
}

fn any_act() -> impl Strategy<Value = (CaseAction, CaseTerm)> {
    use CaseAction::{Assign, Extend, Pause, Reclassify, Resume, Urge};
    let turns = vec![Pause, Resume, Extend, Reclassify, Urge, Assign];
    let none = |action| (action, CaseTerm::Unspecified);
    prop_oneof![
        1 => any_beginning(),
        4 => prop::sample::select(turns).prop_map(none),
        1 => prop::sample::select(END.to_vec()).prop_map(none),
    ]
}

prop_compose! {
    /// An act with a limit, of which some set none, or by so many days more.
    fn event((action, term): (CaseAction, CaseTerm))(
        count in 1..90_i32,
        is_set in prop::bool::weighted(0.9),
        in_working_days in any::<bool>(),
    ) -> CaseEvent {
        let kind = if in_working_days { DayKind::Working } else { DayKind::Calendar };
        let limit_count = match action {
            CaseAction::Extend => count % 30 + 1,
            _ if term == CaseTerm::Unspecified && action != CaseAction::Reclassify => 0,
            _ => if is_set { count } else { 0 },
        };
        CaseEvent {
            action: action.into(),
            term: term.into(),
            limit_count,
            limit_kind: kind.into(),
            ..CaseEvent::default()
        }
    }
}

prop_compose! {
    /// A case that begins with something due, and up to eight acts within its first months.
    fn any_events()(
        start in (0..900_i64).prop_map(|days| date(2022, 1, 1).saturating_add(days.days())),
        first in any_beginning().prop_flat_map(event),
        rest in prop::collection::vec((0..120_i64, any_act().prop_flat_map(event)), 0..8),
    ) -> Vec<(Date, CaseEvent)> {
        let mut days: Vec<i64> = rest.iter().map(|(day, _)| *day).collect();
        days.sort_unstable();
        let rest = days.into_iter().zip(rest).map(|(days, (_, event))| {
            (start.saturating_add(days.days()), event)
        });
        let dated = |(day, event): (Date, CaseEvent)| {
            (day, CaseEvent { date: day.to_string(), ..event })
        };
        std::iter::once((start, first)).chain(rest).map(dated).collect()
    }
}

/// What begins on a day and is due within ten working days.
fn working(day: &str) -> CaseEvent {
    CaseEvent {
        action: CaseAction::Accept.into(),
        date: day.to_owned(),
        term: CaseTerm::Handle.into(),
        limit_count: 10,
        limit_kind: DayKind::Working.into(),
        ..CaseEvent::default()
    }
}

#[test]
fn a_deadline_in_a_year_without_a_calendar_says_so_and_names_its_notices() {
    let calendar = Calendar::standard();
    let (known, unknown) = (working("2026-11-27"), working("2026-12-25"));
    let of = |events: &[CaseEvent]| standing(calendar, events);
    let told = of(std::slice::from_ref(&known));
    assert_eq!((told.state, told.due), (DueState::Dated, Some(date(2026, 12, 11))));
    assert_eq!(told.notices, ["国办发明电〔2025〕7号"]);
    let told = of(std::slice::from_ref(&unknown));
    assert_eq!((told.state, told.due), (DueState::CalendarMissing, None));
    assert_eq!(told.lacking, Some(date(2027, 1, 1)));
    let stage = CaseStage::Handling;
    assert_eq!(deadlines(calendar, stage, &[unknown]).lacking, Some(date(2027, 1, 1)));
    assert_eq!(deadlines(calendar, stage, std::slice::from_ref(&known)).lacking, None);
    let act = |action: CaseAction| CaseEvent {
        action: action.into(),
        date: "2026-11-30".to_owned(),
        ..CaseEvent::default()
    };
    let told = of(&[known.clone(), act(CaseAction::Pause)]);
    assert_eq!((told.state, told.notices), (DueState::Paused, Vec::new()));
    assert_eq!(of(&[known.clone(), act(CaseAction::Conclude)]).state, DueState::NothingDue);
    assert_eq!(of(&[known, act(CaseAction::Reclassify)]).state, DueState::Unlimited);
    let calendar_days = CaseEvent { limit_kind: DayKind::Calendar.into(), ..working("2026-12-25") };
    let told = of(&[calendar_days]);
    assert_eq!((told.due, told.notices), (Some(date(2027, 1, 4)), Vec::new()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn the_deadlines_of_a_case_are_those_of_its_days_counted_one_by_one(
        events in any_events(),
        stage in prop::sample::select(vec![
            CaseStage::Accepted,
            CaseStage::Assigned,
            CaseStage::Supervised,
            CaseStage::Handling,
        ]),
    ) {
        let listed: Vec<CaseEvent> = events.iter().map(|(_, event)| event.clone()).collect();
        let told = deadlines(Calendar::standard(), stage, &listed);
        prop_assert_eq!(told, one_by_one(stage, &events));
        let running = running(&listed).is_some();
        prop_assert_eq!(running, open_due(Calendar::standard(), &listed).is_some());
    }
}
