//! A leave: days on which a cadre owes no log.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::cadre::v1::{Cadre, Leave, LeaveType};
use proto::ledger::v1::Reason;

use crate::Ours;

impl Kind<Ours> for Leave {
    fn key(&self) -> String {
        format!("{}.{}", self.cadre_id, self.first_date)
    }

    fn check(&self, findings: &mut Findings) {
        if self.half_day && self.first_date != self.last_date {
            findings.refuse(
                "half_day",
                Reason::DateOrder,
                "half a day lies on one day",
                "半天假须在同一天",
            );
        }
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
    }

    fn sample(n: u32) -> Self {
        let (month, day) = (n / 28 % 12 + 1, n % 28 + 1);
        let date = format!("2023-{month:02}-{day:02}");
        Self {
            cadre_id: Cadre::sample(0).code,
            r#type: LeaveType::Annual.into(),
            division: SAMPLE_PLACE[..6].to_owned(),
            first_date: date.clone(),
            last_date: date,
            ..Self::default()
        }
    }
}
