//! `xianzhi report`: compiles a report into a file, or checks an outline.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand, ValueEnum};

use super::Place;
use crate::County;

/// A report to write, or an outline to check.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Arguments {
    #[command(subcommand)]
    check: Option<Check>,

    #[command(flatten)]
    write: Option<Write>,
}

#[derive(Debug, Subcommand)]
enum Check {
    /// Name every number in an outline that is typed, and every claim that no value chooses
    Check {
        /// The outline [default: the shipped one]
        #[arg(long, value_name = "FILE")]
        outline: Option<PathBuf>,
    },
}

#[derive(Args, Debug)]
struct Write {
    /// The code of the division: 421222
    division: String,

    /// The period: 2023, 2023-H1, 2023-Q3 or 2023-06
    period: String,

    /// Facts up to this day only
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,

    /// The rendering
    #[arg(long, value_enum, default_value_t = Format::Md)]
    format: Format,

    /// The file to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// The folder of the county's databases [default: xianzhi/county in the user's data folder]
    #[arg(long, value_name = "DIR", env = "XIANZHI_DATA")]
    data: Option<PathBuf>,

    /// A PostgreSQL database instead of the folder
    #[arg(long, value_name = "URL", env = "XIANZHI_DATABASE", hide_env_values = true)]
    database: Option<String>,

    /// An outline instead of the shipped one
    #[arg(long, value_name = "FILE")]
    outline: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Html,
    Md,
    Json,
}

/// Writes a report, or checks an outline.
///
/// # Errors
/// When the county cannot be opened, the division or the period is unknown, a department does not
/// answer, or the outline breaks a rule.
pub async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    match arguments {
        Arguments { check: Some(Check::Check { outline }), write: _ } => check(outline.as_ref()),
        Arguments { check: None, write: Some(write) } => write.run().await,
        Arguments { check: None, write: None } => {
            bail!("name a division and a period / 请给出区划代码和时期")
        }
    }
}

fn check(outline: Option<&PathBuf>) -> anyhow::Result<()> {
    let violations = gateway::check_outline(outline.map(PathBuf::as_path))?;
    for violation in &violations {
        println!("{violation}");
    }
    match violations.len() {
        0 => Ok(()),
        count => {
            bail!("the outline breaks the rules in {count} places / 提纲有 {count} 处不合规则")
        }
    }
}

impl Write {
    async fn run(&self) -> anyhow::Result<()> {
        let county = County::start(self.place().options("county")?).await?;
        let text = self.text(&county).await;
        county.stop().await;
        let text = text?;
        match &self.output {
            None => print!("{text}"),
            Some(file) => std::fs::write(file, text)
                .with_context(|| format!("cannot write {}", file.display()))?,
        }
        Ok(())
    }

    async fn text(&self, county: &County) -> anyhow::Result<String> {
        let as_of = self.as_of.as_deref();
        let report = county.gateway.compile(&self.division, &self.period, as_of).await?;
        Ok(match self.format {
            Format::Html => report.to_html()?,
            Format::Md => report.to_markdown(),
            Format::Json => report.to_json(),
        })
    }

    /// The county on ports of its own, so that one may be running beside it.
    fn place(&self) -> Place {
        Place {
            data: self.data.clone(),
            database: self.database.clone(),
            http: ([127, 0, 0, 1], 0).into(),
            grpc_port: 0,
            outline: self.outline.clone(),
            open_network: false,
        }
    }
}
