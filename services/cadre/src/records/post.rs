//! A post in a unit, from a day on: what makes a cadre the head of a unit on a day.

use ledger::kinds::{Findings, Kind, Remarks, SAMPLE_PLACE};
use proto::cadre::v1::{Cadre, Post, Unit};

use super::compact;
use crate::{Ours, acts};

impl Kind<Ours> for Post {
    fn key(&self) -> String {
        format!("{}.{}.{}", self.cadre_id, self.unit_id, compact(&self.first_date))
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
    }

    const REMARKS: Option<Remarks> = Some(acts::heads);

    fn sample(n: u32) -> Self {
        Self {
            cadre_id: Cadre::sample(n).code,
            unit_id: Unit::sample(0).code,
            title: "主任".to_owned(),
            is_head: true,
            division: SAMPLE_PLACE[..6].to_owned(),
            first_date: "2020-01-01".to_owned(),
            ..Self::default()
        }
    }
}
