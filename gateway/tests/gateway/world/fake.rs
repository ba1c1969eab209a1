//! A department that answers from a list, so that every answer is known beforehand.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};

use chassis::Refusal;
use prost::Message as _;
use proto::figure::v1::figure_service_server::FigureService;
use proto::figure::v1::*;
use proto::industry::v1::Difficulty;
use proto::ledger::v1::{
    Reason, RecordMetadata, Revision, RuleOutcome, Severity, State, Violation,
};
use tonic::{Request, Response, Status};

/// What a fake department answers, and what it was asked.
#[derive(Default)]
pub struct Fake {
    pub figures: Vec<Figure>,
    /// Where the ledger of 421222 stands.
    pub position: AtomicI64,
    /// Computes one entry further than it was asked to.
    pub drifts: AtomicBool,
    /// How often it was asked where its ledger stands.
    pub asked_to_stand: AtomicUsize,
    /// How often all figures were computed.
    pub computed: AtomicUsize,
    /// How often a figure was broken down.
    pub broken_down: AtomicUsize,
}

/// A figure with a value and last year's.
pub fn figure(code: &str, name: &str, value: &str, unit: &str) -> Figure {
    Figure {
        code: code.to_owned(),
        name: name.to_owned(),
        value: Some(value.to_owned()),
        exact: Some(value.to_owned()),
        unit: unit.to_owned(),
        text: format!("{value}{unit}"),
        counted: 3,
        owner: "某局".to_owned(),
        ..Figure::default()
    }
}

/// The service of a fake.
#[derive(Clone)]
pub struct Face(pub Arc<Fake>);

impl Face {
    fn scope(&self, scope: Option<Scope>) -> Scope {
        let mut scope = scope.unwrap_or_default();
        let now = self.0.position.load(Ordering::SeqCst);
        let used = scope.positions.entry("421222".to_owned()).or_insert(now);
        if self.0.drifts.load(Ordering::SeqCst) {
            *used += 1;
        }
        scope
    }

    fn find(&self, code: &str) -> Result<Figure, Status> {
        let found = self.0.figures.iter().find(|figure| figure.code == code).cloned();
        found.ok_or_else(|| Refusal::new(Reason::FigureUnknown, "no figure", "没有指标").into())
    }
}

fn difficulty(id: &str, title: &str) -> Revision {
    let (code, title) = (id.to_owned(), title.to_owned());
    let division = "421222105".to_owned();
    let record = Difficulty { code, title, division, ..Default::default() };
    let type_url = "type.googleapis.com/xianzhi.industry.v1.Difficulty".to_owned();
    let state = State::Verified.into();
    let metadata = RecordMetadata { id: id.to_owned(), revision: 1, state, ..Default::default() };
    let record = Some(prost_types::Any { type_url, value: record.encode_to_vec() });
    Revision { metadata: Some(metadata), record, entry: None }
}

/// What a rule finds beside a figure: two records, one of which was explained.
fn finding(code: &str) -> FigureFinding {
    let record = |id: &str, explanation: &str| FoundRecord {
        county: "421222".to_owned(),
        violation: Some(Violation {
            id: id.to_owned(),
            message_zh: "“涉及金额”为 9，远离同类".to_owned(),
            explanation: explanation.to_owned(),
            ..Violation::default()
        }),
    };
    let rule = RuleOutcome {
        code: "difficulty.claim".to_owned(),
        name: "金额远离同类".to_owned(),
        kind: "xianzhi.industry.v1.Difficulty".to_owned(),
        severity: Severity::Warning.into(),
        remedy: "核对单位".to_owned(),
        ..RuleOutcome::default()
    };
    FigureFinding {
        code: code.to_owned(),
        rule: Some(rule),
        count: 2,
        explained_count: 1,
        records: vec![record("D-1", ""), record("D-2", "<b>一次性</b>")],
    }
}

#[tonic::async_trait]
impl FigureService for Face {
    async fn list_figures(
        &self,
        _: Request<ListFiguresRequest>,
    ) -> Result<Response<ListFiguresResponse>, Status> {
        let describe = |figure: &Figure| FigureDescription {
            code: figure.code.clone(),
            name: figure.name.clone(),
            ..Default::default()
        };
        let figures = self.0.figures.iter().map(describe).collect();
        Ok(Response::new(ListFiguresResponse { figures }))
    }

