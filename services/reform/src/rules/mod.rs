//! The rules of the department as pure functions.

pub mod finding_flow;
pub mod material;
pub mod progress;
