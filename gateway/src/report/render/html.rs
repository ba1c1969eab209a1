//! HTML: pages worth reading and printing, without scripts; every number opens its figure.

use std::collections::BTreeMap;

use chassis::Refusal;
use serde::Serialize;

use super::{Format, Links};
use crate::periods::Period;
use crate::report::Report;
use crate::report::document::{Document, Table, figure_table};
use crate::web::negotiate::Language;
use crate::web::page::{Shell, page};

#[derive(Serialize)]
struct ReportPage<'a> {
    head: Head<'a>,
    document: Document<'a>,
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
    let links = Links::new(&report.division, &report.period);
    let formats = Format::ALL.into_iter().filter(|format| *format != Format::Html);
    let format =
        |format: Format| FormatLink { name: format.title(), link: links.report_as(format.name()) };
    page(
        "report.html",
        &shell(report),
        &ReportPage {
            head: head(report, &links),
            document: Document::new(report),
            periods: periods(&report.division, report.period.year(), &report.period.label),
            formats: formats.map(format).collect(),
        },
    )
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
        &shell(report),
        &FiguresPage { head: head(report, &links), table: figure_table(report, &links) },
    )
}

/// What stands around a page about a report.
fn shell(report: &Report) -> Shell {
    let period = &report.period;
    let path = Links::new(&report.division, period).report();
    let (path, query) = path.split_once('?').unwrap_or((&path, ""));
    let query = query.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    let cutoff = (!period.is_whole()).then(|| ("as_of", period.last.to_string()));
    let kept = [("period", period.label.clone())].into_iter().chain(cutoff).collect();
    let query: Vec<_> = query.into_iter().collect();
    Shell::new(Language::Chinese, path, &query).about(Some(&report.division), kept)
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
