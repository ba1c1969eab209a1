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
mod targets;
#[cfg(test)]
mod tests;

use prost::{Message, Name};
use prost_types::Any;
use proto::governance::v1::{CaseAction, CaseFile, HandlingMode, Outcome, Rating};
use proto::ledger::v1::Opening;

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
    /// What they are handed in with, where they are an opening list.
    pub opening: Option<Opening>,
    /// The records, each after those of this batch and of earlier ones that it refers to.
    pub records: Vec<Any>,
}

/// A case on its way: what is registered, and the acts that follow.
#[derive(Clone, Debug)]
pub struct CasePlan {
    /// What is registered.
    pub register: CaseFile,
    /// The acts, in order.
    pub steps: Vec<CaseStep>,
}

/// One act on a case, with what it brings.
#[derive(Clone, Debug)]
pub struct CaseStep {
    /// What is done.
    pub action: CaseAction,
    /// The day, `YYYY-MM-DD`.
    pub date: String,
    /// The unit that acts, or that it is about.
    pub unit_id: String,
    /// Units that help.
    pub helpers: Vec<String>,
    /// Why, or on what ground.
    pub reason: String,
    /// The number of the paper.
    pub proof: String,
    /// How the case is handled.
    pub mode: HandlingMode,
    /// How it ended.
    pub outcome: Outcome,
    /// What those who brought it say.
    pub rating: Rating,
    /// The case that it is merged into.
    pub merged_into_id: String,
}

impl CaseStep {
    fn new(action: CaseAction, date: String, unit_id: String, reason: &str) -> Self {
        Self {
            action,
            date,
            unit_id,
            helpers: Vec::new(),
            reason: reason.to_owned(),
            proof: String::new(),
            mode: HandlingMode::Unspecified,
            outcome: Outcome::Unspecified,
            rating: Rating::Unspecified,
            merged_into_id: String::new(),
        }
    }
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

/// The batches of all departments.
pub fn all(seed: u64) -> [Vec<Batch>; 7] {
    [
        governance::batches(seed),
        industry::batches(seed),
        ecology::batches(seed),
        cadre::batches(seed),
        cadre::consequences(seed),
        reform::batches(seed),
        livelihood::batches(seed),
    ]
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
            opening: None,
            records: records.iter().map(pack).collect(),
        }
    }

    /// As an opening list, with its document and its day.
    fn opening(self, document: &str, open_date: &str) -> Self {
        let (document, open_date) = (document.to_owned(), open_date.to_owned());
        Self { opening: Some(Opening { document, open_date }), ..self }
    }

    fn unverified(self) -> Self {
        Self { verified: false, ..self }
    }
}
