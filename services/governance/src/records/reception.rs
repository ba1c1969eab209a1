//! A reception: residents visit a center and are answered; heads are counted, not named.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::governance::v1::{Center, Disposition, Reception};
use proto::ledger::v1::Reason;

use crate::Ours;

impl Kind<Ours> for Reception {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        if self.person_count == Some(0) {
            findings.refuse(
                "person_count",
                Reason::ValueOutOfRange,
                "a visit is of at least one person",
                "来访至少一人",
            );
        }
        if self.disposition() == Disposition::DirectReply && self.answer_date.is_empty() {
            findings.refuse(
                "answer_date",
                Reason::FieldRequired,
                "a direct reply has its day",
                "直接答复须填答复日期",
            );
        }
        findings.days_in_order(
            ("receive_date", &self.receive_date),
            ("answer_date", &self.answer_date),
        );
    }

    fn sample(n: u32) -> Self {
        let center = Center::sample(0);
        Self {
            code: format!("R-{n}"),
            center_id: center.code,
            division: SAMPLE_PLACE.to_owned(),
            receive_date: "2023-05-08".to_owned(),
            person_count: Some(2),
            disposition: Disposition::DirectReply.into(),
            answer_date: "2023-05-09".to_owned(),
            ..Self::default()
        }
    }
}
