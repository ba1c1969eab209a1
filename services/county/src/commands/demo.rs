//! `xianzhi demo`: a whole county on embedded storage, filled, compiled, served.

use std::path::Path;
use std::time::Instant;

use anyhow::Context as _;
use clap::Args;
use gateway::Report;
use ledger::divisions::{CITY_DIGITS, Divisions, SHIPPED};
use ledger::kinds::Kinds;

use super::{Place, serve};
use crate::County;
use crate::demo::fill::{Addresses, FillSummary, fill};
use crate::demo::generator::COUNTY;
use crate::demo::progress::Bars;
use crate::demo::setting::{NEIGHBOUR, NEIGHBOUR_DIVISIONS, Setting};
use crate::process::{DEPARTMENTS, DIVISIONS};

/// What `xianzhi demo` takes.
#[derive(Args, Clone, Debug)]
pub struct Arguments {
    #[command(flatten)]
    place: Place,

    /// Fill, compile, print the summary, and leave
    #[arg(long)]
    no_serve: bool,

    /// How many counties: the second one is a fictitious neighbour, so that the city's report adds up
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=2))]
    counties: u8,

    /// How many years from 2023 on: with the second one 2024 is filled and compiled
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=2))]
    years: u8,
}

/// The first year whose report can be compiled.
const YEAR: i16 = 2023;

/// The last day of a year of which there are facts.
const CUTOFF: &str = "12-08";

/// The file that says which counties and years have been filled whole.
const FILLED: &str = "filled.txt";

/// Fills the demo county where it is not there yet, compiles its report and serves it.
///
/// # Errors
/// When the county cannot be started, filled or compiled.
pub async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let Arguments { place, no_serve, counties, years } = arguments;
    let options = place.options("demo")?;
    let embedded = options.database.is_none().then(|| options.data.clone());
    if *counties > 1 {
        add_neighbour(embedded.as_deref())?;
    }
    let county = County::start(options).await?;
    let settings = settings(*counties, *years);
    let outcome = fill_and_compile(&county, embedded.as_deref(), &settings).await;
    if outcome.is_ok() && !no_serve {
        println!("按 Ctrl-C 结束 · press Ctrl-C to end");
        chassis::shutdown_signal().await;
    }
    county.stop().await;
    outcome
}

/// The counties and years that are filled, the first county's first year first.
pub fn settings(counties: u8, years: u8) -> Vec<Setting> {
    let counties = [COUNTY, NEIGHBOUR].into_iter().take(counties.into());
    let years = 0..i16::from(years);
    counties
        .flat_map(|county| years.clone().map(move |years_later| Setting { county, years_later }))
        .collect()
}

/// Puts the list of divisions with the fictitious neighbour in force, and keeps it with the data.
///
/// # Errors
/// When the folder cannot be written.
pub fn add_neighbour(data: Option<&Path>) -> anyhow::Result<()> {
    let list = format!("{SHIPPED}{NEIGHBOUR_DIVISIONS}");
    if let Some(data) = data {
        let file = data.join(DIVISIONS);
        std::fs::create_dir_all(data).with_context(|| data.display().to_string())?;
        std::fs::write(&file, &list).with_context(|| file.display().to_string())?;
    }
    Divisions::parse(&list).install();
    Ok(())
}

async fn fill_and_compile(
    county: &County,
    embedded: Option<&Path>,
    settings: &[Setting],
) -> anyhow::Result<()> {
    let mark = embedded.map(|folder| folder.join(FILLED));
    let marked = mark.as_ref().and_then(|mark| std::fs::read_to_string(mark).ok());
    let marked = marked.unwrap_or_default();
    let is_there = |setting: &Setting| marked.lines().any(|line| line == line_of(setting));
    let (there, due): (Vec<Setting>, Vec<_>) = settings.iter().partition(|one| is_there(one));
    if due.is_empty() {
        println!("演示县已在，不再填入 · the demo county is there and is not filled again");
    } else {
        let start = Instant::now();
        let summary = fill_county(county, &there, &due).await?;
        println!("{}", filled(&summary, start));
        if let Some(mark) = mark {
            let lines: String = due.iter().map(|setting| line_of(setting) + "\n").collect();
            std::fs::write(&mark, marked + &lines).with_context(|| mark.display().to_string())?;
        }
    }
    let start = Instant::now();
    let last = settings.iter().map(|setting| YEAR + setting.years_later).max().unwrap_or(YEAR);
    let report = county.gateway.compile(COUNTY, &last.to_string(), Some(&cutoff(last))).await?;
    println!("{}", compiled(county, &report, last, start));
    if settings.iter().any(|setting| setting.county != COUNTY) {
        let (city, as_of) = (&COUNTY[..CITY_DIGITS], cutoff(last));
        let http = county.http;
        println!(
            "  全市 city       http://{http}/v1/divisions/{city}/reports/{last}?as_of={as_of}"
        );
        println!(
            "  邻县 neighbour  http://{http}/v1/divisions/{NEIGHBOUR}/reports/{last}?as_of={as_of}"
        );
    }
    Ok(())
}

fn line_of(setting: &Setting) -> String {
    let Setting { county, years_later } = setting;
    format!("{county} {}", YEAR + years_later)
}

fn cutoff(year: i16) -> String {
    format!("{year}-{CUTOFF}")
}

/// Fills the running county with the demo's records, through its services; some are there.
///
/// # Errors
/// When a service refuses a record or cannot be reached.
pub async fn fill_county(
    county: &County,
    there: &[Setting],
    due: &[Setting],
) -> anyhow::Result<FillSummary> {
    let addresses = Addresses {
        industry: county.url("industry"),
        ecology: county.url("ecology"),
        governance: county.url("governance"),
        cadre: county.url("cadre"),
        reform: county.url("reform"),
        livelihood: county.url("livelihood"),
    };
    let kinds: Vec<Kinds> = DEPARTMENTS.iter().map(|department| (department.kinds)()).collect();
    fill(&addresses, (there, due), &kinds, &Bars::new()).await
}

fn filled(summary: &FillSummary, start: Instant) -> String {
    let FillSummary { imported, cases, acts, verified, unverified } = summary;
    let seconds = start.elapsed().as_secs();
    format!(
        "填入 {imported} 条记录、{cases} 件案件、{acts} 次办理，审核 {verified} 条，留 {unverified} 条待审，用时 {seconds} 秒\n\
         filled {imported} records, {cases} cases, {acts} acts; {verified} verified, \
         {unverified} left to verify; {seconds} s"
    )
}

fn compiled(county: &County, report: &Report, year: i16, start: Instant) -> String {
    let as_of = cutoff(year);
    let took = start.elapsed().as_millis();
    let (chapters, figures) = (report.chapters.len(), report.figures.len());
    let valued =
        report.figures.iter().filter(|(_, computed)| computed.figure.value.is_some()).count();
    format!(
        "\n{}\n  {chapters} 章 chapters，{figures} 项指标 figures（{valued} 项有数 with a value），\
         编成用时 compiled in {took} ms\n  报告 report  http://{}/v1/divisions/{COUNTY}/reports/{year}?as_of={as_of}\n{}",
        report.title,
        county.http,
        serve::addresses(county)
    )
}
