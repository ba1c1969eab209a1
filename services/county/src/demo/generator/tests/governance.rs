//! Governance: places, centers, disputes, receptions, returns.

use proto::governance::v1::{
    CaseAction, CaseProcedure, Center, CenterLevel, DisciplineReturn, Disposition, Division,
    DivisionLevel, Establishment, EstablishmentType, Level, MarketCheck, MarketTopic, Outcome,
    Reception, VillageService, VillageServiceType,
};

use super::super::{Batch, CasePlan, SEED, governance};
use super::{are_keys, distinct, in_force, records, unverified};

/// Asserts every figure of this department that depends on the seed.
pub fn assert_figures(seed: u64) {
    let batches = governance::batches(seed);
    assert_receptions(&batches);
    assert_establishments(&batches);
    assert_cases(&governance::cases(seed));
    assert_checks(&batches);
}

#[test]
fn of_1200_cases_accepted_in_2023_98_percent_were_resolved() {
    assert_cases(&governance::cases(SEED));
}

#[test]
fn centers_received_2294_persons_and_replied_611_times() {
    assert_receptions(&governance::batches(SEED));
}

#[test]
fn the_county_has_16_studios_3_stations_and_51_sites() {
    assert_establishments(&governance::batches(SEED));
}

#[test]
fn the_register_has_202_divisions_and_197_of_them_a_center() {
    let batches = governance::batches(SEED);
    let divisions: Vec<Division> = records(&batches);
    let at = |level| divisions.iter().filter(|one| one.level() == level).count();
    assert_eq!(at(DivisionLevel::County), 1);
    assert_eq!(at(DivisionLevel::Township), 11);
    assert_eq!(at(DivisionLevel::StatisticalUnit), 5);
    assert_eq!(at(DivisionLevel::Village), 185);
    let centers: Vec<Center> = records(&batches);
    assert_eq!(distinct(centers.iter().map(|one| &one.division)), 197);
    let level = |level| centers.iter().filter(|one| one.level() == level).count();
    assert_eq!(
        [CenterLevel::County, CenterLevel::Township, CenterLevel::Village].map(level),
        [1, 11, 185]
    );
    assert!(centers.iter().all(|one| in_force(&one.first_date, &one.last_date, "2023-11-30")));
    for center in &centers {
        let place = divisions.iter().find(|one| one.division == center.division);
        assert!(place.is_some_and(|one| one.level() != DivisionLevel::StatisticalUnit));
    }
}

#[test]
fn every_village_has_an_adviser_and_an_association() {
    let services: Vec<VillageService> = records(&governance::batches(SEED));
    for kind in [VillageServiceType::LegalAdviser, VillageServiceType::WorthiesAssociation] {
        let places = services.iter().filter(|one| one.r#type() == kind);
        assert_eq!(distinct(places.map(|one| &one.division)), 185);
    }
}

#[test]
fn trials_took_15_days_in_2022_and_6_in_2023() {
    let returns: Vec<DisciplineReturn> = records(&governance::batches(SEED));
    assert_eq!(returns.len(), 23);
    let sums = |months: &[DisciplineReturn]| {
        months.iter().fold((0, 0, 0), |(accepted, concluded, days), one| {
            (
                accepted + one.accepted_count.unwrap_or(0),
                concluded + one.concluded_count.unwrap_or(0),
                days + one.trial_days.unwrap_or(0),
            )
        })
    };
    let (_, concluded, days) = sums(&returns[..12]);
    assert_eq!((concluded, days), (240, 3_600));
    let (accepted, concluded, days) = sums(&returns[12..]);
    let pending = returns[12].pending_start_count.unwrap_or(0);
    assert_eq!((pending + accepted, concluded, days), (269, 258, 1_548));
    for pair in returns.windows(2) {
        assert_eq!(pair[0].pending_end_count, pair[1].pending_start_count);
    }
    for one in &returns {
        let end = one.pending_start_count.unwrap_or(0) + one.accepted_count.unwrap_or(0)
            - one.concluded_count.unwrap_or(0);
        assert_eq!(one.pending_end_count, Some(end));
        assert!(end >= 0);
    }
}

#[test]
fn every_record_has_a_key_of_its_own() {
    let batches = governance::batches(SEED);
    let establishments: Vec<Establishment> = records(&batches);
    let mut receptions: Vec<Reception> = records(&batches);
    receptions.extend(unverified(&batches));
    let keys = [
        establishments.into_iter().map(|one| one.code).collect(),
        receptions.into_iter().map(|one| one.code).collect(),
        governance::cases(SEED).into_iter().map(|plan| plan.register.code).collect::<Vec<String>>(),
    ];
    assert!(keys.iter().all(|keys| are_keys(keys)));
}

/// The day on which a dispute was accepted and how it stood at a cutoff; nothing for what was
/// not accepted, or is the same matter as another one.
fn dispute_at<'a>(plan: &'a CasePlan, cutoff: &str) -> Option<(&'a str, Outcome)> {
    if plan.register.procedure() != CaseProcedure::Dispute {
        return None;
    }
    let steps = plan.steps.iter().filter(|step| *step.date <= *cutoff);
    let (mut accepted, mut outcome) = (None, Outcome::Unspecified);
    let mut is_rechecked = false;
    for step in steps {
        match step.action {
            CaseAction::Accept => accepted = Some(step.date.as_str()),
            CaseAction::Merge => return None,
            CaseAction::Conclude | CaseAction::Discontinue => outcome = step.outcome,
            CaseAction::Recheck => is_rechecked = true,
            CaseAction::Reopen => outcome = Outcome::Unspecified,
            CaseAction::Handle if is_rechecked => {
                (outcome, is_rechecked) = (Outcome::Unspecified, false);
            }
            CaseAction::Answer => is_rechecked = false,
            _ => {}
        }
    }
    accepted.map(|day| (day, outcome))
}

