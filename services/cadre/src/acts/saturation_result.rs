//! Saturation of one cadre, kept with the position that it was computed at.

use chassis::{FieldFault, Refusal};
use ledger::Books;
use ledger::figures::CountyScope;
use ledger::writer::Call;
use prost::Message as _;
use proto::cadre::v1::saturation_result_service_server::SaturationResultService;
use proto::cadre::v1::{Cadre, KeepSaturationRequest, SaturationResult};
use proto::ledger::v1::Reason;
use tonic::{Request, Response, Status};

use super::rank::{minimum_days, threshold};
use super::read::{Asked, existing, other_appeal, scope_over, span};
use crate::figures::saturation::{Who, cells};
use crate::rules::saturation::Saturation;

/// The acts on kept results.
pub(super) struct SaturationResults {
    books: Books,
}

impl SaturationResults {
    pub(super) fn new(books: Books) -> Self {
        Self { books }
    }

    async fn result(&self, scope: &CountyScope, id: &str) -> Result<SaturationResult, Refusal> {
        let books = &self.books;
        let cadre: Option<Cadre> = existing(books, &scope.county, id, scope.position).await?;
        let cadre = cadre.ok_or_else(|| no_cadre(id))?;
        let who = Who::Some(vec![id.to_owned()]);
        let cells = cells(&books.reader, &span(scope)?, &who).await?;
        let Saturation { valid_halves, required_halves } =
            cells.iter().map(|cell| cell.saturation).sum();
        Ok(SaturationResult {
            cadre_id: id.to_owned(),
            division: cadre.division,
            first_date: scope.first_date.clone(),
            last_date: scope.last_date.clone(),
            position: Some(scope.position),
            valid_halves: Some(valid_halves),
            required_halves: Some(required_halves),
            threshold_percent: i32::try_from(threshold(books, scope).await?).ok(),
            minimum_days: i32::try_from(minimum_days(books, scope).await?).ok(),
            ..SaturationResult::default()
        })
    }

    /// Refuses an appeal against a result of another cadre or period.
    async fn check_appeal(&self, county: &str, result: &SaturationResult) -> Result<(), Refusal> {
        if result.appeal_of.is_empty() {
            return Ok(());
        }
        let position = result.position.unwrap_or(0);
        let before: Option<SaturationResult> =
            existing(&self.books, county, &result.appeal_of, position).await?;
        let subject = |one: &SaturationResult| {
            (one.cadre_id.clone(), one.first_date.clone(), one.last_date.clone())
        };
        match before {
            Some(before) if subject(&before) == subject(result) => Ok(()),
            _ => Err(other_appeal(&result.appeal_of)),
        }
    }
}

#[tonic::async_trait]
impl SaturationResultService for SaturationResults {
    async fn keep_saturation(
        &self,
        request: Request<KeepSaturationRequest>,
    ) -> Result<Response<SaturationResult>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let KeepSaturationRequest { county, code, cadre_id, first_date, last_date, .. } = request;
        let KeepSaturationRequest { appeal_of, appeal_ground, request_id, validate_only, .. } =
            request;
        let method = "KeepSaturation";
        let call = Call::read(&metadata, method, &county, &request_id, validate_only, &body)?;
        let asked = Asked {
            county: &county,
            division: "",
            first_date: &first_date,
            last_date: &last_date,
            position: 0,
        };
        let scope = scope_over(&self.books, asked).await?;
        let result = self.result(&scope, &cadre_id).await?;
        let result = SaturationResult { code, appeal_of, appeal_ground, ..result };
        self.check_appeal(&county, &result).await?;
        Ok(Response::new(self.books.register(call, result).await?))
    }
}

fn no_cadre(id: &str) -> Refusal {
    Refusal::request(FieldFault::new(
        "cadre_id",
        Reason::ReferenceUnknown,
        format!("there is no cadre {id:?}"),
        format!("没有编号为“{id}”的干部"),
    ))
}
