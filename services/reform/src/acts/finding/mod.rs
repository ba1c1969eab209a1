//! The acts on a finding, from its register to being struck off, each read as a deed in one place.

mod deeds;

use ledger::Books;
use ledger::acts::Deed;
use prost::Message;
use proto::reform::v1::finding_service_server::FindingService;
use proto::reform::v1::{
    ExtendFindingRequest, Finding, FindingLadder, GetFindingLadderRequest, MergeFindingRequest,
    RectifyFindingRequest, RegisterFindingRequest, ReopenFindingRequest, StrikeOffFindingRequest,
};
use tonic::{Request, Response, Status};

use super::{Act, ladder};
use crate::Ours;

pub(super) use deeds::{imported, stage};

/// The acts on findings.
pub(super) struct Findings {
    books: Books,
}

impl Findings {
    pub(super) fn new(books: Books) -> Self {
        Self { books }
    }

    /// Does what a request asks for, whose method and head are named.
    async fn act<M: Message>(
        &self,
        request: Request<M>,
        method: &'static str,
        head: fn(&M) -> Head,
        read: fn(M) -> Deed,
    ) -> Result<Response<Finding>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let (county, request_id, validate_only) = head(&request);
        let act = Act { method, metadata: &metadata, body, county, request_id, validate_only };
        Ok(Response::new(self.books.act::<Ours, _>(act.call()?, read(request)).await?))
    }
}

/// County, request id and validate_only, as every request of an act says them.
type Head = (String, String, bool);

fn head(county: &str, request_id: &str, validate_only: bool) -> Head {
    (county.to_owned(), request_id.to_owned(), validate_only)
}

#[tonic::async_trait]
impl FindingService for Findings {
    async fn register_finding(
        &self,
        request: Request<RegisterFindingRequest>,
    ) -> Result<Response<Finding>, Status> {
        let head =
            |one: &RegisterFindingRequest| head(&one.county, &one.request_id, one.validate_only);
        self.act(request, "RegisterFinding", head, deeds::register).await
    }

    async fn rectify_finding(
        &self,
        request: Request<RectifyFindingRequest>,
    ) -> Result<Response<Finding>, Status> {
        let head =
            |one: &RectifyFindingRequest| head(&one.county, &one.request_id, one.validate_only);
        self.act(request, "RectifyFinding", head, deeds::rectify).await
    }

    async fn strike_off_finding(
        &self,
        request: Request<StrikeOffFindingRequest>,
    ) -> Result<Response<Finding>, Status> {
        let head =
            |one: &StrikeOffFindingRequest| head(&one.county, &one.request_id, one.validate_only);
        self.act(request, "StrikeOffFinding", head, deeds::strike_off).await
    }

    async fn reopen_finding(
        &self,
        request: Request<ReopenFindingRequest>,
    ) -> Result<Response<Finding>, Status> {
        let head =
            |one: &ReopenFindingRequest| head(&one.county, &one.request_id, one.validate_only);
        self.act(request, "ReopenFinding", head, deeds::reopen).await
    }

    async fn extend_finding(
        &self,
        request: Request<ExtendFindingRequest>,
    ) -> Result<Response<Finding>, Status> {
        let head =
            |one: &ExtendFindingRequest| head(&one.county, &one.request_id, one.validate_only);
        self.act(request, "ExtendFinding", head, deeds::extend).await
    }

    async fn merge_finding(
        &self,
        request: Request<MergeFindingRequest>,
    ) -> Result<Response<Finding>, Status> {
        let head =
            |one: &MergeFindingRequest| head(&one.county, &one.request_id, one.validate_only);
        self.act(request, "MergeFinding", head, deeds::merge).await
    }

    async fn get_finding_ladder(
        &self,
        request: Request<GetFindingLadderRequest>,
    ) -> Result<Response<FindingLadder>, Status> {
        Ok(Response::new(ladder::of(&self.books, request.into_inner()).await?))
    }
}
