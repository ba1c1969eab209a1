//! Plain twins of the measures that a declaration cannot say.

use std::collections::{BTreeMap, BTreeSet};

use ::ledger::divisions::Divisions;
use jiff::civil::Date;
use proto::ecology::v1 as ecology;
use proto::figure::v1::Scope;
use proto::industry::v1 as industry;
use proto::livelihood::v1 as livelihood;

use super::people;
use super::plain::{Record, World, last_year, same_end};

/// What is above the line and what is below it.
pub type Sums = (Option<i128>, Option<i128>);

/// The sums of a measure, by its name.
///
/// # Panics
/// For a measure that has no twin yet: whoever adds one writes it here as well.
pub fn sums(name: &str, world: &World, scope: &Scope) -> Sums {
    match name {
        "eco_townships" => eco_townships(world, scope),
        "fertilizer_reduction" => fertilizer_reduction(world, scope),
        "fertilizer_compared" => fertilizer_compared(world, scope),
        "landing_median" => median_days(world, scope, "project", ["sign_date", "land_date"]),
        "difficulty_median" => {
            median_days(world, scope, "difficulty", ["raise_date", "resolve_date"])
        }
        "saturation" => people::saturation(world, scope),
        "closure_rate" => people::closure_rate(world, scope),
        "growth_gap" => growth_gap(world, scope),
        "basic_ph_completion" => completion(world, scope, livelihood::ServiceProgramme::Basic),
        "major_ph_completion" => completion(world, scope, livelihood::ServiceProgramme::Major),
        "phase1_progress" => phase_progress(world, scope, 1),
        "phase2_progress" => phase_progress(world, scope, 2),
        _ => panic!("the measure {name} has no plain twin in the oracle"),
    }
}

/// The records of a table that count and lie in the division.
pub fn inside<'a>(
    world: &'a World,
    table: &str,
    scope: &'a Scope,
) -> impl Iterator<Item = &'a Record> {
    world.counting(table).filter(|record| record.inside(&scope.division))
}

pub fn number(record: &Record, field: &str) -> i128 {
    i128::from(record.cell(field).number().unwrap_or(0))
}

pub fn is(record: &Record, field: &str, value: i32) -> bool {
    record.cell(field).number() == Some(i64::from(value))
}

fn eco_townships(world: &World, scope: &Scope) -> Sums {
    let townships = Divisions::standard().townships(&scope.division);
    let townships: BTreeSet<_> =
        townships.filter(|(_, name)| name.ends_with(['镇', '乡'])).map(|(code, _)| code).collect();
    let last = scope.last_date.as_str();
    let titled = inside(world, "designation", scope).filter(|title| {
        let until = title.text("last_date");
        is(title, "scheme", ecology::Scheme::EcoTownship.into())
            && number(title, "level") >= i128::from(ecology::Level::Provincial as i32)
            && title.text("announce_date").as_str() <= last
            && (until.is_empty() || until.as_str() >= last)
    });
    let holders: BTreeSet<String> = titled.map(|title| title.text("holder_id")).collect();
    let held = townships.iter().filter(|code| holders.contains(**code)).count();
    let due = townships.len() as i128;
    (Some(held as i128), Some(due).filter(|due| *due > 0))
}

/// Nutrients and area by parcel of the season so many years before the last day.
fn season(world: &World, scope: &Scope, years: i32) -> BTreeMap<String, (i128, i128)> {
    let year: i32 = scope.last_date[..4].parse().expect("a year");
    let first = format!("{:04}-01-01", year - years);
    let uses = inside(world, "fertilizer_use", scope);
    let uses = uses.filter(|record| record.text("season_first_date") == first);
    uses.map(|record| {
        let amounts = (number(record, "nutrient_kg_x100"), number(record, "area_mu_x100"));
        (record.text("parcel"), amounts)
    })
    .collect()
}

fn fertilizer_reduction(world: &World, scope: &Scope) -> Sums {
    let (before, now) = (season(world, scope, 1), season(world, scope, 0));
    let (mut k0, mut a0, mut k1, mut a1) = (0, 0, 0, 0);
    for (parcel, (nutrient, area)) in &now {
        if let Some((nutrient_then, area_then)) = before.get(parcel) {
            (k0, a0, k1, a1) = (k0 + nutrient_then, a0 + area_then, k1 + nutrient, a1 + area);
        }
    }
    // (k0/a0 - k1/a1) / (k0/a0)
    if a0 > 0 && k0 * a1 > 0 { (Some(k0 * a1 - k1 * a0), Some(k0 * a1)) } else { (None, None) }
}

fn fertilizer_compared(world: &World, scope: &Scope) -> Sums {
    let (before, now) = (season(world, scope, 1), season(world, scope, 0));
    let both = now.iter().filter(|(parcel, _)| before.contains_key(*parcel));
    let compared: i128 = both.map(|(_, (_, area))| area).sum();
    let first = format!("{}-01-01", &scope.last_date[..4]);
    let zones = inside(world, "demonstration_zone", scope).filter(|zone| {
        zone.text("season_first_date") == first
            && is(zone, "type", ecology::ZoneType::FertilizerReduction.into())
    });
    let area: i128 = zones.map(|zone| number(zone, "area_mu_x100")).sum();
    (Some(compared), Some(area).filter(|area| *area > 0))
}

