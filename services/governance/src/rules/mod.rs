//! The rules that the governance records follow, as data and pure functions.

pub mod case_flow;
