//! What any process of the county needs: refusals, callers, serving, telemetry, shutdown.
//!
//! The chassis knows no record and no SQL.

mod caller;
mod deadlines;
mod refusal;
mod serving;
mod telemetry;

pub use caller::{ACTOR_HEADER, actor};
pub use refusal::{FieldFault, REASON_DOMAIN, Refusal};
pub use serving::{Served, Serving, connect, loopback_only, shutdown_signal};
pub use telemetry::start_telemetry;
