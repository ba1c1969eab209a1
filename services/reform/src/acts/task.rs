//! The board of tasks: what is on the list of a day, by domain, with progress and light.

use std::collections::{BTreeMap, BTreeSet};

use chassis::Refusal;
use ledger::Books;
use ledger::reader::{check_county, check_day};
use proto::reform::v1::task_service_server::TaskService;
use proto::reform::v1::{
    Amendment, AmendmentType, Domain, GetTaskBoardRequest, Milestone, Task, TaskBoard, TaskCard,
    TaskLane, TaskLight, TaskList, TaskOrigin, TaskState,
};
use tonic::{Request, Response, Status};

use super::counted;
use crate::Ours;
use crate::rules::progress::{self, Standing, Step};

/// The acts on tasks.
pub(super) struct Tasks {
    books: Books,
}

impl Tasks {
    pub(super) fn new(books: Books) -> Self {
        Self { books }
    }
}

#[tonic::async_trait]
impl TaskService for Tasks {
    async fn get_task_board(
        &self,
        request: Request<GetTaskBoardRequest>,
    ) -> Result<Response<TaskBoard>, Status> {
        let GetTaskBoardRequest { county, date, position } = request.into_inner();
        check_county(&county)?;
        check_day("date", &date)?;
        let position = self.books.reader.position(&county, position).await?;
        let listed = listed(&self.books, &county, &date, position).await?;
        let milestones = counted::<Milestone>(&self.books, &county, position).await?;
        let Listed { tasks, base_count, added_count, struck_count } = listed;
        let lanes = lanes(&tasks, &milestones, &date)?;
        let board = TaskBoard { date, lanes, position, base_count, added_count, struck_count };
        Ok(Response::new(board))
    }
}

/// The tasks on the lists of a day, and the lists as they were approved and amended.
struct Listed {
    tasks: Vec<Task>,
    base_count: i32,
    added_count: i32,
    struck_count: i32,
}

/// The tasks on the lists of a day.
pub(super) async fn on_the_list(
    books: &Books,
    county: &str,
    day: &str,
    position: i64,
) -> Result<Vec<Task>, Refusal> {
    Ok(listed(books, county, day, position).await?.tasks)
}

/// The tasks on the lists of a day: base, and added by then, less those struck by then.
async fn listed(books: &Books, county: &str, day: &str, position: i64) -> Result<Listed, Refusal> {
    let lists: BTreeSet<String> = counted::<TaskList>(books, county, position)
        .await?
        .into_iter()
        .filter(|list| *list.approve_date <= *day && *list.first_date <= *day)
        .filter(|list| *day <= *list.last_date)
        .map(|list| list.code)
        .collect();
    let amendments = counted::<Amendment>(books, county, position).await?;
    let of = |kind: AmendmentType| -> BTreeSet<&str> {
        let decided = amendments.iter().filter(|one| *one.decide_date <= *day);
        decided.filter(|one| one.r#type() == kind).map(|one| one.task_id.as_str()).collect()
    };
    let (added, struck) = (of(AmendmentType::Add), of(AmendmentType::Strike));
    let mut tasks = counted::<Task>(books, county, position).await?;
    tasks.retain(|task| {
        let came = task.origin() != TaskOrigin::Added || added.contains(task.code.as_str());
        came && lists.contains(&task.list_id)
    });
    let is_struck = |task: &Task| struck.contains(task.code.as_str());
    let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let of_base = tasks.iter().filter(|task| task.origin() != TaskOrigin::Added).count();
    let (base_count, added_count) = (count(of_base), count(tasks.len() - of_base));
    let struck_count = count(tasks.iter().filter(|task| is_struck(task)).count());
    tasks.retain(|task| !is_struck(task));
    Ok(Listed { tasks, base_count, added_count, struck_count })
}

fn lanes(tasks: &[Task], milestones: &[Milestone], day: &str) -> Result<Vec<TaskLane>, Refusal> {
    let mut planned: BTreeMap<&str, Vec<&Milestone>> = BTreeMap::new();
    for milestone in milestones.iter().filter(|one| *one.plan_date <= *day) {
        planned.entry(&milestone.task_id).or_default().push(milestone);
    }
    let mut lanes: BTreeMap<i32, TaskLane> = BTreeMap::new();
    for task in tasks {
        let steps = planned.get(task.code.as_str()).map(Vec::as_slice).unwrap_or_default();
        let card = card(task, steps, day);
        let lane = lanes.entry(task.domain).or_default();
        *count(lane, card.light()) += 1;
        lane.cards.push(card);
    }
    for (domain, lane) in &mut lanes {
        lane.domain = *domain;
        lane.domain_label = label(lane.domain())?;
    }
    Ok(lanes.into_values().collect())
}

/// What a domain is called, as the contract has it.
fn label(domain: Domain) -> Result<String, Refusal> {
    let kind = ledger::kinds::KindInfo::of::<Ours, Task>();
    let values = kind.field("domain").and_then(|(_, field)| field.values.as_ref());
    let named = values.and_then(|values| values.get(&i64::from(i32::from(domain))));
    let (_, label) = named.ok_or_else(|| Refusal::internal(&"a domain without a label"))?;
    Ok(label.clone())
}

fn count(lane: &mut TaskLane, light: TaskLight) -> &mut i32 {
    match light {
        TaskLight::Completed => &mut lane.completed_count,
        TaskLight::OnTrack => &mut lane.on_track_count,
        TaskLight::Behind => &mut lane.behind_count,
        TaskLight::Abandoned => &mut lane.abandoned_count,
        TaskLight::Unplanned | TaskLight::Unspecified => &mut lane.unplanned_count,
    }
}

fn card(task: &Task, milestones: &[&Milestone], day: &str) -> TaskCard {
    let steps: Vec<Step<'_>> = milestones
        .iter()
        .map(|one| Step {
            weight: one.weight_percent.unwrap_or_default(),
            overdue_date: &one.overdue_date,
            done_date: &one.done_date,
        })
        .collect();
    let is_moved = |one: &Milestone| !one.planned_due_date.is_empty();
    let is_open = |one: &&&Milestone| one.done_date.is_empty() || *one.done_date > *day;
    let next = milestones.iter().filter(is_open).min_by_key(|one| one.due_date.as_str());
    let light = match progress::standing(&steps, day) {
        Standing::Completed => TaskLight::Completed,
        _ if task.state() == TaskState::Abandoned => TaskLight::Abandoned,
        Standing::OnTrack => TaskLight::OnTrack,
        Standing::Behind => TaskLight::Behind,
        Standing::Unplanned => TaskLight::Unplanned,
    };
    TaskCard {
        id: task.code.clone(),
        title: task.title.clone(),
        owner_id: task.owner_id.clone(),
        leader_id: task.leader_id.clone(),
        level: task.level,
        is_key: task.is_key,
        light: light.into(),
        progress_percent: progress::percent(&steps, day),
        next_title: next.map(|one| one.title.clone()).unwrap_or_default(),
        next_due_date: next.map(|one| one.due_date.clone()).unwrap_or_default(),
        next_planned_due_date: next.map(|one| one.planned_due_date.clone()).unwrap_or_default(),
        moved_count: i32::try_from(milestones.iter().filter(|one| is_moved(one)).count())
            .unwrap_or(i32::MAX),
    }
}
