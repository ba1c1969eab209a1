//! One figure: its value, how it was computed, what was left out and why.

use std::collections::BTreeMap;

use chassis::Refusal;
use ledger::divisions::COUNTY_DIGITS;
use proto::figure::v1::{
    Aim, BreakDownFigureResponse, Cell, Dimension, EvidenceClass, ExplainFigureResponse, Figure,
    Scope,
};
use serde::Serialize;

use super::breakdown::BreakdownTable;
use super::charts::{Bars, Legend, Picture, Trend, Value, month};
use super::findings::{FindingView, Link};
use super::negotiate::Language;
use super::page::{Shell, page};
use super::standing::StandingView;
use crate::departments::Positions;
use crate::figures::Asked;
use crate::report::caveat;
use crate::report::directions::change_in;
use crate::report::render::html::Head;
use crate::report::render::json::text;
use crate::report::render::views::{DescriptionView, FigureView, ScopeView};
use crate::report::render::{Links, excluded_in};

#[derive(Serialize)]
struct ExplainedView<'a> {
    figure: FigureView<'a>,
    description: DescriptionView<'a>,
    computation: &'a str,
    computation_en: &'a str,
    inputs: Vec<FigureView<'a>>,
    standing: Option<StandingView<'a>>,
    /// What rules of quality find among the records counted.
    findings: Vec<FindingView<'a>>,
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
        computation_en: &explained.computation_en,
        inputs: explained.inputs.iter().map(view).collect(),
        standing: explained.standing.as_ref().map(StandingView::new),
        findings: FindingView::all(&explained.findings, &|_, _, _| None),
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
    /// How much of what should be there is there.
    covered: Option<String>,
    /// That it covers less than it should.
    caveat: Option<String>,
    /// The year before with the unit, and the change since.
    last_year: Option<String>,
    /// What is to be reached, with its paper.
    target: Option<String>,
    inputs: Vec<InputView<'a>>,
    standing: Option<StandingView<'a>>,
    findings: Vec<FindingView<'a>>,
    records_link: String,
    excluded: Vec<ExcludedView<'a>>,
    trend: Option<Picture>,
    townships: Option<Picture>,
    /// By township and by month, with their numbers.
    breakdowns: Vec<BreakdownTable>,
}

/// A figure by township and month, and by month a year before; what a department refuses is not
/// shown.
pub(crate) struct Parts {
    pub(crate) townships: Result<BreakDownFigureResponse, Refusal>,
    pub(crate) months: Result<BreakDownFigureResponse, Refusal>,
    pub(crate) months_before: Result<BreakDownFigureResponse, Refusal>,
}

impl Parts {
    /// Asks for them at positions, side by side.
    pub(crate) async fn ask(asked: &Asked, positions: Positions) -> Self {
        let before = asked.a_year_before();
        let (townships, months, months_before) = tokio::join!(
            asked.break_down(Dimension::Township, positions.clone()),
            asked.break_down(Dimension::Month, positions.clone()),
            before.break_down(Dimension::Month, positions),
        );
        Self { townships, months, months_before }
    }
}

#[derive(Serialize)]
struct InputView<'a> {
    name: &'a str,
    name_en: &'a str,
    text: &'a str,
    text_en: &'a str,
    link: String,
}

#[derive(Serialize)]
struct ExcludedView<'a> {
    name: &'a str,
    count: i64,
    link: String,
}

/// One figure as a page.
pub(crate) fn html(
    asked: &Asked,
    explained: &ExplainFigureResponse,
    parts: &Parts,
    record_link: Link<'_>,
    (language, shell): (Language, &Shell),
) -> Result<String, Refusal> {
    let links = asked.links().speaking(language);
    let scope = explained.scope.clone().unwrap_or_default();
    let positions = positions_of(&scope);
    let figure = explained.figure.clone().unwrap_or_default();
    let description = explained.description.clone().unwrap_or_default();
    let inputs = explained.inputs.iter().map(|figure| InputView {
        name: &figure.name,
        name_en: &figure.name_en,
        text: &figure.text,
        text_en: &figure.text_en,
        link: links.figure(&figure.code),
    });
    let by = [(Dimension::Township, &parts.townships), (Dimension::Month, &parts.months)];
    let tables = by.into_iter().filter_map(|(by, answer)| Some((by, answer.as_ref().ok()?)));
    let before = parts.months_before.as_ref().map_or(&[][..], |answer| &answer.cells);
    let table = |(by, answer)| BreakdownTable::new(asked, by, (answer, before), language);
    let legend = |id: &str, caption: &str| Legend {
        id: id.to_owned(),
        caption: caption.to_owned(),
        unit: language.prefer(&figure.unit, &figure.unit_en).to_owned(),
        language,
    };
    let view = FigurePage {
        head: head(asked, &links, &scope),
        figure: FigureView::new(&figure, asked.department(), &positions),
        evidence: evidence(description.evidence_class(), language),
        description: DescriptionView::new(&description),
        computation: language.prefer(&explained.computation, &explained.computation_en),
        covered: figure.coverage.as_ref().map(|part| language.coverage(part)),
        caveat: caveat(&figure, language),
        last_year: last_year(&figure, language),
        target: figure.target.as_ref().map(|target| aim(target, &figure, language)),
        inputs: inputs.collect(),
        standing: explained.standing.as_ref().map(StandingView::new),
        findings: FindingView::all(&explained.findings, record_link),
        records_link: links.records(&asked.code, ""),
        excluded: excluded(&figure, &links, language),
        trend: trend(legend("trend", language.pick("分月走势", "By month")), parts, language),
        townships: townships(
            legend("townships", language.pick("分乡镇", "By township")),
            parts,
            language,
        ),
        breakdowns: tables.map(table).collect(),
    };
    page("figure.html", shell, &view)
}

