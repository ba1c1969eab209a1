//! A session of study with the number of those who came.

use ledger::kinds::{Kind, SAMPLE_PLACE};
use proto::cadre::v1::{StudySession, StudyType, Unit};

use crate::Ours;

impl Kind<Ours> for StudySession {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("X-{n}"),
            type_id: StudyType::sample(0).code,
            unit_id: Unit::sample(0).code,
            topic: format!("示例主题{n}"),
            division: SAMPLE_PLACE.to_owned(),
            hold_date: "2023-05-16".to_owned(),
            attendance_count: Some(30),
            ..Self::default()
        }
    }
}
