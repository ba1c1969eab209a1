//! HTML: pages worth reading and printing, without scripts; every number opens its figure.

use std::collections::BTreeMap;

use chassis::Refusal;
use serde::Serialize;

use super::{Format, Links};
use crate::periods::Period;
use crate::report::Report;
use crate::report::audience::Audience;
use crate::report::document::Document;
use crate::report::language::Language;
use crate::report::tables::{Table, figure_table};
use crate::web::charts::{self, Picture};
use crate::web::findings::Marked;
use crate::web::page::{Shell, page};

#[derive(Serialize)]
struct ReportPage<'a> {
    head: Head<'a>,
    document: Document<'a>,
    /// By the id of a chart, its drawing.
    drawings: BTreeMap<&'a str, Picture>,
    periods: Vec<PeriodLink>,
    formats: Vec<FormatLink>,
    audiences: [AudienceLink; 3],
}

/// The report in another format.
#[derive(Serialize)]
struct FormatLink {
    name: &'static str,
    link: String,
}

/// A view of the report, and where it is.
#[derive(Serialize)]
struct AudienceLink {
    name: &'static str,
    link: String,
    current: bool,
}

/// What the head and the foot of a page about a division and a period show.
#[derive(Serialize)]
pub(crate) struct Head<'a> {
    division_name: &'a str,
    period_name: &'a str,
    /// The period as addresses have it.
    period: &'a str,
    cutoff: String,
    /// `2023-06-30`
    cutoff_date: String,
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
    /// As addresses have it.
    label: String,
    /// The name without its year.
    short: String,
    link: String,
    current: bool,
}

/// The report as a page.
pub(crate) fn report(report: &Report) -> Result<String, Refusal> {
    let links = links(report);
    let formats = Format::ALL.into_iter().filter(|format| *format != Format::Html);
    let audience = audience(report).map(|(name, value)| format!("&{name}={value}"));
    let audience = audience.unwrap_or_default();
    let format = |format: Format| FormatLink {
        name: format.title(),
        link: format!("{}{audience}", links.report_as(format.name())),
    };
    page(
        "report.html",
        &shell(report),
        &ReportPage {
            head: head(report, &links),
            document: Document::new(report),
            drawings: drawings(report),
            periods: periods(
                &report.division,
                report.period.year(),
                &report.period.label,
                (report.audience, report.language),
            ),
            formats: formats.map(format).collect(),
            audiences: Audience::ALL.map(|one| audience_link(report, one, &links)),
        },
    )
}

/// The same report for others.
fn audience_link(report: &Report, audience: Audience, links: &Links) -> AudienceLink {
    let named = format!("&audience={}", audience.name());
    let named = if audience == Audience::default() { "" } else { &named };
    AudienceLink {
        name: report.language.pick(audience.title(), audience.title_en()),
        link: format!("{}{named}", links.report_as("html")),
        current: audience == report.audience,
    }
}

/// The charts that can be drawn; of the others the page has the table.
fn drawings(report: &Report) -> BTreeMap<&str, Picture> {
    let sections = report.chapters.iter().flat_map(|chapter| &chapter.sections);
    let charts = sections.flat_map(|section| &section.charts);
    charts
        .filter_map(|chart| Some((chart.id.as_str(), charts::draw(chart, report.language)?)))
        .collect()
}

#[derive(Serialize)]
struct FiguresPage<'a> {
    head: Head<'a>,
    table: Table<'a>,
    /// Figures that rules of quality find something beside.
    marked: Vec<Marked>,
    /// Departments that did not say what rules find.
    silent: Vec<String>,
}

/// The figures of a report as a page, those marked that rules find something beside.
pub(crate) fn figure_list(
    report: &Report,
    (marked, silent): (Vec<Marked>, Vec<String>),
) -> Result<String, Refusal> {
    let links = links(report);
    page(
        "figures.html",
        &shell(report),
        &FiguresPage {
            head: head(report, &links),
            table: figure_table(report, &links),
            marked,
            silent,
        },
    )
}

/// What stands around a page about a report.
fn shell(report: &Report) -> Shell {
    let period = &report.period;
    let path = format!("/v1/divisions/{}/reports/{}", report.division, period.label);
    let cutoff = (!period.is_whole()).then(|| ("as_of", period.last.to_string()));
    let query = cutoff.clone().into_iter().chain(audience(report));
    let query: Vec<_> = query.map(|(name, value)| (name.to_owned(), value)).collect();
    let kept = [("period", period.label.clone())].into_iter().chain(cutoff).collect();
    Shell::new(report.language, &path, &query).about(Some(&report.division), kept)
}

/// The addresses of the report's division and period, in its language.
pub(crate) fn links(report: &Report) -> Links {
    Links::new(&report.division, &report.period).speaking(report.language)
}

/// Whose view a report is, unless it is everybody's.
fn audience(report: &Report) -> Option<(&'static str, String)> {
    let named = ("audience", report.audience.name().to_owned());
    (report.audience != Audience::default()).then_some(named)
}

/// The reports of a year that has begun.
pub(crate) fn periods(
    division: &str,
    year: i16,
    current: &str,
    (audience, language): (Audience, Language),
) -> Vec<PeriodLink> {
    let audience = (audience != Audience::default()).then(|| format!("audience={audience}"));
    let stays = audience.into_iter().chain(language.parameter().map(ToOwned::to_owned));
    let stays = stays.collect::<Vec<_>>().join("&");
    let stays = if stays.is_empty() { stays } else { format!("?{stays}") };
    let link = |period: Period| PeriodLink {
        link: format!("/v1/divisions/{division}/reports/{}{stays}", period.label),
        current: period.label == current,
        short: period
            .name_zh()
            .split_once('年')
            .map(|(_, part)| part.to_owned())
            .unwrap_or_default(),
        name: period.name_zh().to_owned(),
        label: period.label.clone(),
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
            period: &period.label,
            cutoff: crate::periods::day_zh(period.last),
            cutoff_date: period.last.to_string(),
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
