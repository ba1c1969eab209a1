//! Single terms by hand, and random histories against a count of days one by one.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const MONTH: Option<Limit> = Some(Limit { count: 30, days: Days::Calendar });
const FORTNIGHT: Option<Limit> = Some(Limit { count: 10, days: Days::Working });

fn due(start: Date, limit: Option<Limit>, turns: &[(Date, Turn)]) -> Due {
    Term { start, limit, turns: turns.to_vec() }.due(Calendar::standard())
}

#[test]
fn the_first_day_is_not_counted() {
    assert_eq!(due(date(2023, 4, 3), MONTH, &[]), Due::On(date(2023, 5, 3)));
}

#[test]
fn working_days_pass_over_the_holidays_and_take_in_make_up_days() {
    // 2023-09-29 to 10-06 is rest, Saturday and Sunday 10-07 and 10-08 are worked.
    assert_eq!(due(date(2023, 9, 27), FORTNIGHT, &[]), Due::On(date(2023, 10, 17)));
}

#[test]
fn a_pause_moves_the_last_day_by_its_length() {
    let turns = [(date(2023, 4, 10), Turn::Pause), (date(2023, 4, 20), Turn::Resume)];
    assert_eq!(due(date(2023, 4, 3), MONTH, &turns), Due::On(date(2023, 5, 13)));
    assert_eq!(due(date(2023, 4, 3), MONTH, &turns[..1]), Due::Paused);
}

#[test]
fn a_last_day_that_is_reached_stays_whatever_comes_after() {
    let late = date(2023, 6, 1);
    for turn in [Turn::Pause, Turn::Extend(30), Turn::Limit(None), Turn::Limit(FORTNIGHT)] {
        let turns = [(late, turn)];
        assert_eq!(due(date(2023, 4, 3), MONTH, &turns), Due::On(date(2023, 5, 3)), "{turn:?}");
    }
}

#[test]
fn another_procedure_keeps_what_has_elapsed_and_makes_nobody_late_before_it() {
    let start = date(2023, 3, 1);
    let longer = Some(Limit { count: 60, days: Days::Calendar });
    let turns = [(date(2023, 3, 21), Turn::Limit(longer))];
    assert_eq!(due(start, MONTH, &turns), Due::On(date(2023, 4, 30)));
    // Fourteen working days have elapsed of ten: due on the day of the change.
    let turns = [(date(2023, 3, 21), Turn::Limit(FORTNIGHT))];
    assert_eq!(due(start, MONTH, &turns), Due::On(date(2023, 3, 21)));
}

#[test]
fn an_extension_on_the_last_day_comes_in_time() {
    let turns = [(date(2023, 5, 3), Turn::Extend(30))];
    assert_eq!(due(date(2023, 4, 3), MONTH, &turns), Due::On(date(2023, 6, 2)));
}

#[test]
fn half_of_a_term_is_over_on_its_fifteenth_day() {
    let term = Term { start: date(2023, 4, 3), limit: MONTH, turns: Vec::new() };
    assert_eq!(term.half(Calendar::standard()), Due::On(date(2023, 4, 18)));
}

#[test]
fn without_a_limit_or_a_calendar_there_is_no_last_day() {
    assert_eq!(due(date(2023, 4, 3), None, &[]), Due::Unlimited);
    assert_eq!(due(date(2026, 12, 25), FORTNIGHT, &[]), Due::Unknown);
    assert_eq!(due(date(2026, 12, 25), MONTH, &[]), Due::On(date(2027, 1, 24)));
}

/// Counts the days of a term one by one, up to a last one.
fn oracle(term: &Term, last: Date) -> Option<Date> {
    let calendar = Calendar::standard();
    let (mut elapsed, mut working) = (0, 0);
    let (mut limit, mut runs) = (term.limit, true);
    for day in calendar::days(term.start, last) {
        if day > term.start && runs {
            elapsed += 1;
            working += i64::from(calendar.is_working_day(day) == Some(true));
        }
        for (_, turn) in term.turns.iter().filter(|(at, _)| *at == day) {
            match *turn {
                Turn::Limit(other) => limit = other,
                Turn::Extend(more) => {
                    limit = limit.map(|limit| Limit { count: limit.count + more, ..limit });
                }
                Turn::Pause => runs = false,
                Turn::Resume => runs = true,
            }
        }
        let over = limit.is_some_and(|limit| match limit.days {
            Days::Calendar => elapsed >= limit.count,
            Days::Working => working >= limit.count,
        });
        if over {
            return Some(day);
        }
    }
    None
}

fn any_limit() -> impl Strategy<Value = Option<Limit>> {
    let days = prop_oneof![Just(Days::Calendar), Just(Days::Working)];
    prop::option::weighted(0.9, (1..90_i64, days).prop_map(|(count, days)| Limit { count, days }))
}

fn any_turn() -> impl Strategy<Value = Turn> {
    prop_oneof![
        any_limit().prop_map(Turn::Limit),
        (1..30_i64).prop_map(Turn::Extend),
        Just(Turn::Pause),
        Just(Turn::Resume),
    ]
}

prop_compose! {
    /// A term that begins within 2022 to 2024, with up to eight turns within its first months.
    fn any_term()(
        start in (0..1_000_i64).prop_map(|days| date(2022, 1, 1).saturating_add(days.days())),
        limit in any_limit(),
        turns in prop::collection::vec((0..120_i64, any_turn()), 0..8),
    ) -> Term {
        let mut turns: Vec<(Date, Turn)> = turns
            .into_iter()
            .map(|(days, turn)| (start.saturating_add(days.days()), turn))
            .collect();
        turns.sort_by_key(|(day, _)| *day);
        Term { start, limit, turns }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_term_ends_when_its_days_are_counted_one_by_one(term in any_term()) {
        let last = date(2026, 6, 30);
        let due = term.due(Calendar::standard());
        prop_assert_eq!(due.day(), oracle(&term, last), "{:?}", due);
    }

    #[test]
    fn what_happens_after_a_day_changes_nothing_before_it(term in any_term(), days in 0..200_i64) {
        let cutoff = term.start.saturating_add(days.days());
        let so_far = term.turns.iter().copied().filter(|(day, _)| *day <= cutoff).collect();
        let then = Term { turns: so_far, ..term.clone() }.due(Calendar::standard()).day();
        let now = term.due(Calendar::standard()).day();
        let by_cutoff = |due: Option<Date>| due.filter(|day| *day <= cutoff);
        prop_assert_eq!(by_cutoff(now), by_cutoff(then));
    }

    #[test]
    fn half_of_a_term_is_never_over_after_all_of_it(term in any_term()) {
        let (half, all) = (term.half(Calendar::standard()), term.due(Calendar::standard()));
        if let (Due::On(half), Due::On(all)) = (half, all) {
            prop_assert!(half <= all);
        }
    }
}
