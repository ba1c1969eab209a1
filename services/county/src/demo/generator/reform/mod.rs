//! What the demo county's offices of reform entered.

use super::Batch;

/// The batches of the reform service.
pub fn batches(_seed: u64) -> Vec<Batch> {
    Vec::new()
}
