//! What the department keeps, one file a kind.

mod air_day;
mod designation;
mod migrations;
mod water_sample;
mod water_source;

use ledger::kinds::{KindInfo, Kinds};
use proto::ecology::v1::{AirDay, Designation, WaterSample, WaterSource};

use crate::Ours;

pub use migrations::MIGRATIONS;

/// The kinds of records.
pub fn kinds() -> Kinds {
    Kinds::new([
        KindInfo::of::<Ours, AirDay>(),
        KindInfo::of::<Ours, WaterSource>(),
        KindInfo::of::<Ours, WaterSample>(),
        KindInfo::of::<Ours, Designation>(),
    ])
}
