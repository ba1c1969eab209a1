//! What was due and what came of it, read one period and one record at a time.

use ::ledger::Books;
use ::ledger::collection::{Every, Expects, NilReturn, Obligation};
use ::ledger::divisions::Divisions;
use ::ledger::figures::Step;
use ::ledger::figures::exact::Exact;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use prost::Message;
use proto::figure::v1::Scope;

use super::plain::{Record, World};
use super::random::{Draw, enter};
use crate::desk::COUNTY;

/// Reports zero for some periods of each kind that is owed.
pub async fn fill(books: &Books, world: &mut World, draw: &mut Draw) {
    let Some(kind) = books.kinds.short("NilReturn").cloned() else { return };
    let mut drawn = Vec::new();
    for owed in books.obligations.iter() {
        for (first, last) in periods(owed, 2022..2024).into_iter().filter(|_| draw.one_in(2)) {
            let zero = NilReturn {
                kind: owed.kind.table.clone(),
                division: COUNTY.to_owned(),
                first_date: first.to_string(),
                last_date: last.to_string(),
                ..NilReturn::default()
            };
            drawn.push(kind.accept(&zero.encode_to_vec()).expect("a nil return"));
        }
    }
    enter(books, world, draw, &kind, drawn).await;
}

/// How many of the returns due in a scope reach a step.
pub fn value(world: &World, step: Step, scope: &Scope) -> Option<Exact> {
    if scope.division.len() > COUNTY.len() {
        return None;
    }
    let mut count = 0;
    for owed in &world.obligations {
        for (first, last) in periods(owed, 2021..2026) {
            let due = last + owed.due_days.days();
            if scope.first_date <= due.to_string() && due.to_string() <= scope.last_date {
                count += i128::from(reaches(world, owed, (first, last), due, step));
            }
        }
    }
    Some(Exact::from_integer(count))
}

fn periods(owed: &Obligation, years: std::ops::Range<i16>) -> Vec<(Date, Date)> {
    let months = match owed.every {
        Every::Month => 1,
        Every::Quarter => 3,
        Every::Year => 12,
    };
    let firsts = years.flat_map(|year| (1..=12).step_by(months).map(move |m| date(year, m, 1)));
    let last = |first: Date| (first + (months as i32 - 1).months()).last_of_month();
    firsts.map(|first| (first, last(first))).collect()
}

fn reaches(
    world: &World,
    owed: &Obligation,
    (first, last): (Date, Date),
    due: Date,
    step: Step,
) -> bool {
    let of = |table: &str| world.records.get(table).into_iter().flatten().collect::<Vec<_>>();
    let inside = |record: &&Record| {
        let day = |field: &str| record.text(field).parse::<Date>().expect("a day");
        let until = day(owed.until.as_ref().unwrap_or(&owed.date));
        first <= until && day(&owed.date) <= last
    };
    let came: Vec<&Record> = of(&owed.kind.table).into_iter().filter(inside).collect();
    let wanted = match owed.expects {
        Expects::One => 1,
        Expects::Records(count) => usize::from(count),
        Expects::Days => usize::try_from(first.until(last).expect("days").get_days()).unwrap() + 1,
        Expects::Townships => {
            let all = Divisions::standard().townships(COUNTY);
            all.filter(|(code, _)| code[6..].parse::<i32>().expect("a number") < 400).count()
        }
    };
    let about = |zero: &&Record| {
        zero.text("kind") == owed.kind.table && zero.text("first_date") == first.to_string()
    };
    let zero = of("nil_return").into_iter().find(about).filter(|_| came.is_empty());
    let whole = came.len() >= wanted;
    // All of it was entered while the test ran.
    let now = jiff::tz::offset(8).to_datetime(jiff::Timestamp::now());
    let in_time = now.date() <= due;
    match (step, zero) {
        (Step::Expected, _) => true,
        (Step::Received, zero) => whole || zero.is_some(),
        (Step::OnTime, zero) => in_time && (whole || zero.is_some()),
        (Step::Verified, Some(zero)) => zero.counts,
        (Step::Verified, None) => whole && came.iter().all(|record| record.counts),
    }
}
