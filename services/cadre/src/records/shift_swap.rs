//! An approved shift swap: a working day off, and a day of rest worked instead.

use calendar::Calendar;
use jiff::civil::date;
use ledger::kinds::{Findings, Kind, SAMPLE_PLACE, parse_date};
use proto::cadre::v1::{Cadre, ShiftSwap};
use proto::ledger::v1::Reason;

use crate::Ours;

impl Kind<Ours> for ShiftSwap {
    fn key(&self) -> String {
        format!("{}.{}", self.cadre_id, self.off_date)
    }

    /// Days of a year whose notice is not known yet cannot be told apart, and are refused.
    fn check(&self, findings: &mut Findings) {
        let works = |day: &str| Calendar::standard().is_working_day(parse_date(day)?);
        if works(&self.off_date) != Some(true) {
            let day = &self.off_date;
            findings.refuse(
                "off_date",
                Reason::ValueOutOfRange,
                format!("{day} is no working day of the calendar; only such a day is swapped off"),
                format!("{day} 不是日历中的工作日；调班只能调休工作日"),
            );
        }
        if works(&self.work_date) != Some(false) {
            let day = &self.work_date;
            findings.refuse(
                "work_date",
                Reason::ValueOutOfRange,
                format!(
                    "{day} is no day of rest of the calendar; only such a day is worked instead"
                ),
                format!("{day} 不是日历中的休息日；调班只能在休息日补班"),
            );
        }
    }

    const HAS_NEIGHBORS: bool = true;

    /// A day of rest is worked for one day off only.
    fn check_beside(&self, neighbor: &Self, findings: &mut Findings) {
        if (&self.cadre_id, &self.work_date) == (&neighbor.cadre_id, &neighbor.work_date) {
            let Self { work_date: day, off_date: other, .. } = neighbor;
            findings.refuse(
                "work_date",
                Reason::TimesOverlap,
                format!("{day} is worked for {other} already; name another day of rest"),
                format!("{day} 已用于 {other} 的调班，请另选休息日"),
            );
        }
    }

    fn sample(n: u32) -> Self {
        let (first, last) = (date(2022, 1, 1), date(2023, 12, 31));
        let calendar = Calendar::standard();
        let off = calendar.working_day_after(first, n % 400 + 1).unwrap_or_default();
        let work = calendar.rest_days(first, last).nth(n as usize % 200).unwrap_or_default();
        Self {
            cadre_id: Cadre::sample(0).code,
            off_date: off.to_string(),
            work_date: work.to_string(),
            document: "示例人社函〔2023〕5号".to_owned(),
            division: SAMPLE_PLACE[..6].to_owned(),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn swap(off_date: &str, work_date: &str) -> ShiftSwap {
        let (off_date, work_date) = (off_date.to_owned(), work_date.to_owned());
        ShiftSwap { off_date, work_date, ..ShiftSwap::sample(0) }
    }

    #[test]
    fn a_working_day_is_swapped_for_a_day_of_rest() {
        let is_clean = |off_date: &str, work_date: &str| {
            let mut findings = Findings::default();
            swap(off_date, work_date).check(&mut findings);
            findings.is_clean()
        };
        assert!(is_clean("2023-02-06", "2023-02-11"));
        assert!(is_clean("2023-10-08", "2023-10-03"), "a make-up day for a holiday");
        assert!(!is_clean("2023-02-11", "2023-02-12"), "a Saturday is off anyway");
        assert!(!is_clean("2023-02-06", "2023-02-07"), "a Tuesday is worked anyway");
        assert!(!is_clean("2093-02-06", "2023-02-11"), "a year without a notice");
    }

    #[test]
    fn a_day_of_rest_is_worked_for_one_day_off() {
        let is_clean = |one: &ShiftSwap, other: &ShiftSwap| {
            let mut findings = Findings::default();
            one.check_beside(other, &mut findings);
            findings.is_clean()
        };
        let monday = swap("2023-02-06", "2023-02-11");
        assert!(is_clean(&monday, &swap("2023-02-07", "2023-02-12")));
        assert!(!is_clean(&monday, &swap("2023-02-07", "2023-02-11")));
        let colleague = ShiftSwap { cadre_id: Cadre::sample(1).code, ..monday.clone() };
        assert!(is_clean(&monday, &colleague));
    }
}
