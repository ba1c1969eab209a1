//! The years of the standard calendar, and calendars that are refused.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

/// The working days of each month, January first.
const MONTHS: [(i16, [i64; 12]); 5] = [
    (2022, [21, 16, 23, 21, 20, 21, 21, 23, 21, 18, 22, 22]),
    (2023, [18, 20, 23, 20, 21, 21, 21, 23, 20, 19, 22, 21]),
    (2024, [22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22]),
    (2025, [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23]),
    (2026, [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]),
];

/// The working days of each year.
const YEARS: [(i16, i64); 5] = [(2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)];

#[test]
fn every_month_has_its_working_days() {
    let calendar = Calendar::standard();
    for (year, months) in MONTHS {
        for (month, expected) in (1..).zip(months) {
            let first = date(year, month, 1);
            let counted = calendar.working_days(first, first.last_of_month());
            assert_eq!(counted, Some(expected), "{year}-{month}");
        }
    }
}

#[test]
fn every_year_has_its_working_days() {
    let calendar = Calendar::standard();
    for (year, expected) in YEARS {
        let (first, last) = (date(year, 1, 1), date(year, 12, 31));
        assert_eq!(calendar.working_days(first, last), Some(expected), "{year}");
        let rest = calendar.rest_days(first, last).count();
        assert_eq!(rest, usize::from(first.days_in_year().unsigned_abs()) - expected as usize);
    }
}

#[test]
fn a_day_is_what_its_notice_says() {
    let table = [
        (date(2022, 12, 31), false),
        (date(2023, 1, 2), false),
        (date(2023, 1, 3), true),
        (date(2023, 1, 28), true),
        (date(2023, 10, 6), false),
        (date(2023, 10, 14), false),
        (date(2024, 2, 9), true),
        (date(2024, 2, 10), false),
        (date(2024, 10, 12), true),
        (date(2026, 2, 28), true),
    ];
    let calendar = Calendar::standard();
    for (day, is_working) in table {
        assert_eq!(calendar.is_working_day(day), Some(is_working), "{day}");
    }
}

#[test]
fn the_years_of_a_period_name_their_notices_in_order() {
    let calendar = Calendar::standard();
    let of = |first, last| calendar.notices(first, last);
    assert_eq!(of(date(2023, 3, 1), date(2023, 3, 2)), ["国办发明电〔2022〕16号"]);
    let both = ["国办发明电〔2022〕16号", "国办发明电〔2023〕7号"];
    assert_eq!(of(date(2023, 12, 29), date(2024, 1, 9)), both);
    assert_eq!(of(date(2024, 1, 9), date(2023, 12, 29)), [""; 0]);
    assert_eq!(of(date(2027, 1, 4), date(2027, 1, 9)), [""; 0]);
}

#[test]
fn the_first_unknown_day_is_told_from_any_day_on() {
    let calendar = Calendar::standard();
    assert_eq!(calendar.unknown_from(date(2023, 4, 3)), date(2027, 1, 1));
    assert_eq!(calendar.unknown_from(date(2026, 12, 31)), date(2027, 1, 1));
    assert_eq!(calendar.unknown_from(date(2027, 5, 6)), date(2027, 5, 6));
    assert_eq!(calendar.unknown_from(date(2021, 5, 6)), date(2021, 5, 6));
    assert_eq!(calendar.unknown_from(Date::MAX), Date::MAX);
}

#[test]
fn a_make_up_day_falls_on_a_weekend() {
    for (day, arranged) in &Calendar::standard().days {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        assert!(!arranged || weekend, "{day}");
    }
}

#[test]
fn a_year_without_a_notice_is_unknown() {
    let calendar = Calendar::standard();
    assert_eq!(calendar.is_working_day(date(2021, 12, 31)), None);
    assert_eq!(calendar.is_working_day(date(2027, 1, 4)), None);
    assert_eq!(calendar.working_days(date(2026, 12, 31), date(2027, 1, 1)), None);
    assert_eq!(calendar.working_days(Date::MIN, Date::MAX), None);
    assert_eq!(calendar.working_days(date(2023, 2, 1), date(2023, 1, 1)), Some(0));
    assert_eq!(Calendar::default().is_working_day(date(2023, 1, 3)), None);
}