    async fn compute_figures(
        &self,
        request: Request<ComputeFiguresRequest>,
    ) -> Result<Response<ComputeFiguresResponse>, Status> {
        let ComputeFiguresRequest { scope, codes, compare } = request.into_inner();
        assert!(compare, "the gateway always compares");
        self.0.computed.fetch_add(usize::from(codes.is_empty()), Ordering::SeqCst);
        let mut figures = self.0.figures.clone();
        figures.retain(|figure| codes.is_empty() || codes.contains(&figure.code));
        let scope = Some(self.scope(scope));
        Ok(Response::new(ComputeFiguresResponse { figures, scope }))
    }

    async fn list_figure_records(
        &self,
        request: Request<ListFigureRecordsRequest>,
    ) -> Result<Response<ListFigureRecordsResponse>, Status> {
        let request = request.into_inner();
        self.find(&request.code)?;
        let all = match request.excluded_reason.as_str() {
            "" => vec![difficulty("D-1", "用地"), difficulty("D-2", "<b>用电</b>")],
            _ => vec![difficulty("D-9", "用水")],
        };
        let (revisions, next) = match (request.page_token.as_str(), request.page_size) {
            ("", 1) if all.len() > 1 => (all[..1].to_vec(), "two"),
            ("", _) => (all, ""),
            ("two", _) => (all[1..].to_vec(), ""),
            _ => {
                let reason = Reason::PageTokenMismatch;
                return Err(Refusal::new(reason, "another query", "另一查询").into());
            }
        };
        let scope = Some(self.scope(request.scope));
        let next_page_token = next.to_owned();
        Ok(Response::new(ListFigureRecordsResponse { revisions, next_page_token, scope }))
    }

    async fn break_down_figure(
        &self,
        request: Request<BreakDownFigureRequest>,
    ) -> Result<Response<BreakDownFigureResponse>, Status> {
        let BreakDownFigureRequest { scope, code, by } = request.into_inner();
        self.0.broken_down.fetch_add(1, Ordering::SeqCst);
        let figure = self.find(&code)?;
        if by != i32::from(Dimension::Township) {
            return Err(Refusal::new(Reason::BreakdownUnknown, "not by month", "不分月").into());
        }
        let cell = |key: &str, name: &str, value: &str| Cell {
            key: key.to_owned(),
            name: name.to_owned(),
            name_en: String::new(),
            figure: Some(self::figure(&code, &figure.name, value, &figure.unit)),
            share: Some("88.9".to_owned()).filter(|_| key.len() > 6),
            rank: Some(1).filter(|_| key.len() > 6),
            rank_of: 1,
            withheld: false,
        };
        let cells = vec![cell("421222", "通城县", "1"), cell("421222105", "五里镇", "8")];
        let scope = Some(self.scope(scope));
        Ok(Response::new(BreakDownFigureResponse { cells, additive: true, scope }))
    }

    async fn get_positions(
        &self,
        request: Request<GetPositionsRequest>,
    ) -> Result<Response<GetPositionsResponse>, Status> {
        self.0.asked_to_stand.fetch_add(1, Ordering::SeqCst);
        let position = self.0.position.load(Ordering::SeqCst);
        let division = request.into_inner().division;
        let inside = "421222".starts_with(&division) || division.starts_with("421222");
        let county = inside.then(|| ("421222".to_owned(), position));
        Ok(Response::new(GetPositionsResponse { positions: HashMap::from_iter(county) }))
    }

    async fn explain_figure(
        &self,
        request: Request<ExplainFigureRequest>,
    ) -> Result<Response<ExplainFigureResponse>, Status> {
        let ExplainFigureRequest { scope, code } = request.into_inner();
        let figure = Some(self.find(&code)?);
        let found = finding(&code);
        let formula = "进入名录的企业，每家计一次".to_owned();
        let description = Some(FigureDescription { code, formula, ..Default::default() });
        Ok(Response::new(ExplainFigureResponse {
            figure,
            description,
            computation: "9家".to_owned(),
            computation_en: "9 enterprises".to_owned(),
            inputs: Vec::new(),
            scope: Some(self.scope(scope)),
            standing: Some(Standing {
                rank: Some(2),
                rank_of: 6,
                tied_with: 1,
                ..Standing::default()
            }),
            findings: vec![found],
        }))
    }

    async fn list_figure_findings(
        &self,
        request: Request<ListFigureFindingsRequest>,
    ) -> Result<Response<ListFigureFindingsResponse>, Status> {
        let ListFigureFindingsRequest { scope, codes: _ } = request.into_inner();
        let findings = self.0.figures.iter().map(|figure| finding(&figure.code)).collect();
        Ok(Response::new(ListFigureFindingsResponse { findings, scope: Some(self.scope(scope)) }))
    }
}
