//! The rules that the cadre records are measured by, as data and pure functions.

pub mod draw;
pub mod ranking;
pub mod saturation;
pub mod submission;
pub mod superior;
pub mod text;
