//! A designation: a place or an enterprise holds a title for the environment from a day on.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::ecology::v1::{Designation, Level, Scheme};
use proto::ledger::v1::Reason;

use crate::Ours;

impl Kind<Ours> for Designation {
    fn key(&self) -> String {
        let scheme = self.scheme().as_str_name().trim_start_matches("SCHEME_").to_lowercase();
        let level = self.level().as_str_name().trim_start_matches("LEVEL_").to_lowercase();
        format!("{scheme}.{level}.{}.{}", self.holder_id, self.announce_date)
    }

    fn check(&self, findings: &mut Findings) {
        findings
            .days_in_order(("announce_date", &self.announce_date), ("last_date", &self.last_date));
        if self.last_date.is_empty() && !self.last_document.is_empty() {
            findings.refuse(
                "last_document",
                Reason::DateOrder,
                "a document of revocation goes with the last day of the title",
                "填写撤销文号的应填撤销日期",
            );
        }
    }

    fn sample(n: u32) -> Self {
        Self {
            scheme: Scheme::EcoVillage.into(),
            level: Level::Provincial.into(),
            holder_id: format!("{SAMPLE_PLACE}{:03}", 200 + n % 100),
            holder_name: format!("示例村{n}"),
            division: SAMPLE_PLACE.to_owned(),
            announce_date: "2021-06-05".to_owned(),
            batch: "2021年度".to_owned(),
            document: "示例环发〔2021〕6号".to_owned(),
            ..Self::default()
        }
    }
}
