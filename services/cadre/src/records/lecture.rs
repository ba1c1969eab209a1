//! A lecture that a cadre gave.

use ledger::kinds::{Kind, SAMPLE_PLACE};
use proto::cadre::v1::{Cadre, Lecture, LectureSeries};

use crate::Ours;

impl Kind<Ours> for Lecture {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("L-{n}"),
            lecturer_id: Cadre::sample(0).code,
            series: LectureSeries::LeadersTeach.into(),
            topic: format!("示例专题{n}"),
            division: SAMPLE_PLACE[..6].to_owned(),
            hold_date: "2023-05-10".to_owned(),
            audience_count: Some(60),
            ..Self::default()
        }
    }
}
