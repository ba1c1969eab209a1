//! The acts on a finding, from its register to being struck off; the transition table decides.

use chassis::{FieldFault, Refusal};
use ledger::Books;
use prost::Message;
use proto::ledger::v1::Reason;
use proto::reform::v1::finding_service_server::FindingService;
use proto::reform::v1::{
    ExtendFindingRequest, Finding, FindingLadder, FindingStage, GetFindingLadderRequest,
    MergeFindingRequest, RectifyFindingRequest, RegisterFindingRequest, ReopenFindingRequest,
    StrikeOffFindingRequest,
};
use tonic::{Request, Response, Status};

use super::{Act, ladder, required};
use crate::rules::finding_flow::{self, Action, Stage};

/// The acts on findings.
pub(super) struct Findings {
    books: Books,
}

impl Findings {
    pub(super) fn new(books: Books) -> Self {
        Self { books }
    }

    /// Moves a finding on by an action, after which `set` writes what came with it.
    async fn act(
        &self,
        act: Act<'_>,
        action: Action,
        (id, etag): (String, String),
        set: impl FnOnce(&mut Finding) -> Result<(), Refusal>,
    ) -> Result<Response<Finding>, Status> {
        let step = |finding: &mut Finding| {
            let from = stage(finding);
            let next = finding_flow::step(from, action).map_err(|no| not_allowed(finding, &no))?;
            finding.set_stage(wire_stage(next));
            set(finding)
        };
        Ok(Response::new(self.books.advance(act.call()?, &id, &etag, step).await?))
    }
}

#[tonic::async_trait]
impl FindingService for Findings {
    async fn register_finding(
        &self,
        request: Request<RegisterFindingRequest>,
    ) -> Result<Response<Finding>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let RegisterFindingRequest { county, finding, request_id, validate_only } = request;
        let finding = finding.unwrap_or_default();
        let (method, metadata) = ("RegisterFinding", &metadata);
        let act = Act { method, metadata, body, county, request_id, validate_only };
        let Finding { code, inspection_id, unit_id, task_id, division, .. } = &finding;
        let Finding { find_date, issue, deadline_date, .. } = &finding;
        let [code, inspection_id, unit_id, task_id, division, find_date, issue, deadline_date] =
            [code, inspection_id, unit_id, task_id, division, find_date, issue, deadline_date]
                .map(Clone::clone);
        let finding = Finding {
            code,
            inspection_id,
            unit_id,
            task_id,
            division,
            find_date,
            issue,
            deadline_date,
            stage: FindingStage::Open.into(),
            ..Finding::default()
        };
        Ok(Response::new(self.books.register(act.call()?, finding).await?))
    }

    async fn rectify_finding(
        &self,
        request: Request<RectifyFindingRequest>,
    ) -> Result<Response<Finding>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let RectifyFindingRequest { county, id, etag, rectify_date, rectification, .. } = request;
        let RectifyFindingRequest { proof, request_id, validate_only, .. } = request;
        let (method, metadata) = ("RectifyFinding", &metadata);
        let act = Act { method, metadata, body, county, request_id, validate_only };
        required(&[
            ("rectify_date", &rectify_date),
            ("rectification", &rectification),
            ("proof", &proof),
        ])?;
        let set = |finding: &mut Finding| {
            after(("rectify_date", &rectify_date), &finding.recheck_date)?;
            finding.rectify_date = rectify_date;
            finding.rectification = rectification;
            finding.proof = proof;
            Ok(())
        };
        self.act(act, Action::Rectify, (id, etag), set).await
    }

    async fn strike_off_finding(
        &self,
        request: Request<StrikeOffFindingRequest>,
    ) -> Result<Response<Finding>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let StrikeOffFindingRequest { county, id, etag, recheck_date, rechecker_id, .. } = request;
        let StrikeOffFindingRequest { recheck_note, request_id, validate_only, .. } = request;
        let (method, metadata) = ("StrikeOffFinding", &metadata);
        let act = Act { method, metadata, body, county, request_id, validate_only };
        let recheck = Recheck { recheck_date, rechecker_id, recheck_note };
        recheck.check()?;
        let set = |finding: &mut Finding| {
            recheck.set(finding)?;
            finding.strike_date.clone_from(&finding.recheck_date);
            Ok(())
        };
        self.act(act, Action::StrikeOff, (id, etag), set).await
    }

    async fn reopen_finding(
        &self,
        request: Request<ReopenFindingRequest>,
    ) -> Result<Response<Finding>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let ReopenFindingRequest { county, id, etag, recheck_date, rechecker_id, .. } = request;
        let ReopenFindingRequest { recheck_note, deadline_date, .. } = request;
        let ReopenFindingRequest { request_id, validate_only, .. } = request;
        let (method, metadata) = ("ReopenFinding", &metadata);
        let act = Act { method, metadata, body, county, request_id, validate_only };
        let recheck = Recheck { recheck_date, rechecker_id, recheck_note };
        recheck.check()?;
        required(&[("deadline_date", &deadline_date)])?;
        let set = |finding: &mut Finding| {
            after(("deadline_date", &deadline_date), &recheck.recheck_date)?;
            recheck.set(finding)?;
            finding.deadline_date = deadline_date;
            Ok(())
        };
        self.act(act, Action::Reopen, (id, etag), set).await
    }

    async fn extend_finding(
        &self,
        request: Request<ExtendFindingRequest>,
    ) -> Result<Response<Finding>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let ExtendFindingRequest { county, id, etag, deadline_date, extension_reason, .. } =
            request;
        let ExtendFindingRequest { request_id, validate_only, .. } = request;
        let (method, metadata) = ("ExtendFinding", &metadata);
        let act = Act { method, metadata, body, county, request_id, validate_only };
        required(&[("deadline_date", &deadline_date), ("extension_reason", &extension_reason)])?;
        let set = |finding: &mut Finding| {
            later(("deadline_date", &deadline_date), &finding.deadline_date)?;
            finding.deadline_date = deadline_date;
            finding.extension_reason = extension_reason;
            finding.extension_count += 1;
            Ok(())
        };
        self.act(act, Action::Extend, (id, etag), set).await
    }

    async fn merge_finding(
        &self,
        request: Request<MergeFindingRequest>,
    ) -> Result<Response<Finding>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let MergeFindingRequest { county, id, etag, merged_into, merge_date, .. } = request;
        let MergeFindingRequest { request_id, validate_only, .. } = request;
        let (method, metadata) = ("MergeFinding", &metadata);
        required(&[("merged_into", &merged_into), ("merge_date", &merge_date)])?;
        let act = Act { method, metadata, body, county, request_id, validate_only };
        let set = |finding: &mut Finding| {
            finding.merged_into = merged_into;
            finding.merge_date = merge_date;
            Ok(())
        };
        self.act(act, Action::Merge, (id, etag), set).await
    }

    async fn get_finding_ladder(
        &self,
        request: Request<GetFindingLadderRequest>,
    ) -> Result<Response<FindingLadder>, Status> {
        Ok(Response::new(ladder::of(&self.books, request.into_inner()).await?))
    }
}

