//! Reform: tasks and who leads them, meetings, inspections, leaders, honors and publicity.

mod tasks;

use std::collections::{BTreeMap, BTreeSet};

use proto::figure::v1::{Parameter, PeerFact};
use proto::reform::v1::{
    ActivityType, AgendaItem, AgendaResult, Channel, Document, DocumentType, Exchange, Experience,
    Honor, Inspection, InspectionType, LeaderActivity, Level, Meeting, MeetingBody, MeetingType,
    Pilot, Post, Publication, Topic,
};

use super::super::reform::FindingPlan;
use super::super::{Batch, SEED, reform};
use super::{distinct, records, unverified};

/// Asserts every figure of this department.
pub fn assert_figures(seed: u64) {
    let batches = reform::batches(seed);
    tasks::assert_figures(seed, &batches);
    assert_meetings(&batches);
    assert_leaders(&batches);
    assert_inspections(seed, &batches);
    assert_recognition(&batches);
    assert_publicity(&batches);
    assert_facts(&batches);
}

#[test]
fn the_year_has_its_figures() {
    assert_figures(SEED);
}

#[test]
fn some_records_wait_for_their_verifier() {
    let batches = reform::batches(SEED);
    assert_eq!(unverified::<Meeting>(&batches).len(), 1);
    assert_eq!(unverified::<LeaderActivity>(&batches).len(), 1);
    assert_eq!(unverified::<Inspection>(&batches).len(), 1);
    assert_eq!(unverified::<Honor>(&batches).len(), 1);
    assert_eq!(unverified::<Publication>(&batches).len(), 1);
    assert_eq!(reform::findings(SEED).iter().filter(|plan| !plan.verified).count(), 1);
}

/// Whether a day is in the reported year, up to the cutoff.
pub(super) fn is_reported(day: &str) -> bool {
    ("2023-01-01"..="2023-12-08").contains(&day)
}

fn is_from_city_up(level: Level) -> bool {
    matches!(level, Level::Municipal | Level::Provincial | Level::National)
}

