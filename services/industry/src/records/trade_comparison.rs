//! What the customs authority itself says of growth since January, beside what is computed.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE, parse_date};
use proto::industry::v1::{TradeComparison, TradeFlow, Vintage};
use proto::ledger::v1::Reason;

use super::trade_bulletin::flash_after_final;
use crate::Ours;

impl Kind<Ours> for TradeComparison {
    fn key(&self) -> String {
        let month = self.last_date.get(..7).unwrap_or_default();
        let flow = self.flow().as_str_name().trim_start_matches("TRADE_FLOW_").to_lowercase();
        format!("{month}.{flow}")
    }

    const FOLLOWS: bool = true;

    fn check_succession(&self, before: &Self, findings: &mut Findings) {
        flash_after_final(self.vintage(), before.vintage(), findings);
    }

    fn check(&self, findings: &mut Findings) {
        let (first, last) = (parse_date(&self.first_date), parse_date(&self.last_date));
        let fits = first.zip(last).is_some_and(|(first, last)| {
            first == last.first_of_year() && last == last.last_of_month()
        });
        if !fits {
            findings.refuse(
                "last_date",
                Reason::DateOrder,
                "growth is stated from 1 January to the end of a month of that year",
                "同比自1月1日累计至同年某月末日",
            );
        }
        findings
            .days_in_order(("last_date", &self.last_date), ("release_date", &self.release_date));
    }

    fn sample(n: u32) -> Self {
        let year = 1990 + n;
        Self {
            first_date: format!("{year}-01-01"),
            last_date: format!("{year}-03-31"),
            flow: TradeFlow::Total.into(),
            division: SAMPLE_PLACE[..6].to_owned(),
            growth_x100: Some(-120),
            growth_usd_x100: Some(-480),
            vintage: Vintage::Final.into(),
            release_date: format!("{year}-04-18"),
            document: format!("示例海关月报{year}年3月"),
            ..Self::default()
        }
    }
}
