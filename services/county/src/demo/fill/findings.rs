//! Walks findings from their register to where they stand, one after another.

use anyhow::{Context, Result};
use prost::Name;
use proto::ledger::v1::RecordRef;
use proto::reform::v1::finding_service_client::FindingServiceClient;
use proto::reform::v1::{
    Finding, MergeFindingRequest, RectifyFindingRequest, RegisterFindingRequest,
    ReopenFindingRequest, StrikeOffFindingRequest,
};
use tonic::transport::Channel;
use tonic::{Response, Status};

use super::super::generator::reform::{FindingPlan, Recheck};
use super::department::Department;
use super::request::{RECORDER, request_id, unary};

/// Who re-checks in the demo; never the unit that rectified.
const RECHECKERS: [&str; 2] = ["reform", "committee-office"];

/// What came of the plans.
#[derive(Default)]
pub struct Walked {
    /// The states that a verifier is to verify.
    pub verified: Vec<RecordRef>,
    /// How many are left for a verifier.
    pub unverified: u64,
    /// How many acts it took.
    pub acts: u64,
}

/// A finding that is being walked, and how it was last seen.
struct Walk {
    client: FindingServiceClient<Channel>,
    county: String,
    rechecker_id: String,
    seen: RecordRef,
    acts: u64,
}

/// Walks the findings as planned.
pub async fn walk(department: &Department<'_>, plans: Vec<FindingPlan>) -> Result<Walked> {
    department.progress.begin("督察发现问题 · findings", plans.len() as u64);
    let mut walked = Walked::default();
    for plan in plans {
        let code = plan.register.code.clone();
        let verified = plan.verified;
        let rechecker = RECHECKERS.iter().find(|one| **one != plan.register.unit_id);
        let mut walk = Walk {
            client: FindingServiceClient::new(department.channel.clone()),
            county: department.county.to_owned(),
            rechecker_id: rechecker.map(|one| (*one).to_owned()).unwrap_or_default(),
            seen: RecordRef { kind: Finding::full_name(), ..RecordRef::default() },
            acts: 0,
        };
        walk.go(plan).await.with_context(|| format!("finding {code}"))?;
        walked.acts += walk.acts;
        if verified {
            walked.verified.push(walk.seen);
        } else {
            walked.unverified += 1;
        }
        department.progress.advance(1);
    }
    department.progress.end();
    Ok(walked)
}

impl Walk {
    async fn go(&mut self, plan: FindingPlan) -> Result<()> {
        let FindingPlan { register, rectified, failed, struck, merged, verified: _ } = plan;
        self.register(register).await?;
        if let Some((rectify_date, rectification)) = rectified {
            self.rectify(rectify_date, rectification.clone()).await?;
            if let Some(failed) = failed {
                let again = failed.rectify_date.clone();
                self.reopen(failed).await?;
                if let Some(day) = again {
                    self.rectify(day, rectification).await?;
                }
            }
        }
        if let Some(day) = struck {
            self.strike_off(day).await?;
        }
        if let Some((merged_into, day)) = merged {
            self.merge(merged_into, day).await?;
        }
        Ok(())
    }

    async fn register(&mut self, finding: Finding) -> Result<()> {
        let mut message = RegisterFindingRequest {
            county: self.county.clone(),
            finding: Some(finding),
            ..RegisterFindingRequest::default()
        };
        message.request_id = request_id("RegisterFinding", [&message]);
        let answer = self.client.register_finding(unary(message, RECORDER)).await;
        self.see(answer)
    }

    async fn rectify(&mut self, rectify_date: String, rectification: String) -> Result<()> {
        let proof = format!("示例整改报告（{rectify_date}）");
        let mut message = RectifyFindingRequest {
            county: self.county.clone(),
            id: self.seen.id.clone(),
            etag: self.seen.etag.clone(),
            rectify_date,
            rectification,
            proof,
            ..RectifyFindingRequest::default()
        };
        message.request_id = request_id("RectifyFinding", [&message]);
        let answer = self.client.rectify_finding(unary(message, RECORDER)).await;
        self.see(answer)
    }

    async fn reopen(&mut self, failed: Recheck) -> Result<()> {
        let mut message = ReopenFindingRequest {
            county: self.county.clone(),
            id: self.seen.id.clone(),
            etag: self.seen.etag.clone(),
            recheck_date: failed.recheck_date,
            rechecker_id: self.rechecker_id.clone(),
            recheck_note: "整改不到位，退回整改（示例）".to_owned(),
            deadline_date: failed.deadline_date,
            ..ReopenFindingRequest::default()
        };
        message.request_id = request_id("ReopenFinding", [&message]);
        let answer = self.client.reopen_finding(unary(message, RECORDER)).await;
        self.see(answer)
    }

    async fn strike_off(&mut self, recheck_date: String) -> Result<()> {
        let mut message = StrikeOffFindingRequest {
            county: self.county.clone(),
            id: self.seen.id.clone(),
            etag: self.seen.etag.clone(),
            recheck_date,
            rechecker_id: self.rechecker_id.clone(),
            recheck_note: "复核通过，予以销号（示例）".to_owned(),
            ..StrikeOffFindingRequest::default()
        };
        message.request_id = request_id("StrikeOffFinding", [&message]);
        let answer = self.client.strike_off_finding(unary(message, RECORDER)).await;
        self.see(answer)
    }

    async fn merge(&mut self, merged_into: String, merge_date: String) -> Result<()> {
        let mut message = MergeFindingRequest {
            county: self.county.clone(),
            id: self.seen.id.clone(),
            etag: self.seen.etag.clone(),
            merged_into,
            merge_date,
            ..MergeFindingRequest::default()
        };
        message.request_id = request_id("MergeFinding", [&message]);
        let answer = self.client.merge_finding(unary(message, RECORDER)).await;
        self.see(answer)
    }

    /// Takes note of the state that an act left.
    fn see(&mut self, answer: Result<Response<Finding>, Status>) -> Result<()> {
        let metadata = answer?.into_inner().metadata;
        let metadata = metadata.context("the answer says nothing of the record")?;
        self.seen.id = metadata.id;
        self.seen.etag = metadata.etag;
        self.acts += 1;
        Ok(())
    }
}
