//! What the department keeps, one file a kind.

mod case_file;
mod center;
mod discipline_return;
mod division;
mod establishment;
mod market_check;
mod migrations;
mod reception;
mod village_service;

use ledger::collection::{NilReturn, OpeningList, PeriodClosing};
use ledger::facts;
use ledger::kinds::{KindInfo, Kinds};
use proto::governance::v1::{
    CaseFile, Center, DisciplineReturn, Division, Establishment, MarketCheck, Reception,
    VillageService,
};

use crate::Ours;

pub use migrations::MIGRATIONS;

/// The kinds of records.
pub fn kinds() -> Kinds {
    Kinds::new([
        KindInfo::of::<Ours, Division>(),
        KindInfo::of::<Ours, Center>(),
        KindInfo::of::<Ours, CaseFile>(),
        KindInfo::of::<Ours, Reception>(),
        KindInfo::of::<Ours, Establishment>(),
        KindInfo::of::<Ours, VillageService>(),
        KindInfo::of::<Ours, DisciplineReturn>(),
        KindInfo::of::<Ours, MarketCheck>(),
        KindInfo::of::<Ours, facts::Parameter>(),
        KindInfo::of::<Ours, facts::Target>(),
        KindInfo::of::<Ours, NilReturn>(),
        KindInfo::of::<Ours, OpeningList>(),
        KindInfo::of::<Ours, PeriodClosing>(),
    ])
}
