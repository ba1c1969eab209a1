//! The list of tasks: base, added, struck; who leads the key ones; how far they have come.

use std::collections::{BTreeMap, BTreeSet};

use proto::reform::v1::{
    Amendment, AmendmentType, LeadRole, Milestone, Task, TaskLead, TaskList, TaskOrigin, TaskState,
};

use super::super::super::{Batch, SEED, reform};
use super::super::{distinct, in_force, records, unverified};

const CUTOFF: &str = "2023-12-08";

/// Asserts what the figures of tasks rest on.
pub fn assert_figures(seed: u64, batches: &[Batch]) {
    let tasks: Vec<Task> = records(batches);
    let (of_year, base, added, struck) = of_year(&tasks, batches);
    assert_eq!((base, added, struck), (162, 5, 2));
    assert_eq!(of_year.len(), base + added - struck);
    assert_eq!((of_year.len(), distinct(of_year.values().map(|task| task.domain))), (165, 10));
    assert_leads(batches, &of_year);
    assert_progress(seed, &of_year);
}

#[test]
fn an_amendment_under_review_neither_adds_nor_strikes() {
    let batches = reform::batches(SEED);
    let proposed: Vec<Amendment> = unverified(&batches);
    assert_eq!(proposed.len(), 2);
    let tasks: Vec<Task> = records(&batches);
    let (of_year, ..) = of_year(&tasks, &batches);
    for amendment in proposed {
        let is_there = of_year.contains_key(&*amendment.task_id);
        assert_eq!(is_there, amendment.r#type() == AmendmentType::Strike);
    }
}

/// The tasks on the list at the cutoff, and how many were in the base, added and struck.
fn of_year<'a>(
    tasks: &'a [Task],
    batches: &[Batch],
) -> (BTreeMap<&'a str, &'a Task>, usize, usize, usize) {
    let lists: Vec<TaskList> = records(batches);
    let list = lists.iter().find(|list| list.year == Some(2023)).expect("the list of the year");
    let amendments: Vec<Amendment> = records(batches);
    let of = |kind: AmendmentType| -> BTreeSet<&str> {
        let by_then = amendments.iter().filter(|one| *one.decide_date <= *CUTOFF);
        by_then.filter(|one| one.r#type() == kind).map(|one| &*one.task_id).collect()
    };
    let (adds, strikes) = (of(AmendmentType::Add), of(AmendmentType::Strike));
    let listed: Vec<&Task> = tasks.iter().filter(|task| task.list_id == list.code).collect();
    let base = listed.iter().filter(|task| task.origin() == TaskOrigin::Base);
    let added: Vec<&&Task> = listed
        .iter()
        .filter(|task| task.origin() == TaskOrigin::Added && adds.contains(&*task.code))
        .collect();
    let struck = listed.iter().filter(|task| strikes.contains(&*task.code)).count();
    let (base_count, added_count) = (base.clone().count(), added.len());
    let all = base.chain(added).filter(|task| !strikes.contains(&*task.code));
    (all.map(|task| (&*task.code, *task)).collect(), base_count, added_count, struck)
}

fn assert_leads(batches: &[Batch], of_year: &BTreeMap<&str, &Task>) {
    let leads: Vec<TaskLead> = records(batches);
    let valid: Vec<&TaskLead> = leads
        .iter()
        .filter(|lead| lead.role() == LeadRole::Lead)
        .filter(|lead| in_force(&lead.first_date, &lead.last_date, CUTOFF))
        .filter(|lead| of_year.get(&*lead.task_id).is_some_and(|task| task.is_key))
        .collect();
    let leaders = distinct(valid.iter().map(|lead| &lead.leader_id));
    assert_eq!((leaders, distinct(valid.iter().map(|lead| &lead.task_id))), (17, 19));
}

fn assert_progress(seed: u64, of_year: &BTreeMap<&str, &Task>) {
    let settings = reform::settings();
    let plans = settings.iter().flat_map(|setting| reform::plans(seed, setting));
    let (mut completed, mut on_track, mut behind, mut given_up) = (0, 0, 0, 0);
    for plan in plans {
        let weights = plan.milestones.iter().filter_map(|one| one.weight_percent);
        assert_eq!(weights.sum::<i32>(), 100, "{}", plan.task_id);
        let Some(task) = of_year.get(&*plan.task_id) else { continue };
        let open = |one: &&Milestone| one.done_date.is_empty() || *one.done_date > *CUTOFF;
        let open: Vec<&Milestone> = plan.milestones.iter().filter(open).collect();
        let is_late = open.iter().any(|one| *one.due_date < *CUTOFF);
        *match (open.is_empty(), task.state(), is_late) {
            (true, _, _) => &mut completed,
            (_, TaskState::Abandoned, _) => &mut given_up,
            (_, _, true) => &mut behind,
            _ => &mut on_track,
        } += 1;
    }
    assert_eq!((completed, on_track, behind, given_up), (127, 32, 5, 1));
}
