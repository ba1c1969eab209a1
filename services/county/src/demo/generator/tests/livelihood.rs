//! Livelihood: schools, health, care, pensions, housing, rivers and volunteers.

mod places;

use std::collections::BTreeMap;

use proto::figure::v1::Parameter;
use proto::livelihood::v1::{
    Attendance, DesignatedInstitution, GroupCoverage, HousingPhase, HousingProject, Institution,
    InstitutionClass, InstitutionOwnership, Level, Measurement, PaymentCoverage, PensionMonth,
    School, SchoolLocation, SchoolStage, ServiceProgramme, ServiceReturn, ServiceTarget, Specialty,
    TeamScheme, Variation, VolunteerEvent, VolunteerTeam,
};

use super::super::{Batch, SEED, livelihood};
use super::{distinct, in_force, records, unverified};

/// The period of the report and its last day.
pub(super) const YEAR: &str = "2023";
pub(super) const CUTOFF: &str = "2023-12-08";

/// Asserts every figure of this department.
pub fn assert_figures(seed: u64) {
    let batches = livelihood::batches(seed);
    places::assert_schools(&batches);
    places::assert_care(&batches);
    places::assert_rivers(&batches);
    assert_institutions(&batches);
    assert_public_health(&batches);
    assert_coverage(&batches);
    assert_pensions(&batches);
    assert_housing(&batches);
    assert_volunteers(&batches);
}

#[test]
fn the_county_has_the_figures_of_livelihood() {
    assert_figures(SEED);
}

#[test]
fn nothing_happens_after_the_cutoff_and_a_few_records_wait() {
    let batches = livelihood::batches(SEED);
    let measured: Vec<Measurement> = records(&batches);
    let events: Vec<VolunteerEvent> = records(&batches);
    let returned: Vec<PensionMonth> = records(&batches);
    assert!(measured.iter().all(|one| *one.measure_date <= *CUTOFF));
    assert!(events.iter().all(|one| *one.event_date <= *CUTOFF));
    assert!(returned.iter().all(|one| *one.last_date <= *CUTOFF));
    assert_eq!(unverified::<Institution>(&batches).len(), 2);
    assert_eq!(unverified::<Attendance>(&batches).len(), 1);
    assert_eq!(unverified::<Measurement>(&batches).len(), 1);
}

fn assert_institutions(batches: &[Batch]) {
    let institutions: Vec<Institution> = records(batches);
    let new = |class, ownership: Option<InstitutionOwnership>, year: &str| {
        institutions
            .iter()
            .filter(|one| one.class() == class && one.first_license_date.starts_with(year))
            .filter(|one| ownership.is_none_or(|ownership| one.ownership() == ownership))
            .count()
    };
    assert_eq!(new(InstitutionClass::Medical, None, YEAR), 4);
    let private = Some(InstitutionOwnership::Private);
    assert_eq!(new(InstitutionClass::Elderly, private, YEAR), 3);
    assert_eq!(new(InstitutionClass::Elderly, None, YEAR), 4);
    let specialties: Vec<Specialty> = records(batches);
    let provincial = specialties
        .iter()
        .filter(|one| one.level() == Level::Provincial && one.approve_date.starts_with(YEAR));
    assert_eq!(provincial.count(), 3);
}

/// Items of a programme in a year that reached their target with their last return, and all.
fn reached(batches: &[Batch], programme: ServiceProgramme, year: &str) -> (usize, usize) {
    let targets: Vec<ServiceTarget> = records(batches);
    let mut returns: Vec<ServiceReturn> = records(batches);
    returns.sort_by(|one, other| one.return_date.cmp(&other.return_date));
    let done: BTreeMap<&str, i64> =
        returns.iter().filter_map(|one| Some((&*one.target_id, one.done?))).collect();
    let items: Vec<&ServiceTarget> = targets
        .iter()
        .filter(|one| one.programme() == programme && one.first_date.starts_with(year))
        .collect();
    let reached = items.iter().filter(|one| Some(done[&*one.code]) >= one.target).count();
    (reached, items.len())
}

fn assert_public_health(batches: &[Batch]) {
    assert_eq!(reached(batches, ServiceProgramme::Basic, YEAR), (12, 12));
    assert_eq!(reached(batches, ServiceProgramme::Major, YEAR), (4, 4));
    assert_eq!(reached(batches, ServiceProgramme::Basic, "2022").0, 0);
}

