//! A statement: a number that only a paper attests.

use ledger::figures::exact;
use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::ledger::v1::Reason;
use proto::reform::v1::Statement;

use crate::Ours;

impl Kind<Ours> for Statement {
    fn key(&self) -> String {
        self.code.clone()
    }

    fn check(&self, findings: &mut Findings) {
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
        if exact::parse(&self.value).is_none() {
            findings.refuse(
                "value",
                Reason::ValueOutOfRange,
                format!("{:?} is not a number in decimal digits", self.value),
                format!("“{}”不是十进制数", self.value),
            );
        }
    }

    fn sample(n: u32) -> Self {
        Self {
            code: format!("S-{n}"),
            subject: format!("示例事项{n}"),
            value: "3.5".to_owned(),
            unit: "%".to_owned(),
            division: SAMPLE_PLACE[..6].to_owned(),
            first_date: "2023-01-01".to_owned(),
            last_date: "2023-12-31".to_owned(),
            authority: "示例局".to_owned(),
            document: "示例函〔2023〕1号".to_owned(),
            statement: "同比增长3.5%".to_owned(),
            ..Self::default()
        }
    }
}
