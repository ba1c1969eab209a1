//! `xianzhi fill`: somebody's form comes back with the county's figures in it.

use std::path::PathBuf;

use anyhow::Context as _;
use bytes::Bytes;
use clap::Args;

use super::{Place, fetch};
use crate::County;

/// What `xianzhi fill` takes.
#[derive(Args, Debug)]
pub struct Arguments {
    /// The form: .xlsx or .docx with {{code}} where a figure belongs, {{code|value}} for the number
    /// alone, {{division}}, {{period}}, {{year}}, {{cutoff}}
    #[arg(value_name = "FORM")]
    form: PathBuf,

    /// The code of the division: 421222
    division: String,

    /// The period: 2023, 2023-H1, 2023-Q3 or 2023-06
    period: String,

    /// Facts up to this day only
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,

    /// The file to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    /// A running county to ask: http://127.0.0.1:8080
    #[arg(long, value_name = "URL", conflicts_with_all = ["data", "database"])]
    server: Option<String>,

    /// The folder of the county's databases [default: xianzhi/county in the user's data
    /// folder, or xianzhi/demo where only that is there]
    #[arg(long, value_name = "DIR", env = "XIANZHI_DATA")]
    data: Option<PathBuf>,

    /// A PostgreSQL database instead of the folder
    #[arg(long, value_name = "URL", env = "XIANZHI_DATABASE", hide_env_values = true)]
    database: Option<String>,
}

/// Fills a form in and writes it into a file.
///
/// # Errors
/// When the form cannot be read, asks for what is no figure, or the county cannot be asked.
pub async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let Arguments { form, division, period, as_of, output, server, data, database } = arguments;
    let read = std::fs::read(form).with_context(|| form.display().to_string())?;
    let read = Bytes::from(read);
    let filled = match server {
        Some(server) => {
            let as_of = as_of.as_ref().map(|day| format!("?as_of={day}")).unwrap_or_default();
            let path = format!("/v1/divisions/{division}/forms/{period}{as_of}");
            fetch::post(server, &path, read).await?
        }
        None => {
            let place = Place::aside(data.clone(), database.clone());
            let county = County::start(place.options_kept()?).await?;
            let filled = county.gateway.fill(division, period, as_of.as_deref(), read).await;
            county.stop().await;
            filled?.bytes.into()
        }
    };
    std::fs::write(output, filled).with_context(|| format!("cannot write {}", output.display()))
}
