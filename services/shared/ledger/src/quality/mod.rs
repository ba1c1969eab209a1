//! Rules of quality, declared as data: what is missing, what does not fit within a record, against
//! another or against last period, what stands there twice, what lies far out.

mod checks;
mod declared;
mod outlier;
mod run;

pub use declared::{Rule, Rules};
