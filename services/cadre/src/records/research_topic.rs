//! A topic of research that a cadre leads, until it is finished or dropped.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::cadre::v1::{Cadre, ResearchTopic};
use proto::ledger::v1::Reason;

use crate::Ours;

impl Kind<Ours> for ResearchTopic {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        let approved = ("approve_date", self.approve_date.as_str());
        findings.days_in_order(approved, ("finish_date", &self.finish_date));
        findings.days_in_order(approved, ("drop_date", &self.drop_date));
        if !self.finish_date.is_empty() && !self.drop_date.is_empty() {
            findings.refuse(
                "drop_date",
                Reason::DateOrder,
                "a topic that was finished is not dropped",
                "已结题的课题不能撤项",
            );
        }
        if self.drop_date.is_empty() != self.drop_ground.is_empty() {
            findings.refuse(
                "drop_ground",
                Reason::FieldRequired,
                "a topic that is dropped says why, and only such a one",
                "撤项的课题应填撤项原因，未撤项的不填",
            );
        }
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("T-{n}"),
            leader_id: Cadre::sample(0).code,
            title: format!("示例课题{n}"),
            division: SAMPLE_PLACE.to_owned(),
            approve_date: "2023-02-20".to_owned(),
            ..Self::default()
        }
    }
}
