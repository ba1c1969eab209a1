//! The acts on a case file, from register to archive; the table of its procedure decides.

mod asked;
mod board;
mod deeds;
mod limits;
mod moving;
mod needs;
mod remarks;
mod responsible;
#[cfg(test)]
mod tests;
mod timeline;
mod times;

use ledger::Books;
use ledger::acts::Scene;
use ledger::writer::Call;
use prost::Message;
use proto::governance::v1::case_file_service_server::CaseFileService;
use proto::governance::v1::{
    AcceptCaseFileRequest, AcknowledgeCaseFileRequest, AnswerPetitionerRequest,
    ArchiveCaseFileRequest, AssignCaseFileRequest, BounceCaseFileRequest, BrowseCaseBoardRequest,
    BrowseCaseBoardResponse, CaseFile, CaseTimeline, ConcludeCaseFileRequest,
    DiscontinueCaseFileRequest, ExtendCaseFileRequest, GetCaseTimelineRequest,
    HandleCaseFileRequest, MergeCaseFileRequest, PauseCaseFileRequest, RateCaseFileRequest,
    ReceiveCaseFileRequest, RecheckCaseFileRequest, ReclassifyCaseFileRequest,
    RefuseCaseFileRequest, RegisterCaseFileRequest, ReopenCaseFileRequest, ResumeCaseFileRequest,
    TransferCaseFileRequest, UrgeCaseFileRequest,
};
use tonic::{Request, Response, Status};

use crate::Ours;

use asked::Asked;

pub(crate) use deeds::imported;
pub(crate) use remarks::remarks;
pub(crate) use responsible::responsible;

/// The acts on case files.
pub(super) struct CaseFiles {
    books: Books,
}

impl CaseFiles {
    pub(super) fn new(books: Books) -> Self {
        Self { books }
    }

    /// Moves a case on as it is asked for.
    async fn act<M: Message>(
        &self,
        request: Request<M>,
        read: fn(M) -> Asked,
    ) -> Result<Response<CaseFile>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let asked = read(request);
        let Asked { method, county, request_id, validate_only, .. } = &asked;
        let call = Call::read(&metadata, method, county, request_id, *validate_only, &body)?;
        let scene = Scene::new(&self.books, call);
        let deed = deeds::moves(&scene, asked).await?;
        Ok(Response::new(self.books.act::<Ours, _>(scene.call, deed).await?))
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
        let RegisterCaseFileRequest { county, request_id, validate_only, .. } = &request;
        let method = "RegisterCaseFile";
        let call = Call::read(&metadata, method, county, request_id, *validate_only, &body)?;
        let scene = Scene::new(&self.books, call);
        let deed = deeds::registers(&scene, request).await?;
        Ok(Response::new(self.books.act::<Ours, _>(scene.call, deed).await?))
    }

    async fn accept_case_file(
        &self,
        request: Request<AcceptCaseFileRequest>,
    ) -> Result<Response<CaseFile>, Status> {
        self.act(request, asked::accept).await
    }

    async fn refuse_case_file(
        &self,
        request: Request<RefuseCaseFileRequest>,
    ) -> Result<Response<CaseFile>, Status> {
        self.act(request, asked::refuse).await
    }

    async fn transfer_case_file(
        &self,
        request: Request<TransferCaseFileRequest>,
    ) -> Result<Response<CaseFile>, Status> {
        self.act(request, asked::transfer).await
    }

    async fn receive_case_file(
        &self,
        request: Request<ReceiveCaseFileRequest>,
    ) -> Result<Response<CaseFile>, Status> {
        self.act(request, asked::receive).await
    }

    async fn bounce_case_file(
        &self,
        request: Request<BounceCaseFileRequest>,
    ) -> Result<Response<CaseFile>, Status> {
        self.act(request, asked::bounce).await
    }

    async fn assign_case_file(
        &self,
        request: Request<AssignCaseFileRequest>,
    ) -> Result<Response<CaseFile>, Status> {
        self.act(request, asked::assign).await
    }

    async fn acknowledge_case_file(
        &self,
        request: Request<AcknowledgeCaseFileRequest>,
    ) -> Result<Response<CaseFile>, Status> {
        self.act(request, asked::acknowledge).await
    }

    async fn handle_case_file(
        &self,
        request: Request<HandleCaseFileRequest>,
    ) -> Result<Response<CaseFile>, Status> {
        self.act(request, asked::handle).await
    }

    async fn urge_case_file(
        &self,
        request: Request<UrgeCaseFileRequest>,
    ) -> Result<Response<CaseFile>, Status> {
        self.act(request, asked::urge).await
    }

    async fn pause_case_file(
        &self,
        request: Request<PauseCaseFileRequest>,
    ) -> Result<Response<CaseFile>, Status> {
        self.act(request, asked::pause).await
    }

    async fn resume_case_file(
        &self,
        request: Request<ResumeCaseFileRequest>,
    ) -> Result<Response<CaseFile>, Status> {
        self.act(request, asked::resume).await
    }

    async fn extend_case_file(
        &self,
        request: Request<ExtendCaseFileRequest>,
    ) -> Result<Response<CaseFile>, Status> {
        self.act(request, asked::extend).await
    }

    async fn reclassify_case_file(
        &self,
        request: Request<ReclassifyCaseFileRequest>,
    ) -> Result<Response<CaseFile>, Status> {
        self.act(request, asked::reclassify).await
    }

    async fn conclude_case_file(
        &self,
        request: Request<ConcludeCaseFileRequest>,
    ) -> Result<Response<CaseFile>, Status> {
        self.act(request, asked::conclude).await
    }

    async fn discontinue_case_file(
        &self,
        request: Request<DiscontinueCaseFileRequest>,
    ) -> Result<Response<CaseFile>, Status> {
        self.act(request, asked::discontinue).await
    }

    async fn answer_petitioner(
        &self,
        request: Request<AnswerPetitionerRequest>,
    ) -> Result<Response<CaseFile>, Status> {
        self.act(request, asked::answer).await
    }

    async fn rate_case_file(
        &self,
        request: Request<RateCaseFileRequest>,
    ) -> Result<Response<CaseFile>, Status> {
        self.act(request, asked::rate).await
    }

    async fn recheck_case_file(
        &self,
        request: Request<RecheckCaseFileRequest>,
    ) -> Result<Response<CaseFile>, Status> {
        self.act(request, asked::recheck).await
    }

    async fn merge_case_file(
        &self,
        request: Request<MergeCaseFileRequest>,
    ) -> Result<Response<CaseFile>, Status> {
        self.act(request, asked::merge).await
    }

    async fn reopen_case_file(
        &self,
        request: Request<ReopenCaseFileRequest>,
    ) -> Result<Response<CaseFile>, Status> {
        self.act(request, asked::reopen).await
    }

    async fn archive_case_file(
        &self,
        request: Request<ArchiveCaseFileRequest>,
    ) -> Result<Response<CaseFile>, Status> {
        self.act(request, asked::archive).await
    }

    async fn browse_case_board(
        &self,
        request: Request<BrowseCaseBoardRequest>,
    ) -> Result<Response<BrowseCaseBoardResponse>, Status> {
        Ok(Response::new(board::page(&self.books, request.into_inner()).await?))
    }

    async fn get_case_timeline(
        &self,
        request: Request<GetCaseTimelineRequest>,
    ) -> Result<Response<CaseTimeline>, Status> {
        Ok(Response::new(timeline::of(&self.books, request.into_inner()).await?))
    }
}
