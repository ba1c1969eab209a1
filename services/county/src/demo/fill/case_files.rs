//! Walks cases from register to archive, many at a time.

mod steps;

use anyhow::{Context, Result};
use prost::Name;
use proto::governance::v1::case_file_service_client::CaseFileServiceClient;
use proto::governance::v1::{CaseAction, CaseFile, RegisterCaseFileRequest};
use proto::ledger::v1::RecordRef;
use tokio::task::JoinSet;
use tonic::transport::Channel;
use tonic::{Response, Status};

use super::super::generator::CasePlan;
use super::department::Department;
use super::request::{RECORDER, request_id, unary};

/// Cases that are walked at the same time.
const CONCURRENT_CASES: usize = 64;

/// A case that is being walked, and how it was last seen.
struct Walk {
    channel: Channel,
    county: String,
    seen: RecordRef,
    acts: u64,
    /// Whether others look at it again.
    is_rechecked: bool,
}

/// Walks the cases as planned; their last states by id, and how many acts it took.
pub async fn walk(
    department: &Department<'_>,
    plans: Vec<CasePlan>,
) -> Result<(Vec<RecordRef>, u64)> {
    department.progress.begin("矛盾纠纷案件 · case files", plans.len() as u64);
    let mut tasks = JoinSet::new();
    let mut walked = Vec::with_capacity(plans.len());
    // What is merged comes after what it is merged into.
    let is_merged = |plan: &CasePlan| plan.steps.iter().any(|s| s.action == CaseAction::Merge);
    let (merged, others): (Vec<_>, Vec<_>) = plans.into_iter().partition(is_merged);
    for plans in [others, merged] {
        for plan in plans {
            if tasks.len() == CONCURRENT_CASES {
                walked.extend(next(department, &mut tasks).await?);
            }
            tasks.spawn(Walk::of(department.channel.clone(), department.county.to_owned(), plan));
        }
        while !tasks.is_empty() {
            walked.extend(next(department, &mut tasks).await?);
        }
    }
    department.progress.end();
    let acts = walked.iter().map(|walk| walk.acts).sum();
    let mut seen: Vec<RecordRef> = walked.into_iter().map(|walk| walk.seen).collect();
    seen.sort_by(|one, other| one.id.cmp(&other.id));
    Ok((seen, acts))
}

async fn next(
    department: &Department<'_>,
    tasks: &mut JoinSet<Result<Walk>>,
) -> Result<Option<Walk>> {
    let Some(task) = tasks.join_next().await else { return Ok(None) };
    department.progress.advance(1);
    task.context("a case was not walked to its end")?.map(Some)
}

impl Walk {
    async fn of(channel: Channel, county: String, plan: CasePlan) -> Result<Self> {
        let code = plan.register.code.clone();
        let seen = RecordRef { kind: CaseFile::full_name(), ..RecordRef::default() };
        let mut walk = Self { channel, county, seen, acts: 0, is_rechecked: false };
        walk.go(plan).await.with_context(|| format!("case {code}"))?;
        Ok(walk)
    }

    async fn go(&mut self, plan: CasePlan) -> Result<()> {
        let CasePlan { register, steps } = plan;
        self.register(register).await?;
        for step in steps {
            let action = step.action;
            let answer = self.step(step).await;
            self.see(answer).with_context(|| action.as_str_name())?;
        }
        Ok(())
    }

    async fn register(&mut self, case_file: CaseFile) -> Result<()> {
        let mut message = RegisterCaseFileRequest {
            county: self.county.clone(),
            case_file: Some(case_file),
            ..RegisterCaseFileRequest::default()
        };
        message.request_id = request_id("RegisterCaseFile", [&message]);
        let mut client = CaseFileServiceClient::new(self.channel.clone());
        let answer = client.register_case_file(unary(message, RECORDER)).await;
        self.see(answer.map(Response::into_inner))
    }

    /// Takes note of the state that an act left.
    fn see(&mut self, answer: Result<CaseFile, Status>) -> Result<()> {
        let metadata = answer?.metadata.context("the answer says nothing of the record")?;
        self.seen.id = metadata.id;
        self.seen.etag = metadata.etag;
        self.acts += 1;
        Ok(())
    }
}
