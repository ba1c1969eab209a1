//! A team or a school took part in an event, or was expected and did not.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::ledger::v1::Reason;
use proto::livelihood::v1::{Attendance, VolunteerEvent, VolunteerTeam};

use crate::Ours;

impl Kind<Ours> for Attendance {
    fn key(&self) -> String {
        // Teams and schools are numbered each on their own.
        let who = if self.team_id.is_empty() {
            ["school", &self.school_id]
        } else {
            ["team", &self.team_id]
        };
        format!("{}.{}", self.event_id, who.join("."))
    }

    fn check(&self, findings: &mut Findings) {
        if self.team_id.is_empty() == self.school_id.is_empty() {
            findings.refuse(
                "team_id",
                Reason::FieldRequired,
                "give either a team or a school",
                "志愿服务队与学校应填且只填其一",
            );
        }
        if !self.attended && self.people_count.is_some_and(|count| count > 0) {
            findings.refuse(
                "people_count",
                Reason::SumMismatch,
                "who did not attend brought nobody",
                "未到场的不填到场人数",
            );
        }
    }

    fn sample(n: u32) -> Self {
        Self {
            event_id: <VolunteerEvent as Kind<Ours>>::sample(0).code,
            team_id: VolunteerTeam::sample(n).code,
            division: SAMPLE_PLACE[..6].to_owned(),
            attended: true,
            people_count: Some(24),
            document: "示例签到表1号".to_owned(),
            ..Self::default()
        }
    }
}
