//! An engagement: the county meets its enterprises, or the press.

use ledger::kinds::{Kind, SAMPLE_PLACE};
use proto::industry::v1::{Engagement, EngagementType, Topic};

use crate::Ours;

impl Kind<Ours> for Engagement {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("E-{n}"),
            r#type: EngagementType::Symposium.into(),
            topic: Topic::BusinessEnvironment.into(),
            title: format!("示例座谈会{n}"),
            division: SAMPLE_PLACE.to_owned(),
            hold_date: "2023-05-18".to_owned(),
            enterprise_count: Some(12),
            ..Self::default()
        }
    }
}
