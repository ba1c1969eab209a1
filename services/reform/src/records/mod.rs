//! What the department keeps, one file a kind.

mod migrations;
mod programme;

use ledger::facts;
use ledger::kinds::{KindInfo, Kinds};
use proto::reform::v1::Programme;

use crate::Ours;

pub use migrations::MIGRATIONS;

/// The kinds of records.
pub fn kinds() -> Kinds {
    Kinds::new([
        KindInfo::of::<Ours, Programme>(),
        KindInfo::of::<Ours, facts::Parameter>(),
        KindInfo::of::<Ours, facts::Target>(),
        KindInfo::of::<Ours, facts::PeerFact>(),
        KindInfo::of::<Ours, facts::ExternalClaim>(),
    ])
}
