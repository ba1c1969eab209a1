//! Resolves difficulties, one after another.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use proto::industry::v1::difficulty_service_client::DifficultyServiceClient;
use proto::industry::v1::{Difficulty, ResolveDifficultyRequest};
use proto::ledger::v1::RecordRef;

use super::super::generator::{ResolutionPlan, pack};
use super::department::Department;
use super::request::{RECORDER, request_id, unary};

/// What came of the plans.
pub struct Resolved {
    /// The states that a verifier is to verify.
    pub verified: Vec<RecordRef>,
    /// How many are left for a verifier.
    pub unverified: u64,
}

/// Resolves the difficulties of the plans, known in these states.
pub async fn resolve(
    department: &Department<'_>,
    plans: Vec<ResolutionPlan>,
    known: &[RecordRef],
) -> Result<Resolved> {
    let known: BTreeMap<&str, &RecordRef> =
        known.iter().map(|record| (&*record.id, record)).collect();
    let mut client = DifficultyServiceClient::new(department.channel.clone());
    let mut resolved = Resolved { verified: Vec::new(), unverified: 0 };
    department.progress.begin("难题办结 · difficulties resolved", plans.len() as u64);
    for plan in plans {
        let named = Difficulty { code: plan.code.clone(), ..Difficulty::default() };
        let id = department.id_of(&pack(&named))?;
        let record =
            known.get(&*id).with_context(|| format!("difficulty {} was not entered", plan.code))?;
        let is_verified = plan.verified;
        let message = message(department.county, record, plan);
        let answer = client.resolve_difficulty(unary(message, RECORDER)).await;
        let answer = answer.with_context(|| format!("difficulty {id}"))?.into_inner();
        let metadata = answer.metadata.context("the answer says nothing of the record")?;
        if is_verified {
            let kind = record.kind.clone();
            resolved.verified.push(RecordRef { kind, id: metadata.id, etag: metadata.etag });
        } else {
            resolved.unverified += 1;
        }
        department.progress.advance(1);
    }
    department.progress.end();
    Ok(resolved)
}

fn message(county: &str, record: &RecordRef, plan: ResolutionPlan) -> ResolveDifficultyRequest {
    let mut message = ResolveDifficultyRequest {
        county: county.to_owned(),
        id: record.id.clone(),
        etag: record.etag.clone(),
        resolve_date: plan.resolve_date,
        on_site: plan.on_site,
        resolution: plan.resolution,
        request_id: String::new(),
        validate_only: false,
    };
    message.request_id = request_id("ResolveDifficulty", [&message]);
    message
}
