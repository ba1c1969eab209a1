//! A leader of the county leads a task, or assists, from a day on.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::reform::v1::{LeadRole, Leader, Task, TaskLead};

use crate::Ours;

impl Kind<Ours> for TaskLead {
    fn key(&self) -> String {
        format!("{}.{}.{}", self.task_id, self.leader_id, self.first_date)
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
    }

    fn sample(n: u32) -> Self {
        Self {
            task_id: <Task as Kind<Ours>>::sample(n).code,
            leader_id: <Leader as Kind<Ours>>::sample(0).code,
            role: LeadRole::Lead.into(),
            first_date: "2023-03-01".to_owned(),
            document: "示例办文〔2023〕3号".to_owned(),
            division: SAMPLE_PLACE[..6].to_owned(),
            ..Self::default()
        }
    }
}
