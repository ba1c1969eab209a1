//! HTML: pages worth reading and printing, without scripts; every number opens its figure.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use chassis::Refusal;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{
    AutoEscape, Environment, Error, Output, State, UndefinedBehavior, Value, escape_formatter,
};
use proto::report::v1::{Section, Span};
use serde::Serialize;

use super::Links;
use crate::periods::Period;
use crate::report::directions::change_in_words;
use crate::report::{Computed, Report};

/// The templates; every value that they print is escaped.
static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut templates = Environment::new();
    match SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        Ok(syntax) => templates.set_syntax(syntax),
        Err(cause) => tracing::error!(%cause, "the syntax of templates cannot be set"),
    }
    templates.set_formatter(escaped);
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    let sources = [
        ("base.html", include_str!("../../web/templates/base.html")),
        ("style.css", include_str!("../../web/templates/style.css")),
        ("start.html", include_str!("../../web/templates/start.html")),
        ("report.html", include_str!("../../web/templates/report.html")),
        ("notices.html", include_str!("../../web/templates/notices.html")),
        ("positions.html", include_str!("../../web/templates/positions.html")),
        ("figures.html", include_str!("../../web/templates/figures.html")),
        ("figure_table.html", include_str!("../../web/templates/figure_table.html")),
        ("figure.html", include_str!("../../web/templates/figure.html")),
        ("breakdown.html", include_str!("../../web/templates/breakdown.html")),
        ("breakdown_table.html", include_str!("../../web/templates/breakdown_table.html")),
        ("records.html", include_str!("../../web/templates/records.html")),
        ("browse.html", include_str!("../../web/templates/browse.html")),
        ("department.html", include_str!("../../web/templates/department.html")),
        ("problem.html", include_str!("../../web/templates/problem.html")),
    ];
    for (name, source) in sources {
        if let Err(cause) = templates.add_template(name, source) {
            tracing::error!(name, %cause, "a template cannot be read");
        }
    }
    templates
});

/// Writes a value so that it is text wherever it stands; slashes stay, so that links can be read.
fn escaped(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    let text = value.as_str().filter(|_| *state.auto_escape() == AutoEscape::Html);
    let Some(text) = text.filter(|_| !value.is_safe()) else {
        return escape_formatter(out, state, value);
    };
    for letter in text.chars() {
        match letter {
            '&' => out.write_str("&amp;")?,
            '<' => out.write_str("&lt;")?,
            '>' => out.write_str("&gt;")?,
            '"' => out.write_str("&quot;")?,
            '\'' => out.write_str("&#39;")?,
            other => out.write_char(other)?,
        }
    }
    Ok(())
}

/// Renders a page.
///
/// # Errors
/// `INTERNAL`, as when a template has a fault.
pub(crate) fn page(name: &str, context: &impl Serialize) -> Result<String, Refusal> {
    let template = TEMPLATES.get_template(name);
    let page = template.and_then(|template| template.render(Value::from(Serde(context))));
    page.map_err(|cause| Refusal::internal(&format!("{cause:#}")))
}

#[derive(Serialize)]
struct ReportPage<'a> {
    head: Head<'a>,
    title: &'a str,
    free_numbers: usize,
    chapters: Vec<ChapterView<'a>>,
    rows: Vec<Row<'a>>,
    periods: Vec<PeriodLink>,
    json_link: String,
    markdown_link: String,
}

/// What the head and the foot of a page about a division and a period show.
#[derive(Serialize)]
pub(crate) struct Head<'a> {
    division_name: &'a str,
    period_name: &'a str,
    cutoff: String,
    whole: bool,
    report_link: String,
    figures_link: String,
    missing: Vec<(&'a str, &'a str)>,
    positions: BTreeMap<&'a str, BTreeMap<&'a str, i64>>,
}

/// A period that has a report, and where it is.
#[derive(Serialize)]
pub(crate) struct PeriodLink {
    name: String,
    /// The name without its year.
    short: String,
    link: String,
    current: bool,
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
    paragraphs: Vec<Vec<SpanView<'a>>>,
}

#[derive(Serialize)]
struct SpanView<'a> {
    text: &'a str,
    link: Option<String>,
}

