//! What the department keeps, one file a kind.

mod migrations;
mod school;

use ledger::facts;
use ledger::kinds::{KindInfo, Kinds};
use proto::livelihood::v1::School;

use crate::Ours;

pub use migrations::MIGRATIONS;

/// The kinds of records.
pub fn kinds() -> Kinds {
    Kinds::new([
        KindInfo::of::<Ours, School>(),
        KindInfo::of::<Ours, facts::Parameter>(),
        KindInfo::of::<Ours, facts::Target>(),
        KindInfo::of::<Ours, facts::PeerFact>(),
        KindInfo::of::<Ours, facts::ExternalClaim>(),
    ])
}
