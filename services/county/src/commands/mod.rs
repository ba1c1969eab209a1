//! What the program `xianzhi` can be asked to do, one file a command.

pub mod audit;
pub mod check;
pub mod demo;
mod fetch;
pub mod fill;
pub mod import;
mod remarks;
pub mod report;
pub mod serve;
pub mod template;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::Options;

/// Where a county keeps its books and answers; the same for every command that runs one.
#[derive(Args, Clone, Debug)]
pub struct Place {
    /// The folder of the embedded databases [default: xianzhi/COMMAND in the user's data folder]
    #[arg(long, value_name = "DIR", env = "XIANZHI_DATA")]
    pub data: Option<PathBuf>,

    /// A PostgreSQL database instead of the folder: postgres://USER@HOST/DATABASE
    #[arg(long, value_name = "URL", env = "XIANZHI_DATABASE", hide_env_values = true)]
    pub database: Option<String>,

    /// Where the report is served; port 0 finds a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub http: SocketAddr,

    /// The first of six consecutive ports for gRPC (industry, ecology, governance, cadre, reform,
    /// livelihood); 0 finds free ones
    #[arg(long, value_name = "N", default_value_t = 50051)]
    pub grpc_port: u16,

    /// An outline in place of what is shipped for its periods and language; may be repeated
    #[arg(long, value_name = "FILE")]
    pub outline: Vec<PathBuf>,

    /// Answer on an address that others can reach; only inside a closed network, since nobody
    /// proves yet who acts
    #[arg(long, env = "XIANZHI_OPEN_NETWORK", value_parser = clap::builder::FalseyValueParser::new())]
    pub open_network: bool,
}

impl Place {
    /// A county on ports of its own, so that one may be running beside it.
    pub(crate) fn aside(data: Option<PathBuf>, database: Option<String>) -> Self {
        Self {
            data,
            database,
            http: SocketAddr::from(([127, 0, 0, 1], 0)),
            grpc_port: 0,
            outline: Vec::new(),
            open_network: false,
        }
    }

    /// The options of the county that is there: of the county's own where none is named, else of
    /// the demo county.
    ///
    /// # Errors
    /// As [`Place::options`].
    pub(crate) fn options_kept(&self) -> anyhow::Result<Options> {
        let own = self.options("county")?;
        if self.data.is_some() || self.database.is_some() || holds_county(&own.data) {
            return Ok(own);
        }
        let demo = self.options("demo")?;
        if !holds_county(&demo.data) {
            return Ok(own);
        }
        eprintln!("the demo county in {0} / 使用演示县 {0}", demo.data.display());
        Ok(demo)
    }

    /// The options of a county, in the folder `name` where none is given.
    ///
    /// # Errors
    /// When there is no user's data folder and no other was named.
    pub fn options(&self, name: &str) -> anyhow::Result<Options> {
        let Self { data, database, http, grpc_port, outline, open_network } = self.clone();
        let usual = || dirs::data_dir().map(|folder| folder.join("xianzhi").join(name));
        let data = data.or_else(usual).ok_or_else(|| {
            anyhow::anyhow!(
                "there is no user's data folder: name one with --data / 请用 --data 指定目录"
            )
        })?;
        Ok(Options { data, database, http, grpc_port, open_network, outlines: outline })
    }
}

/// Whether a folder holds the databases of a county.
pub(crate) fn holds_county(data: &Path) -> bool {
    let mut files = std::fs::read_dir(data).into_iter().flatten().filter_map(Result::ok);
    files.any(|file| file.path().extension().is_some_and(|ending| ending == "db"))
}
