//! Rules of quality, declared as data: what is missing, what does not fit within a record, against
//! another or against last period, what stands there twice, what lies far out, what rules
//! would give otherwise now.

mod checks;
mod declared;
mod entry;
mod outlier;
mod recount;
mod run;
mod swing;

pub use declared::{Rule, Rules};
pub(crate) use entry::Place;
