//! ResolveDifficulty: closes a difficulty with the day and the way it was resolved.

use chassis::{FieldFault, Refusal};
use ledger::Books;
use ledger::writer::Call;
use prost::Message as _;
use proto::industry::v1::difficulty_service_server::DifficultyService;
use proto::industry::v1::{Difficulty, ResolveDifficultyRequest};
use proto::ledger::v1::Reason;
use tonic::{Request, Response, Status};

/// The acts on difficulties.
pub(super) struct Difficulties {
    books: Books,
}

impl Difficulties {
    pub(super) fn new(books: Books) -> Self {
        Self { books }
    }
}

#[tonic::async_trait]
impl DifficultyService for Difficulties {
    async fn resolve_difficulty(
        &self,
        request: Request<ResolveDifficultyRequest>,
    ) -> Result<Response<Difficulty>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let ResolveDifficultyRequest { county, id, etag, resolve_date, .. } = request;
        let ResolveDifficultyRequest { on_site, resolution, request_id, validate_only, .. } =
            request;
        let method = "ResolveDifficulty";
        let call = Call::read(&metadata, method, &county, &request_id, validate_only, &body)?;
        let resolve = |difficulty: &mut Difficulty| {
            if !difficulty.resolve_date.is_empty() {
                return Err(resolved_already(difficulty));
            }
            for (field, value) in [("resolve_date", &resolve_date), ("resolution", &resolution)] {
                if value.is_empty() {
                    return Err(Refusal::request(FieldFault::new(
                        field,
                        Reason::FieldRequired,
                        "is required",
                        "必须填写",
                    )));
                }
            }
            difficulty.resolve_date = resolve_date;
            difficulty.resolved_on_site = on_site;
            difficulty.resolution = resolution;
            Ok(())
        };
        Ok(Response::new(self.books.advance(call, &id, &etag, resolve).await?))
    }
}

fn resolved_already(difficulty: &Difficulty) -> Refusal {
    let Difficulty { code, resolve_date, .. } = difficulty;
    Refusal::new(
        Reason::TransitionNotAllowed,
        format!("difficulty {code} was resolved on {resolve_date}"),
        format!("难题“{code}”已于 {resolve_date} 办结"),
    )
    .with("id", code)
}
