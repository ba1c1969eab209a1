//! A trade bulletin: what customs states for a month and a direction; final follows flash.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE, check_month};
use proto::industry::v1::{Direction, TradeBulletin, Vintage};
use proto::ledger::v1::Reason;

use crate::Ours;

impl Kind<Ours> for TradeBulletin {
    fn key(&self) -> String {
        let month = self.last_date.get(..7).unwrap_or_default();
        let direction =
            self.direction().as_str_name().trim_start_matches("DIRECTION_").to_lowercase();
        format!("{month}.{direction}")
    }

    const FOLLOWS: bool = true;

    fn check_succession(&self, before: &Self, findings: &mut Findings) {
        flash_after_final(self.vintage(), before.vintage(), findings);
    }

    fn check(&self, findings: &mut Findings) {
        check_month(&self.first_date, &self.last_date, findings);
        findings
            .days_in_order(("last_date", &self.last_date), ("release_date", &self.release_date));
    }

    fn sample(n: u32) -> Self {
        let year = 1990 + n;
        Self {
            first_date: format!("{year}-03-01"),
            last_date: format!("{year}-03-31"),
            direction: Direction::Export.into(),
            division: SAMPLE_PLACE[..6].to_owned(),
            value_fen: Some(9_812_345_600),
            value_usd_cent: Some(1_401_763_700),
            vintage: Vintage::Final.into(),
            release_date: format!("{year}-04-18"),
            document: format!("示例海关月报{year}年3月"),
            ..Self::default()
        }
    }
}

/// Refuses a flash that comes after the final one of the same month.
pub(super) fn flash_after_final(now: Vintage, before: Vintage, findings: &mut Findings) {
    if (before, now) == (Vintage::Final, Vintage::Flash) {
        findings.refuse(
            "vintage",
            Reason::TransitionNotAllowed,
            "the final statement of this month is entered already; it is corrected as a final one",
            "本月正式数据已登记，不能再登记快讯；如有更正，应以正式数据更正",
        );
    }
}
