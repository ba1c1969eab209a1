//! What a check of a work log found, by its superior or within a sample.

use ledger::kinds::{Findings, Kind, Responsible, SAMPLE_PLACE};
use proto::cadre::v1::{Cadre, CheckOutcome, LogCheck, WorkLog};
use proto::ledger::v1::Reason;

use crate::{Ours, acts};

impl Kind<Ours> for LogCheck {
    fn key(&self) -> String {
        let by = if self.sample_id.is_empty() { "superior" } else { &self.sample_id };
        format!("{}.{by}", self.log_id)
    }

    fn check(&self, findings: &mut Findings) {
        if self.outcome() == CheckOutcome::Failed && self.ground.is_empty() {
            findings.refuse(
                "ground",
                Reason::FieldRequired,
                "a log that fails is told why",
                "不合格的应填理由",
            );
        }
    }

    const RESPONSIBLE: Option<Responsible> = Some(acts::of_checks);

    fn sample(n: u32) -> Self {
        Self {
            log_id: WorkLog::sample(n).key(),
            checker_id: Cadre::sample(1).code,
            division: SAMPLE_PLACE[..6].to_owned(),
            check_date: "2023-07-06".to_owned(),
            outcome: CheckOutcome::Passed.into(),
            ..Self::default()
        }
    }
}
