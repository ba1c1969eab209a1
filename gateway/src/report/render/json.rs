//! JSON: snake_case; decimals and positions as strings, since clients would round
//! them; counts of records as numbers, since people read them.

use std::collections::BTreeMap;

use proto::report::v1::{
    Chapter, FreeNumber, Heading, MissingDepartment, Paragraph, Section, Span,
};
use serde::Serialize;

use super::charts::ChartView;
use super::views::{FigureView, positions_view, said};
use crate::report::{Computed, Report};

#[derive(Serialize)]
struct ReportView<'a> {
    division: &'a str,
    division_name: &'a str,
    period: &'a str,
    first_date: String,
    last_date: String,
    title: &'a str,
    audience: &'static str,
    language: &'static str,
    complete: bool,
    missing: Vec<MissingView<'a>>,
    chapters: Vec<ChapterView<'a>>,
    figures: Vec<FigureView<'a>>,
    positions: BTreeMap<&'a str, BTreeMap<&'a str, String>>,
    free_numbers: Vec<FreeNumberView<'a>>,
    unbound_words: Vec<UnboundWordView<'a>>,
}

#[derive(Serialize)]
struct MissingView<'a> {
    department: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct ChapterView<'a> {
    id: &'a str,
    title: &'a str,
    sections: Vec<SectionView<'a>>,
}

#[derive(Serialize)]
struct SectionView<'a> {
    id: &'a str,
    title: &'a str,
    owner: &'a str,
    missing: bool,
    paragraphs: Vec<ParagraphView<'a>>,
    figures: &'a [String],
    charts: Vec<ChartView<'a>>,
}

#[derive(Serialize)]
struct ParagraphView<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    headings: Vec<HeadingView<'a>>,
    text: String,
    spans: Vec<SpanView<'a>>,
}

#[derive(Serialize)]
struct HeadingView<'a> {
    level: i32,
    title: &'a str,
}

#[derive(Serialize)]
struct SpanView<'a> {
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct FreeNumberView<'a> {
    line: i32,
    section: &'a str,
    numeral: &'a str,
}

#[derive(Serialize)]
struct UnboundWordView<'a> {
    line: i32,
    section: &'a str,
    word: &'a str,
}

/// The report.
pub(crate) fn report(report: &Report) -> String {
    let view = ReportView {
        division: &report.division,
        division_name: &report.division_name,
        period: &report.period.label,
        first_date: report.period.first.to_string(),
        last_date: report.period.last.to_string(),
        title: &report.title,
        audience: report.audience.name(),
        language: report.language.name(),
        complete: report.is_complete(),
        missing: missing(report),
        chapters: report.chapters.iter().map(chapter).collect(),
        figures: figures(report, report.shown()),
        positions: all_positions(report),
        free_numbers: report.free_numbers.iter().map(free_number).collect(),
        unbound_words: report.unbound_words.iter().map(unbound_word).collect(),
    };
    text(&view)
}

#[derive(Serialize)]
struct FiguresView<'a> {
    division: &'a str,
    division_name: &'a str,
    period: &'a str,
    first_date: String,
    last_date: String,
    complete: bool,
    missing: Vec<MissingView<'a>>,
    figures: Vec<FigureView<'a>>,
    positions: BTreeMap<&'a str, BTreeMap<&'a str, String>>,
}

/// The figures of a report, without its text.
pub(crate) fn figure_list(report: &Report) -> String {
    text(&FiguresView {
        division: &report.division,
        division_name: &report.division_name,
        period: &report.period.label,
        first_date: report.period.first.to_string(),
        last_date: report.period.last.to_string(),
        complete: report.is_complete(),
        missing: missing(report),
        figures: figures(report, report.shown()),
        positions: all_positions(report),
    })
}

/// Writes a view; views have string keys only, so that writing cannot fail.
pub(crate) fn text(view: &impl Serialize) -> String {
    serde_json::to_string(view).unwrap_or_else(|cause| {
        tracing::error!(%cause, "an answer could not be written as JSON");
        "null".to_owned()
    })
}

fn missing(report: &Report) -> Vec<MissingView<'_>> {
    report.missing.iter().map(missing_department).collect()
}

fn missing_department(missing: &MissingDepartment) -> MissingView<'_> {
    let MissingDepartment { department, reason } = missing;
    MissingView { department, reason }
}

fn figures<'a>(report: &'a Report, all: impl Iterator<Item = &'a Computed>) -> Vec<FigureView<'a>> {
    let answered = all.filter_map(|computed| {
        let Computed { department, figure } = computed;
        Some(FigureView::new(figure, department, report.positions.get(department)?))
    });
    answered.collect()
}

fn chapter(chapter: &Chapter) -> ChapterView<'_> {
    let Chapter { id, title, sections } = chapter;
    ChapterView { id, title, sections: sections.iter().map(section).collect() }
}

fn section(section: &Section) -> SectionView<'_> {
    let Section { id, title, owner, missing, paragraphs, charts, figures } = section;
    let text =
        |spans: &'_ [Span]| -> String { spans.iter().map(|span| span.text.as_str()).collect() };
    let view = paragraphs.iter().map(|paragraph| {
        let Paragraph { spans, headings } = paragraph;
        ParagraphView {
            headings: headings.iter().map(heading).collect(),
            text: text(spans),
            spans: spans.iter().map(span).collect(),
        }
    });
    SectionView {
        id,
        title,
        owner,
        missing: *missing,
        paragraphs: view.collect(),
        figures,
        charts: charts.iter().map(ChartView::new).collect(),
    }
}

fn heading(heading: &Heading) -> HeadingView<'_> {
    let Heading { level, title } = heading;
    HeadingView { level: *level, title }
}

fn span(span: &Span) -> SpanView<'_> {
    let Span { text, code, note } = span;
    SpanView { text, code: said(code), note: said(note) }
}

fn free_number(number: &FreeNumber) -> FreeNumberView<'_> {
    let FreeNumber { line, section, numeral } = number;
    FreeNumberView { line: *line, section, numeral }
}

fn unbound_word(place: &FreeNumber) -> UnboundWordView<'_> {
    let FreeNumber { line, section, numeral: word } = place;
    UnboundWordView { line: *line, section, word }
}

fn all_positions(report: &Report) -> BTreeMap<&str, BTreeMap<&str, String>> {
    report.positions.iter().map(|(d, p)| (d.as_str(), positions_view(p))).collect()
}
