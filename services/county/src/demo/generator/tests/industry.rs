//! Industry: rosters, titles, difficulties, trade, meetings.

mod environment;
mod opening_up;

use std::collections::BTreeMap;

use proto::industry::v1::{
    Designation, Difficulty, Direction, Engagement, EngagementType, Enterprise, Scheme, Topic,
    TradeBulletin, Vintage,
};

use super::super::{Batch, ResolutionPlan, SEED, industry};
use super::{are_keys, distinct, in_force, records};

/// Asserts every figure of this department.
pub fn assert_figures(seed: u64) {
    let batches = industry::batches(seed);
    assert_roster(&batches);
    assert_new_specialized(&batches);
    assert_difficulties(&batches, &industry::resolutions(seed));
    assert_trade(&batches);
    opening_up::assert_figures(&batches);
    environment::assert_figures(&batches);
}

#[test]
fn the_county_has_121_above_scale_enterprises_ten_of_them_new() {
    assert_roster(&industry::batches(SEED));
}

#[test]
fn nine_enterprises_are_newly_specialized_and_renewals_do_not_count() {
    assert_new_specialized(&industry::batches(SEED));
}

#[test]
fn in_2023_56_difficulties_of_21_enterprises_were_resolved_on_site() {
    assert_difficulties(&industry::batches(SEED), &industry::resolutions(SEED));
}

#[test]
fn trade_reaches_14_hundred_million_yuan_and_grew_by_12_percent() {
    assert_trade(&industry::batches(SEED));
}

