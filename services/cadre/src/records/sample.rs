//! A random sample of work logs, with its seed and its list.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::cadre::v1::{Sample, Unit, WorkLog};
use proto::ledger::v1::Reason;

use crate::Ours;

impl Kind<Ours> for Sample {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
    }

    const HAS_NEIGHBORS: bool = true;
    const NEIGHBORS_AFTER: Option<char> = None;

    /// Of a place and its days a unit draws once, however many ask for it at the same moment.
    fn check_beside(&self, neighbor: &Self, findings: &mut Findings) {
        let meets = self.first_date <= neighbor.last_date && neighbor.first_date <= self.last_date;
        let is_same = self.unit_id == neighbor.unit_id && self.division == neighbor.division;
        if !is_same || !meets {
            return;
        }
        let Self { code, first_date: first, last_date: last, .. } = neighbor;
        findings.refuse(
            "first_date",
            Reason::TimesOverlap,
            format!("sample {code} of {first} to {last} was drawn already; its list stands"),
            format!("抽查 {code} 已抽取 {first} 至 {last} 的日志，名单不得重抽"),
        );
    }

    fn sample(n: u32) -> Self {
        // A unit draws of any day once.
        let day = format!("{}-{:02}-{:02}", 2000 + n / 336, n / 28 % 12 + 1, n % 28 + 1);
        Self {
            code: format!("C-{n}"),
            unit_id: Unit::sample(0).code,
            division: SAMPLE_PLACE[..6].to_owned(),
            first_date: day.clone(),
            last_date: day,
            draw_date: "2023-07-05".to_owned(),
            seed: "20230705".to_owned(),
            position: Some(1),
            population_count: Some(1),
            log_ids: vec![WorkLog::sample(0).key()],
            ..Self::default()
        }
    }
}
