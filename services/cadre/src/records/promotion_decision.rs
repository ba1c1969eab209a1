//! What was decided on a promotion, and the saturation that it rests on.

use ledger::kinds::{Kind, SAMPLE_PLACE};
use proto::cadre::v1::{Cadre, PromotionDecision, PromotionResult, SaturationResult};

use crate::Ours;

impl Kind<Ours> for PromotionDecision {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("J-{n}"),
            cadre_id: Cadre::sample(0).code,
            result: PromotionResult::Denied.into(),
            saturation_id: SaturationResult::sample(0).code,
            division: SAMPLE_PLACE[..6].to_owned(),
            decide_date: "2023-08-15".to_owned(),
            document: format!("示例组发〔2023〕{n}号"),
            ..Self::default()
        }
    }
}
