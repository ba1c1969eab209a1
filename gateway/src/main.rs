//! The gateway as a process of its own: one port, the departments' addresses, an outline.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use chassis::Serving;
use clap::builder::FalseyValueParser;
use clap::{ArgAction, Parser};
use gateway::{Config, Department, Gateway};

/// Calls under way have this long to end when the process is asked to.
const GRACE: Duration = Duration::from_secs(10);

/// Compiles a county's report from its departments, and shows it over HTTP and gRPC.
///
/// 由各部门服务的台账汇编县报告，在同一端口上提供 HTTP 和 gRPC。
#[derive(Parser)]
#[command(version, after_help = EXAMPLES)]
struct Arguments {
    /// Where to listen; loopback only, unless the network is declared closed
    #[arg(long, value_name = "ADDR", env = "XIANZHI_HTTP", default_value = "127.0.0.1:8080")]
    http: SocketAddr,

    /// A department and its address; repeat it, or separate several by commas
    #[arg(
        long = "department",
        value_name = "NAME=URL",
        env = "XIANZHI_DEPARTMENTS",
        value_delimiter = ',',
        required = true,
        value_parser = department
    )]
    departments: Vec<Department>,

    /// An outline (YAML) in place of what is shipped for its periods and language; may be repeated
    #[arg(long, value_name = "PATH")]
    outline: Vec<PathBuf>,

    /// The folder in which import profiles are remembered
    #[arg(long, value_name = "DIR", env = "XIANZHI_PROFILES")]
    profiles: Option<PathBuf>,

    /// Listen where others can reach the port: only inside a closed network, as of containers
    #[arg(
        long,
        env = "XIANZHI_OPEN_NETWORK",
        value_parser = FalseyValueParser::new(),
        action = ArgAction::SetTrue
    )]
    open_network: bool,
}

const EXAMPLES: &str = "\
Examples:
  gateway --department industry=http://127.0.0.1:50051 --department ecology=127.0.0.1:50052
  XIANZHI_DEPARTMENTS=industry=http://industry:50051,ecology=http://ecology:50051 gateway

Then:
  http://127.0.0.1:8080/                                    the reports there are
  http://127.0.0.1:8080/v1/divisions/421222/reports/2023    one report; ?format=json|html|md
  http://127.0.0.1:8080/healthz                             which departments are up";

fn department(text: &str) -> Result<Department, String> {
    match text.split_once('=') {
        Some((name, address)) if !name.is_empty() && !address.is_empty() => {
            let (name, address) = (name.trim().to_owned(), address.trim().to_owned());
            Ok(Department { name, address, moves: None })
        }
        _ => Err(format!("{text:?} is not NAME=URL, as industry=http://127.0.0.1:50051")),
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Arguments { http, departments, outline, profiles, open_network } = Arguments::parse();
    chassis::start_telemetry("info");
    chassis::loopback_only(http, open_network)?;
    let config = Config { departments, outlines: outline, profiles };
    let gateway = Gateway::new(config).context("the configuration")?;
    let routes = Arc::new(gateway).routes();
    let served = Serving::new("gateway", routes, gateway::services()).start(http).await?;
    chassis::shutdown_signal().await;
    served.stop(GRACE).await;
    Ok(())
}