fn last_year(figure: &Figure, language: Language) -> Option<String> {
    let last = language.last_year(figure)?;
    let change = change_in(figure, language);
    Some(change.map(|change| language.bracketed(&last, &change)).unwrap_or(last))
}

fn aim(target: &Aim, figure: &Figure, language: Language) -> String {
    let value = language.with_unit(&target.value, figure);
    let value = language.bracketed(&value, &target.document);
    let reached = target.completion.as_ref().map(|reached| format!(" {reached}%"));
    format!("{value}{}", reached.unwrap_or_default())
}

/// The figure by month beside last year's.
fn trend(legend: Legend, parts: &Parts, language: Language) -> Option<Picture> {
    let months = &parts.months.as_ref().ok()?.cells;
    let before = parts.months_before.as_ref().map(|answer| answer.cells.as_slice());
    let before = values(before.unwrap_or_default(), language);
    let known = before.iter().any(|value| value.number.is_some());
    let points = months.iter().map(|cell| month(&cell.key, language)).collect();
    let before = if known { before } else { Vec::new() };
    Trend { legend, points, now: values(months, language), before }.draw(language)
}

/// The figure by township; one alone needs no picture.
fn townships(legend: Legend, parts: &Parts, language: Language) -> Option<Picture> {
    let cells = &parts.townships.as_ref().ok()?.cells;
    let inside = |cell: &&Cell| cell.key.len() > COUNTY_DIGITS;
    let cells: Vec<_> = cells.iter().filter(inside).cloned().collect();
    let name = |cell: &Cell| language.prefer(&cell.name, &cell.name_en).to_owned();
    let names: Vec<_> = cells.iter().map(name).collect();
    let drawn = Bars { legend, values: values(&cells, language), names };
    (drawn.names.len() > 1).then(|| drawn.draw(language))?
}

fn values(cells: &[Cell], language: Language) -> Vec<Value> {
    let value = |cell: &Cell| match (&cell.figure, cell.withheld) {
        (_, true) => {
            Value { number: None, text: language.pick("不公布", "withheld").to_owned() }
        }
        (Some(Figure { value: Some(value), text, text_en, .. }), false) => {
            let text = language.prefer(text, text_en).to_owned();
            Value { number: Some(value.clone()), text }
        }
        _ => Value { number: None, text: "—".to_owned() },
    };
    cells.iter().map(value).collect()
}

fn excluded<'a>(figure: &'a Figure, links: &Links, language: Language) -> Vec<ExcludedView<'a>> {
    let by_reason: BTreeMap<_, _> = figure.excluded.iter().collect();
    let view = |(reason, count): (&'a String, &i64)| ExcludedView {
        name: excluded_in(reason, language),
        count: *count,
        link: links.records(&figure.code, reason),
    };
    by_reason.into_iter().filter(|(_, count)| **count > 0).map(view).collect()
}

fn evidence(class: EvidenceClass, language: Language) -> &'static str {
    match class {
        EvidenceClass::Unspecified => language.pick("未注明", "not said"),
        EvidenceClass::Record => language.pick("逐条记录", "records"),
        EvidenceClass::Return => language.pick("签报的报表", "a signed return"),
        EvidenceClass::Document => language.pick("权威文件", "a statement by an authority"),
        EvidenceClass::Parameter => language.pick("有文件依据的参数", "a parameter with its paper"),
        EvidenceClass::Calendar => language.pick("日历", "the calendar"),
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
