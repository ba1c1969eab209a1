//! The rules that the cadre records are measured by, as data and pure functions.

pub mod saturation;
pub mod submission;
