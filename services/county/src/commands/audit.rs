//! `xianzhi audit`: recomputes the chain of every department's ledger.

use std::net::SocketAddr;
use std::time::Instant;

use anyhow::{bail, ensure};
use clap::Args;
use ledger::divisions::Divisions;

use super::Place;
use crate::process::{DEPARTMENTS, embedded};

/// What `xianzhi audit` takes.
#[derive(Args, Clone, Debug)]
pub struct Arguments {
    /// The folder of the county's databases [default: xianzhi/county in the user's data folder, or
    /// xianzhi/demo where only that is there]
    #[arg(long, value_name = "DIR", env = "XIANZHI_DATA")]
    data: Option<std::path::PathBuf>,

    /// A PostgreSQL database instead of the folder
    #[arg(long, value_name = "URL", env = "XIANZHI_DATABASE", hide_env_values = true)]
    database: Option<String>,

    /// The code of the county: six digits
    county: String,
}

/// Audits the ledgers of a county and prints what was checked.
///
/// # Errors
/// When a ledger cannot be read, or something in it does not fit.
pub async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let Arguments { data, database, county } = arguments.clone();
    ensure!(
        county.len() == 6 && Divisions::standard().knows(&county),
        "{county} is not a county in the register / {county} 不是名册中的县"
    );
    let http = SocketAddr::from(([127, 0, 0, 1], 0));
    let outline = Vec::new();
    let place = Place { data, database, http, grpc_port: 0, outline, open_network: false };
    let options = place.options_kept()?;
    let mut broken = 0;
    for department in DEPARTMENTS {
        let url = match &options.database {
            Some(url) => url.clone(),
            None => {
                let file = options.data.join(format!("{}.db", department.name));
                ensure!(file.exists(), "there is no {} / 没有这个文件", file.display());
                embedded(&options.data, department.name)
            }
        };
        let books = department.open(&url).await?;
        let start = Instant::now();
        let answer = books.reader.audit(&books.kinds, &county).await?;
        let (entries, revisions) = (answer.entry_count, answer.revision_count);
        let took = start.elapsed().as_millis();
        match answer.finding {
            None => println!(
                "{:<12} {entries} entries, {revisions} revisions, head {}  ✓ {took} ms",
                department.name,
                hex(&answer.head_hash)
            ),
            Some(finding) => {
                broken += 1;
                let (position, kind, id) = (finding.position, finding.kind, finding.id);
                println!(
                    "{:<12} ✗ entry {position}, {kind} {id}: {} / {}",
                    department.name, finding.message, finding.message_zh
                );
            }
        }
        books.reader.storage().clone().close().await;
    }
    if broken > 0 {
        bail!("{broken} ledgers do not fit / {broken} 本账不符");
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
