//! One figure: its value, how it was computed, what was left out and why.

use std::collections::BTreeMap;

use chassis::Refusal;
use proto::figure::v1::{
    BreakDownFigureResponse, Dimension, EvidenceClass, ExplainFigureResponse, Figure, Scope,
};
use serde::Serialize;

use super::breakdown::BreakdownTable;
use super::standing::StandingView;
use crate::departments::Positions;
use crate::figures::Asked;
use crate::report::directions::change_in_words;
use crate::report::render::html::{Head, page};
use crate::report::render::json::text;
use crate::report::render::views::{DescriptionView, FigureView, ScopeView};
use crate::report::render::{Links, excluded_zh};

#[derive(Serialize)]
struct ExplainedView<'a> {
    figure: FigureView<'a>,
    description: DescriptionView<'a>,
    computation: &'a str,
    inputs: Vec<FigureView<'a>>,
    standing: Option<StandingView<'a>>,
    scope: ScopeView,
}

/// One figure, explained.
pub(crate) fn json(asked: &Asked, explained: &ExplainFigureResponse) -> String {
    let scope = explained.scope.clone().unwrap_or_default();
    let positions = positions_of(&scope);
    let view = |figure| FigureView::new(figure, asked.department(), &positions);
    let figure = explained.figure.clone().unwrap_or_default();
    let description = explained.description.clone().unwrap_or_default();
    text(&ExplainedView {
        figure: view(&figure),
        description: DescriptionView::new(&description),
        computation: &explained.computation,
        inputs: explained.inputs.iter().map(view).collect(),
        standing: explained.standing.as_ref().map(StandingView::new),
        scope: ScopeView::from(&scope),
    })
}

#[derive(Serialize)]
struct FigurePage<'a> {
    head: Head<'a>,
    figure: FigureView<'a>,
    description: DescriptionView<'a>,
    evidence: &'static str,
    computation: &'a str,
    change: Option<String>,
    inputs: Vec<InputView<'a>>,
    standing: Option<StandingView<'a>>,
    records_link: String,
    excluded: Vec<ExcludedView<'a>>,
    breakdowns: Vec<BreakdownTable>,
}

#[derive(Serialize)]
struct InputView<'a> {
    name: &'a str,
    text: &'a str,
    link: String,
}

#[derive(Serialize)]
struct ExcludedView<'a> {
    name: &'a str,
    count: i64,
    link: String,
}

/// One figure as a page; a breakdown that the department refuses has no table.
pub(crate) fn html(
    asked: &Asked,
    explained: &ExplainFigureResponse,
    breakdowns: &[(Dimension, Result<BreakDownFigureResponse, Refusal>)],
) -> Result<String, Refusal> {
    let links = asked.links();
    let scope = explained.scope.clone().unwrap_or_default();
    let positions = positions_of(&scope);
    let figure = explained.figure.clone().unwrap_or_default();
    let description = explained.description.clone().unwrap_or_default();
    let inputs = explained.inputs.iter().map(|figure| InputView {
        name: &figure.name,
        text: &figure.text,
        link: links.figure(&figure.code),
    });
    let tables = breakdowns.iter().filter_map(|(by, answer)| Some((by, answer.as_ref().ok()?)));
    let view = FigurePage {
        head: head(asked, &links, &scope),
        figure: FigureView::new(&figure, asked.department(), &positions),
        evidence: evidence_zh(description.evidence_class()),
        description: DescriptionView::new(&description),
        computation: &explained.computation,
        change: change_in_words(&figure),
        inputs: inputs.collect(),
        standing: explained.standing.as_ref().map(StandingView::new),
        records_link: links.records(&asked.code, ""),
        excluded: excluded(&figure, &links),
        breakdowns: tables.map(|(by, answer)| BreakdownTable::new(asked, *by, answer)).collect(),
    };
    page("figure.html", &view)
}

fn excluded<'a>(figure: &'a Figure, links: &Links) -> Vec<ExcludedView<'a>> {
    let by_reason: BTreeMap<_, _> = figure.excluded.iter().collect();
    let view = |(reason, count): (&'a String, &i64)| ExcludedView {
        name: excluded_zh(reason),
        count: *count,
        link: links.records(&figure.code, reason),
    };
    by_reason.into_iter().filter(|(_, count)| **count > 0).map(view).collect()
}

fn evidence_zh(class: EvidenceClass) -> &'static str {
    match class {
        EvidenceClass::Unspecified => "未注明",
        EvidenceClass::Record => "逐条记录",
        EvidenceClass::Return => "签报的报表",
        EvidenceClass::Document => "权威文件",
        EvidenceClass::Parameter => "有文件依据的参数",
        EvidenceClass::Calendar => "日历",
    }
}

/// The head of a page about one figure; its positions are those of its department.
pub(crate) fn head<'a>(asked: &'a Asked, links: &Links, scope: &'a Scope) -> Head<'a> {
    let positions = scope.positions.iter().map(|(county, at)| (county.as_str(), *at)).collect();
    let positions = BTreeMap::from([(asked.department(), positions)]);
    Head::new(&asked.place.name, &asked.period, links, positions)
}

/// The positions that an answer was computed at.
pub(crate) fn positions_of(scope: &Scope) -> Positions {
    scope.positions.clone().into_iter().collect()
}
