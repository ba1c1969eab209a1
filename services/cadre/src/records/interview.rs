//! A talk that the head of a unit was called to, and the ranking that it rests on.

use ledger::kinds::{Findings, Kind, Pointed, SAMPLE_PLACE};
use proto::cadre::v1::{Interview, Ranking, Unit};
use proto::ledger::v1::Reason;

use crate::Ours;

impl Kind<Ours> for Interview {
    fn key(&self) -> String {
        self.code.clone()
    }

    const LOOKS_AT: &'static [&'static str] = &["ranking_id"];

    /// The ranking has a place for the unit, and was over when the talk was held.
    fn check_pointed(&self, pointed: &Pointed, findings: &mut Findings) {
        let Some(ranking) = pointed.get::<Ranking>("ranking_id") else { return };
        let mut units = ranking.units.iter();
        if !units.any(|one| one.unit_id == self.unit_id && one.rank.is_some()) {
            findings.refuse(
                "ranking_id",
                Reason::ReferenceUnknown,
                format!("ranking {} has no place for unit {}", ranking.code, self.unit_id),
                format!("排名 {} 中没有单位 {} 的位次", ranking.code, self.unit_id),
            );
        }
        let ended = ("ranking_id", ranking.last_date.as_str());
        findings.days_in_order(ended, ("hold_date", &self.hold_date));
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("I-{n}"),
            unit_id: Unit::sample(0).code,
            ranking_id: Ranking::sample(0).code,
            division: SAMPLE_PLACE[..6].to_owned(),
            hold_date: "2023-07-20".to_owned(),
            document: format!("示例组函〔2023〕{n}号"),
            ..Self::default()
        }
    }
}
