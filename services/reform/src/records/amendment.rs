//! An amendment: a task that is added to an approved list, or struck from it.

use ledger::kinds::{Kind, SAMPLE_PLACE};
use proto::reform::v1::{Amendment, AmendmentType, Meeting, Task};

use crate::Ours;

impl Kind<Ours> for Amendment {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("amendment-{n}"),
            task_id: <Task as Kind<Ours>>::sample(0).code,
            r#type: AmendmentType::Strike.into(),
            decide_date: "2023-07-10".to_owned(),
            meeting_id: <Meeting as Kind<Ours>>::sample(0).code,
            document: "示例改发〔2023〕7号".to_owned(),
            reason: "上级试点调整".to_owned(),
            division: SAMPLE_PLACE[..6].to_owned(),
            ..Self::default()
        }
    }
}
