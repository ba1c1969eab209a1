//! An experience that leaders summed up at an activity.

use ledger::kinds::{Kind, SAMPLE_PLACE};
use proto::reform::v1::{Experience, LeaderActivity};

use crate::Ours;

impl Kind<Ours> for Experience {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("experience-{n}"),
            activity_id: <LeaderActivity as Kind<Ours>>::sample(0).code,
            title: format!("示例改革经验{n}"),
            summarize_date: "2023-04-18".to_owned(),
            division: SAMPLE_PLACE[..6].to_owned(),
            ..Self::default()
        }
    }
}
