//! A leave: days, or a half of one, on which a cadre owes no log.

use ledger::kinds::{Findings, Kind, SAMPLE_PLACE};
use proto::cadre::v1::{Cadre, DayHalf, Leave, LeaveType};
use proto::ledger::v1::Reason;

use crate::Ours;

impl Kind<Ours> for Leave {
    fn key(&self) -> String {
        let half = match self.half() {
            DayHalf::Unspecified => "",
            DayHalf::Morning => "-am",
            DayHalf::Afternoon => "-pm",
        };
        format!("{}.{}{half}", self.cadre_id, self.first_date)
    }

    fn check(&self, findings: &mut Findings) {
        if self.half_day && self.first_date != self.last_date {
            findings.refuse(
                "half_day",
                Reason::DateOrder,
                "half a day lies on one day",
                "半天假须在同一天",
            );
        }
        if !self.half_day && self.half() != DayHalf::Unspecified {
            findings.refuse(
                "half",
                Reason::ValueOutOfRange,
                "morning or afternoon is said of half a day only; set half_day as well, or leave \
                 half empty",
                "只有半天假才填“上午或下午”；请同时勾选“半天”，或不填此项",
            );
        }
        findings.days_in_order(("first_date", &self.first_date), ("last_date", &self.last_date));
    }

    const HAS_NEIGHBORS: bool = true;

    /// Nobody is on two leaves at a time; the two halves of a day may be of two leaves.
    fn check_beside(&self, neighbor: &Self, findings: &mut Findings) {
        let meets = self.first_date <= neighbor.last_date && neighbor.first_date <= self.last_date;
        if self.cadre_id != neighbor.cadre_id || !meets || are_two_halves(self, neighbor) {
            return;
        }
        let Self { first_date: first, last_date: last, .. } = neighbor;
        findings.refuse(
            "first_date",
            Reason::TimesOverlap,
            format!(
                "the leave overlaps with that of {first} to {last}; only a morning and an \
                 afternoon may be two leaves of one day"
            ),
            format!("与 {first} 至 {last} 的休假重叠；同一天只可分上午、下午两次休假"),
        );
    }

    fn sample(n: u32) -> Self {
        let (month, day) = (n / 28 % 12 + 1, n % 28 + 1);
        let date = format!("2023-{month:02}-{day:02}");
        Self {
            cadre_id: Cadre::sample(0).code,
            r#type: LeaveType::Annual.into(),
            division: SAMPLE_PLACE[..6].to_owned(),
            first_date: date.clone(),
            last_date: date,
            ..Self::default()
        }
    }
}

/// Whether two leaves that meet are the two halves of one day.
fn are_two_halves(one: &Leave, other: &Leave) -> bool {
    matches!(
        (one.half(), other.half()),
        (DayHalf::Morning, DayHalf::Afternoon) | (DayHalf::Afternoon, DayHalf::Morning)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A leave of February 2023; halves are of one day.
    fn leave(first: u8, last: u8, half_day: bool, half: DayHalf) -> Leave {
        let day = |day: u8| format!("2023-02-{day:02}");
        let (first_date, last_date) = (day(first), day(last));
        Leave { first_date, last_date, half_day, half: half.into(), ..Leave::sample(0) }
    }

    #[test]
    fn a_half_is_said_of_half_a_day_and_stands_in_the_key() {
        let (none, morning) = (DayHalf::Unspecified, DayHalf::Morning);
        let key = |half| leave(6, 6, true, half).key();
        let keys = [none, morning, DayHalf::Afternoon].map(key);
        let day = format!("{}.2023-02-06", Cadre::sample(0).code);
        assert_eq!(keys, [day.clone(), format!("{day}-am"), format!("{day}-pm")]);
        let is_clean = |leave: Leave| {
            let mut findings = Findings::default();
            leave.check(&mut findings);
            findings.is_clean()
        };
        assert!(is_clean(leave(6, 8, false, none)) && is_clean(leave(6, 6, true, none)));
        assert!(is_clean(leave(6, 6, true, morning)));
        assert!(!is_clean(leave(6, 6, false, morning)), "a whole day is no morning");
        assert!(!is_clean(leave(6, 7, true, morning)), "half a day lies on one day");
    }

    #[test]
    fn leaves_that_meet_are_refused_but_for_two_halves_of_a_day() {
        let (none, morning, afternoon) =
            (DayHalf::Unspecified, DayHalf::Morning, DayHalf::Afternoon);
        let days = |first, last| leave(first, last, false, none);
        let half = |day, half| leave(day, day, true, half);
        let table = [
            (days(6, 8), days(9, 10), true),
            (days(6, 8), days(8, 10), false),
            (days(6, 10), days(7, 8), false),
            (days(6, 8), half(8, morning), false),
            (half(6, morning), half(6, afternoon), true),
            (half(6, morning), half(6, none), false),
            (half(6, morning), half(7, morning), true),
        ];
        for (one, other, is_allowed) in table {
            for (one, other) in [(&one, &other), (&other, &one)] {
                let mut findings = Findings::default();
                one.check_beside(other, &mut findings);
                assert_eq!(findings.is_clean(), is_allowed, "{} {}", one.key(), other.key());
            }
        }
        let colleague = Leave { cadre_id: Cadre::sample(1).code, ..days(6, 8) };
        let mut findings = Findings::default();
        colleague.check_beside(&days(6, 8), &mut findings);
        assert!(findings.is_clean());
    }
}
