//! Tenders, the way of a project, loans, and the two projects that the report tells of.

use jiff::civil::Date;
use proto::figure::v1::{ExternalClaim, Parameter};
use proto::industry::v1::{
    Cluster, Designation, GuaranteeScheme, GuaranteedLoan, ListingStage, ListingStep, Project,
    ProjectPart, ProjectPlace, ProjectPlaceRole, ProjectYear, Scheme, Tender,
};

use super::super::super::{Batch, SEED, industry};
use super::super::{distinct, in_force, records, unverified};

const CUTOFFS: [&str; 2] = ["2023-12-08", "2023-12-31"];

/// Asserts every figure of this chapter.
pub fn assert_figures(batches: &[Batch]) {
    assert_tenders(batches);
    assert_landing(batches);
    assert_farm(batches);
    assert_irrigation(batches);
    assert_finance(batches);
    assert_sectors(batches);
}

#[test]
fn the_business_environment_has_its_figures_of_2023() {
    assert_figures(&industry::batches(SEED));
}

#[test]
fn what_must_not_count_waits_for_a_verifier() {
    let batches = industry::batches(SEED);
    assert_eq!(unverified::<Tender>(&batches).len(), 1);
    assert_eq!(unverified::<Project>(&batches).len(), 1);
    assert_eq!(unverified::<ProjectPart>(&batches).len(), 1);
    assert_eq!(unverified::<GuaranteedLoan>(&batches).len(), 1);
}

fn assert_tenders(batches: &[Batch]) {
    let tenders: Vec<Tender> = records(batches);
    let online = |year: &str| {
        let of_year: Vec<_> =
            tenders.iter().filter(|one| one.open_date.starts_with(year)).collect();
        let online = of_year.iter().filter(|one| {
            one.announced_online
                && one.bid_online
                && one.opened_online
                && one.evaluated_online
                && one.awarded_online
        });
        (online.count(), of_year.len())
    };
    assert_eq!(online("2022"), (35, 38));
    assert_eq!(online("2023"), (46, 46));
    let remote = tenders.iter().filter(|one| one.open_date.starts_with("2023"));
    let remote = remote.filter(|one| one.remote_evaluation && !one.remote_place.starts_with("42"));
    assert_eq!(remote.count(), 5);
}

/// The mean of the days from signing to landing fell from 150 to 48: by 68 percent.
fn assert_landing(batches: &[Batch]) {
    let projects: Vec<Project> = records(batches);
    let taken = |year: &str| -> Vec<i32> {
        let landed = projects.iter().filter(|one| one.land_date.starts_with(year));
        let day = |text: &str| text.parse::<Date>().expect("a day");
        let both = landed.filter(|one| !one.sign_date.is_empty());
        both.map(|one| (day(&one.land_date) - day(&one.sign_date)).get_days()).collect()
    };
    let (base, now) = (taken("2021"), taken("2023"));
    assert!(base.len() >= 5 && now.len() >= 5);
    let mean = |days: &[i32]| days.iter().sum::<i32>() / days.len() as i32;
    assert_eq!((mean(&base), mean(&now)), (150, 48));
    let parameters: Vec<Parameter> = records(batches);
    let year = parameters.iter().find(|one| one.code == "industry.landing_time.base_year");
    assert_eq!(year.map(|one| one.value.as_str()), Some("2021"));
}

fn named(batches: &[Batch], code: &str) -> String {
    let parameters: Vec<Parameter> = records(batches);
    parameters.into_iter().find(|one| one.code == code).expect("a parameter").value
}

