//! The standards that the industry records are checked against, as pure functions.

pub mod credit_code;
pub mod duration;
pub mod growth;
pub mod industry_code;
pub mod risk_sharing;
