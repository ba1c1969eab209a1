//! How fast the county is: ratios measured in one run, against the bare database beneath it.
//!
//! `XIANZHI_BENCH_SCALE` makes a quick run (0.05) of the same steps; bounds hold for 1. Words
//! after `--` choose databases and parts: `cargo bench -p tests -- sqlite report memory`.

mod bare;
mod board;
mod by_hand;
mod cold;
mod data;
mod demo;
mod entering;
mod home;
mod memory;
mod office;
mod page;
mod saturation;
mod sheets;
mod single;
mod table;

use std::time::Duration;

use anyhow::{Result, bail};
use data::{Staff, YEARS};
use home::{Home, Store};
use office::Office;
use table::{Measured, Table};

/// How much of the full size is measured.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale(f64);

impl Scale {
    fn read() -> Self {
        let text = std::env::var("XIANZHI_BENCH_SCALE").unwrap_or_default();
        Self(text.parse().unwrap_or(1.0_f64).clamp(0.01, 10.0))
    }

    /// So many of `full`, and never fewer than `least`.
    pub(crate) fn of(self, full: usize, least: usize) -> usize {
        ((full as f64 * self.0).round() as usize).max(least)
    }
}

/// What is measured: the creates, the import and its verification, the same as a workbook over
/// HTTP, the saturation of the work
/// logs of ten years, the board of as many years' cases, the report and its page, the memory.
const PARTS: [&str; 8] =
    ["creates", "import", "sheets", "saturation", "board", "report", "page", "memory"];

/// The databases and the parts that were asked for; all of them where none was named.
struct Asked(Vec<String>);

impl Asked {
    fn read(arguments: &[String]) -> Result<Self> {
        let words = arguments.iter().filter(|argument| !argument.starts_with('-'));
        let words: Vec<String> = words.map(|word| word.to_lowercase()).collect();
        let known = |word: &String| PARTS.contains(&word.as_str()) || Store::is_named(word);
        if let Some(word) = words.iter().find(|word| !known(word)) {
            bail!("{word:?} is neither a database nor one of {PARTS:?}");
        }
        Ok(Self(words))
    }

    fn database(&self, store: Store) -> bool {
        let named = |word: &String| word.eq_ignore_ascii_case(store.name());
        !self.0.iter().any(|word| Store::is_named(word)) || self.0.iter().any(named)
    }

    fn part(&self, part: &str) -> bool {
        let is_part = |word: &String| PARTS.contains(&word.as_str());
        !self.0.iter().any(is_part) || self.0.iter().any(|word| word == part)
    }
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [first, data, database] = arguments.as_slice()
        && first == memory::CHILD
    {
        return memory::serve(data, database);
    }
    if !arguments.iter().any(|argument| argument == "--bench") {
        println!("run it with: cargo bench -p tests");
        return Ok(());
    }
    let asked = Asked::read(&arguments)?;
    tokio::runtime::Runtime::new()?.block_on(run(Scale::read(), &asked))
}

async fn run(scale: Scale, asked: &Asked) -> Result<()> {
    let mut table = Table::default();
    for store in Store::all()?.into_iter().filter(|store| asked.database(*store)) {
        table.add(store, measure(store, scale, asked).await?);
    }
    println!("\n{table}");
    let full = scale.0 >= 1.0;
    anyhow::ensure!(!full || table.holds(), "a bound does not hold");
    Ok(())
}

async fn measure(store: Store, scale: Scale, asked: &Asked) -> Result<Vec<Measured>> {
    let say = |what: &str| println!("{:<10}  {what}", store.name());
    let staff = Staff::of(scale.of(800, 8));
    let mut measured = Vec::new();
    if asked.part("creates") {
        say("single creates");
        measured.push(single::measure(store, &staff, scale).await?);
    }
    let mut entered = None;
    if asked.part("import") {
        say("import and verification, three times");
        let (ratios, home) = entering::measure(store, &staff).await?;
        measured.extend(ratios);
        entered = Some(home);
    }
    if asked.part("sheets") {
        say("a workbook over HTTP, and its verification, three times");
        measured.extend(sheets::measure(store, &staff).await?);
    }
    if asked.part("saturation") {
        say("saturation and ranking over ten years of work logs");
        measured.extend(saturation::measure(store, scale).await?);
    }
    if asked.part("board") {
        say("the board over ten years of cases");
        measured.extend(board::measure(store, scale).await?);
    }
    if asked.part("page") {
        say("the report's page");
        let home = Home::start(store.fresh().await?).await;
        demo::fill(&home.county).await?;
        measured.push(page::measure(&home.county).await?);
        home.stop().await;
    }
    if !asked.part("report") && !asked.part("memory") {
        return Ok(measured);
    }
    say("the demo county, and logs of the other years");
    let home = filled(store, &staff, entered).await?;
    let database = if asked.part("report") {
        say("the report");
        let (compiled, database) = cold::measure(home).await?;
        measured.extend(compiled);
        database
    } else {
        home.stop().await
    };
    if asked.part("memory") {
        say("memory");
        measured.push(memory::measure(&database).await?);
    }
    Ok(measured)
}

/// A county with the demo county's records and the logs of all years.
async fn filled(store: Store, staff: &Staff, entered: Option<Home>) -> Result<Home> {
    let has_year = entered.is_some();
    let home = match entered {
        Some(home) => home,
        None => start_staffed(store, staff).await?,
    };
    let office = Office::open(&home.county.url("cadre")).await?;
    if !has_year {
        office.enter(staff, entering::YEAR).await?;
    }
    demo::fill(&home.county).await?;
    for year in YEARS.into_iter().filter(|year| *year != entering::YEAR) {
        office.enter(staff, year).await?;
    }
    tokio::time::sleep(Duration::from_secs(3)).await;
    Ok(home)
}

/// Starts a county with its units, cadres and leaves entered and verified.
pub(crate) async fn start_staffed(store: Store, staff: &Staff) -> Result<Home> {
    let home = Home::start(store.fresh().await?).await;
    Office::open(&home.county.url("cadre")).await?.staff(staff).await?;
    Ok(home)
}
