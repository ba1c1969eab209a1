//! What opened, and what there is: schools and their places, homes and facilities, rivers.

use proto::livelihood::v1::{
    BedChange, BedType, Consortium, ConsortiumAward, ConsortiumMember, Facility, FacilityType,
    Level, PlaceChange, RiverWork, RiverWorkType, School, SchoolOwnership, SchoolProgramme,
    SchoolProject, SchoolProjectType,
};

use super::super::super::Batch;
use super::super::{distinct, records};
use super::{CUTOFF, YEAR};

/// Whether something lasts on the cutoff whose end is the first day on which it is no more.
fn lasts(first: &str, end: &str) -> bool {
    first <= CUTOFF && (end.is_empty() || end > CUTOFF)
}

pub fn assert_schools(batches: &[Batch]) {
    let schools: Vec<School> = records(batches);
    let projects: Vec<SchoolProject> = records(batches);
    let is_public = |code: &str| {
        let school = schools.iter().find(|one| one.code == code);
        school.is_some_and(|one| one.ownership() == SchoolOwnership::Public)
    };
    let new = projects.iter().filter(|one| {
        one.r#type() == SchoolProjectType::NewBuild
            && one.complete_date.starts_with(YEAR)
            && is_public(&one.school_id)
    });
    assert_eq!(distinct(new.map(|one| &one.school_id)), 5);
    let weak = projects.iter().filter(|one| {
        one.programme() == SchoolProgramme::WeakSchool
            && *one.start_date <= *CUTOFF
            && (one.complete_date.is_empty() || *one.complete_date >= *YEAR)
    });
    assert_eq!(weak.count(), 22);
    let changes: Vec<PlaceChange> = records(batches);
    let of_year = changes.iter().filter(|one| one.effective_date.starts_with(YEAR));
    let deltas: Vec<i32> = of_year.filter_map(|one| one.delta_places).collect();
    assert_eq!(deltas.iter().filter(|delta| **delta > 0).sum::<i32>(), 8_730);
    assert_eq!(deltas.iter().filter(|delta| **delta < 0).sum::<i32>(), -225);
    assert_consortiums(batches);
}

fn assert_consortiums(batches: &[Batch]) {
    let consortiums: Vec<Consortium> = records(batches);
    let members: Vec<ConsortiumMember> = records(batches);
    let active: Vec<&str> = consortiums
        .iter()
        .filter(|one| lasts(&one.establish_date, &one.dissolve_date))
        .map(|one| &*one.code)
        .collect();
    assert_eq!(active.len(), 4);
    let schools = members.iter().filter(|one| {
        lasts(&one.join_date, &one.leave_date) && active.contains(&&*one.consortium_id)
    });
    assert_eq!(distinct(schools.map(|one| &one.school_id)), 15);
    let awards: Vec<ConsortiumAward> = records(batches);
    let is_first = |award: &&ConsortiumAward| {
        !awards.iter().any(|one| {
            (&one.consortium_id, one.level) == (&award.consortium_id, award.level)
                && one.award_date < award.award_date
        })
    };
    let of = |levels: &[Level]| {
        let of_year = awards.iter().filter(|one| one.award_date.starts_with(YEAR));
        let first = of_year.filter(|one| levels.contains(&one.level())).filter(is_first);
        distinct(first.map(|one| &one.consortium_id))
    };
    assert_eq!(of(&[Level::Provincial, Level::Municipal]), 2);
    assert_eq!((of(&[Level::Provincial]), of(&[Level::Municipal])), (1, 1));
}

pub fn assert_care(batches: &[Batch]) {
    let changes: Vec<BedChange> = records(batches);
    let nursing: i32 = changes
        .iter()
        .filter(|one| one.r#type() == BedType::Nursing && one.effective_date.starts_with(YEAR))
        .filter_map(|one| one.delta_beds.filter(|delta| *delta > 0))
        .sum();
    assert_eq!(nursing, 564);
    let facilities: Vec<Facility> = records(batches);
    let of = |kind: FacilityType| {
        let there = facilities.iter().filter(|one| lasts(&one.open_date, &one.close_date));
        there.filter(|one| one.r#type() == kind).count()
    };
    assert_eq!(of(FacilityType::DayCareCenter), 156);
    assert_eq!(of(FacilityType::ServiceComplex), 2);
    assert_eq!(of(FacilityType::HappyCanteen), 6);
}

pub fn assert_rivers(batches: &[Batch]) {
    let works: Vec<RiverWork> = records(batches);
    let bodies = |kind: RiverWorkType| {
        let accepted = works.iter().filter(|one| one.accept_date.starts_with(YEAR));
        distinct(accepted.filter(|one| one.r#type() == kind).map(|one| &one.water_body_id))
    };
    assert_eq!(bodies(RiverWorkType::ChannelDredging), 2);
    assert_eq!(bodies(RiverWorkType::EcologicalRestoration), 1);
}
