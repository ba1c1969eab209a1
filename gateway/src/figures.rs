//! One figure at a time: who answers for it, what it is made of, what lies behind it.

use std::future::Future;
use std::sync::Arc;

use chassis::Refusal;
use proto::figure::v1::figure_service_client::FigureServiceClient;
use proto::figure::v1::{
    BreakDownFigureRequest, BreakDownFigureResponse, ComputeFiguresRequest, Dimension,
    ExplainFigureRequest, ExplainFigureResponse, FigureDescription, ListFigureRecordsRequest,
    ListFigureRecordsResponse, Scope,
};
use tonic::transport::Channel;
use tonic::{Request, Response, Status};

use crate::departments::{Budget, Client, Positions};
use crate::periods::Period;
use crate::report::Place;
use crate::report::language::Language;
use crate::report::render::Links;
use crate::{Gateway, LONGEST, scope_of};

/// A figure of a division and a period, and the department that answers for it.
pub(crate) struct Asked {
    pub(crate) place: Place,
    pub(crate) period: Period,
    pub(crate) code: String,
    pub(crate) client: Arc<Client>,
    pub(crate) budget: Budget,
}

/// Which records behind a figure are listed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    pub(crate) excluded_reason: String,
    pub(crate) page_size: i32,
    pub(crate) page_token: String,
}

impl Gateway {
    /// Finds who answers for a figure.
    ///
    /// # Errors
    /// `DIVISION_UNKNOWN`, `PERIOD_INVALID`, `DATE_INVALID`, `FIGURE_UNKNOWN`
    pub(crate) async fn figure(
        &self,
        division: &str,
        period: &str,
        as_of: Option<&str>,
        code: &str,
        language: Language,
    ) -> Result<Asked, Refusal> {
        let place = Place::find(division, language)?;
        let period = Period::parse(period, as_of)?;
        self.asked(place, period, code, Budget::of(LONGEST)).await
    }

    /// The same for a place and a period that are known.
    ///
    /// # Errors
    /// `FIGURE_UNKNOWN`
    pub(crate) async fn asked(
        &self,
        place: Place,
        period: Period,
        code: &str,
        budget: Budget,
    ) -> Result<Asked, Refusal> {
        let client = self.departments.owner(code, budget).await?;
        Ok(Asked { place, period, code: code.to_owned(), client, budget })
    }
}

impl Asked {
    /// The department's name.
    pub(crate) fn department(&self) -> &str {
        &self.client.name
    }

    /// The figure's name in a language, as far as it is known.
    pub(crate) fn name_in(&self, language: Language) -> String {
        let described = self.client.description_of(&self.code);
        let name = |of: FigureDescription| language.prefer(&of.name, &of.name_en).to_owned();
        described.map(name).unwrap_or_else(|| self.code.clone())
    }

    /// The same question about the same days a year before.
    pub(crate) fn a_year_before(&self) -> Self {
        let Self { place, period, code, client, budget } = self;
        let (place, period) = (place.clone(), period.a_year_before());
        Self { place, period, code: code.clone(), client: Arc::clone(client), budget: *budget }
    }

    /// The addresses of the same division and period.
    pub(crate) fn links(&self) -> Links {
        Links::new(&self.place.code, &self.period)
    }

    /// Where the department stands: several questions at the same positions agree.
    ///
    /// # Errors
    /// `SERVICE_DOWN`
    pub(crate) async fn positions(&self) -> Result<Positions, Refusal> {
        let positions = self.client.positions(self.budget, &self.place.code).await;
        positions.map_err(|refusal| self.client.named(refusal))
    }

    /// The figure explained and compared with last year, at positions.
    ///
    /// # Errors
    /// `SERVICE_DOWN`
    pub(crate) async fn explain(
        &self,
        positions: Positions,
    ) -> Result<ExplainFigureResponse, Refusal> {
        let scope = self.scope(positions);
        let request = ExplainFigureRequest { scope: scope.clone(), code: self.code() };
        let explained = self.ask(request, |mut figures, request| async move {
            figures.explain_figure(request).await
        });
        let request = ComputeFiguresRequest { scope, codes: vec![self.code()], compare: true };
        let compared = self.ask(request, |mut figures, request| async move {
            figures.compute_figures(request).await
        });
        let (mut explained, compared) = tokio::try_join!(explained, compared)?;
        if let Some(figure) = compared.figures.into_iter().find(|f| f.code == self.code) {
            explained.figure = Some(figure);
        }
        Ok(explained)
    }

    /// The figure of every township or month, at positions.
    ///
    /// # Errors
    /// `BREAKDOWN_UNKNOWN` when it is not broken down this way; `SERVICE_DOWN`
    pub(crate) async fn break_down(
        &self,
        by: Dimension,
        positions: Positions,
    ) -> Result<BreakDownFigureResponse, Refusal> {
        let (scope, code) = (self.scope(positions), self.code());
        let request = BreakDownFigureRequest { scope, code, by: by.into() };
        self.ask(
            request,
            |mut figures, request| async move { figures.break_down_figure(request).await },
        )
        .await
    }

    /// A page of the records behind the figure, or of those left out for a reason.
    ///
    /// # Errors
    /// `PAGE_TOKEN_MISMATCH` when the token is of another query; `SERVICE_DOWN`
    pub(crate) async fn records(&self, page: Page) -> Result<ListFigureRecordsResponse, Refusal> {
        // The token pins the positions of the first page; positions of now would belie it.
        self.records_at(page, Positions::new()).await
    }

    /// The same at positions.
    ///
    /// # Errors
    /// `EVIDENCE_RESTRICTED`; `SERVICE_DOWN`
    pub(crate) async fn records_at(
        &self,
        page: Page,
        positions: Positions,
    ) -> Result<ListFigureRecordsResponse, Refusal> {
        let Page { excluded_reason, page_size, page_token } = page;
        let request = ListFigureRecordsRequest {
            scope: self.scope(positions),
            code: self.code(),
            excluded_reason,
            page_size,
            page_token,
        };
        self.ask(request, |mut figures, request| async move {
            figures.list_figure_records(request).await
        })
        .await
    }

    /// Asks the department; a refusal because it is away says which one it is.
    async fn ask<Q: Clone, A, F>(
        &self,
        question: Q,
        call: impl Fn(FigureServiceClient<Channel>, Request<Q>) -> F,
    ) -> Result<A, Refusal>
    where
        F: Future<Output = Result<Response<A>, Status>>,
    {
        let answer = self.client.ask(self.budget, question, call).await;
        answer.map_err(|refusal| self.client.named(refusal))
    }

    fn scope(&self, positions: Positions) -> Option<Scope> {
        Some(scope_of(&self.place, &self.period, positions))
    }

    fn code(&self) -> String {
        self.code.clone()
    }
}
