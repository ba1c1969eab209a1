//! What the demo county's industry offices entered.

mod designation;
mod difficulty;
mod engagement;
pub(super) mod enterprise;
mod trade;

use super::random::Random;
use super::{Batch, ResolutionPlan};

/// The batches of the industry service.
pub fn batches(seed: u64) -> Vec<Batch> {
    let enterprises = enterprise::enterprises(seed);
    let (difficulties, _) = difficulty::difficulties(seed, &enterprises);
    vec![
        Batch::of("企业", "enterprises", &enterprises),
        Batch::of(
            "认定与名录",
            "titles and rosters",
            &designation::designations(seed, &enterprises),
        ),
        Batch::of("企业难题", "difficulties", &difficulties),
        Batch::of("外贸月报", "trade bulletins", &trade::bulletins(seed)),
        Batch::of("政企活动", "engagements", &engagement::engagements(seed)),
    ]
}

/// How the difficulties among the batches are resolved.
pub fn resolutions(seed: u64) -> Vec<ResolutionPlan> {
    difficulty::difficulties(seed, &enterprise::enterprises(seed)).1
}
