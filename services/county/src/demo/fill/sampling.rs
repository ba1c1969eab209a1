//! Draws samples of work logs, and has every log of them checked.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use prost::Name;
use proto::cadre::v1::log_check_service_client::LogCheckServiceClient;
use proto::cadre::v1::sample_service_client::SampleServiceClient;
use proto::cadre::v1::{
    CheckOutcome, CheckWorkLogsRequest, DrawSampleRequest, LogCheck, LogVerdict, Sample,
};
use proto::ledger::v1::{RecordMetadata, RecordRef};

use super::super::generator::cadre::SamplePlan;
use super::department::Department;
use super::request::{request_id, unary};
use super::superiors::Superiors;

/// What was left for a verifier, and how many acts it took.
pub struct Checks {
    /// The samples.
    pub samples: Vec<RecordRef>,
    /// The checks, each with the account of the superior of who checked.
    pub checks: Vec<(String, Vec<RecordRef>)>,
    pub acts: u64,
}

/// Draws and checks what the plans say; all logs of a sample pass.
pub async fn check(department: &Department<'_>, plans: Vec<SamplePlan>) -> Result<Checks> {
    department.progress.begin("日志抽查 · samples of logs", plans.len() as u64);
    let superiors = Superiors::read(department).await?;
    let mut done = Checks { samples: Vec::new(), checks: Vec::new(), acts: 0 };
    for plan in plans {
        let sample = draw(department, &plan).await?;
        done.samples.push(reference(Sample::full_name(), sample.metadata.clone())?);
        let mut by_account: BTreeMap<String, Vec<RecordRef>> = BTreeMap::new();
        for check in pass(department, &plan, sample).await? {
            let account = superiors.account(&plan.cadre_id, &plan.check_date, &check.log_id);
            let state = reference(LogCheck::full_name(), check.metadata)?;
            by_account.entry(account).or_default().push(state);
        }
        done.checks.extend(by_account);
        done.acts += 2;
        department.progress.advance(1);
    }
    department.progress.end();
    Ok(done)
}

async fn draw(department: &Department<'_>, plan: &SamplePlan) -> Result<Sample> {
    let SamplePlan { code, unit_id, first_date, last_date, size, .. } = plan;
    let mut message = DrawSampleRequest {
        county: department.county.to_owned(),
        code: code.clone(),
        unit_id: unit_id.clone(),
        first_date: first_date.clone(),
        last_date: last_date.clone(),
        size: *size,
        ..DrawSampleRequest::default()
    };
    message.request_id = request_id("DrawSample", [&message]);
    let mut client = SampleServiceClient::new(department.channel.clone());
    let drawn = client.draw_sample(unary(message, &plan.checker)).await;
    Ok(drawn.with_context(|| format!("sample {code}"))?.into_inner())
}

async fn pass(
    department: &Department<'_>,
    plan: &SamplePlan,
    sample: Sample,
) -> Result<Vec<LogCheck>> {
    let verdict = |log_id: String| LogVerdict {
        log_id,
        outcome: CheckOutcome::Passed.into(),
        ..LogVerdict::default()
    };
    // Nobody checks a log of one's own.
    let own = format!("{}.", plan.cadre_id);
    let drawn = sample.log_ids.into_iter().filter(|id| !id.starts_with(&own));
    let mut message = CheckWorkLogsRequest {
        county: department.county.to_owned(),
        verdicts: drawn.map(verdict).collect(),
        check_date: plan.check_date.clone(),
        sample_id: plan.code.clone(),
        ..CheckWorkLogsRequest::default()
    };
    message.request_id = request_id("CheckWorkLogs", [&message]);
    let mut client = LogCheckServiceClient::new(department.channel.clone());
    let checked = client.check_work_logs(unary(message, &plan.checker)).await;
    let checked = checked.with_context(|| format!("check of sample {}", plan.code))?;
    Ok(checked.into_inner().log_checks)
}

fn reference(kind: String, metadata: Option<RecordMetadata>) -> Result<RecordRef> {
    let metadata = metadata.context("the answer says nothing of the record")?;
    Ok(RecordRef { kind, id: metadata.id, etag: metadata.etag })
}
