//! Writes the demo county's records for 2022 and 2023, the same for the same seed.
//!
//! Places are those of the public code list; every person, company, village and document number
//! is invented and says so. Each department has one function, and its batches come in the order
//! in which records refer to one another.

pub mod cadre;
mod calendar;
pub mod ecology;
pub mod governance;
pub mod industry;
pub mod livelihood;
mod places;
mod random;
pub mod reform;
#[cfg(test)]
mod tests;

use prost::{Message, Name};
use prost_types::Any;
use proto::governance::v1::{CaseFile, Outcome};

pub use places::COUNTY;

/// The seed of the county that `xianzhi demo` shows.
pub const SEED: u64 = 421_222;

/// Records that are entered in one act and verified in the next.
pub struct Batch {
    /// What they are, in Chinese.
    pub label_zh: String,
    /// What they are, in English.
    pub label_en: String,
    /// Whether a verifier is to verify them; a few stay unverified for the figures to say so.
    pub verified: bool,
    /// The records, each after those of this batch and of earlier ones that it refers to.
    pub records: Vec<Any>,
}

/// A case on its way through the center; each step is taken only if its fields are filled.
#[derive(Clone, Debug)]
pub struct CasePlan {
    /// What is registered.
    pub register: CaseFile,
    /// The day of acceptance, `YYYY-MM-DD`; none leaves the case registered or refused.
    pub accept_date: Option<String>,
    /// The ground on which the case is refused instead.
    pub refuse_ground: Option<String>,
    /// The unit that handles the case and the day it was assigned.
    pub assignment: Option<(String, String)>,
    /// How and when the case ended.
    pub conclusion: Option<Conclusion>,
    /// The day of archiving.
    pub archive_date: Option<String>,
}

/// How a case ended.
#[derive(Clone, Debug)]
pub struct Conclusion {
    /// The outcome.
    pub outcome: Outcome,
    /// The day, `YYYY-MM-DD`.
    pub conclude_date: String,
    /// The number of the paper that says so.
    pub proof: String,
}

/// How a difficulty is resolved after it has been entered.
#[derive(Clone, Debug)]
pub struct ResolutionPlan {
    /// The code of the difficulty.
    pub code: String,
    /// The day, `YYYY-MM-DD`.
    pub resolve_date: String,
    /// Whether it was resolved where it was raised.
    pub on_site: bool,
    /// What was done.
    pub resolution: String,
    /// Whether a verifier is to verify it.
    pub verified: bool,
}

/// A record as it travels in an import.
pub fn pack<M: Message + Name>(record: &M) -> Any {
    Any { type_url: M::type_url(), value: record.encode_to_vec() }
}

impl Batch {
    fn of<M: Message + Name>(label_zh: &str, label_en: &str, records: &[M]) -> Self {
        Self {
            label_zh: label_zh.to_owned(),
            label_en: label_en.to_owned(),
            verified: true,
            records: records.iter().map(pack).collect(),
        }
    }

    fn unverified(self) -> Self {
        Self { verified: false, ..self }
    }
}
