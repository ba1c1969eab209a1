//! Single months by hand, and every period against a count of half-days one by one.

use std::collections::BTreeMap;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn days(first: Date, last: Date) -> Days {
    Days { first, last }
}

fn february() -> Days {
    days(date(2023, 2, 1), date(2023, 2, 28))
}

/// The saturation over February 2023, which has 20 working days.
fn in_february(employed: Days, leaves: &[Leave], logged: &[Date]) -> (i64, i64) {
    let logged = logged.iter().copied().collect();
    let attendance = Attendance { employed, leaves, swaps: &[], logged: &logged };
    let saturation = Saturation::of(Calendar::standard(), february(), &attendance)
        .expect("the calendar knows 2023");
    (saturation.valid_halves, saturation.required_halves)
}

#[test]
fn a_log_fills_its_own_day_and_no_other() {
    let employed = Days::new(date(2020, 1, 1), None);
    let week = [date(2023, 2, 6), date(2023, 2, 7)];
    assert_eq!(in_february(employed, &[], &[]), (0, 40));
    assert_eq!(in_february(employed, &[], &week), (4, 40));
    let weekend = [date(2023, 2, 4), date(2023, 2, 5), date(2023, 1, 31), date(2023, 3, 1)];
    assert_eq!(in_february(employed, &[], &weekend), (0, 40));
}

#[test]
fn a_log_is_due_on_a_make_up_day_and_not_on_a_holiday() {
    let period = days(date(2023, 9, 28), date(2023, 10, 8));
    let logged = period.iter().collect();
    let attendance = Attendance { employed: period, leaves: &[], swaps: &[], logged: &logged };
    let saturation = Saturation::of(Calendar::standard(), period, &attendance);
    let three_days = Saturation { valid_halves: 6, required_halves: 6 };
    assert_eq!(saturation, Some(three_days));
}

#[test]
fn leave_lowers_what_is_required_by_halves() {
    let employed = Days::new(date(2020, 1, 1), None);
    let monday = days(date(2023, 2, 6), date(2023, 2, 6));
    let from_friday = days(date(2023, 2, 10), date(2023, 2, 13));
    let whole = |days| Leave { days, is_half: false };
    let half = |days| Leave { days, is_half: true };
    let table: [(&[Leave], (i64, i64)); 6] = [
        (&[whole(monday)], (0, 38)),
        (&[half(monday)], (1, 39)),
        (&[half(monday), half(monday)], (0, 38)),
        (&[half(monday), whole(monday)], (0, 38)),
        (&[whole(from_friday)], (2, 36)),
        (&[whole(days(date(2023, 2, 7), date(2023, 2, 6)))], (2, 40)),
    ];
    for (leaves, expected) in table {
        assert_eq!(in_february(employed, leaves, &[date(2023, 2, 6)]), expected, "{leaves:?}");
    }
}

#[test]
fn a_shift_swap_moves_what_is_required_to_another_day() {
    let (employed, february) = (Days::new(date(2020, 1, 1), None), february());
    let (monday, saturday) = (date(2023, 2, 6), date(2023, 2, 11));
    let within = Swap { off: monday, work: saturday };
    let out = Swap { off: monday, work: date(2023, 3, 4) };
    let into = Swap { off: date(2023, 3, 6), work: saturday };
    let half = [Leave { days: days(saturday, saturday), is_half: true }];
    let over = |swaps: &[Swap], leaves: &[Leave], logged: &[Date]| {
        let logged = logged.iter().copied().collect();
        let attendance = Attendance { employed, leaves, swaps, logged: &logged };
        let saturation = Saturation::of(Calendar::standard(), february, &attendance);
        saturation.map(|one| (one.valid_halves, one.required_halves))
    };
    let both = [monday, saturday];
    assert_eq!(over(&[], &[], &both), Some((2, 40)));
    assert_eq!(over(&[within], &[], &both), Some((2, 40)));
    assert_eq!(over(&[within], &[], &[saturday]), Some((2, 40)), "the day that was worked counts");
    assert_eq!(over(&[within], &[], &[monday]), Some((0, 40)), "the day that was off does not");
    assert_eq!(over(&[out], &[], &both), Some((0, 38)));
    assert_eq!(over(&[into], &[], &both), Some((4, 42)));
    assert_eq!(over(&[within], &half, &both), Some((1, 39)));
}

#[test]
fn days_outside_the_post_are_not_required() {
    let joined = Days::new(date(2023, 2, 20), None);
    assert_eq!(in_february(joined, &[], &[date(2023, 2, 17)]), (0, 14));
    let left = Days::new(date(2020, 1, 1), Some(date(2023, 2, 3)));
    assert_eq!(in_february(left, &[], &[]), (0, 6));
    let gone = Days::new(date(2020, 1, 1), Some(date(2023, 1, 31)));
    assert_eq!(in_february(gone, &[], &[]), (0, 0));
}

#[test]
fn a_year_that_the_calendar_does_not_know_gives_no_saturation() {
    let period = days(date(2026, 12, 1), date(2027, 1, 31));
    let logged = BTreeSet::new();
    let over = |employed| {
        let attendance = Attendance { employed, leaves: &[], swaps: &[], logged: &logged };
        Saturation::of(Calendar::standard(), period, &attendance)
    };
    assert_eq!(over(Days::new(date(2020, 1, 1), None)), None);
    let until_december = Days::new(date(2020, 1, 1), Some(date(2026, 12, 31)));
    assert_eq!(over(until_december).map(|s| s.required_halves), Some(46));
}

