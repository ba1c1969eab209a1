//! A milestone of a task; those of a task are planned together, since their weights make 100.

use ledger::kinds::{Findings, Kind, Pointed, SAMPLE_PLACE};
use proto::ledger::v1::Reason;
use proto::reform::v1::{Amendment, AmendmentType, Milestone, Task};

use super::day_after;
use crate::Ours;
use crate::rules::progress::WHOLE;

impl Kind<Ours> for Milestone {
    const LOOKS_AT: &'static [&'static str] = &["amendment_id"];

    fn key(&self) -> String {
        format!("{}.{:02}", self.task_id, self.number.unwrap_or_default())
    }

    fn check(&self, findings: &mut Findings) {
        if !self.number.is_some_and(|number| (1..=99).contains(&number)) {
            findings.refuse(
                "number",
                Reason::ValueOutOfRange,
                "milestones are numbered from 1 to 99",
                "节点序号为 1 至 99",
            );
        }
        if !self.weight_percent.is_some_and(|weight| (1..=WHOLE).contains(&weight)) {
            findings.refuse(
                "weight_percent",
                Reason::ValueOutOfRange,
                format!("a weight is 1 to {WHOLE} percent"),
                format!("权重为 1 至 {WHOLE}"),
            );
        }
        findings.days_in_order(("plan_date", &self.plan_date), ("due_date", &self.due_date));
        if self.done_date.is_empty() != self.proof.is_empty() {
            findings.refuse(
                "proof",
                Reason::FieldRequired,
                "a milestone that is done has a day and a proof, one that is not has neither",
                "完成的节点应同时填写完成日期与佐证材料，未完成的都不填",
            );
        }
    }

    fn check_pointed(&self, pointed: &Pointed, findings: &mut Findings) {
        let Some(amendment) = pointed.get::<Amendment>("amendment_id") else { return };
        let moves = amendment.r#type() == AmendmentType::Move;
        if !moves || amendment.task_id != self.task_id {
            findings.refuse(
                "amendment_id",
                Reason::ReferenceUnknown,
                format!("amendment {} moves no milestone of {}", amendment.code, self.task_id),
                format!("“{}”不是任务“{}”的节点调整", amendment.code, self.task_id),
            );
        }
        // A day that has passed when the committee decides is no day to be due on.
        let decided = ("amendment_id", amendment.decide_date.as_str());
        findings.days_in_order(decided, ("due_date", &self.due_date));
    }

    fn derive(&mut self) {
        self.overdue_date = day_after(&self.due_date);
    }

    fn sample(n: u32) -> Self {
        Self {
            task_id: <Task as Kind<Ours>>::sample(n).code,
            number: Some(1),
            title: "印发实施方案".to_owned(),
            weight_percent: Some(WHOLE),
            plan_date: "2023-03-01".to_owned(),
            due_date: "2023-06-30".to_owned(),
            division: SAMPLE_PLACE[..6].to_owned(),
            ..Self::default()
        }
    }
}
