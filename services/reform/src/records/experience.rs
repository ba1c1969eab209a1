//! An experience that leaders summed up at an activity.

use ledger::kinds::{Findings, Kind, Pointed, SAMPLE_PLACE};
use proto::reform::v1::{Experience, LeaderActivity};

use crate::Ours;

impl Kind<Ours> for Experience {
    const LOOKS_AT: &'static [&'static str] = &["activity_id"];

    fn key(&self) -> String {
        self.code.clone()
    }

    fn check_pointed(&self, pointed: &Pointed, findings: &mut Findings) {
        let activity: LeaderActivity = pointed.get("activity_id").unwrap_or_default();
        let occurred = ("activity_id", activity.occur_date.as_str());
        findings.days_in_order(occurred, ("summarize_date", &self.summarize_date));
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