#[test]
fn the_threshold_is_strict_and_compared_unrounded() {
    let table = [(213, 236, false), (212, 236, true), (9, 10, false), (0, 0, false), (0, 1, true)];
    for (valid, required, below) in table {
        let saturation = Saturation { valid_halves: valid * 2, required_halves: required * 2 };
        assert_eq!(saturation.below(THRESHOLD_PERCENT), below, "{valid} of {required}");
    }
}

#[test]
fn a_person_with_fewer_than_20_required_days_is_not_ranked() {
    for (required_halves, ranked) in [(40, true), (39, false), (0, false)] {
        let saturation = Saturation { valid_halves: 0, required_halves };
        assert_eq!(saturation.is_ranked(MINIMUM_DAYS), ranked, "{required_halves}");
    }
}

#[test]
fn the_percentage_is_an_exact_fraction() {
    let saturation = Saturation { valid_halves: 426, required_halves: 472 };
    assert_eq!(saturation.percent(), Some((42_600, 472)));
    assert_eq!(Saturation::default().percent(), None);
}

#[test]
fn a_unit_is_the_sum_of_its_persons() {
    let persons = [(10, 10), (0, 90)];
    let unit: Saturation = persons
        .map(|(valid_halves, required_halves)| Saturation { valid_halves, required_halves })
        .into_iter()
        .sum();
    assert_eq!(unit, Saturation { valid_halves: 10, required_halves: 100 });
}

/// Counts half-days one by one: all of them are due, leaves strike them out, the rest is counted.
fn counted(period: Days, attendance: &Attendance<'_>) -> Saturation {
    let calendar = Calendar::standard();
    let rest: BTreeSet<_> = calendar.rest_days(period.first, period.last).collect();
    let mut due: BTreeMap<Date, Vec<()>> = BTreeMap::new();
    for day in period.iter().filter(|day| !rest.contains(day)) {
        if attendance.employed.first <= day && day <= attendance.employed.last {
            due.insert(day, vec![(), ()]);
        }
    }
    // A working day off is struck out whole; a day of rest in the post is put in whole.
    for swap in attendance.swaps {
        due.remove(&swap.off);
        if attendance.employed.contains(swap.work) && period.contains(swap.work) {
            due.insert(swap.work, vec![(), ()]);
        }
    }
    for leave in attendance.leaves {
        for day in leave.days.iter() {
            if let Some(halves) = due.get_mut(&day) {
                halves.pop();
                if !leave.is_half {
                    halves.clear();
                }
            }
        }
    }
    let halves = |days: &mut dyn Iterator<Item = &Vec<()>>| days.map(|d| d.len() as i64).sum();
    let logged = &attendance.logged;
    Saturation {
        valid_halves: halves(
            &mut due.iter().filter(|(day, _)| logged.contains(day)).map(|(_, halves)| halves),
        ),
        required_halves: halves(&mut due.values()),
    }
}

fn any_day() -> impl Strategy<Value = Date> {
    (1..=12_i8, 1..=28_i8).prop_map(|(month, day)| date(2023, month, day))
}

fn any_days() -> impl Strategy<Value = Days> {
    (any_day(), any_day()).prop_map(|(first, last)| days(first, last))
}

fn any_leaves() -> impl Strategy<Value = Vec<Leave>> {
    let leave = (any_day(), 0..9_i8, any::<bool>()).prop_map(|(first, length, is_half)| {
        let last = first.saturating_add(jiff::Span::new().days(length));
        Leave { days: days(first, last), is_half }
    });
    prop::collection::vec(leave, 0..8)
}

/// Swaps of a working day for a day of rest.
fn any_swaps() -> impl Strategy<Value = Vec<Swap>> {
    let works = |day: &Date| Calendar::standard().is_working_day(*day) == Some(true);
    let off = any_day().prop_filter("a working day", works);
    let work = any_day().prop_filter("a day of rest", move |day| !works(day));
    prop::collection::vec((off, work).prop_map(|(off, work)| Swap { off, work }), 0..12)
}

proptest! {
    #[test]
    fn every_period_agrees_with_a_count_of_half_days(
        period in any_days(),
        employed in any_days(),
        leaves in any_leaves(),
        swaps in any_swaps(),
        logged in prop::collection::btree_set(any_day(), 0..200),
    ) {
        let attendance = Attendance { employed, leaves: &leaves, swaps: &swaps, logged: &logged };
        let saturation = Saturation::of(Calendar::standard(), period, &attendance);
        prop_assert_eq!(saturation, Some(counted(period, &attendance)));
    }

    #[test]
    fn a_log_for_every_day_fills_the_period_and_parts_add_up(
        employed in any_days(),
        leaves in any_leaves(),
        swaps in any_swaps(),
        cut in any_day(),
    ) {
        let year = days(date(2023, 1, 1), date(2023, 12, 31));
        let logged = year.iter().collect();
        let attendance = Attendance { employed, leaves: &leaves, swaps: &swaps, logged: &logged };
        let over = |period| Saturation::of(Calendar::standard(), period, &attendance);
        let whole = over(year).expect("the calendar knows 2023");
        prop_assert_eq!(whole.valid_halves, whole.required_halves);
        prop_assert!(!whole.below(100));
        let parts = [over(days(year.first, cut)), over(days(cut.tomorrow()?, year.last))];
        prop_assert_eq!(parts.into_iter().flatten().sum::<Saturation>(), whole);
    }

    #[test]
    fn no_saturation_makes_it_panic(valid_halves: i64, required_halves: i64, parameter: i64) {
        let saturation = Saturation { valid_halves, required_halves };
        let _ = (saturation.below(parameter), saturation.is_ranked(parameter));
        let _ = saturation.percent();
        let _: Saturation = [saturation, saturation].into_iter().sum();
    }
}
