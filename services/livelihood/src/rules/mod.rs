//! The rules of livelihood as pure functions.

pub mod completion;
pub mod progress;
