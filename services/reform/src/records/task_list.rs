//! The list of a year's tasks as the committee approved it; it is never rewritten by amendments.

use ledger::kinds::{Findings, Kind, Pointed, SAMPLE_PLACE};
use proto::ledger::v1::Reason;
use proto::reform::v1::{Meeting, MeetingBody, TaskList};

use crate::Ours;

/// The years that a list can be of, so that the first and the last day are days.
const YEARS: std::ops::RangeInclusive<i32> = 1000..=9998;

impl Kind<Ours> for TaskList {
    const LOOKS_AT: &'static [&'static str] = &["meeting_id"];

    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        if !self.year.is_some_and(|year| YEARS.contains(&year)) {
            findings.refuse(
                "year",
                Reason::ValueOutOfRange,
                "a year has four digits",
                "年度应为四位数",
            );
        }
        findings
            .days_in_order(("approve_date", &self.approve_date), ("last_date", &self.last_date));
    }

    fn check_pointed(&self, pointed: &Pointed, findings: &mut Findings) {
        let meeting: Meeting = pointed.get("meeting_id").unwrap_or_default();
        if meeting.body() != MeetingBody::ReformCommittee {
            findings.refuse(
                "meeting_id",
                Reason::ReferenceUnknown,
                format!("{} is no meeting of the reform committee, which approves", meeting.code),
                format!("“{}”不是县委深改委会议，清单由深改委审定", meeting.code),
            );
        }
        let held = ("meeting_id", meeting.hold_date.as_str());
        findings.days_in_order(held, ("approve_date", &self.approve_date));
    }

    fn derive(&mut self) {
        let year = self.year.unwrap_or_default();
        self.first_date = format!("{year:04}-01-01");
        self.last_date = format!("{year:04}-12-31");
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("list-{n}"),
            year: Some(2023),
            name: format!("示例改革任务清单{n}"),
            division: SAMPLE_PLACE[..6].to_owned(),
            approve_date: "2023-02-20".to_owned(),
            meeting_id: <Meeting as Kind<Ours>>::sample(0).code,
            document: "示例改发〔2023〕1号".to_owned(),
            ..Self::default()
        }
    }
}
