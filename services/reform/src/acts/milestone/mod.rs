//! Plans the milestones of a task together, moves one by an amendment, says of one that it is done.

mod deeds;

use chassis::Refusal;
use ledger::Books;
use ledger::acts::Scene;
use ledger::kinds::encode_with_metadata;
use ledger::writer::Written;
use prost::Message;
use proto::reform::v1::milestone_service_server::MilestoneService;
use proto::reform::v1::{
    CompleteMilestoneRequest, Milestone, MoveMilestoneRequest, PlanMilestonesRequest,
    PlanMilestonesResponse,
};
use tonic::{Request, Response, Status};

use super::Act;
use crate::Ours;

pub(super) use deeds::imported;

/// The acts on milestones.
pub(super) struct Milestones {
    books: Books,
}

impl Milestones {
    pub(super) fn new(books: Books) -> Self {
        Self { books }
    }
}

#[tonic::async_trait]
impl MilestoneService for Milestones {
    async fn plan_milestones(
        &self,
        request: Request<PlanMilestonesRequest>,
    ) -> Result<Response<PlanMilestonesResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let PlanMilestonesRequest { county, request_id, validate_only, .. } = request.clone();
        let (method, metadata) = ("PlanMilestones", &metadata);
        let act = Act { method, metadata, body, county, request_id, validate_only };
        let scene = Scene::new(&self.books, act.call()?);
        let deed = deeds::plan(&scene, request).await?;
        let written = self.books.acted(scene.call, deed).await?;
        let milestones = written.iter().map(decode).collect::<Result<_, _>>()?;
        Ok(Response::new(PlanMilestonesResponse { milestones }))
    }

    async fn complete_milestone(
        &self,
        request: Request<CompleteMilestoneRequest>,
    ) -> Result<Response<Milestone>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let CompleteMilestoneRequest { county, request_id, validate_only, .. } = request.clone();
        let (method, metadata) = ("CompleteMilestone", &metadata);
        let act = Act { method, metadata, body, county, request_id, validate_only };
        let deed = deeds::complete(request);
        Ok(Response::new(self.books.act::<Ours, _>(act.call()?, deed).await?))
    }

    async fn move_milestone(
        &self,
        request: Request<MoveMilestoneRequest>,
    ) -> Result<Response<Milestone>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let MoveMilestoneRequest { county, request_id, validate_only, .. } = request.clone();
        let (method, metadata) = ("MoveMilestone", &metadata);
        let act = Act { method, metadata, body, county, request_id, validate_only };
        let deed = deeds::move_by_amendment(request);
        Ok(Response::new(self.books.act::<Ours, _>(act.call()?, deed).await?))
    }
}

fn decode(written: &Written) -> Result<Milestone, Refusal> {
    let wire = encode_with_metadata(&written.metadata, &written.content);
    Milestone::decode(wire.as_slice()).map_err(|cause| Refusal::internal(&cause))
}
