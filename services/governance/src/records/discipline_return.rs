//! A discipline return: the signed sums of one closed month. No case is ever in the system.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE, check_month};
use proto::governance::v1::DisciplineReturn;
use proto::ledger::v1::Reason;

use crate::Ours;

impl Kind<Ours> for DisciplineReturn {
    fn key(&self) -> String {
        self.last_date.get(..7).unwrap_or_default().to_owned()
    }

    fn check(&self, findings: &mut Findings) {
        check_month(&self.first_date, &self.last_date, findings);
        let count = |number: Option<i32>| i64::from(number.unwrap_or(0));
        let due = count(self.pending_start_count) + count(self.accepted_count)
            - count(self.concluded_count);
        if due != count(self.pending_end_count) {
            findings.refuse(
                "pending_end_count",
                Reason::SumMismatch,
                format!("pending at the start + accepted - concluded makes {due}"),
                format!("期初未结＋受理－审结应为 {due}"),
            );
        }
        if count(self.concluded_count) == 0 && count(self.trial_days) > 0 {
            findings.refuse(
                "trial_days",
                Reason::SumMismatch,
                "there are trial days of no concluded case",
                "没有审结案件，却填了审理天数",
            );
        }
    }

    fn sample(n: u32) -> Self {
        let year = 1990 + n;
        Self {
            first_date: format!("{year}-03-01"),
            last_date: format!("{year}-03-31"),
            division: SAMPLE_PLACE[..6].to_owned(),
            pending_start_count: Some(8),
            accepted_count: Some(20),
            concluded_count: Some(22),
            pending_end_count: Some(6),
            trial_days: Some(132),
            signer: "示例签发人".to_owned(),
            ..Self::default()
        }
    }
}
