//! What the department keeps, one file a kind.

mod cluster;
mod designation;
mod difficulty;
mod engagement;
mod enterprise;
mod exhibit;
mod exhibition;
mod guarantee_scheme;
mod guaranteed_loan;
mod listing_step;
mod migrations;
mod project;
mod project_part;
mod project_place;
mod project_year;
mod tender;
mod together;
mod trade_bulletin;
mod trade_comparison;
mod trade_order;

use ledger::collection::{NilReturn, OpeningList, PeriodClosing};
use ledger::facts::{ExternalClaim, Parameter, PeerFact, Target};
use ledger::kinds::{KindInfo, Kinds};
use proto::industry::v1::{
    Cluster, Designation, Difficulty, Engagement, Enterprise, Exhibit, Exhibition, GuaranteeScheme,
    GuaranteedLoan, ListingStep, Project, ProjectPart, ProjectPlace, ProjectYear, Tender,
    TradeBulletin, TradeComparison, TradeOrder,
};

use crate::Ours;

pub use migrations::MIGRATIONS;

/// The kinds of records.
pub fn kinds() -> Kinds {
    Kinds::new([
        KindInfo::of::<Ours, Enterprise>(),
        KindInfo::of::<Ours, Cluster>(),
        KindInfo::of::<Ours, Designation>(),
        KindInfo::of::<Ours, Difficulty>(),
        KindInfo::of::<Ours, Engagement>(),
        KindInfo::of::<Ours, TradeBulletin>(),
        KindInfo::of::<Ours, TradeComparison>(),
        KindInfo::of::<Ours, TradeOrder>(),
        KindInfo::of::<Ours, Exhibition>(),
        KindInfo::of::<Ours, Exhibit>(),
        KindInfo::of::<Ours, Tender>(),
        KindInfo::of::<Ours, Project>(),
        KindInfo::of::<Ours, ProjectPart>(),
        KindInfo::of::<Ours, ProjectPlace>(),
        KindInfo::of::<Ours, ProjectYear>(),
        KindInfo::of::<Ours, ListingStep>(),
        KindInfo::of::<Ours, GuaranteeScheme>(),
        KindInfo::of::<Ours, GuaranteedLoan>(),
        KindInfo::of::<Ours, ExternalClaim>(),
        KindInfo::of::<Ours, Parameter>(),
        KindInfo::of::<Ours, PeerFact>(),
        KindInfo::of::<Ours, Target>(),
        KindInfo::of::<Ours, NilReturn>(),
        KindInfo::of::<Ours, OpeningList>(),
        KindInfo::of::<Ours, PeriodClosing>(),
    ])
}
