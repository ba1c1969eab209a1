//! What the demo county's offices of livelihood entered.

use super::Batch;

/// The batches of the livelihood service.
pub fn batches(_seed: u64) -> Vec<Batch> {
    Vec::new()
}
