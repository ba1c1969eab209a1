//! The groups of the local catalogue, and those that had been paid, as the pooling area signs it.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::livelihood::v1::GroupCoverage;

use super::amounts::{at_least_one, part_of};
use crate::Ours;

impl Kind<Ours> for GroupCoverage {
    fn key(&self) -> String {
        self.return_date.clone()
    }

    fn check(&self, findings: &mut Findings) {
        at_least_one("catalogue_count", self.catalogue_count, findings);
        part_of(
            ("paid_count", self.paid_count),
            ("catalogue_count", self.catalogue_count),
            findings,
        );
    }

    fn sample(n: u32) -> Self {
        Self {
            division: SAMPLE_PLACE[..6].to_owned(),
            return_date: format!("{}-06-30", 1990 + n),
            catalogue_count: Some(640),
            paid_count: Some(588),
            signer: "示例签发人".to_owned(),
            document: "示例医保函〔2023〕18号".to_owned(),
            ..Self::default()
        }
    }
}