fn assert_meetings(batches: &[Batch]) {
    let meetings: Vec<Meeting> = records(batches);
    let held: BTreeMap<&str, &Meeting> = meetings
        .iter()
        .filter(|one| is_reported(&one.hold_date))
        .map(|one| (&*one.code, one))
        .collect();
    let count = |body: MeetingBody, kind: MeetingType| {
        held.values().filter(|one| one.body() == body && one.r#type() == kind).count()
    };
    assert_eq!(count(MeetingBody::ReformCommittee, MeetingType::Session), 12);
    assert_eq!(count(MeetingBody::CountyCommittee, MeetingType::ReformPromotion), 1);
    let of_city = held.values().filter(|one| one.organizer_code == "4212");
    let on_site = of_city.filter(|one| one.r#type() == MeetingType::OnSite);
    assert_eq!(on_site.filter(|one| one.division.starts_with("421222")).count(), 4);
    let documents: Vec<Document> = records(batches);
    let of_reform: BTreeSet<&str> = documents
        .iter()
        .filter(|one| one.r#type() == DocumentType::Reform)
        .map(|one| &*one.code)
        .collect();
    let items: Vec<AgendaItem> = records(batches);
    let passed = items
        .iter()
        .filter(|one| {
            held.get(&*one.meeting_id).is_some_and(|m| m.body() == MeetingBody::ReformCommittee)
        })
        .filter(|one| {
            matches!(one.result(), AgendaResult::Passed | AgendaResult::PassedInPrinciple)
        })
        .filter(|one| of_reform.contains(&*one.document_id));
    let passed: Vec<&str> = passed.map(|one| &*one.document_id).collect();
    assert_eq!((passed.len(), distinct(&passed)), (4, 3));
    let heard = items
        .iter()
        .filter(|one| {
            held.get(&*one.meeting_id).is_some_and(|m| m.body() == MeetingBody::StandingCommittee)
        })
        .filter(|one| one.topic() == Topic::ReformReport);
    assert_eq!(distinct(heard.map(|one| &one.meeting_id)), 2);
}

fn assert_leaders(batches: &[Batch]) {
    let activities: Vec<LeaderActivity> = records(batches);
    let by_principal: Vec<&LeaderActivity> = activities
        .iter()
        .filter(|one| {
            let mut posts = one.actors.iter().map(|actor| actor.post());
            posts.any(|post| matches!(post, Post::Secretary | Post::Magistrate))
        })
        .collect();
    let count = |kind: ActivityType| {
        let such = by_principal.iter().filter(|one| one.r#type() == kind);
        such.filter(|one| is_reported(&one.occur_date)).count()
    };
    assert_eq!(count(ActivityType::Study), 5);
    assert_eq!(count(ActivityType::Deploy), 17);
    assert_eq!(count(ActivityType::Supervise), 11);
    assert_eq!(count(ActivityType::ReviewProjects), 9);
    let experiences: Vec<Experience> = records(batches);
    let days: BTreeMap<&str, &str> =
        activities.iter().map(|one| (&*one.code, &*one.occur_date)).collect();
    let follows = |one: &Experience| *one.summarize_date >= *days[&*one.activity_id];
    assert!(experiences.iter().all(follows), "an activity comes before what it sums up");
    let codes: BTreeSet<&str> = by_principal.iter().map(|one| &*one.code).collect();
    let summed_up = experiences.iter().filter(|one| is_reported(&one.summarize_date));
    assert_eq!(summed_up.filter(|one| codes.contains(&*one.activity_id)).count(), 10);
    assert!(by_principal.len() < activities.len(), "deputies act too");
    let both = by_principal.iter().filter(|one| one.actors.len() > 1);
    assert!(both.count() > 0, "the principals act together now and then");
}

fn assert_inspections(seed: u64, batches: &[Batch]) {
    let inspections: Vec<Inspection> = records(batches);
    let is_complete = |one: &&Inspection| {
        one.r#type() != InspectionType::FullCoverage
            || one.units.iter().all(|unit| !unit.visit_date.is_empty())
    };
    let counted: Vec<&Inspection> =
        inspections.iter().filter(|one| is_reported(&one.start_date)).filter(is_complete).collect();
    let count = |kind| counted.iter().filter(|one| one.r#type() == kind).count();
    assert_eq!(count(InspectionType::FullCoverage), 2);
    assert_eq!(count(InspectionType::Special), 4);
    assert_eq!(count(InspectionType::Progress), 8);
    assert!(inspections.iter().any(|one| !is_complete(&one)), "one missed a unit");
    let codes: BTreeSet<&str> = counted.iter().map(|one| &*one.code).collect();
    let plans = reform::findings(seed);
    let found: Vec<&FindingPlan> = plans
        .iter()
        .filter(|plan| plan.verified && plan.merged.is_none())
        .filter(|plan| codes.contains(&*plan.register.inspection_id))
        .filter(|plan| is_reported(&plan.register.find_date))
        .collect();
    assert_eq!(found.len(), 29);
    let (struck, open): (Vec<&FindingPlan>, Vec<&FindingPlan>) =
        found.into_iter().partition(|plan| plan.struck.is_some());
    assert!(struck.iter().all(|plan| plan.struck.as_deref().is_some_and(is_reported)));
    let overdue = open.iter().filter(|plan| *plan.register.deadline_date < *"2023-12-08").count();
    assert_eq!((struck.len(), open.len() - overdue, overdue), (22, 4, 3));
    let carried_over = plans.iter().filter(|plan| *plan.register.find_date < *"2023-01-01");
    let carried_over = carried_over.filter(|plan| plan.merged.is_none());
    let open = carried_over.filter(|plan| plan.struck.as_deref().is_none_or(|day| day >= "2023"));
    assert_eq!(open.count(), 2);
}

fn assert_recognition(batches: &[Batch]) {
    let honors: Vec<Honor> = records(batches);
    let of_year = honors.iter().filter(|one| is_reported(&one.award_date));
    let of_year: Vec<&Honor> = of_year.filter(|one| is_from_city_up(one.level())).collect();
    let certificates = distinct(of_year.iter().map(|one| &one.certificate_no));
    assert_eq!((of_year.len(), certificates), (22, 21));
    let awards = honors.iter().filter(|one| one.series == "湖北改革奖");
    assert_eq!(distinct(awards.map(|one| &one.certificate_no)), 2);
    let exchanges: Vec<Exchange> = records(batches);
    let of_year = exchanges.iter().filter(|one| is_reported(&one.hold_date));
    let keys = of_year
        .filter(|one| is_from_city_up(one.level()))
        .map(|one| (&one.meeting_code, &one.manuscript_id));
    assert_eq!(distinct(keys), 19);
    let pilots: Vec<Pilot> = records(batches);
    let is_new = |one: &&Pilot| {
        let is_same =
            |other: &&Pilot| (&other.programme_id, other.level) == (&one.programme_id, one.level);
        pilots.iter().filter(is_same).all(|other| other.approve_date >= one.approve_date)
    };
    let of_year = pilots.iter().filter(|one| is_reported(&one.approve_date));
    let high = of_year.filter(|one| matches!(one.level(), Level::National | Level::Provincial));
    assert_eq!(distinct(high.filter(is_new).map(|one| &one.programme_id)), 7);
}

fn assert_publicity(batches: &[Batch]) {
    let published: Vec<Publication> = records(batches);
    let of = |channel: Channel| {
        let such = published.iter().filter(move |one| one.channel() == channel);
        such.filter(|one| is_from_city_up(one.level()))
    };
    let cases = of(Channel::IncludedCase).filter(|one| one.level() == Level::Provincial);
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    for case in cases {
        let day = first.entry(&case.manuscript_id).or_insert(&case.publish_date);
        *day = (*day).min(&case.publish_date);
    }
    assert_eq!(first.values().filter(|day| is_reported(day)).count(), 5);
    let briefs: Vec<_> =
        of(Channel::InternalBrief).filter(|one| is_reported(&one.publish_date)).collect();
    assert_eq!((briefs.len(), distinct(briefs.iter().map(|one| &one.manuscript_id))), (9, 7));
    let reports = of(Channel::Media).filter(|one| is_reported(&one.publish_date));
    let originals =
        reports.map(|one| if one.reprint_of.is_empty() { &one.code } else { &one.reprint_of });
    let originals: Vec<_> = originals.collect();
    assert_eq!((originals.len(), distinct(&originals)), (161, 127));
}

fn assert_facts(batches: &[Batch]) {
    let parameters: Vec<Parameter> = records(batches);
    assert_eq!(2023 - parameters[0].value[..4].parse::<i32>().expect("a year"), 45);
    let peers: Vec<PeerFact> = records(batches);
    for day in ["2023-12-08", "2023-12-31"] {
        let of_day: Vec<_> = peers.iter().filter(|one| one.last_date == day).collect();
        assert_eq!(distinct(of_day.iter().map(|one| &one.peer)), 5);
        assert!(of_day.iter().all(|one| one.value == "0" || one.value == "1"), "{day}");
    }
}
