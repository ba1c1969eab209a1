//! The standards that the ecology records are judged by, as pure functions of what was measured.

pub mod air;
pub mod farmland;
pub mod fertilizer;
pub mod forest;
pub mod season;
pub mod water;
