//! A discipline return: the signed sums of one closed month or quarter. No case is ever in the
//! system.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::offset;
use ledger::divisions::COUNTY_DIGITS;
use ledger::kinds::{Findings, Kind, SAMPLE_PLACE, check_month, parse_date};
use proto::governance::v1::DisciplineReturn;
use proto::ledger::v1::Reason;

use crate::Ours;

impl Kind<Ours> for DisciplineReturn {
    fn key(&self) -> String {
        match (self.months, parse_date(&self.last_date)) {
            (3, Some(last)) => format!("{}-Q{}", last.year(), (last.month() + 2) / 3),
            _ => self.last_date.get(..7).unwrap_or_default().to_owned(),
        }
    }

    fn derive(&mut self) {
        self.months = if is_quarter(&self.first_date, &self.last_date) { 3 } else { 1 };
    }

    fn check(&self, findings: &mut Findings) {
        if self.months == 1 {
            check_month(&self.first_date, &self.last_date, findings);
        }
        check_closed(&self.last_date, today(), findings);
        if self.division.len() > COUNTY_DIGITS {
            findings.refuse(
                "division",
                Reason::DivisionUnknown,
                "a return is for the whole county, by its six digits; nothing finer is kept",
                "报表须以全县为单位填报（六位代码），不得按乡镇、村填报",
            );
        }
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

    const HAS_NEIGHBORS: bool = true;
    const NEIGHBORS_AFTER: Option<char> = Some('-');

    /// A month is returned alone or with its quarter, not twice.
    fn check_beside(&self, neighbor: &Self, findings: &mut Findings) {
        let (first, last) = (&neighbor.first_date, &neighbor.last_date);
        if self.first_date <= *last && *first <= self.last_date {
            findings.refuse(
                "first_date",
                Reason::TimesOverlap,
                format!("{first} to {last} has been returned already; withdraw that return first"),
                format!("{first} 至 {last} 已有报表，须先撤回该报表"),
            );
        }
    }

    fn sample(n: u32) -> Self {
        let year = 1960 + n;
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

/// Whether two days are the first and the last one of a quarter.
fn is_quarter(first: &str, last: &str) -> bool {
    let (Some(first), Some(last)) = (parse_date(first), parse_date(last)) else { return false };
    let begins = first.day() == 1 && first.month() % 3 == 1;
    let ends = last.last_of_month() == last && last.month() == first.month() + 2;
    begins && ends && first.year() == last.year()
}

/// Refuses a period that has not ended.
fn check_closed(last: &str, today: Date, findings: &mut Findings) {
    if parse_date(last).is_some_and(|last| last >= today) {
        findings.refuse(
            "last_date",
            Reason::ValueOutOfRange,
            format!("the period is not closed before {last} is over"),
            format!("统计期须在 {last} 过后方可填报"),
        );
    }
}

/// The day it is in China, which has had no other time since 1992.
fn today() -> Date {
    offset(8).to_datetime(Timestamp::now()).date()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use ledger::kinds::KindInfo;

    use super::*;

    fn id(first: &str, last: &str) -> Option<String> {
        let one = DisciplineReturn {
            first_date: first.to_owned(),
            last_date: last.to_owned(),
            ..<DisciplineReturn as Kind<Ours>>::sample(0)
        };
        let kind = KindInfo::of::<Ours, DisciplineReturn>();
        kind.accept(&prost::Message::encode_to_vec(&one)).ok().map(|checked| checked.id)
    }

    #[test]
    fn a_return_is_over_one_month_or_one_quarter() {
        assert_eq!(id("2023-03-01", "2023-03-31").as_deref(), Some("2023-03"));
        assert_eq!(id("2023-01-01", "2023-03-31").as_deref(), Some("2023-Q1"));
        assert_eq!(id("2023-10-01", "2023-12-31").as_deref(), Some("2023-Q4"));
        for (first, last) in [
            ("2023-02-01", "2023-04-30"),
            ("2023-01-01", "2023-03-30"),
            ("2023-01-01", "2023-12-31"),
            ("2022-10-01", "2023-12-31"),
        ] {
            assert_eq!(id(first, last), None, "{first} {last}");
        }
    }

    #[test]
    fn a_return_is_for_the_whole_county() {
        let kind = KindInfo::of::<Ours, DisciplineReturn>();
        let of = |division: &str| {
            let division = division.to_owned();
            let one = DisciplineReturn { division, ..<DisciplineReturn as Kind<Ours>>::sample(0) };
            kind.accept(&prost::Message::encode_to_vec(&one)).is_ok()
        };
        assert!(of("421222") && !of("421222106") && !of("421222106201"));
    }

    #[test]
    fn a_period_that_has_not_ended_is_not_returned() {
        let closed = |today| {
            let mut findings = Findings::default();
            check_closed("2023-03-31", today, &mut findings);
            findings.is_clean()
        };
        assert!(closed(date(2023, 4, 1)) && !closed(date(2023, 3, 31)));
        assert!(!closed(date(2023, 3, 2)));
    }
}