#[test]
fn the_county_held_seven_symposiums_and_its_first_press_conference() {
    let engagements: Vec<Engagement> = records(&industry::batches(SEED));
    let symposiums = |year: &str| {
        let held = engagements.iter().filter(|one| one.hold_date.starts_with(year));
        held.filter(|one| one.r#type() == EngagementType::Symposium).count()
    };
    assert_eq!((symposiums("2022"), symposiums("2023")), (5, 7));
    let press: Vec<&Engagement> = engagements
        .iter()
        .filter(|one| one.r#type() == EngagementType::PressConference)
        .filter(|one| one.topic() == Topic::BusinessEnvironment)
        .collect();
    assert_eq!(press.len(), 1);
    assert!(press[0].hold_date.starts_with("2023"));
}

#[test]
fn every_record_has_a_key_of_its_own() {
    let batches = industry::batches(SEED);
    let designations: Vec<Designation> = records(&batches);
    let bulletins: Vec<TradeBulletin> = records(&batches);
    let engagements: Vec<Engagement> = records(&batches);
    let difficulties: Vec<Difficulty> = records(&batches);
    let keys = [
        designations
            .iter()
            .map(|one| {
                let holder = format!("{}{}", one.enterprise_id, one.place_code);
                format!("{}-{holder}-{}", one.scheme, one.first_date)
            })
            .collect(),
        bulletins.iter().map(|one| format!("{}-{}", one.first_date, one.direction)).collect(),
        engagements.into_iter().map(|one| one.code).collect(),
        difficulties.into_iter().map(|one| one.code).collect::<Vec<String>>(),
    ];
    assert!(keys.iter().all(|keys| are_keys(keys)));
}

fn assert_roster(batches: &[Batch]) {
    let enterprises: Vec<Enterprise> = records(batches);
    let classes: BTreeMap<String, String> =
        enterprises.into_iter().map(|one| (one.credit_code, one.industry_code)).collect();
    assert_eq!(classes.len(), 160);
    let designations: Vec<Designation> = records(batches);
    let roster: Vec<&Designation> =
        designations.iter().filter(|one| one.scheme() == Scheme::AboveScale).collect();
    for one in &roster {
        let class = &classes[&one.enterprise_id][..2];
        assert!(("06"..="46").contains(&class), "{class} is no industry");
    }
    let stock = |day| {
        let held = roster.iter().filter(|one| in_force(&one.first_date, &one.last_date, day));
        distinct(held.map(|one| &one.enterprise_id))
    };
    assert_eq!(["2022-12-31", "2023-12-08", "2023-12-31"].map(stock), [111, 121, 121]);
    let new = roster.iter().filter(|one| one.first_date.starts_with("2023"));
    assert_eq!(distinct(new.map(|one| &one.enterprise_id)), 10);
    assert_eq!(distinct(roster.iter().map(|one| &one.enterprise_id)), roster.len());
    assert!(roster.iter().all(|one| !one.last_date.starts_with("2023")));
}

fn assert_new_specialized(batches: &[Batch]) {
    let designations: Vec<Designation> = records(batches);
    let tiers = [Scheme::LittleGiant, Scheme::SpecializedSme];
    let in_2023: Vec<&Designation> = designations
        .iter()
        .filter(|one| tiers.contains(&one.scheme()) && one.announce_date.starts_with("2023"))
        .collect();
    let is_new = |one: &&&Designation| {
        !designations.iter().any(|other| {
            other.enterprise_id == one.enterprise_id
                && other.scheme == one.scheme
                && other.first_date < one.first_date
        })
    };
    let new: Vec<_> = in_2023.iter().filter(is_new).collect();
    assert_eq!(distinct(new.iter().map(|one| &one.enterprise_id)), 9);
    assert_eq!(new.len(), 10, "one enterprise enters both tiers");
    assert_eq!(in_2023.len() - new.len(), 4, "renewals");
}

fn assert_difficulties(batches: &[Batch], plans: &[ResolutionPlan]) {
    let difficulties: Vec<Difficulty> = records(batches);
    let raisers: BTreeMap<&str, &Difficulty> =
        difficulties.iter().map(|one| (&*one.code, one)).collect();
    let on_site = |year: &str, verified: bool| {
        let plans: Vec<_> = plans
            .iter()
            .filter(|plan| plan.on_site && plan.verified == verified)
            .filter(|plan| plan.resolve_date.starts_with(year))
            .collect();
        let enterprises = plans.iter().map(|plan| &raisers[&*plan.code].enterprise_id);
        (plans.len(), distinct(enterprises))
    };
    assert_eq!(on_site("2022", true), (34, 15));
    assert_eq!(on_site("2023", true), (56, 21));
    assert_eq!(on_site("2023", false), (3, 3));
    assert_eq!(plans.iter().filter(|plan| !plan.on_site).count(), 30);
    assert_eq!(difficulties.len() - plans.len(), 9, "open");
    for plan in plans {
        assert!(raisers[&*plan.code].raise_date <= plan.resolve_date);
    }
}

fn assert_trade(batches: &[Batch]) {
    let bulletins: Vec<TradeBulletin> = records(batches);
    assert_eq!(bulletins.len(), 46);
    let total = |year: &str| -> i64 {
        let months = bulletins.iter().filter(|one| one.first_date.starts_with(year));
        let months = months.filter(|one| &one.first_date[5..7] != "12");
        months.filter_map(|one| one.value_fen).sum()
    };
    let (base, current) = (total("2022"), total("2023"));
    assert!((136 * 100_000_000 * 10..144 * 100_000_000 * 10).contains(&current), "{current}");
    let growth_per_mille = (current - base) * 1000 / base;
    assert!((116..=124).contains(&growth_per_mille), "{growth_per_mille}");
    for one in &bulletins {
        let is_last = one.first_date == "2023-11-01";
        assert_eq!(one.vintage() == Vintage::Flash, is_last);
        assert_eq!(one.release_date == "2023-12-07", is_last);
        let rate = one.value_fen.unwrap_or(0) * 100 / one.value_usd_cent.unwrap_or(1);
        assert!((630..730).contains(&rate), "{rate}");
    }
    let exports = bulletins.iter().filter(|one| one.direction() == Direction::Export);
    assert_eq!(exports.count(), 23);
}
