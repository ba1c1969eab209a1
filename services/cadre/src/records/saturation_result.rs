//! The saturation of a cadre as it was computed, with its position.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::cadre::v1::{Cadre, SaturationResult};
use proto::ledger::v1::Reason;

use super::ranking::check_appeal;
use crate::Ours;
use crate::rules::saturation::Saturation;

impl Kind<Ours> for SaturationResult {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
        check_appeal(&self.code, &self.appeal_of, &self.appeal_ground, findings);
        if self.valid_halves > self.required_halves {
            findings.refuse(
                "valid_halves",
                Reason::ValueOutOfRange,
                "no more half-days are valid than are required",
                "有效半天数不多于应填半天数",
            );
        }
    }

    fn derive(&mut self) {
        let saturation = Saturation {
            valid_halves: self.valid_halves.unwrap_or(0),
            required_halves: self.required_halves.unwrap_or(0),
        };
        let is_ranked = saturation.is_ranked(i64::from(self.minimum_days.unwrap_or(0)));
        let threshold = self.threshold_percent.map(i64::from);
        self.below_threshold = is_ranked && threshold.is_some_and(|least| saturation.below(least));
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("B-{n}"),
            cadre_id: Cadre::sample(0).code,
            division: SAMPLE_PLACE[..6].to_owned(),
            first_date: "2023-01-01".to_owned(),
            last_date: "2023-06-30".to_owned(),
            position: Some(1),
            valid_halves: Some(212),
            required_halves: Some(236),
            threshold_percent: Some(90),
            minimum_days: Some(20),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn below(valid_days: i64, required_days: i64) -> bool {
        let mut result = SaturationResult {
            valid_halves: Some(2 * valid_days),
            required_halves: Some(2 * required_days),
            ..SaturationResult::sample(0)
        };
        result.derive();
        result.below_threshold
    }

    #[test]
    fn a_result_is_below_strictly_and_exactly_and_not_of_too_few_days() {
        assert!(below(212, 236));
        assert!(!below(213, 236));
        assert!(!below(18, 20));
        assert!(below(17, 20));
        assert!(!below(0, 19));
    }
}
