//! A talk that the head of a unit was called to, and the ranking that it rests on.

use ledger::kinds::{Kind, SAMPLE_PLACE};
use proto::cadre::v1::{Interview, Ranking, Unit};

use crate::Ours;

impl Kind<Ours> for Interview {
    fn key(&self) -> String {
        self.code.clone()
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