/// A row of the table of all figures.
#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    link: String,
    value: Option<&'a str>,
    why_missing: &'a str,
    last: Option<String>,
    change: Option<String>,
    counted: i64,
    pending: i64,
    owner: &'a str,
}

/// The report as a page.
pub(crate) fn report(report: &Report) -> Result<String, Refusal> {
    let links = Links::new(&report.division, &report.period);
    let chapters = report.chapters.iter().map(|chapter| ChapterView {
        id: &chapter.id,
        title: &chapter.title,
        sections: chapter.sections.iter().map(|section| view_section(section, &links)).collect(),
    });
    page(
        "report.html",
        &ReportPage {
            head: head(report, &links),
            title: &report.title,
            free_numbers: report.free_numbers.len(),
            chapters: chapters.collect(),
            rows: rows(report, &links),
            periods: periods(&report.division, report.period.year(), &report.period.label),
            json_link: links.report_as("json"),
            markdown_link: links.report_as("md"),
        },
    )
}

#[derive(Serialize)]
struct FiguresPage<'a> {
    head: Head<'a>,
    rows: Vec<Row<'a>>,
}

/// The figures of a report as a page.
pub(crate) fn figure_list(report: &Report) -> Result<String, Refusal> {
    let links = Links::new(&report.division, &report.period);
    page("figures.html", &FiguresPage { head: head(report, &links), rows: rows(report, &links) })
}

/// The reports of a year that has begun.
pub(crate) fn periods(division: &str, year: i16, current: &str) -> Vec<PeriodLink> {
    let link = |period: Period| PeriodLink {
        link: format!("/v1/divisions/{division}/reports/{}", period.label),
        current: period.label == current,
        short: period
            .name_zh()
            .split_once('年')
            .map(|(_, part)| part.to_owned())
            .unwrap_or_default(),
        name: period.name_zh().to_owned(),
    };
    Period::of_year(year).into_iter().map(link).collect()
}

impl<'a> Head<'a> {
    /// The head of a page about one figure; its positions are those of one department.
    pub(crate) fn new(
        division_name: &'a str,
        period: &'a Period,
        links: &Links,
        positions: BTreeMap<&'a str, BTreeMap<&'a str, i64>>,
    ) -> Self {
        Self {
            division_name,
            period_name: period.name_zh(),
            cutoff: crate::periods::day_zh(period.last),
            whole: period.is_whole(),
            report_link: links.report(),
            figures_link: links.figures(),
            missing: Vec::new(),
            positions,
        }
    }
}

fn head<'a>(report: &'a Report, links: &Links) -> Head<'a> {
    let positions = report.positions.iter().map(|(department, positions)| {
        let positions = positions.iter().map(|(county, at)| (county.as_str(), *at)).collect();
        (department.as_str(), positions)
    });
    let missing = report.missing.iter().map(|m| (m.department.as_str(), m.reason.as_str()));
    let head = Head::new(&report.division_name, &report.period, links, positions.collect());
    Head { missing: missing.collect(), ..head }
}

fn view_section<'a>(section: &'a Section, links: &Links) -> SectionView<'a> {
    let span = |span: &'a Span| SpanView {
        text: &span.text,
        link: (!span.code.is_empty()).then(|| links.figure(&span.code)),
    };
    let paragraphs = section.paragraphs.iter();
    SectionView {
        id: &section.id,
        title: &section.title,
        owner: &section.owner,
        missing: section.missing,
        paragraphs: paragraphs.map(|p| p.spans.iter().map(span).collect()).collect(),
    }
}

fn rows<'a>(report: &'a Report, links: &Links) -> Vec<Row<'a>> {
    let row = |Computed { department: _, figure }: &'a Computed| Row {
        name: &figure.name,
        link: links.figure(&figure.code),
        value: figure.value.as_ref().map(|_| figure.text.as_str()),
        why_missing: &figure.missing_reason_zh,
        last: figure.same_period_last_year.as_ref().map(|last| format!("{last}{}", figure.unit)),
        change: change_in_words(figure),
        counted: figure.counted,
        pending: figure.pending,
        owner: &figure.owner,
    };
    report.figures.values().map(row).collect()
}