fn assert_farm(batches: &[Batch]) {
    let farm = named(batches, "feature.egg_farm");
    let projects: Vec<Project> = records(batches);
    let project = projects.iter().find(|one| one.code == farm).expect("the farm");
    assert_eq!(project.planned_investment_fen, Some(21_000_000_000));
    assert_eq!(project.planned_capacity, Some(1_000_000));
    let parts: Vec<ProjectPart> = records(batches);
    let parts: Vec<_> = parts.iter().filter(|one| one.project_id == farm).collect();
    assert_eq!(parts.iter().filter_map(|one| one.floor_m2).sum::<i64>(), 30_000);
    for cutoff in CUTOFFS {
        let built = |kind: &str| -> i64 {
            let of = parts.iter().filter(|one| one.r#type == kind && !one.build_date.is_empty());
            of.filter(|one| *one.build_date <= *cutoff).filter_map(|one| one.quantity).sum()
        };
        let kinds =
            ["标准化鸡舍", "鸡粪发酵车间", "综合办公楼", "有机肥加工设备", "无害化处理发酵罐"];
        assert_eq!(kinds.map(built), [9, 1, 1, 1, 1]);
    }
    let cages: Vec<_> = parts.iter().filter(|one| one.r#type == "鸡笼").collect();
    assert_eq!(cages.iter().map(|one| one.tier_count).collect::<Vec<_>>(), [Some(5)]);
    let years: Vec<ProjectYear> = records(batches);
    let latest = years
        .iter()
        .filter(|one| one.project_id == farm && *one.report_date <= *CUTOFFS[0])
        .max_by_key(|one| one.report_date.clone())
        .expect("a report");
    assert!((30_000_001..40_000_000).contains(&latest.output_quantity.unwrap_or(0)));
    assert!((1_500_000_001..1_600_000_000).contains(&latest.output_fen.unwrap_or(0)));
    assert!((200_000_000..300_000_000).contains(&latest.forecast_net_profit_fen.unwrap_or(0)));
    assert!((101..200).contains(&latest.job_count.unwrap_or(0)));
}

fn assert_irrigation(batches: &[Batch]) {
    let district = named(batches, "feature.irrigation");
    let parts: Vec<ProjectPart> = records(batches);
    assert_eq!(parts.iter().filter(|one| one.project_id == district).count(), 4);
    let places: Vec<ProjectPlace> = records(batches);
    let route = places.iter().filter(|one| one.role() == ProjectPlaceRole::Route);
    let route = route.filter(|one| one.project_id == district);
    assert_eq!(distinct(route.map(|one| &one.division)), 2);
}

fn assert_finance(batches: &[Batch]) {
    let schemes: Vec<GuaranteeScheme> = records(batches);
    let loans: Vec<GuaranteedLoan> = records(batches);
    for loan in &loans {
        let of =
            |one: &&GuaranteeScheme| format!("{}.{}", one.code, one.first_date) == loan.scheme_id;
        let scheme = schemes.iter().find(of).expect("a scheme");
        assert_eq!(scheme.shares, loan.shares);
        assert_eq!(loan.shares.iter().map(|one| one.percent).sum::<i32>(), 100);
        assert!(in_force(&scheme.first_date, &scheme.last_date, &loan.loan_date));
    }
    assert_eq!(loans.iter().filter(|one| one.loan_date.starts_with("2023")).count(), 14);
    let claims: Vec<ExternalClaim> = records(batches);
    let listing: Vec<_> = claims.iter().filter(|one| one.list == "注册制主板过会").collect();
    assert_eq!(listing.iter().map(|one| one.rank).collect::<Vec<_>>(), [Some(1)]);
    assert!(*listing[0].claim_date <= *CUTOFFS[0] && listing[0].place == "42");
    let steps: Vec<ListingStep> = records(batches);
    let passed = steps.iter().filter(|one| one.stage() == ListingStage::CommitteePassed);
    assert_eq!(passed.filter(|one| one.step_date.starts_with("2023")).count(), 1);
}

fn assert_sectors(batches: &[Batch]) {
    let clusters: Vec<Cluster> = records(batches);
    for cutoff in CUTOFFS {
        let leading = clusters.iter().filter(|one| one.is_leading);
        let named = leading.filter(|one| in_force(&one.first_date, &one.last_date, cutoff));
        assert_eq!(named.count(), 3);
    }
    let titles: Vec<Designation> = records(batches);
    let of = |scheme: Scheme| {
        let held = titles.iter().filter(|one| one.scheme() == scheme);
        held.filter(|one| in_force(&one.first_date, &one.last_date, CUTOFFS[0])).count()
    };
    assert_eq!(of(Scheme::Attraction), 4);
    assert_eq!(of(Scheme::ListingPool), 5);
    assert_eq!(of(Scheme::InnovativeSme), 26);
}
