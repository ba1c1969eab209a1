//! A ranking of units as it was computed, with its position.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::cadre::v1::{RankedUnit, Ranking, Unit};
use proto::ledger::v1::Reason;

use crate::Ours;

impl Kind<Ours> for Ranking {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
        check_appeal(&self.code, &self.appeal_of, &self.appeal_ground, findings);
    }

    fn sample(n: u32) -> Self {
        let unit = RankedUnit {
            unit_id: Unit::sample(0).code,
            rank: Some(1),
            valid_halves: 470,
            required_halves: 480,
            ..RankedUnit::default()
        };
        Self {
            code: format!("R-{n}"),
            division: SAMPLE_PLACE[..6].to_owned(),
            peer_group: "示例组".to_owned(),
            first_date: "2023-01-01".to_owned(),
            last_date: "2023-06-30".to_owned(),
            position: Some(1),
            minimum_days: Some(20),
            units: vec![unit],
            ..Self::default()
        }
    }
}

/// Refuses an appeal against itself, and a ground without an appeal or an appeal without one.
pub(super) fn check_appeal(code: &str, appeal_of: &str, ground: &str, findings: &mut Findings) {
    if appeal_of == code {
        findings.refuse(
            "appeal_of",
            Reason::ReferenceUnknown,
            "a result does not answer an appeal against itself",
            "结果不能是对自身申诉的答复",
        );
    }
    if appeal_of.is_empty() != ground.is_empty() {
        findings.refuse(
            "appeal_ground",
            Reason::FieldRequired,
            "an appeal names its ground, and only an appeal has one",
            "申诉应填理由，非申诉的不填",
        );
    }
}
