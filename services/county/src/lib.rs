//! The whole county in one process: its departments, each on a port of its own, and the gateway.

pub mod commands;
pub mod demo;
pub mod process;

pub use process::{Address, County, Options};
