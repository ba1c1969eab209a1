//! An amendment: a task that is added to an approved list, or struck from it.

use ledger::kinds::{Findings, Kind, Pointed, SAMPLE_PLACE};
use proto::ledger::v1::Reason;
use proto::reform::v1::{Amendment, AmendmentType, Meeting, Task, TaskOrigin};

use crate::Ours;

impl Kind<Ours> for Amendment {
    const LOOKS_AT: &'static [&'static str] = &["task_id", "meeting_id"];

    fn key(&self) -> String {
        self.code.clone()
    }

    fn check_pointed(&self, pointed: &Pointed, findings: &mut Findings) {
        let task: Task = pointed.get("task_id").unwrap_or_default();
        if self.r#type() == AmendmentType::Add && task.origin() != TaskOrigin::Added {
            findings.refuse(
                "task_id",
                Reason::ReferenceUnknown,
                format!("task {} stands in the approved list and is not added to it", task.code),
                format!("任务“{}”已在审定清单内，不能再增补", task.code),
            );
        }
        let meeting: Meeting = pointed.get("meeting_id").unwrap_or_default();
        let held = ("meeting_id", meeting.hold_date.as_str());
        findings.days_in_order(held, ("decide_date", &self.decide_date));
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
