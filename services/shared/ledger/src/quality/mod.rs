//! Rules of quality, declared as data: what is missing, what does not fit within a record, against
//! another or against last period, what stands there twice, what lies far out.

mod checks;
mod declared;
mod entry;
mod outlier;
mod run;
mod swing;

pub use declared::{Rule, Rules};
pub(crate) use entry::Place;
