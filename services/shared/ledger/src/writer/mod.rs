//! The one way to write: acts queue before one writer per county, which commits them in groups.

mod asking;
mod bulk;
mod commit;
mod decide;
mod held;
mod kept;
mod line;
mod load;
mod neighbors;
mod openings;
mod pending;
mod periods;
mod queue;
mod refusals;
mod requests;
mod spool;
mod succession;
mod surroundings;
mod tree;
mod vanished;

use std::sync::Arc;

use chassis::Refusal;
use proto::ledger::v1::{ImportSummary, RecordChange, RecordMetadata, VanishedRecord};

use crate::kinds::{Checked, KindInfo, Kinds};

pub use commit::MOST_REFUSALS;
pub(crate) use commit::import_faults;
pub use openings::{LIST, Opening};
pub use queue::Writers;
pub use refusals::not_found;
pub(crate) use refusals::{earlier_refused, twice};
pub(crate) use spool::Turn;
pub use spool::{Keeps, Row, Spool};
pub use vanished::{Compared, Covers};

/// Who asks for what: the part of a proposal that is the same for every act.
#[derive(Clone, Debug)]
pub struct Call {
    /// The county whose ledger is written.
    pub county: String,
    /// Who acts.
    pub actor: String,
    /// The method that was called.
    pub method: &'static str,
    /// The request's own name, or nothing.
    pub request_id: String,
    /// SHA-256 of the method and the request.
    pub digest: Vec<u8>,
    /// Decide, answer and write nothing.
    pub validate_only: bool,
}

/// How a record is put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Put {
    /// It is new; fields that acts give are empty.
    Create,
    /// It replaces the state that the etag names; fields that acts give stay as they are.
    Revise {
        /// The tag of the state that the caller saw.
        etag: String,
    },
    /// It is new, or a new state of what is there, or there already word for word.
    Import {
        /// Whether it has an explanation of its own, which stays with it though none is asked for.
        explained: bool,
    },
    /// As an import puts it, on an opening list: what waits already is put anew, so that the list
    /// holds it.
    Open,
    /// An act registers it; fields that acts give are taken as they come.
    Register,
    /// An act moves it on; fields that acts give are taken as they come.
    Move {
        /// The tag of the state that the caller saw.
        etag: String,
    },
    /// An act of an import moves it on from the state in which an earlier one of the same import
    /// left it.
    Follow {
        /// The place of that one in the import.
        after: i64,
    },
}

/// What is said of a record without changing its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It counts from now on.
    Verify,
    /// Its recorder shall correct it.
    Return,
    /// It is no more.
    Withdraw,
}

/// One step of a proposal: one entry of the ledger, if it is taken.
#[derive(Clone, Debug)]
pub enum Step {
    /// A record is put.
    Put {
        /// Its kind.
        kind: Arc<KindInfo>,
        /// The record.
        record: Checked,
        /// How.
        put: Put,
        /// The explanation that a soft rule asks for.
        explanation: String,
    },
    /// A record is judged.
    Judge {
        /// Its kind.
        kind: Arc<KindInfo>,
        /// The record.
        id: String,
        /// The tag of the state that the caller saw.
        etag: String,
        /// What is said.
        verdict: Verdict,
        /// Why.
        reason: String,
    },
}

impl Step {
    pub(crate) fn kind(&self) -> &Arc<KindInfo> {
        match self {
            Self::Put { kind, .. } | Self::Judge { kind, .. } => kind,
        }
    }

    /// Whether it is of an act that an import holds in place of a record.
    fn is_act(&self) -> bool {
        match self {
            Self::Put { put, .. } => {
                matches!(put, Put::Register | Put::Move { .. } | Put::Follow { .. })
            }
            Self::Judge { .. } => true,
        }
    }

    /// Whether it judges an opening list, and with it all that the list holds.
    pub fn is_on_list(&self) -> bool {
        matches!(self, Self::Judge { kind, .. } if kind.table == LIST)
    }

    /// The record.
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Put { record, .. } => &record.id,
            Self::Judge { id, .. } => id,
        }
    }
}

/// Steps that are taken together: all of them, or none.
pub struct Proposal {
    /// Who asks.
    pub call: Call,
    /// What is asked for.
    pub steps: Steps,
}

/// The steps of a proposal.
pub enum Steps {
    /// A few, each answered with its record.
    Few(Vec<Step>),
    /// Many, read from a spool; answered with counts and refusals.
    Many {
        /// Where they are.
        spool: Box<Spool>,
        /// Take the good ones and refuse the others.
        partial: bool,
    },
    /// Verdicts, some of them on opening lists, each of which is judged with all its records.
    Lists {
        /// The verdicts.
        steps: Vec<Step>,
        /// The kinds that a list may be of.
        kinds: Kinds,
    },
}

/// A record as a proposal left it.
#[derive(Clone, Debug)]
pub struct Written {
    /// What the ledger says of it.
    pub metadata: RecordMetadata,
    /// Its canonical bytes; empty where only a verdict was given.
    pub content: Vec<u8>,
}

/// What became of a proposal.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The position after it.
    pub position: i64,
    /// The first entry it wrote; one more than `position` when it wrote none.
    pub first: i64,
    /// The records of its few steps, in their order; empty when it was a repetition.
    pub records: Vec<Written>,
    /// Whether the same request had been answered before.
    pub repeated: bool,
    /// The counts of its many steps.
    pub summary: ImportSummary,
    /// Which of its many steps were refused: their place in the import, and why.
    pub refusals: Vec<(i64, Refusal)>,
    /// What its many steps brought, where that was asked for.
    pub changes: Vec<RecordChange>,
    /// What has vanished of what it states in full.
    pub vanished: Vec<VanishedRecord>,
}