#[test]
fn a_period_of_grace_passes_over_days_of_rest() {
    let calendar = Calendar::standard();
    let table = [
        (date(2023, 9, 28), 3, Some(date(2023, 10, 9))),
        (date(2023, 9, 28), 0, Some(date(2023, 9, 28))),
        (date(2023, 1, 20), 1, Some(date(2023, 1, 28))),
        (date(2026, 12, 30), 1, Some(date(2026, 12, 31))),
        (date(2026, 12, 30), 2, None),
    ];
    for (day, count, expected) in table {
        assert_eq!(calendar.working_day_after(day, count), expected, "{day} {count}");
    }
    assert_eq!(calendar.working_day_after(Date::MAX, 1), None);
}

#[test]
fn a_calendar_of_another_form_is_refused_with_its_line() {
    let table = [
        ("", 1, Problem::Header),
        ("day,kind", 1, Problem::Header),
        ("year,day,kind,notice\n2023,2023-01-01,rest", 2, Problem::Columns),
        ("year,day,kind,notice\n\n", 2, Problem::Columns),
        ("year,day,kind,notice\nx,2023-01-01,rest,", 2, Problem::Year),
        ("year,day,kind,notice\n2023,2023-02-29,rest,", 2, Problem::Day),
        ("year,day,kind,notice\n2023,20230101,rest,", 2, Problem::Day),
        ("year,day,kind,notice\n2023,2024-01-01,rest,", 2, Problem::Day),
        ("year,day,kind,notice\n2023,2023-01-01,off,", 2, Problem::Kind),
        (
            "year,day,kind,notice\n2023,2023-01-01,rest,\n2023,2023-01-01,work,",
            3,
            Problem::Repeated,
        ),
    ];
    for (text, line, problem) in table {
        assert_eq!(Calendar::parse(text), Err(Fault { line, problem }), "{text}");
    }
    let fault = Fault { line: 2, problem: Problem::Kind };
    assert_eq!(fault.to_string(), "line 2 of the calendar: the kind should be rest or work");
}

#[test]
fn a_notice_without_a_number_is_allowed() {
    let text = "year,day,kind,notice\r\n2027,2027-01-01,rest,\r\n";
    let calendar = Calendar::parse(text).expect("the text is a calendar");
    assert_eq!(calendar.notices(date(2027, 1, 1), date(2027, 1, 1)), [""; 0]);
    assert_eq!(calendar.is_working_day(date(2027, 1, 1)), Some(false));
    assert_eq!(calendar.is_working_day(date(2027, 1, 4)), Some(true));
}

fn any_known_day() -> impl Strategy<Value = Date> {
    (2022..=2026_i16, 1..=12_i8, 1..=28_i8).prop_map(|(year, month, day)| date(year, month, day))
}

proptest! {
    #[test]
    fn working_days_and_days_of_rest_make_up_the_period(
        a in any_known_day(),
        b in any_known_day(),
    ) {
        let (first, last) = (a.min(b), a.max(b));
        let calendar = Calendar::standard();
        let working = calendar.working_days(first, last).expect("the years are known");
        let rest = calendar.rest_days(first, last).count();
        let all = (last - first).get_days() + 1;
        prop_assert_eq!(usize::try_from(working)? + rest, usize::try_from(all)?);
    }

    #[test]
    fn a_period_of_grace_holds_its_count_of_working_days(
        day in any_known_day(),
        count in 1..9_u32,
    ) {
        let calendar = Calendar::standard();
        if let Some(end) = calendar.working_day_after(day, count) {
            let passed = calendar.working_days(day.tomorrow()?, end);
            prop_assert_eq!(passed, Some(i64::from(count)));
            prop_assert_eq!(calendar.is_working_day(end), Some(true));
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "(year,day,kind,notice\n)?([0-9,restwok\n-]|\\PC)*") {
        let _ = Calendar::parse(&text);
    }
}
