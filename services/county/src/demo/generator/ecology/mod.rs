//! What the demo county's environment offices entered.

mod air;
mod designation;
mod water;

use super::Batch;
use super::industry::enterprise;
use super::random::Random;

/// The batches of the ecology service.
pub fn batches(seed: u64) -> Vec<Batch> {
    let enterprises = enterprise::enterprises(seed);
    vec![
        Batch::of("空气质量日报", "air days", &air::days_of_air(seed)),
        Batch::of("饮用水水源地", "water sources", &water::sources()),
        Batch::of("水质监测样品", "water samples", &water::samples(seed)),
        Batch::of(
            "生态创建命名",
            "environmental titles",
            &designation::designations(seed, &enterprises),
        ),
    ]
}
