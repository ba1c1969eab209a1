//! What the department keeps, one file a kind.

mod cadre;
mod leave;
mod migrations;
mod unit;
mod work_log;

use ledger::facts;
use ledger::kinds::{KindInfo, Kinds};
use proto::cadre::v1::{Cadre, Leave, Unit, WorkLog};

use crate::Ours;

pub use migrations::MIGRATIONS;

/// The kinds of records.
pub fn kinds() -> Kinds {
    Kinds::new([
        KindInfo::of::<Ours, Unit>(),
        KindInfo::of::<Ours, Cadre>(),
        KindInfo::of::<Ours, Leave>(),
        KindInfo::of::<Ours, WorkLog>(),
        KindInfo::of::<Ours, facts::Parameter>(),
    ])
}
