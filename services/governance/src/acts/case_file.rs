//! The acts on a case file, from register to archive; the transition table decides.

use chassis::{FieldFault, Refusal};
use ledger::Books;
use ledger::writer::Call;
use prost::Message;
use proto::governance::v1::case_file_service_server::CaseFileService;
use proto::governance::v1::{
    AcceptCaseFileRequest, ArchiveCaseFileRequest, AssignCaseFileRequest, CaseFile, CaseStage,
    ConcludeCaseFileRequest, Outcome, RefuseCaseFileRequest, RegisterCaseFileRequest,
};
use proto::ledger::v1::Reason;
use tonic::metadata::MetadataMap;
use tonic::{Request, Response, Status};

use crate::rules::case_flow::{self, Action, Stage};

/// The acts on case files.
pub(super) struct CaseFiles {
    books: Books,
}

/// What every act on a case says.
struct Act<'a> {
    method: &'static str,
    action: Action,
    metadata: &'a MetadataMap,
    body: Vec<u8>,
    county: String,
    id: String,
    etag: String,
    request_id: String,
    validate_only: bool,
}

impl CaseFiles {
    pub(super) fn new(books: Books) -> Self {
        Self { books }
    }

    /// Moves a case on by an action, after which `set` writes what came with it.
    async fn act(
        &self,
        act: Act<'_>,
        set: impl FnOnce(&mut CaseFile),
    ) -> Result<Response<CaseFile>, Status> {
        let Act { method, action, metadata, body, county, id, etag, request_id, validate_only } =
            act;
        let call = Call::read(metadata, method, &county, &request_id, validate_only, &body)?;
        let step = |case: &mut CaseFile| {
            let next = case_flow::step(stage(case), action).map_err(|no| not_allowed(case, &no))?;
            case.set_stage(wire_stage(next));
            set(case);
            Ok(())
        };
        Ok(Response::new(self.books.advance(call, &id, &etag, step).await?))
    }
}

#[tonic::async_trait]
impl CaseFileService for CaseFiles {
    async fn register_case_file(
        &self,
        request: Request<RegisterCaseFileRequest>,
    ) -> Result<Response<CaseFile>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let RegisterCaseFileRequest { county, case_file, request_id, validate_only } = request;
        let method = "RegisterCaseFile";
        let call = Call::read(&metadata, method, &county, &request_id, validate_only, &body)?;
        let CaseFile { code, division, r#type, summary, person_count, register_date, .. } =
            case_file.unwrap_or_default();
        let case = CaseFile {
            code,
            division,
            r#type,
            summary,
            person_count,
            register_date,
            stage: CaseStage::Registered.into(),
            ..CaseFile::default()
        };
        Ok(Response::new(self.books.register(call, case).await?))
    }

    async fn accept_case_file(
        &self,
        request: Request<AcceptCaseFileRequest>,
    ) -> Result<Response<CaseFile>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let AcceptCaseFileRequest { county, id, etag, accept_date, request_id, validate_only } =
            request;
        let (method, action, metadata) = ("AcceptCaseFile", Action::Accept, &metadata);
        required("accept_date", &accept_date)?;
        let act =
            Act { method, action, metadata, body, county, id, etag, request_id, validate_only };
        self.act(act, |case| case.accept_date = accept_date).await
    }

    async fn refuse_case_file(
        &self,
        request: Request<RefuseCaseFileRequest>,
    ) -> Result<Response<CaseFile>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let RefuseCaseFileRequest { county, id, etag, refuse_ground, request_id, validate_only } =
            request;
        let (method, action, metadata) = ("RefuseCaseFile", Action::Refuse, &metadata);
        required("refuse_ground", &refuse_ground)?;
        let act =
            Act { method, action, metadata, body, county, id, etag, request_id, validate_only };
        self.act(act, |case| case.refuse_ground = refuse_ground).await
    }

    async fn assign_case_file(
        &self,
        request: Request<AssignCaseFileRequest>,
    ) -> Result<Response<CaseFile>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let AssignCaseFileRequest { county, id, etag, handler_id, assign_date, .. } = request;
        let AssignCaseFileRequest { request_id, validate_only, .. } = request;
        let (method, action, metadata) = ("AssignCaseFile", Action::Assign, &metadata);
        required("handler_id", &handler_id)?;
        required("assign_date", &assign_date)?;
        let act =
            Act { method, action, metadata, body, county, id, etag, request_id, validate_only };
        let set = |case: &mut CaseFile| {
            case.handler_id = handler_id;
            case.assign_date = assign_date;
        };
        self.act(act, set).await
    }

    async fn conclude_case_file(
        &self,
        request: Request<ConcludeCaseFileRequest>,
    ) -> Result<Response<CaseFile>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let ConcludeCaseFileRequest { county, id, etag, outcome, conclude_date, proof, .. } =
            request;
        let ConcludeCaseFileRequest { request_id, validate_only, .. } = request;
        let (method, action, metadata) = ("ConcludeCaseFile", Action::Conclude, &metadata);
        required("conclude_date", &conclude_date)?;
        required("proof", &proof)?;
        if outcome == i32::from(Outcome::Unspecified) {
            required("outcome", "")?;
        }
        let act =
            Act { method, action, metadata, body, county, id, etag, request_id, validate_only };
        let set = |case: &mut CaseFile| {
            case.outcome = outcome;
            case.conclude_date = conclude_date;
            case.proof = proof;
        };
        self.act(act, set).await
    }

    async fn archive_case_file(
        &self,
        request: Request<ArchiveCaseFileRequest>,
    ) -> Result<Response<CaseFile>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let ArchiveCaseFileRequest { county, id, etag, archive_date, request_id, validate_only } =
            request;
        let (method, action, metadata) = ("ArchiveCaseFile", Action::Archive, &metadata);
        required("archive_date", &archive_date)?;
        let act =
            Act { method, action, metadata, body, county, id, etag, request_id, validate_only };
        self.act(act, |case| case.archive_date = archive_date).await
    }
}

fn required(field: &str, value: &str) -> Result<(), Refusal> {
    if !value.is_empty() {
        return Ok(());
    }
    let fault = FieldFault::new(field, Reason::FieldRequired, "is required", "必须填写");
    Err(Refusal::request(fault))
}

fn stage(case: &CaseFile) -> Stage {
    match case.stage() {
        CaseStage::Registered | CaseStage::Unspecified => Stage::Registered,
        CaseStage::Accepted => Stage::Accepted,
        CaseStage::Refused => Stage::Refused,
        CaseStage::Assigned => Stage::Assigned,
        CaseStage::Concluded => Stage::Concluded,
        CaseStage::Archived => Stage::Archived,
    }
}

fn wire_stage(stage: Stage) -> CaseStage {
    match stage {
        Stage::Registered => CaseStage::Registered,
        Stage::Accepted => CaseStage::Accepted,
        Stage::Refused => CaseStage::Refused,
        Stage::Assigned => CaseStage::Assigned,
        Stage::Concluded => CaseStage::Concluded,
        Stage::Archived => CaseStage::Archived,
    }
}

fn not_allowed(case: &CaseFile, no: &case_flow::NotAllowed) -> Refusal {
    Refusal::new(Reason::TransitionNotAllowed, no.to_string(), no.zh())
        .with("id", &case.code)
        .with("stage", no.from)
        .with("action", no.action)
}
