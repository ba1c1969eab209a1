//! The demo county: plainly fictitious records, and the way they get into running services.

pub mod fill;
pub mod generator;
pub mod progress;
pub mod setting;
