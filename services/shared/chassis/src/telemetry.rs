//! The log: plain lines, by level and module as `RUST_LOG` says.

use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Starts the log on standard error, at `level` where `RUST_LOG` does not say otherwise.
pub fn start_telemetry(level: &str) {
    let asked = std::env::var("RUST_LOG").ok().and_then(|text| text.parse::<Targets>().ok());
    let filter = asked.unwrap_or_else(|| level.parse().unwrap_or_default());
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    // A second start, as tests do, keeps the first.
    let _ = tracing_subscriber::registry().with(filter).with(lines).try_init();
}
