//! The log: plain lines, by level and module as `RUST_LOG` says.

use tracing_subscriber::EnvFilter;

/// Starts the log on standard error, at `level` where `RUST_LOG` does not say otherwise.
pub fn start_telemetry(level: &str) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    // A second start, as tests do, keeps the first.
    let _ =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
