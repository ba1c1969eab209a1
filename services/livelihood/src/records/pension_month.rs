//! The signed sums of a township and month: pensions due, and those paid through banks or the post.

use ledger::divisions::TOWNSHIP_DIGITS;
use ledger::kinds::{Findings, Kind, SAMPLE_PLACE, check_month, parse_date};
use proto::ledger::v1::Reason;
use proto::livelihood::v1::PensionMonth;

use super::amounts::part_of;
use crate::Ours;

impl Kind<Ours> for PensionMonth {
    fn key(&self) -> String {
        format!("{}.{}", self.division, self.first_date)
    }

    fn check(&self, findings: &mut Findings) {
        check_month(&self.first_date, &self.last_date, findings);
        if self.division.len() != TOWNSHIP_DIGITS {
            findings.refuse(
                "division",
                Reason::DivisionUnknown,
                "a return is that of a township, whose code has nine digits",
                "月报按乡镇填报，应填九位乡镇代码",
            );
        }
        part_of(("paid_count", self.paid_count), ("due_count", self.due_count), findings);
        part_of(("paid_fen", self.paid_fen), ("due_fen", self.due_fen), findings);
    }

    fn sample(n: u32) -> Self {
        let first = format!("{}-{:02}-01", 2010 + n / 12, n % 12 + 1);
        let last = parse_date(&first).map(|day| day.last_of_month());
        Self {
            division: SAMPLE_PLACE.to_owned(),
            last_date: last.map(|day| day.to_string()).unwrap_or_default(),
            first_date: first,
            due_count: Some(4_210),
            paid_count: Some(4_210),
            due_fen: Some(69_465_000),
            paid_fen: Some(69_465_000),
            signer: "示例签发人".to_owned(),
            document: "示例人社报5号".to_owned(),
            ..Self::default()
        }
    }
}