/// A re-check of a finding that its unit says is rectified.
struct Recheck {
    recheck_date: String,
    rechecker_id: String,
    recheck_note: String,
}

impl Recheck {
    fn check(&self) -> Result<(), Refusal> {
        let Self { recheck_date, rechecker_id, recheck_note } = self;
        required(&[
            ("recheck_date", recheck_date),
            ("rechecker_id", rechecker_id),
            ("recheck_note", recheck_note),
        ])
    }

    fn set(&self, finding: &mut Finding) -> Result<(), Refusal> {
        let Self { recheck_date, rechecker_id, recheck_note } = self;
        if *rechecker_id == finding.unit_id {
            return Err(Refusal::request(FieldFault::new(
                "rechecker_id",
                Reason::VerifierIsRecorder,
                "the unit that rectified does not re-check",
                "复核单位不得为整改单位",
            )));
        }
        after(("recheck_date", recheck_date), &finding.rectify_date)?;
        finding.recheck_date.clone_from(recheck_date);
        finding.rechecker_id.clone_from(rechecker_id);
        finding.recheck_note.clone_from(recheck_note);
        finding.recheck_count += 1;
        Ok(())
    }
}

/// Refuses a day of a request that stands before what it follows.
fn after((field, day): (&str, &str), earlier: &str) -> Result<(), Refusal> {
    if day >= earlier {
        return Ok(());
    }
    Err(Refusal::request(FieldFault::new(
        field,
        Reason::DateOrder,
        format!("{day} is before {earlier}"),
        format!("{day} 早于 {earlier}"),
    )))
}

/// Refuses a day that is not after another.
fn later((field, day): (&str, &str), earlier: &str) -> Result<(), Refusal> {
    if day > earlier {
        return Ok(());
    }
    Err(Refusal::request(FieldFault::new(
        field,
        Reason::DateOrder,
        format!("{day} is not after {earlier}"),
        format!("{day} 应晚于 {earlier}"),
    )))
}

/// The stage of a finding as the rules name it.
pub(super) fn stage(finding: &Finding) -> Stage {
    match finding.stage() {
        FindingStage::Open | FindingStage::Unspecified => Stage::Open,
        FindingStage::Rectified => Stage::Rectified,
        FindingStage::StruckOff => Stage::StruckOff,
        FindingStage::Merged => Stage::Merged,
    }
}

fn wire_stage(stage: Stage) -> FindingStage {
    match stage {
        Stage::Open => FindingStage::Open,
        Stage::Rectified => FindingStage::Rectified,
        Stage::StruckOff => FindingStage::StruckOff,
        Stage::Merged => FindingStage::Merged,
    }
}

fn not_allowed(finding: &Finding, no: &finding_flow::NotAllowed) -> Refusal {
    Refusal::new(Reason::TransitionNotAllowed, no.to_string(), no.zh())
        .with("id", &finding.code)
        .with("stage", no.from)
        .with("action", no.action)
}
