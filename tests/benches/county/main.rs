//! How fast the county is: ratios measured in one run, against the bare database beneath it.
//!
//! `XIANZHI_BENCH_SCALE` makes a quick run (0.05) of the same steps; bounds hold for 1.

mod bare;
mod by_hand;
mod cold;
mod data;
mod demo;
mod entering;
mod home;
mod memory;
mod office;
mod single;
mod table;

use std::time::Duration;

use anyhow::Result;
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
    let only = arguments.iter().find(|argument| !argument.starts_with('-'));
    tokio::runtime::Runtime::new()?.block_on(run(Scale::read(), only.map(String::as_str)))
}

/// Measures each database, or only the one that is named.
async fn run(scale: Scale, only: Option<&str>) -> Result<()> {
    let mut table = Table::default();
    for store in Store::all()? {
        if only.is_none_or(|only| store.name().eq_ignore_ascii_case(only)) {
            table.add(store, measure(store, scale).await?);
        }
    }
    println!("\n{table}");
    let full = scale.0 >= 1.0;
    anyhow::ensure!(!full || table.holds(), "a bound does not hold");
    Ok(())
}

async fn measure(store: Store, scale: Scale) -> Result<Vec<Measured>> {
    let say = |what: &str| println!("{:<10}  {what}", store.name());
    let staff = Staff::of(scale.of(800, 8));
    let mut measured = Vec::new();

    say("single creates");
    measured.push(single::measure(store, &staff, scale).await?);

    say("import and verification, three times");
    let (entered, home) = entering::measure(store, &staff).await?;
    measured.extend(entered);

    say("the demo county, and logs of the other years");
    demo::fill(&home.county).await?;
    let office = Office::open(&home.county.url("cadre")).await?;
    for year in YEARS.into_iter().filter(|year| *year != entering::YEAR) {
        office.enter(&staff, year).await?;
    }
    drop(office);
    tokio::time::sleep(Duration::from_secs(3)).await;

    say("the report");
    let (compiled, database) = cold::measure(home).await?;
    measured.extend(compiled);

    say("memory");
    measured.push(memory::measure(&database).await?);
    Ok(measured)
}

/// Starts a county with its units, cadres and leaves entered and verified.
pub(crate) async fn start_staffed(store: Store, staff: &Staff) -> Result<Home> {
    let home = Home::start(store.fresh().await?).await;
    Office::open(&home.county.url("cadre")).await?.staff(staff).await?;
    Ok(home)
}
