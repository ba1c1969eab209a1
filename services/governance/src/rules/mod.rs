//! The rules that the governance records follow, as data and pure functions.

pub mod case_flow;
pub mod clock;
pub mod deadline;
pub mod merging;
