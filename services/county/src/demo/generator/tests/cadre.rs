//! Cadre: units, people, leaves, logs.

mod consequences;
mod learning;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use proto::cadre::v1::{Cadre, Leave, Post, Unit, WorkLog};
use proto::reform::v1::Task;

use super::super::calendar::{CUTOFF, after, working_days};
use super::super::{SEED, cadre, reform};
use super::{are_keys, distinct, in_force, records};

/// Half days on which a log was due, and those on which there was one.
#[derive(Clone, Copy, Default)]
struct Saturation {
    due: usize,
    logged: usize,
}

/// Asserts every figure of this department that depends on the seed.
pub fn assert_figures(seed: u64) {
    learning::assert_learning(seed);
    consequences::assert_consequences(seed);
}

#[test]
fn two_cadres_are_below_90_percent_and_all_together_stand_at_96() {
    let batches = cadre::batches(SEED);
    let cadres: Vec<Cadre> = records(&batches);
    let leaves: Vec<Leave> = records(&batches);
    let logs: Vec<WorkLog> = records(&batches);
    for last in [date(2022, 12, 31), CUTOFF] {
        let saturations = saturations(&cadres, &leaves, &logs, last);
        let below = saturations.iter().filter(|one| one.logged * 10 < one.due * 9).count();
        assert_eq!(below, 2, "{last}");
        let due: usize = saturations.iter().map(|one| one.due).sum();
        let logged: usize = saturations.iter().map(|one| one.logged).sum();
        let per_mille = logged * 1000 / due;
        assert!((955..965).contains(&per_mille), "{per_mille}");
    }
}

#[test]
fn a_log_is_written_by_an_employed_cadre_and_handed_in_within_three_days() {
    let batches = cadre::batches(SEED);
    let cadres: Vec<Cadre> = records(&batches);
    let by_code: BTreeMap<&str, &Cadre> = cadres.iter().map(|one| (&*one.code, one)).collect();
    let logs: Vec<WorkLog> = records(&batches);
    assert!((53_000..57_000).contains(&logs.len()), "{}", logs.len());
    let posts: Vec<Post> = records(&batches);
    let mut held: BTreeMap<&str, Vec<&Post>> = BTreeMap::new();
    for post in &posts {
        held.entry(&post.cadre_id).or_default().push(post);
    }
    for log in &logs {
        let cadre = by_code[&*log.cadre_id];
        assert!(in_force(&cadre.first_date, &cadre.last_date, &log.date));
        let held = held[&*log.cadre_id].iter();
        let held: Vec<_> =
            held.filter(|post| in_force(&post.first_date, &post.last_date, &log.date)).collect();
        assert_eq!(held.len(), 1, "{} on {}", log.cadre_id, log.date);
        assert_eq!((&log.unit_id, &log.division), (&held[0].unit_id, &held[0].division));
        let day = log.date.parse().expect("a day");
        assert!(!log.result.is_empty(), "with what result?");
        let span = log.date.clone()..=after(day, 3).min(CUTOFF).to_string();
        assert!(span.contains(&log.submit_date));
    }
}

#[test]
fn the_county_has_36_units_and_120_cadres() {
    let batches = cadre::batches(SEED);
    let units: Vec<Unit> = records(&batches);
    let cadres: Vec<Cadre> = records(&batches);
    assert_eq!((units.len(), cadres.len()), (36, 120));
    let known: BTreeSet<&str> = units.iter().map(|one| &*one.code).collect();
    let superiors = units.iter().map(|one| &*one.superior_id).filter(|one| !one.is_empty());
    assert!(superiors.into_iter().all(|one| known.contains(one)));
    assert!(cadres.iter().all(|one| known.contains(&*one.unit_id)));
}

#[test]
fn every_record_has_a_key_of_its_own() {
    let batches = cadre::batches(SEED);
    let leaves: Vec<Leave> = records(&batches);
    let logs: Vec<WorkLog> = records(&batches);
    let leaf = |one: &Leave| format!("{}-{}", one.cadre_id, one.first_date);
    assert!(are_keys(&leaves.iter().map(leaf).collect::<Vec<String>>()));
    let keys = logs.iter().map(|one| (&one.cadre_id, &one.date, &one.start_time));
    assert_eq!(distinct(keys), logs.len());
}

/// One saturation for each cadre employed within the year up to a day.
fn saturations(
    cadres: &[Cadre],
    leaves: &[Leave],
    logs: &[WorkLog],
    last: jiff::civil::Date,
) -> Vec<Saturation> {
    let logged: BTreeSet<(&str, &str)> =
        logs.iter().map(|log| (&*log.cadre_id, &*log.date)).collect();
    let mut saturations = Vec::new();
    for cadre in cadres {
        let own: Vec<&Leave> = leaves.iter().filter(|leave| leave.cadre_id == cadre.code).collect();
        let mut saturation = Saturation::default();
        for day in working_days(last.first_of_year(), last) {
            let day = day.to_string();
            if !in_force(&cadre.first_date, &cadre.last_date, &day) {
                continue;
            }
            let leave = own.iter().find(|one| in_force(&one.first_date, &one.last_date, &day));
            let due = leave.map_or(2, |leave| usize::from(leave.half_day));
            saturation.due += due;
            saturation.logged += if logged.contains(&(&*cadre.code, &*day)) { due } else { 0 };
        }
        if saturation.due > 0 {
            saturations.push(saturation);
        }
    }
    saturations
}

#[test]
fn a_log_for_a_task_names_one_that_is_on_the_list_of_its_year() {
    let listed: Vec<Task> = records(&reform::batches(SEED));
    let listed: BTreeSet<&str> = listed.iter().map(|task| &*task.code).collect();
    let logs: Vec<WorkLog> = records(&cadre::batches(SEED));
    let named: Vec<&WorkLog> = logs.iter().filter(|log| !log.matter_code.is_empty()).collect();
    assert!(named.len() > logs.len() / 10, "{} of {}", named.len(), logs.len());
    for log in named {
        assert!(listed.contains(&*log.matter_code), "{}", log.matter_code);
        assert!(log.matter_code.starts_with(&log.date[..4]), "{} {}", log.matter_code, log.date);
    }
}
