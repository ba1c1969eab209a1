//! `xianzhi report`: writes a report into a file, or checks an outline.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use bytes::Bytes;
use chassis::Refusal;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use clap::{Args, Subcommand};
use gateway::{Audience, Format, Language, View};

use super::{Place, fetch, holds_county};
use crate::County;

mod check;

use check::Check;

/// A report to write, or an outline to check.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Arguments {
    #[command(subcommand)]
    task: Option<Task>,

    #[command(flatten)]
    write: Option<Write>,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Name every number in outlines that is typed, and every claim that no value chooses
    Check(Check),
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

    /// The rendering [default: by the ending of the file, else md]
    #[arg(long, value_parser = PossibleValuesParser::new(Format::ALL.map(Format::name))
        .try_map(|name| name.parse::<Format>()))]
    format: Option<Format>,

    /// Whose view: everybody's, the offices', or one page for who answers for the whole
    #[arg(long, default_value = "public",
        value_parser = PossibleValuesParser::new(Audience::ALL.map(Audience::name))
            .try_map(|name| name.parse::<Audience>()))]
    audience: Audience,

    /// The language of the report
    #[arg(long, default_value = "zh",
        value_parser = PossibleValuesParser::new(Language::ALL.map(Language::name))
            .try_map(|name| name.parse::<Language>()))]
    lang: Language,

    /// The file to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// A running county to ask: http://127.0.0.1:8080
    #[arg(long, value_name = "URL", conflicts_with_all = ["data", "database", "outline"])]
    server: Option<String>,

    /// The folder of the county's databases [default: xianzhi/county in the user's data
    /// folder, or xianzhi/demo where only that is there]
    #[arg(long, value_name = "DIR", env = "XIANZHI_DATA")]
    data: Option<PathBuf>,

    /// A PostgreSQL database instead of the folder
    #[arg(long, value_name = "URL", env = "XIANZHI_DATABASE", hide_env_values = true)]
    database: Option<String>,

    /// An outline in place of what is shipped for its periods and language; may be repeated
    #[arg(long, value_name = "FILE")]
    outline: Vec<PathBuf>,
}

/// Writes a report, or checks an outline.
///
/// # Errors
/// When the county cannot be opened or reached, the division or the period is unknown, a
/// department does not answer, or the outline breaks a rule.
pub async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    match arguments {
        Arguments { task: Some(Task::Check(check)), write: _ } => check.run().await,
        Arguments { task: None, write: Some(write) } => write.run().await,
        Arguments { task: None, write: None } => {
            bail!("name a division and a period / 请给出区划代码和时期")
        }
    }
}

/// A report of nothing would be written where no county is kept.
fn has_county(data: &Path) -> anyhow::Result<()> {
    ensure!(
        holds_county(data),
        "{0} holds no county; name its folder with --data, or fill one with xianzhi demo / \
         {0} 中没有县的数据，请用 --data 指定目录，或先运行 xianzhi demo",
        data.display()
    );
    Ok(())
}

/// A refusal in both languages.
fn said(refusal: Refusal) -> anyhow::Error {
    let (reason, message, zh) = (refusal.reason_name(), &refusal.message, &refusal.message_zh);
    anyhow::anyhow!("{message} / {zh} ({reason})")
}

impl Write {
    async fn run(&self) -> anyhow::Result<()> {
        let format = self.format()?;
        let shown = self.output.is_none() && std::io::stdout().is_terminal();
        ensure!(
            !(shown && matches!(format, Format::Docx | Format::Pdf | Format::Xlsx)),
            "{format} is no text: name a file with -o / {format} 不是文本，请用 -o 指定文件"
        );
        let report = match &self.server {
            Some(server) => fetch::get(server, &self.path(format)).await?,
            None => {
                let options = self.place().options_kept()?;
                if options.database.is_none() {
                    has_county(&options.data)?;
                }
                let county = County::start(options).await?;
                let report = self.compile(&county, format).await;
                county.stop().await;
                report?
            }
        };
        match &self.output {
            None => std::io::stdout().write_all(&report)?,
            Some(file) => std::fs::write(file, report)
                .with_context(|| format!("cannot write {}", file.display()))?,
        }
        Ok(())
    }

    /// The format asked for, that which the file's ending names, or Markdown.
    ///
    /// # Errors
    /// When the ending names none: what is in a file should not belie its name.
    fn format(&self) -> anyhow::Result<Format> {
        let ending = self.output.as_ref().and_then(|file| file.extension());
        match (self.format, ending) {
            (Some(format), _) => Ok(format),
            (None, None) => Ok(Format::Markdown),
            (None, Some(ending)) => {
                let format = ending.to_string_lossy().parse::<Format>();
                format.map_err(|fault| anyhow::anyhow!("{fault}; --format"))
            }
        }
    }

    /// Where a running county has the report.
    fn path(&self, format: Format) -> String {
        let Self { division, period, audience, .. } = self;
        let as_of = self.as_of.as_ref().map(|day| format!("&as_of={day}")).unwrap_or_default();
        let view = format!("audience={audience}&lang={}", self.lang.name());
        format!("/v1/divisions/{division}/reports/{period}?format={format}&{view}{as_of}")
    }

    async fn compile(&self, county: &County, format: Format) -> anyhow::Result<Bytes> {
        let as_of = self.as_of.as_deref();
        let view = View { audience: self.audience, language: self.lang };
        let (division, period) = (&self.division, &self.period);
        let report = county.gateway.compile_view(division, period, as_of, view).await;
        let document = county.gateway.document(&report.map_err(said)?, format).await;
        document.map_err(said)
    }

    /// The county on ports of its own, so that one may be running beside it.
    fn place(&self) -> Place {
        let outline = self.outline.clone();
        Place { outline, ..Place::aside(self.data.clone(), self.database.clone()) }
    }
}
