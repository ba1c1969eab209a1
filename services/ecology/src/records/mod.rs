//! What the department keeps, one file a kind.

mod air_day;
mod air_station;
mod batch_place;
mod demonstration_zone;
mod designation;
mod farmland_plot;
mod fertilizer_use;
mod forest_survey;
mod green_loan;
mod migrations;
mod patrol;
mod season;
mod station_day;
mod water_abstraction;
mod water_sample;
mod water_source;

use ledger::collection::{NilReturn, OpeningList, PeriodClosing};
use ledger::facts::{ExternalClaim, Parameter, Target};
use ledger::kinds::{KindInfo, Kinds};
use proto::ecology::v1::{
    AirDay, AirStation, BatchPlace, DemonstrationZone, Designation, FarmlandPlot, FertilizerUse,
    ForestSurvey, GreenLoan, Patrol, StationDay, WaterAbstraction, WaterSample, WaterSource,
};

use crate::Ours;

pub(crate) use air_day::{day, take_stations};
pub use migrations::MIGRATIONS;
pub(crate) use water_sample::{body_and_target, measured, supplements, take_mean};

/// The kinds of records.
pub fn kinds() -> Kinds {
    Kinds::new([
        KindInfo::of::<Ours, AirStation>(),
        KindInfo::of::<Ours, StationDay>(),
        KindInfo::of::<Ours, AirDay>(),
        KindInfo::of::<Ours, WaterSource>(),
        KindInfo::of::<Ours, WaterSample>(),
        KindInfo::of::<Ours, WaterAbstraction>(),
        KindInfo::of::<Ours, FarmlandPlot>(),
        KindInfo::of::<Ours, ForestSurvey>(),
        KindInfo::of::<Ours, DemonstrationZone>(),
        KindInfo::of::<Ours, FertilizerUse>(),
        KindInfo::of::<Ours, Patrol>(),
        KindInfo::of::<Ours, Designation>(),
        KindInfo::of::<Ours, BatchPlace>(),
        KindInfo::of::<Ours, GreenLoan>(),
        KindInfo::of::<Ours, ExternalClaim>(),
        KindInfo::of::<Ours, Parameter>(),
        KindInfo::of::<Ours, Target>(),
        KindInfo::of::<Ours, NilReturn>(),
        KindInfo::of::<Ours, OpeningList>(),
        KindInfo::of::<Ours, PeriodClosing>(),
    ])
}
