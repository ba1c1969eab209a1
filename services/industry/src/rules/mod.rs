//! The standards that the industry records are checked against, as pure functions.

pub mod credit_code;
pub mod industry_code;
