//! HTML: pages worth reading and printing, without scripts; every number opens its figure.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chassis::Refusal;
use minijinja::Environment;
use serde::Serialize;

use super::{Format, Links, templates};
use crate::periods::Period;
use crate::report::Report;
use crate::report::document::Document;
use crate::report::tables::{Table, figure_table};
use crate::web::charts;

/// The templates; every value that they print is escaped.
static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    templates::read(&[
        ("base.html", include_str!("../../web/templates/base.html")),
        ("style.css", include_str!("../../web/templates/style.css")),
        ("start.html", include_str!("../../web/templates/start.html")),
        ("report.html", include_str!("../../web/templates/report.html")),
        ("part.html", include_str!("../../web/templates/part.html")),
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
        ("materials.html", include_str!("../../web/templates/materials.html")),
        ("view.html", include_str!("../../web/templates/view.html")),
        ("view_form.html", include_str!("../../web/templates/view_form.html")),
        ("view_block.html", include_str!("../../web/templates/view_block.html")),
        ("views.html", include_str!("../../web/templates/views.html")),
        ("problem.html", include_str!("../../web/templates/problem.html")),
        ("desk/base.html", include_str!("../../web/templates/desk/base.html")),
        ("desk/home.html", include_str!("../../web/templates/desk/home.html")),
        ("desk/form.html", include_str!("../../web/templates/desk/form.html")),
        ("desk/waiting.html", include_str!("../../web/templates/desk/waiting.html")),
        ("desk/import.html", include_str!("../../web/templates/desk/import.html")),
        ("desk/job.html", include_str!("../../web/templates/desk/job.html")),
        ("desk/printed.html", include_str!("../../web/templates/desk/printed.html")),
        ("desk/quality.html", include_str!("../../web/templates/desk/quality.html")),
        ("desk/calendar.html", include_str!("../../web/templates/desk/calendar.html")),
    ])
});

/// Renders a page.
///
/// # Errors
/// `INTERNAL`, as when a template has a fault.
pub(crate) fn page(name: &str, context: &impl Serialize) -> Result<String, Refusal> {
    templates::render(&TEMPLATES, name, context)
}

#[derive(Serialize)]
struct ReportPage<'a> {
    head: Head<'a>,
    document: Document<'a>,
    /// By the id of a chart, its drawing.
    drawings: BTreeMap<&'a str, String>,
    periods: Vec<PeriodLink>,
    formats: Vec<FormatLink>,
}

/// The report in another format.
#[derive(Serialize)]
struct FormatLink {
    name: &'static str,
    link: String,
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

/// The report as a page.
pub(crate) fn report(report: &Report) -> Result<String, Refusal> {
    let links = Links::new(&report.division, &report.period);
    let formats = Format::ALL.into_iter().filter(|format| *format != Format::Html);
    let format =
        |format: Format| FormatLink { name: format.title(), link: links.report_as(format.name()) };
    page(
        "report.html",
        &ReportPage {
            head: head(report, &links),
            document: Document::new(report),
            drawings: drawings(report),
            periods: periods(&report.division, report.period.year(), &report.period.label),
            formats: formats.map(format).collect(),
        },
    )
}

/// The charts that can be drawn; of the others the page has the table.
fn drawings(report: &Report) -> BTreeMap<&str, String> {
    let sections = report.chapters.iter().flat_map(|chapter| &chapter.sections);
    let charts = sections.flat_map(|section| &section.charts);
    charts.filter_map(|chart| Some((chart.id.as_str(), charts::svg(chart)?))).collect()
}

#[derive(Serialize)]
struct FiguresPage<'a> {
    head: Head<'a>,
    table: Table<'a>,
}

/// The figures of a report as a page.
pub(crate) fn figure_list(report: &Report) -> Result<String, Refusal> {
    let links = Links::new(&report.division, &report.period);
    page(
        "figures.html",
        &FiguresPage { head: head(report, &links), table: figure_table(report, &links) },
    )
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
