//! FigureService: the same questions for figures of every department.

use chassis::Refusal;
use proto::figure::v1::figure_service_server::FigureService;
use proto::figure::v1::{
    BreakDownFigureRequest, BreakDownFigureResponse, ComputeFiguresRequest, ComputeFiguresResponse,
    Dimension as By, ExplainFigureRequest, ExplainFigureResponse, GetPositionsRequest,
    GetPositionsResponse, ListFigureFindingsRequest, ListFigureFindingsResponse,
    ListFigureRecordsRequest, ListFigureRecordsResponse, ListFiguresRequest, ListFiguresResponse,
};
use proto::ledger::v1::Reason;
use tonic::{Request, Response, Status};

use crate::Books;
use crate::figures::Dimension;
use crate::reader::check_division;

/// One department's FigureService.
pub struct FigureFace {
    books: Books,
}

impl FigureFace {
    pub fn new(books: Books) -> Self {
        Self { books }
    }
}

#[tonic::async_trait]
impl FigureService for FigureFace {
    async fn list_figures(
        &self,
        _: Request<ListFiguresRequest>,
    ) -> Result<Response<ListFiguresResponse>, Status> {
        let engine = &self.books.engine;
        let figures = engine.figures().iter().map(|figure| engine.describe(figure)).collect();
        Ok(Response::new(ListFiguresResponse { figures }))
    }

    async fn compute_figures(
        &self,
        request: Request<ComputeFiguresRequest>,
    ) -> Result<Response<ComputeFiguresResponse>, Status> {
        let ComputeFiguresRequest { scope, codes, compare } = request.into_inner();
        let scope = self.books.engine.scope(scope.as_ref()).await?;
        let figures = self.books.engine.compute(&scope, &codes, compare).await?;
        Ok(Response::new(ComputeFiguresResponse { figures, scope: Some(scope.to_wire()) }))
    }

    async fn list_figure_records(
        &self,
        request: Request<ListFigureRecordsRequest>,
    ) -> Result<Response<ListFigureRecordsResponse>, Status> {
        Ok(Response::new(self.books.engine.records(request.get_ref()).await?))
    }

    async fn break_down_figure(
        &self,
        request: Request<BreakDownFigureRequest>,
    ) -> Result<Response<BreakDownFigureResponse>, Status> {
        let BreakDownFigureRequest { scope, code, by } = request.into_inner();
        let by = match By::try_from(by) {
            Ok(By::Township) => Dimension::Township,
            Ok(By::Month) => Dimension::Month,
            _ => {
                let (en, zh) = ("by is DIMENSION_TOWNSHIP or DIMENSION_MONTH", "by 须为乡镇或月份");
                return Err(Refusal::new(Reason::BreakdownUnknown, en, zh).into());
            }
        };
        let scope = self.books.engine.scope(scope.as_ref()).await?;
        Ok(Response::new(self.books.engine.break_down(&scope, &code, by).await?))
    }

    async fn get_positions(
        &self,
        request: Request<GetPositionsRequest>,
    ) -> Result<Response<GetPositionsResponse>, Status> {
        let GetPositionsRequest { division } = request.into_inner();
        check_division("division", &division)?;
        let positions = self.books.reader.standing(&division).await?.into_iter().collect();
        Ok(Response::new(GetPositionsResponse { positions }))
    }

    async fn explain_figure(
        &self,
        request: Request<ExplainFigureRequest>,
    ) -> Result<Response<ExplainFigureResponse>, Status> {
        let ExplainFigureRequest { scope, code } = request.into_inner();
        let Books { engine, rules, .. } = &self.books;
        let scope = engine.scope(scope.as_ref()).await?;
        let mut explained = engine.explain(&scope, &code).await?;
        explained.findings = engine.findings(rules, &scope, &[code]).await?;
        Ok(Response::new(explained))
    }

    async fn list_figure_findings(
        &self,
        request: Request<ListFigureFindingsRequest>,
    ) -> Result<Response<ListFigureFindingsResponse>, Status> {
        let ListFigureFindingsRequest { scope, codes } = request.into_inner();
        let Books { engine, rules, .. } = &self.books;
        let scope = engine.scope(scope.as_ref()).await?;
        let findings = engine.findings(rules, &scope, &codes).await?;
        Ok(Response::new(ListFigureFindingsResponse { findings, scope: Some(scope.to_wire()) }))
    }
}