fn assert_coverage(batches: &[Batch]) {
    let designated: Vec<DesignatedInstitution> = records(batches);
    let now = designated.iter().filter(|one| in_force(&one.first_date, &one.last_date, CUTOFF));
    let (all, paid) = now.fold((0, 0), |(all, paid), one| {
        (all + 1, paid + usize::from(!one.first_settlement_date.is_empty()))
    });
    assert_eq!((paid, all), (18, 20));
    let groups: Vec<GroupCoverage> = records(batches);
    let last = groups.iter().max_by(|one, other| one.return_date.cmp(&other.return_date));
    let last = last.expect("a return");
    assert_eq!((last.paid_count, last.catalogue_count), (Some(590), Some(640)));
    let payments: Vec<PaymentCoverage> = records(batches);
    let of_year = || payments.iter().filter(|one| one.last_date.starts_with(YEAR));
    let fund: i64 = of_year().filter_map(|one| one.inpatient_fund_fen).sum();
    let grouped: i64 = of_year().filter_map(|one| one.grouped_fund_fen).sum();
    assert!((90..95).contains(&(grouped * 100 / fund)), "{grouped} of {fund}");
    assert_eq!(of_year().count(), 20 * 11);
}

fn assert_pensions(batches: &[Batch]) {
    let returns: Vec<PensionMonth> = records(batches);
    let of = |year: &str| {
        let returns = returns.iter().filter(|one| one.last_date.starts_with(year));
        returns.fold((0, 0, 0), |(count, due, paid), one| {
            (count + 1, due + one.due_count.unwrap_or(0), paid + one.paid_count.unwrap_or(0))
        })
    };
    let (count, due, paid) = of(YEAR);
    assert_eq!((count, due), (11 * 11, paid));
    let (count, due, paid) = of("2022");
    assert!(count == 12 * 11 && paid < due && paid * 1000 > due * 990);
}

/// The progress of a phase in percent, cut off; and how many of its projects were started.
fn progress(batches: &[Batch], number: i32) -> (i128, usize, usize) {
    let phases: Vec<HousingPhase> = records(batches);
    let projects: Vec<HousingProject> = records(batches);
    let variations: Vec<Variation> = records(batches);
    let measurements: Vec<Measurement> = records(batches);
    let phase = phases.iter().find(|one| one.number == Some(number)).expect("the phase");
    let (mut done, mut due, mut started, mut all) = (0, 0, 0, 0);
    for project in projects.iter().filter(|one| one.phase_id == phase.code) {
        let varied = variations.iter().filter(|one| one.project_id == project.code);
        let contract =
            project.contract_fen.unwrap_or(0) + varied.filter_map(|one| one.delta_fen).sum::<i64>();
        let last = measurements
            .iter()
            .filter(|one| one.project_id == project.code)
            .max_by(|one, other| one.measure_date.cmp(&other.measure_date));
        let measured = last.and_then(|one| one.cumulative_fen).unwrap_or(0);
        (done, due) = (done + measured.min(contract), due + contract);
        (started, all) = (started + usize::from(!project.start_date.is_empty()), all + 1);
    }
    (i128::from(done) * 100 / i128::from(due), started, all)
}

fn assert_housing(batches: &[Batch]) {
    assert_eq!(progress(batches, 1).0, 97);
    assert_eq!(progress(batches, 2).0, 70);
    let (_, started, all) = progress(batches, 3);
    assert_eq!((started, all), (7, 7));
    assert_eq!(progress(batches, 4).1, 0);
}

fn assert_volunteers(batches: &[Batch]) {
    let parameters: Vec<Parameter> = records(batches);
    let event = |code: &str| {
        let holds = |one: &&Parameter| in_force(&one.first_date, &one.last_date, CUTOFF);
        let mut found = parameters.iter().filter(|one| one.code == code).filter(holds);
        let latest = found.next_back().expect("the parameter");
        latest.value.clone()
    };
    let teams: Vec<VolunteerTeam> = records(batches);
    let schools: Vec<School> = records(batches);
    let attendance: Vec<Attendance> = records(batches);
    let came = |code: &str| -> Vec<&Attendance> {
        let event = event(code);
        attendance.iter().filter(|one| one.event_id == event && one.attended).collect()
    };
    let of_scheme = |one: &&Attendance| {
        let team = teams.iter().find(|team| team.code == one.team_id);
        team.is_some_and(|team| team.scheme() == TeamScheme::EightPlusN)
    };
    let winter = came("feature.winter_action");
    let teams = winter.into_iter().filter(of_scheme).map(|one| &one.team_id);
    assert_eq!(distinct(teams), 26);
    let river_care = came("feature.river_care");
    let of = |location: SchoolLocation, stage: Option<SchoolStage>| {
        let schools: BTreeMap<&str, &School> =
            schools.iter().map(|one| (&*one.code, one)).collect();
        let school = river_care.iter().filter_map(|one| schools.get(&*one.school_id));
        let chosen = school
            .filter(|one| one.location() == location)
            .filter(|one| stage.is_none_or(|stage| one.stage() == stage));
        distinct(chosen.map(|one| &one.code))
    };
    assert_eq!(of(SchoolLocation::Urban, None), 5);
    assert_eq!(of(SchoolLocation::Township, Some(SchoolStage::JuniorSecondary)), 12);
    assert_eq!(of(SchoolLocation::Township, None), 14);
}