fn median_days(world: &World, scope: &Scope, table: &str, [from, to]: [&str; 2]) -> Sums {
    let days = inside(world, table, scope).filter_map(|record| {
        let to = record.text(to);
        if to < scope.first_date || to > scope.last_date {
            return None;
        }
        let (from, to): (Date, Date) = (record.text(from).parse().ok()?, to.parse().ok()?);
        Some(i128::from(from.until(to).ok()?.get_days()))
    });
    let mut days: Vec<_> = days.collect();
    days.sort_unstable();
    match (days.len(), days.len() / 2) {
        (0, _) => (None, None),
        (count, middle) if count % 2 == 0 => (Some(days[middle - 1] + days[middle]), Some(2)),
        (_, middle) => (Some(days[middle]), Some(1)),
    }
}

fn growth_gap(world: &World, scope: &Scope) -> Sums {
    // Trade is the county's, whatever part of it is asked for.
    let county = |division: &str| division.get(..6).unwrap_or(division).to_owned();
    let whole = Scope { division: county(&scope.division), ..scope.clone() };
    let between = |first: &str, last: &str| -> Vec<&Record> {
        let all = inside(world, "trade_bulletin", &whole);
        all.filter(|one| (first..=last).contains(&one.text("last_date").as_str())).collect()
    };
    let months = between(&scope.first_date, &scope.last_date);
    let Some(last) = months.iter().map(|month| month.text("last_date")).max() else {
        return (None, None);
    };
    let stated = inside(world, "trade_comparison", &whole).find(|one| {
        is(one, "flow", industry::TradeFlow::Total.into())
            && one.text("first_date") == scope.first_date
            && one.text("last_date") == last
    });
    let Some(stated) = stated else { return (None, None) };
    let sum =
        |records: &[&Record]| -> i128 { records.iter().map(|r| number(r, "value_fen")).sum() };
    let (now, then) =
        (sum(&months), sum(&between(&last_year(&scope.first_date), &same_end(&last))));
    if then <= 0 {
        return (None, None);
    }
    let stated = number(stated, "growth_x100");
    (Some((now - then) * 10_000 - stated * then), Some(then * 10_000))
}

fn completion(world: &World, scope: &Scope, programme: livelihood::ServiceProgramme) -> Sums {
    const ONE: i128 = 1_000_000_000_000_000;
    let last = scope.last_date.as_str();
    let items = inside(world, "service_target", scope).filter(|item| {
        is(item, "programme", programme.into())
            && item.text("first_date").as_str() <= last
            && item.text("last_date").as_str() >= last
    });
    let (mut reached, mut weights) = (0, 0);
    for item in items {
        let returns = world.counting("service_return").filter(|one| {
            let day = one.text("return_date");
            one.text("target_id") == item.id && day >= scope.first_date && day.as_str() <= last
        });
        let Some(latest) = returns.max_by_key(|one| one.text("return_date")) else {
            return (None, None);
        };
        let weight = item.cell("weight").number().map_or(1, i128::from);
        let target = number(item, "target");
        reached += weight * number(latest, "done").min(target) * ONE / target;
        weights += weight;
    }
    (Some(reached), Some(weights * ONE).filter(|below| *below > 0))
}

fn phase_progress(world: &World, scope: &Scope, phase: i64) -> Sums {
    let last = scope.last_date.as_str();
    let by_cutoff = |record: &&Record, field: &str| record.text(field).as_str() <= last;
    let phases: BTreeSet<_> = world
        .counting("housing_phase")
        .filter(|one| one.cell("number").number() == Some(phase))
        .map(|one| one.id.clone())
        .collect();
    let (mut done, mut due) = (0, 0);
    for project in inside(world, "housing_project", scope) {
        let listed = by_cutoff(&project, "approve_date");
        if !listed || !phases.contains(&project.text("phase_id")) {
            continue;
        }
        let of = |table: &'static str, day: &'static str| {
            let all = world.counting(table);
            let mine = all.filter(|one| one.text("project_id") == project.id);
            mine.filter(move |one| by_cutoff(one, day)).collect::<Vec<_>>()
        };
        let varied = of("variation", "approve_date");
        let varied: i128 = varied.iter().map(|one| number(one, "delta_fen")).sum();
        let contract = (number(project, "contract_fen") + varied).max(0);
        let measured = of("measurement", "measure_date");
        let measured = measured.into_iter().max_by_key(|one| one.text("measure_date"));
        done += measured.map_or(0, |one| number(one, "cumulative_fen")).clamp(0, contract);
        due += contract;
    }
    (Some(done), Some(due).filter(|due| *due > 0))
}
