//! A patrol of a river or forest chief: what was found, and whether it was closed.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::ecology::v1::{ChiefLevel, ChiefSystem, Patrol};
use proto::ledger::v1::Reason;

use crate::Ours;

impl Kind<Ours> for Patrol {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        let closed = ("close_date", self.close_date.as_str());
        findings.days_in_order(("patrol_date", &self.patrol_date), closed);
        let found = self.problem_count.is_some_and(|count| count > 0);
        if found == self.problems.is_empty() {
            findings.refuse(
                "problems",
                Reason::FieldRequired,
                "problems that were found are named, and none where there are none",
                "发现问题的应写明问题，未发现问题的不填",
            );
        }
        if !found && !self.close_date.is_empty() {
            findings.refuse(
                "close_date",
                Reason::DateOrder,
                "a patrol that found nothing has nothing to close",
                "未发现问题的巡查没有可销号的事项",
            );
        }
        if self.close_date.is_empty() != self.closing.is_empty() {
            findings.refuse(
                "closing",
                Reason::FieldRequired,
                "what was closed has a day and what was done, or neither",
                "销号日期与整改情况应同时填写或同时不填",
            );
        }
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("X-{n}"),
            system: ChiefSystem::River.into(),
            level: ChiefLevel::Village.into(),
            division: format!("{SAMPLE_PLACE}{:03}", 200 + n % 100),
            patrol_date: "2023-05-10".to_owned(),
            subject: "示例河".to_owned(),
            problem_count: Some(1),
            problems: "河岸有生活垃圾".to_owned(),
            close_date: "2023-05-17".to_owned(),
            closing: "已清运".to_owned(),
            ..Self::default()
        }
    }
}
