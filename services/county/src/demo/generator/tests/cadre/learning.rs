//! Heads of units who taught and did research, and study: the figures by plain code.

use std::collections::BTreeSet;

use proto::cadre::v1::{
    Appointment, AppointmentRole, Course, CourseList, Lecture, LectureSeries, LivelihoodMatter,
    Post, ResearchTopic, StudySession, StudyType,
};

use super::super::super::{Batch, SEED, cadre};
use super::super::{are_keys, distinct, in_force, records, unverified};

const PROGRAMME: &str = "2021-03-01";
const CUTOFFS: [&str; 2] = ["2023-12-08", "2023-12-31"];

/// Asserts every figure of the chapter, at the cutoff and at the end of the year.
pub fn assert_learning(seed: u64) {
    let batches = cadre::batches(seed);
    for cutoff in CUTOFFS {
        assert_teaching(&batches, cutoff);
        assert_research(&batches, cutoff);
        assert_study(&batches, cutoff);
    }
}

#[test]
fn heads_taught_and_looked_into_428_topics_and_380_sessions_were_held() {
    assert_learning(SEED);
}

fn headed(posts: &[Post], cadre: &str, day: &str) -> bool {
    let own = posts.iter().filter(|post| post.cadre_id == cadre && post.is_head);
    own.into_iter().any(|post| in_force(&post.first_date, &post.last_date, day))
}

fn within(day: &str, cutoff: &str) -> bool {
    (PROGRAMME..=cutoff).contains(&day)
}

fn assert_teaching(batches: &[Batch], cutoff: &str) {
    let posts: Vec<Post> = records(batches);
    let lectures: Vec<Lecture> = records(batches);
    let counted = lectures.iter().filter(|one| {
        one.series() == LectureSeries::LeadersTeach
            && within(&one.hold_date, cutoff)
            && headed(&posts, &one.lecturer_id, &one.hold_date)
    });
    assert_eq!(distinct(counted.map(|one| &one.lecturer_id)), 59);
    let appointments: Vec<Appointment> = records(batches);
    let counted = appointments.iter().filter(|one| {
        one.role() == AppointmentRole::PartySchoolTeacher
            && within(&one.appoint_date, cutoff)
            && headed(&posts, &one.cadre_id, &one.appoint_date)
    });
    assert_eq!(distinct(counted.map(|one| &one.cadre_id)), 16);
    let courses: Vec<Course> = records(batches);
    let county: Vec<&Course> =
        courses.iter().filter(|one| one.list() == CourseList::County).collect();
    let is_first = |one: &Course| {
        county.iter().all(|other| other.code != one.code || other.list_date >= one.list_date)
    };
    let counted = county.iter().filter(|one| within(&one.list_date, cutoff) && is_first(one));
    assert_eq!(distinct(counted.map(|one| &one.code)), 20);
}

fn assert_research(batches: &[Batch], cutoff: &str) {
    let posts: Vec<Post> = records(batches);
    let topics: Vec<ResearchTopic> = records(batches);
    let is_dropped =
        |one: &ResearchTopic| !one.drop_date.is_empty() && one.drop_date.as_str() <= cutoff;
    let counted = topics.iter().filter(|one| {
        within(&one.approve_date, cutoff)
            && !is_dropped(one)
            && headed(&posts, &one.leader_id, &one.approve_date)
    });
    assert_eq!(counted.count(), 428);
    let matters: Vec<LivelihoodMatter> = records(batches);
    let counted =
        matters.iter().filter(|one| !one.topic_id.is_empty() && within(&one.resolve_date, cutoff));
    assert_eq!(counted.count(), 497);
    let known: BTreeSet<&str> = topics.iter().map(|one| &*one.code).collect();
    let sources = matters.iter().map(|one| &*one.topic_id).filter(|one| !one.is_empty());
    assert!(sources.into_iter().all(|one| known.contains(one)));
}

fn assert_study(batches: &[Batch], cutoff: &str) {
    let types: Vec<StudyType> = records(batches);
    let listed: BTreeSet<&str> =
        types.iter().filter(|one| !one.programme.is_empty()).map(|one| &*one.code).collect();
    let sessions: Vec<StudySession> = records(batches);
    let counted: Vec<&StudySession> = sessions
        .iter()
        .filter(|one| listed.contains(&*one.type_id) && within(&one.hold_date, cutoff))
        .collect();
    assert_eq!(counted.len(), 380);
    let attendances: i32 = counted.iter().filter_map(|one| one.attendance_count).sum();
    assert_eq!(attendances, 11_260);
}

#[test]
fn some_records_wait_for_a_verifier_and_all_have_a_key_of_their_own() {
    let batches = cadre::batches(SEED);
    let waiting = [
        unverified::<Lecture>(&batches).len(),
        unverified::<Appointment>(&batches).len(),
        unverified::<Course>(&batches).len(),
        unverified::<ResearchTopic>(&batches).len(),
        unverified::<LivelihoodMatter>(&batches).len(),
        unverified::<StudySession>(&batches).len(),
    ];
    assert!(waiting.iter().all(|count| *count > 0), "{waiting:?}");
    let codes = |codes: Vec<String>| assert!(are_keys(&codes));
    let all = |batches: &[Batch]| {
        let (verified, waiting) = (records(batches), unverified(batches));
        verified.into_iter().chain(waiting).collect::<Vec<ResearchTopic>>()
    };
    codes(all(&batches).into_iter().map(|one| one.code).collect());
    codes(records::<LivelihoodMatter>(&batches).into_iter().map(|one| one.code).collect());
    codes(records::<StudySession>(&batches).into_iter().map(|one| one.code).collect());
    codes(records::<Lecture>(&batches).into_iter().map(|one| one.code).collect());
    let posts: Vec<Post> = records(&batches);
    let key = |one: &Post| format!("{}.{}.{}", one.cadre_id, one.unit_id, one.first_date);
    codes(posts.iter().map(key).collect());
}
