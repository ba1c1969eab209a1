//! The gateway's own gRPC service: unwraps, asks, wraps.

use std::sync::Arc;

use chassis::{FieldFault, Refusal};
use proto::figure::v1::{
    BreakDownFigureResponse, Dimension, ExplainFigureResponse, ListFigureRecordsResponse,
};
use proto::ledger::v1::Reason;
use proto::report::v1::report_service_server::ReportService;
use proto::report::v1::{
    BreakDownFigureRequest, CompileReportRequest, GetFigureRequest, ListFigureRecordsRequest,
    ListFiguresRequest, ListFiguresResponse, Report,
};
use tonic::{Request, Response, Status};

use crate::figures::Page;
use crate::{Gateway, Language, View};

/// The face of [`Gateway`] towards gRPC.
pub(crate) struct Reports(Arc<Gateway>);

impl Reports {
    pub(crate) fn new(gateway: Arc<Gateway>) -> Self {
        Self(gateway)
    }
}

fn language(request: &CompileReportRequest) -> Result<Language, Refusal> {
    let named = Some(request.language.as_str()).filter(|name| !name.is_empty());
    let language = named.map(str::parse).transpose().map_err(|fault: String| {
        let message_zh = "language 应为 zh 或 en";
        let reason = Reason::RequestInvalid;
        Refusal::request(FieldFault::new("language", reason, fault, message_zh))
    })?;
    Ok(language.unwrap_or_default())
}

#[tonic::async_trait]
impl ReportService for Reports {
    async fn compile_report(
        &self,
        request: Request<CompileReportRequest>,
    ) -> Result<Response<Report>, Status> {
        let request = request.into_inner();
        let view = View { audience: request.audience().into(), language: language(&request)? };
        let CompileReportRequest { division, period, cutoff_date, audience: _, language: _ } =
            request;
        let report = self.0.compile_view(&division, &period, Some(&cutoff_date), view).await?;
        Ok(Response::new(Report::from(&*report)))
    }

    async fn list_figures(
        &self,
        request: Request<ListFiguresRequest>,
    ) -> Result<Response<ListFiguresResponse>, Status> {
        let ListFiguresRequest { division, period, cutoff_date } = request.into_inner();
        let report = self.0.compile(&division, &period, Some(&cutoff_date)).await?;
        Ok(Response::new(ListFiguresResponse {
            figures: report.wire_figures(),
            complete: report.is_complete(),
            missing: report.missing.clone(),
            positions: report.wire_positions(),
        }))
    }

    async fn get_figure(
        &self,
        request: Request<GetFigureRequest>,
    ) -> Result<Response<ExplainFigureResponse>, Status> {
        let GetFigureRequest { division, period, cutoff_date, code } = request.into_inner();
        let asked =
            self.0.figure(&division, &period, Some(&cutoff_date), &code, Language::Chinese).await?;
        Ok(Response::new(asked.explain(asked.positions().await?).await?))
    }

    async fn list_figure_records(
        &self,
        request: Request<ListFigureRecordsRequest>,
    ) -> Result<Response<ListFigureRecordsResponse>, Status> {
        let ListFigureRecordsRequest {
            division,
            period,
            cutoff_date,
            code,
            excluded_reason,
            page_size,
            page_token,
        } = request.into_inner();
        let asked =
            self.0.figure(&division, &period, Some(&cutoff_date), &code, Language::Chinese).await?;
        let page = Page { excluded_reason, page_size, page_token };
        Ok(Response::new(asked.records(page).await?))
    }

    async fn break_down_figure(
        &self,
        request: Request<BreakDownFigureRequest>,
    ) -> Result<Response<BreakDownFigureResponse>, Status> {
        let BreakDownFigureRequest { division, period, cutoff_date, code, by } =
            request.into_inner();
        // A number that is no dimension is refused by the department, as it is there.
        let by = Dimension::try_from(by).unwrap_or_default();
        let asked =
            self.0.figure(&division, &period, Some(&cutoff_date), &code, Language::Chinese).await?;
        Ok(Response::new(asked.break_down(by, asked.positions().await?).await?))
    }
}