fn assert_cases(plans: &[CasePlan]) {
    let of = |year: &str, cutoff: &str| {
        let disputes = plans.iter().filter_map(|plan| dispute_at(plan, cutoff));
        let of_year: Vec<Outcome> =
            disputes.filter(|(day, _)| day.starts_with(year)).map(|(_, outcome)| outcome).collect();
        let resolved = of_year.iter().filter(|outcome| **outcome == Outcome::Resolved).count();
        (of_year.len(), resolved)
    };
    assert_eq!(of("2022", "2022-12-31"), (1_036, 1_002));
    assert_eq!(of("2023", "2023-12-08"), (1_200, 1_176));
    let with = |action| {
        plans.iter().filter(|plan| plan.steps.iter().any(|step| step.action == action)).count()
    };
    assert_eq!((with(CaseAction::Merge), with(CaseAction::Reopen)), (16, 6));
    assert_eq!(with(CaseAction::Recheck), 6 + 2 + 3 + 8 + 3 + 4);
    for plan in plans {
        assert_order(plan);
    }
}

/// Asserts that the acts on a case follow one another, none after the cutoff.
fn assert_order(plan: &CasePlan) {
    let days = plan.steps.iter().map(|step| &step.date);
    let days: Vec<&String> = [&plan.register.register_date].into_iter().chain(days).collect();
    assert!(days.is_sorted(), "{days:?}");
    assert!(days.iter().all(|day| ***day <= *"2023-12-08"), "{days:?}");
}

#[test]
fn no_market_check_puts_right_more_than_it_found() {
    assert_checks(&governance::batches(SEED));
}

fn assert_checks(batches: &[Batch]) {
    let checks: Vec<MarketCheck> = records(batches);
    let lighting = checks.iter().filter(|one| one.topic() == MarketTopic::Lighting);
    assert_eq!((checks.len(), lighting.count()), (4 * 14 + 12, 12));
    assert_eq!(unverified::<MarketCheck>(batches).len(), 1);
    for one in &checks {
        assert!(one.found_count <= one.premises_count && one.put_right_count <= one.found_count);
        assert!(one.put_right_date.is_empty() || one.check_date <= one.put_right_date);
    }
}

fn assert_receptions(batches: &[Batch]) {
    let receptions: Vec<Reception> = records(batches);
    let persons: i32 = receptions.iter().filter_map(|one| one.person_count).sum();
    assert_eq!(persons, 2_294);
    let replies: Vec<&Reception> =
        receptions.iter().filter(|one| one.disposition() == Disposition::DirectReply).collect();
    assert_eq!(replies.len(), 611);
    assert!(replies.iter().all(|one| !one.answer_date.is_empty()));
    let span = "2021-03-01"..="2023-12-08";
    assert!(receptions.iter().all(|one| span.contains(&&*one.receive_date)));
    assert!(receptions.iter().all(|one| {
        one.answer_date.is_empty()
            || one.receive_date <= one.answer_date && span.contains(&&*one.answer_date)
    }));
    assert_eq!(unverified::<Reception>(batches).len(), 5);
    let centers: Vec<Center> = records(batches);
    for one in &receptions {
        let center = centers.iter().find(|center| center.code == one.center_id);
        assert!(center.is_some_and(|center| center.first_date <= one.receive_date));
    }
}

fn assert_establishments(batches: &[Batch]) {
    let all: Vec<Establishment> = records(batches);
    let count = |kind: EstablishmentType, levels: &[Level], since: &str| {
        all.iter()
            .filter(|one| one.r#type() == kind && levels.contains(&one.level()))
            .filter(|one| in_force(&one.first_date, &one.last_date, "2023-12-08"))
            .filter(|one| *one.first_date >= *since)
            .count()
    };
    use EstablishmentType as Type;
    let since = "2021-03-01";
    let any = [Level::County, Level::Municipal, Level::Provincial, Level::National];
    assert_eq!(count(Type::MediationStudio, &any, ""), 16);
    assert_eq!(count(Type::FengqiaoStation, &[Level::Municipal, Level::Provincial], ""), 3);
    assert_eq!(count(Type::InnovationSite, &any, ""), 51);
    assert_eq!(count(Type::InnovationSite, &any, since), 51);
    assert_eq!(count(Type::RuralDemonstrationVillage, &[Level::Provincial], since), 3);
    assert_eq!(count(Type::BeautifulTown, &[Level::Provincial], since), 1);
}
