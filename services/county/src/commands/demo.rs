//! `xianzhi demo`: a whole county on embedded storage, filled, compiled, served.

use std::path::Path;
use std::time::Instant;

use anyhow::Context as _;
use clap::Args;
use gateway::Report;
use ledger::kinds::Kinds;

use super::{Place, serve};
use crate::County;
use crate::demo::fill::{Addresses, FillSummary, fill};
use crate::demo::generator::COUNTY;
use crate::demo::progress::Bars;
use crate::process::DEPARTMENTS;

/// What `xianzhi demo` takes.
#[derive(Args, Clone, Debug)]
pub struct Arguments {
    #[command(flatten)]
    place: Place,

    /// Fill, compile, print the summary, and leave
    #[arg(long)]
    no_serve: bool,
}

/// The year whose report is compiled, and the day up to which there are facts.
const YEAR: &str = "2023";
/// See [`YEAR`].
const CUTOFF: &str = "2023-12-08";

/// The file that says that the county has been filled whole.
const FILLED: &str = "filled.txt";

/// Fills the demo county where it is not there yet, compiles its report and serves it.
///
/// # Errors
/// When the county cannot be started, filled or compiled.
pub async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let Arguments { place, no_serve } = arguments;
    let options = place.options("demo")?;
    let embedded = options.database.is_none().then(|| options.data.clone());
    let county = County::start(options).await?;
    let outcome = fill_and_compile(&county, embedded.as_deref()).await;
    if outcome.is_ok() && !no_serve {
        println!("按 Ctrl-C 结束 · press Ctrl-C to end");
        chassis::shutdown_signal().await;
    }
    county.stop().await;
    outcome
}

async fn fill_and_compile(county: &County, embedded: Option<&Path>) -> anyhow::Result<()> {
    let mark = embedded.map(|folder| folder.join(FILLED));
    if mark.as_ref().is_some_and(|mark| mark.exists()) {
        println!("演示县已在，不再填入 · the demo county is there and is not filled again");
    } else {
        let start = Instant::now();
        let summary = fill_county(county).await?;
        println!("{}", filled(&summary, start));
        if let Some(mark) = mark {
            std::fs::write(&mark, "filled\n").with_context(|| mark.display().to_string())?;
        }
    }
    let start = Instant::now();
    let report = county.gateway.compile(COUNTY, YEAR, Some(CUTOFF)).await?;
    println!("{}", compiled(county, &report, start));
    Ok(())
}

/// Fills the running county with the demo's records, through its services.
///
/// # Errors
/// When a service refuses a record or cannot be reached.
pub async fn fill_county(county: &County) -> anyhow::Result<FillSummary> {
    let addresses = Addresses {
        industry: county.url("industry"),
        ecology: county.url("ecology"),
        governance: county.url("governance"),
        cadre: county.url("cadre"),
        reform: county.url("reform"),
        livelihood: county.url("livelihood"),
    };
    let kinds: Vec<Kinds> = DEPARTMENTS.iter().map(|department| (department.kinds)()).collect();
    fill(&addresses, COUNTY, &|record| id_of(&kinds, record), &Bars::new()).await
}

/// The key by which the services will name a record.
fn id_of(kinds: &[Kinds], record: &prost_types::Any) -> anyhow::Result<String> {
    let name = record.type_url.rsplit('/').next().unwrap_or_default();
    let kind = kinds.iter().find_map(|kinds| kinds.get(name).ok());
    let kind = kind.with_context(|| format!("no department keeps {name}"))?;
    kind.key(&record.value).with_context(|| format!("a broken {name}"))
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

fn compiled(county: &County, report: &Report, start: Instant) -> String {
    let took = start.elapsed().as_millis();
    let (chapters, figures) = (report.chapters.len(), report.figures.len());
    let valued =
        report.figures.iter().filter(|(_, computed)| computed.figure.value.is_some()).count();
    format!(
        "\n{}\n  {chapters} 章 chapters，{figures} 项指标 figures（{valued} 项有数 with a value），\
         编成用时 compiled in {took} ms\n  报告 report  http://{}/v1/divisions/{COUNTY}/reports/{YEAR}?as_of={CUTOFF}\n{}",
        report.title,
        county.http,
        serve::addresses(county)
    )
}
