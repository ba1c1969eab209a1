//! The program `xianzhi`: a county's departments and its annual report.

use clap::{Parser, Subcommand};
use county::commands::{Place, audit, check, demo, fill, import, report, serve, template};

/// 县志: departments keep records, and the county's annual report is compiled from them; every
/// number in it is computed and opens down to its records.
#[derive(Debug, Parser)]
#[command(name = "xianzhi", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Fill a fictitious county on embedded storage, compile its report and serve it
    Demo(demo::Arguments),
    /// Run the departments and the gateway of a county
    Serve(Place),
    /// Recompute the chains of a county's ledgers and compare every record with them
    Audit(audit::Arguments),
    /// Run the rules of quality over a county's records and name what they find
    Check(check::Arguments),
    /// Write a workbook to fill in, with a sheet for each kind of a department, or each act on a kind
    /// that acts move
    Template(template::Arguments),
    /// Take in spreadsheets, after a trial that names every cell that is wrong
    Import(import::Arguments),
    /// Fill a workbook or a document of somebody else's in with figures
    Fill(fill::Arguments),
    /// Write a report into a file, or check an outline
    Report(report::Arguments),
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let level = if matches!(arguments.command, Command::Serve(_)) { "info" } else { "warn" };
    chassis::start_telemetry(level);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match &arguments.command {
            Command::Demo(arguments) => demo::run(arguments).await,
            Command::Serve(place) => serve::run(place).await,
            Command::Audit(arguments) => audit::run(arguments).await,
            Command::Check(arguments) => check::run(arguments).await,
            Command::Template(arguments) => template::run(arguments),
            Command::Import(arguments) => import::run(arguments).await,
            Command::Fill(arguments) => fill::run(arguments).await,
            Command::Report(arguments) => report::run(arguments).await,
        }
    })
}
