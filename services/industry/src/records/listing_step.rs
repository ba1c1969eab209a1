//! A step of an enterprise on its way to a stock exchange, with the notice that states it.

use ledger::kinds::{Kind, SAMPLE_PLACE};
use proto::industry::v1::{Board, Enterprise, ListingStage, ListingStep};

use crate::Ours;

impl Kind<Ours> for ListingStep {
    fn key(&self) -> String {
        let stage = self.stage().as_str_name().trim_start_matches("LISTING_STAGE_").to_lowercase();
        format!("{}.{stage}.{}", self.enterprise_id, self.step_date)
    }

    fn sample(n: u32) -> Self {
        Self {
            enterprise_id: Enterprise::sample(n).credit_code,
            division: SAMPLE_PLACE.to_owned(),
            board: Board::Main.into(),
            stage: ListingStage::CommitteePassed.into(),
            step_date: "2023-08-31".to_owned(),
            exchange: "示例证券交易所".to_owned(),
            document: "示例上市委公告〔2023〕1号".to_owned(),
            ..Self::default()
        }
    }
}
