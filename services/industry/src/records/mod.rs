//! What the department keeps, one file a kind.

mod designation;
mod difficulty;
mod engagement;
mod enterprise;
mod migrations;
mod trade_bulletin;

use ledger::kinds::{KindInfo, Kinds};
use proto::industry::v1::{Designation, Difficulty, Engagement, Enterprise, TradeBulletin};

use crate::Ours;

pub use migrations::MIGRATIONS;

/// The kinds of records.
pub fn kinds() -> Kinds {
    Kinds::new([
        KindInfo::of::<Ours, Enterprise>(),
        KindInfo::of::<Ours, Designation>(),
        KindInfo::of::<Ours, Difficulty>(),
        KindInfo::of::<Ours, TradeBulletin>(),
        KindInfo::of::<Ours, Engagement>(),
    ])
}
