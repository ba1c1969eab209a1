//! A department as a process of its own: its command line, its log, its orderly end.

use std::net::SocketAddr;

use clap::{CommandFactory, FromArgMatches, Parser};

use crate::{Department, Options};

/// What the command line of every department takes.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Arguments {
    /// The database: sqlite://PATH (made when it is not there) or postgres://USER@HOST/DATABASE
    #[arg(long, env = "XIANZHI_DATABASE", value_name = "URL", hide_env_values = true)]
    database: String,

    /// Where to answer gRPC; port 0 finds a free one
    #[arg(long, env = "XIANZHI_ADDRESS", value_name = "ADDR", default_value = "127.0.0.1:50051")]
    address: SocketAddr,

    /// Answer on an address that others can reach; only inside a closed network, since nobody
    /// proves yet who acts
    #[arg(long, env = "XIANZHI_OPEN_NETWORK", value_parser = clap::builder::FalseyValueParser::new())]
    open_network: bool,
}

/// Runs a department until it is asked to end.
///
/// # Errors
/// When the command line, the database or the port cannot be had.
pub fn run(department: &Department) -> anyhow::Result<()> {
    let about =
        format!("The {} department of a county: records, ledger and figures", department.name);
    let command = Arguments::command().name(department.name).about(about);
    let Arguments { database, address, open_network } =
        Arguments::from_arg_matches(&command.get_matches())?;
    chassis::start_telemetry("info");
    chassis::loopback_only(address, open_network)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let opened = department.serve(Options { database, address }).await?;
        chassis::shutdown_signal().await;
        tracing::info!("asked to end");
        opened.close().await;
        Ok(())
    })
}
