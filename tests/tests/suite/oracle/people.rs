//! Plain twins: the saturation of work logs, day by day, and the share of cases concluded.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Calendar;
use jiff::civil::Date;
use proto::cadre::v1::CheckOutcome;
use proto::figure::v1::Scope;

use super::codes::{Sums, is, number};
use super::plain::{Record, World};

/// Logs handed in so many working days late still count, where no parameter says otherwise.
const GRACE_DAYS: i128 = 3;

fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

fn days_of(record: &Record) -> (Date, Date) {
    let first = day(&record.text("first_date")).expect("a first day");
    (first, day(&record.text("last_date")).unwrap_or(Date::MAX))
}

/// The days of each cadre that have a log that counts: in time, and not failed in a check.
fn logged(world: &World) -> BTreeMap<String, BTreeSet<Date>> {
    let failed: BTreeSet<String> = world
        .counting("log_check")
        .filter(|check| is(check, "outcome", CheckOutcome::Failed.into()))
        .filter(|check| !check.text("sample_id").is_empty())
        .map(|check| check.text("log_id"))
        .collect();
    let mut logged: BTreeMap<String, BTreeSet<Date>> = BTreeMap::new();
    for log in world.counting("work_log") {
        if number(log, "delay_days") <= GRACE_DAYS && !failed.contains(&log.id) {
            let date = day(&log.text("date")).expect("a day");
            logged.entry(log.text("cadre_id")).or_default().insert(date);
        }
    }
    logged
}

/// Whether somebody with these shift swaps works on a day.
fn works(swaps: &[&Record], date: Date) -> bool {
    let is_swapped = |field: &str| swaps.iter().any(|swap| day(&swap.text(field)) == Some(date));
    match Calendar::standard().is_working_day(date) {
        Some(true) => !is_swapped("off_date"),
        Some(false) => is_swapped("work_date"),
        None => false,
    }
}

/// Where a cadre is day by day, in service within a period: at the post that began last, else where
/// the cadre is registered.
fn places(world: &World, cadre: &Record, (first, last): (Date, Date)) -> BTreeMap<Date, String> {
    let posts = world.counting("post").filter(|post| post.text("cadre_id") == cadre.id);
    let posts: Vec<&Record> = posts.collect();
    let (from, to) = days_of(cadre);
    let days = first.series(jiff::ToSpan::day(1)).take_while(|date| *date <= last);
    let days = days.filter(|date| (from..=to).contains(date));
    let place = |date: Date| {
        let held = posts.iter().filter(|post| {
            let (from, to) = days_of(post);
            (from..=to).contains(&date)
        });
        held.max_by_key(|post| post.text("first_date")).unwrap_or(&cadre).text("division")
    };
    days.map(|date| (date, place(date))).collect()
}

/// Whether saturation is told of a place: one or two cadres must not follow from it, nor from the
/// county without it.
fn is_told(world: &World, scope: &Scope, period: (Date, Date)) -> bool {
    match scope.division.len() {
        ..=6 => return true,
        9 => {}
        _ => return false,
    }
    let mut cadres: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for cadre in world.counting("cadre") {
        for place in places(world, cadre, period).into_values() {
            let township = place.get(..9).unwrap_or(&place).to_owned();
            cadres.entry(township).or_default().insert(&cadre.id);
        }
    }
    let mut ordered: Vec<(usize, String)> =
        cadres.into_iter().map(|(place, cadres)| (cadres.len(), place)).collect();
    ordered.sort();
    // The fewest are left out, and others until those left out could each be three.
    let few = ordered.iter().filter(|(count, _)| *count < 3).count();
    let (mut left_out, mut sum) = (0, 0);
    while few > 0 && left_out < ordered.len() {
        if left_out >= few && left_out > 1 && sum >= left_out - 1 + 3 {
            break;
        }
        sum += ordered[left_out].0;
        left_out += 1;
    }
    !ordered[..left_out].iter().any(|(_, place)| *place == scope.division)
}

/// Half-days with a log, of the half-days that ask for one, cadre by cadre and day by day.
pub fn saturation(world: &World, scope: &Scope) -> Sums {
    let (first, last) = (day(&scope.first_date), day(&scope.last_date));
    let (first, last) = first.zip(last).expect("a period");
    if !is_told(world, scope, (first, last)) {
        return (None, None);
    }
    let logged = logged(world);
    let (mut valid, mut required) = (0, 0);
    for cadre in world.counting("cadre") {
        let leaves = world.counting("leave").filter(|leave| leave.text("cadre_id") == cadre.id);
        let leaves: Vec<_> =
            leaves.map(|leave| (days_of(leave), is(leave, "half_day", 1))).collect();
        let swaps = world.counting("shift_swap").filter(|swap| swap.text("cadre_id") == cadre.id);
        let swaps: Vec<&Record> = swaps.collect();
        for (date, place) in places(world, cadre, (first, last)) {
            if !place.starts_with(&scope.division) || !works(&swaps, date) {
                continue;
            }
            let away = leaves.iter().filter(|((from, to), _)| (*from..=*to).contains(&date));
            let away: i128 = away.map(|(_, half)| if *half { 1 } else { 2 }).sum();
            let due = 2 - away.min(2);
            let has_log = logged.get(&cadre.id).is_some_and(|days| days.contains(&date));
            required += due;
            valid += if has_log { due } else { 0 };
        }
    }
    (Some(valid), Some(required).filter(|required| *required > 0))
}

/// Cases concluded, of those pending at the start and accepted; returns follow one another.
pub fn closure_rate(world: &World, scope: &Scope) -> Sums {
    let mut returns: BTreeMap<String, &Record> = BTreeMap::new();
    for one in world.counting("discipline_return") {
        let (first, last) = (one.text("first_date"), one.text("last_date"));
        if first < scope.first_date || last > scope.last_date {
            continue;
        }
        // Of a quarter and its last month the month.
        let shorter = |other: &&Record| number(one, "months") < number(other, "months");
        if returns.get(&last).is_none_or(shorter) {
            returns.insert(last, one);
        }
    }
    let returns: Vec<&Record> = returns.into_values().collect();
    let begins = returns.first().is_some_and(|first| first.text("first_date") == scope.first_date);
    let follows = |pair: &[&Record]| {
        let ended = day(&pair[0].text("last_date")).and_then(|day| day.tomorrow().ok());
        ended == day(&pair[1].text("first_date"))
            && number(pair[0], "pending_end_count") == number(pair[1], "pending_start_count")
    };
    if !begins || !returns.windows(2).all(follows) {
        return (None, None);
    }
    let sum = |field: &str| -> i128 { returns.iter().map(|one| number(one, field)).sum() };
    (
        Some(sum("concluded_count")),
        Some(number(returns[0], "pending_start_count") + sum("accepted_count")),
    )
}
