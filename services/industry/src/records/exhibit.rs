//! An exhibit: an enterprise takes part in one edition, with its booths and whoever guided it.

use ledger::kinds::{Kind, SAMPLE_PLACE};
use proto::industry::v1::{Enterprise, Exhibit, Exhibition};

use crate::Ours;

impl Kind<Ours> for Exhibit {
    fn key(&self) -> String {
        format!("{}.{}", self.exhibition_id, self.enterprise_id)
    }

    fn sample(n: u32) -> Self {
        Self {
            exhibition_id: Exhibition::sample(n).code,
            enterprise_id: Enterprise::sample(n).credit_code,
            division: SAMPLE_PLACE.to_owned(),
            booth_count: Some(2),
            guided_by: "县商务局".to_owned(),
            ..Self::default()
        }
    }
}
