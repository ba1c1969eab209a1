//! An event of volunteers on a day.

use ledger::kinds::{Kind, SAMPLE_PLACE};
use proto::livelihood::v1::VolunteerEvent;

use crate::Ours;

impl Kind<Ours> for VolunteerEvent {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("HD-{n}"),
            name: format!("示例志愿服务活动{n}"),
            division: SAMPLE_PLACE[..6].to_owned(),
            event_date: "2023-12-05".to_owned(),
            place: "示例广场".to_owned(),
            organizer: "示例主办单位".to_owned(),
            document: "示例文明办〔2023〕12号".to_owned(),
            ..Self::default()
        }
    }
}
