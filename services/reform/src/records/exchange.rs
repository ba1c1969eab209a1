//! An exchange: a manuscript at a meeting, however many speak for it.

use ledger::kinds::{Kind, SAMPLE_PLACE};
use proto::reform::v1::{Exchange, ExchangeMode, Level, Office};

use crate::Ours;

impl Kind<Ours> for Exchange {
    fn key(&self) -> String {
        format!("{}.{}", self.meeting_code, self.manuscript_id)
    }

    fn sample(n: u32) -> Self {
        Self {
            meeting_code: format!("meeting-{n}"),
            meeting_name: "示例现场推进会".to_owned(),
            level: Level::Municipal.into(),
            hold_date: "2023-05-25".to_owned(),
            manuscript_id: "manuscript-0".to_owned(),
            title: "示例经验材料".to_owned(),
            mode: ExchangeMode::Oral.into(),
            speaker_id: <Office as Kind<Ours>>::sample(0).code,
            division: SAMPLE_PLACE[..6].to_owned(),
            ..Self::default()
        }
    }
}
