//! What was decided on a promotion, and the saturation that it rests on.

use ledger::kinds::{Findings, Kind, Pointed, SAMPLE_PLACE};
use proto::cadre::v1::{Cadre, PromotionDecision, PromotionResult, SaturationResult};
use proto::ledger::v1::Reason;

use crate::Ours;

impl Kind<Ours> for PromotionDecision {
    fn key(&self) -> String {
        self.code.clone()
    }

    const LOOKS_AT: &'static [&'static str] = &["saturation_id"];

    /// The saturation is that of the cadre, of a period that was over.
    fn check_pointed(&self, pointed: &Pointed, findings: &mut Findings) {
        let Some(result) = pointed.get::<SaturationResult>("saturation_id") else { return };
        if result.cadre_id != self.cadre_id {
            findings.refuse(
                "saturation_id",
                Reason::ReferenceUnknown,
                format!("saturation {} is of another cadre than {}", result.code, self.cadre_id),
                format!("饱和度结果 {} 不是干部 {} 的", result.code, self.cadre_id),
            );
        }
        let ended = ("saturation_id", result.last_date.as_str());
        findings.days_in_order(ended, ("decide_date", &self.decide_date));
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
