//! Plans the milestones of tasks, many tasks at a time.

use anyhow::{Context, Result};
use prost::Name;
use proto::ledger::v1::RecordRef;
use proto::reform::v1::milestone_service_client::MilestoneServiceClient;
use proto::reform::v1::{Milestone, PlanMilestonesRequest};
use tokio::task::JoinSet;
use tonic::transport::Channel;

use super::super::generator::reform::TaskPlan;
use super::department::Department;
use super::request::{RECORDER, request_id, unary};

/// Tasks that are planned at the same time.
const CONCURRENT_TASKS: usize = 64;

/// Plans the tasks; the milestones as they then are, ordered by id.
pub async fn plan(department: &Department<'_>, plans: Vec<TaskPlan>) -> Result<Vec<RecordRef>> {
    department.progress.begin("任务节点 · milestones", plans.len() as u64);
    let client = MilestoneServiceClient::new(department.channel.clone());
    let mut tasks = JoinSet::new();
    let mut planned = Vec::new();
    for plan in plans {
        if tasks.len() == CONCURRENT_TASKS {
            planned.extend(next(department, &mut tasks).await?);
        }
        tasks.spawn(one(client.clone(), department.county.to_owned(), plan));
    }
    while !tasks.is_empty() {
        planned.extend(next(department, &mut tasks).await?);
    }
    department.progress.end();
    planned.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(planned)
}

async fn next(
    department: &Department<'_>,
    tasks: &mut JoinSet<Result<Vec<RecordRef>>>,
) -> Result<Vec<RecordRef>> {
    let Some(task) = tasks.join_next().await else { return Ok(Vec::new()) };
    department.progress.advance(1);
    task.context("a task was not planned to its end")?
}

async fn one(
    mut client: MilestoneServiceClient<Channel>,
    county: String,
    plan: TaskPlan,
) -> Result<Vec<RecordRef>> {
    let TaskPlan { task_id, milestones } = plan;
    let context = format!("the milestones of {task_id}");
    let mut message =
        PlanMilestonesRequest { county, task_id, milestones, ..PlanMilestonesRequest::default() };
    message.request_id = request_id("PlanMilestones", [&message]);
    let answer = client.plan_milestones(unary(message, RECORDER)).await.context(context)?;
    let seen = answer.into_inner().milestones.into_iter().map(|milestone| {
        let metadata = milestone.metadata.context("the answer says nothing of the record")?;
        Ok(RecordRef { kind: Milestone::full_name(), id: metadata.id, etag: metadata.etag })
    });
    seen.collect()
}
