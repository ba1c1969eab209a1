//! The saturation of work logs: how many of the half-days that asked for a log have one.
//!
//! A proposal of our own, as no public definition was found; days are counted in halves, so that
//! half a day of leave stays exact.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::iter::Sum;

use jiff::civil::Date;

use calendar::Calendar;

/// The least required days of a person who is ranked, where no parameter says otherwise.
pub const MINIMUM_DAYS: i64 = 20;

/// The percentage below which a person is flagged, where no parameter says otherwise.
pub const THRESHOLD_PERCENT: i64 = 90;

/// The halves of a day.
const HALVES: i64 = 2;

/// Days from the first to the last, both included; none where the last is before the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
}

impl Days {
    /// The days from a first to a last; without a last they do not end.
    pub fn new(first: Date, last: Option<Date>) -> Self {
        Self { first, last: last.unwrap_or(Date::MAX) }
    }

    /// Whether a day is among them.
    pub fn contains(self, date: Date) -> bool {
        (self.first..=self.last).contains(&date)
    }

    /// The days that are among both.
    pub fn intersection(self, other: Self) -> Self {
        Self { first: self.first.max(other.first), last: self.last.min(other.last) }
    }

    /// Every one of the days, in order.
    pub fn iter(self) -> impl Iterator<Item = Date> {
        calendar::days(self.first, self.last)
    }
}

/// Days on which no log is due: annual, sick, maternity, approved personal and compensatory leave,
/// but not travel, training, secondment or posts in villages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leave {
    /// The days of the leave.
    pub days: Days,
    /// Whether it takes half of each of its days only.
    pub is_half: bool,
}

/// An approved shift swap: what a day asks for is asked for on another day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Swap {
    /// The working day that is off.
    pub off: Date,
    /// The day of rest that is worked instead.
    pub work: Date,
}

/// What is known of one cadre.
#[derive(Clone, Copy, Debug)]
pub struct Attendance<'a> {
    /// The days of holding the post.
    pub employed: Days,
    /// The leaves, in any order; on a day of several they add up to at most the day.
    pub leaves: &'a [Leave],
    /// The shift swaps, in any order; each of their days counts, wherever the other one lies.
    pub swaps: &'a [Swap],
    /// The days with a log that counts: in time, with a task, neither void nor a copy.
    pub logged: &'a BTreeSet<Date>,
}

/// The half-days of one cadre, or of a unit, that have a log and that ask for one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Saturation {
    /// Required half-days that have a log; at most `required_halves`.
    pub valid_halves: i64,
    /// Half-days of working days in the post and not on leave, shift swaps considered.
    pub required_halves: i64,
}

impl Saturation {
    /// The saturation of one cadre over a period; nothing where the calendar does not know a year
    /// of the period in the post.
    ///
    /// A day counts once however many logs it has, and a log on a day of rest or of leave fills no
    /// other day, but where a shift swap moved the working day.
    pub fn of(calendar: &Calendar, period: Days, attendance: &Attendance<'_>) -> Option<Self> {
        let &Attendance { employed, leaves, swaps, logged } = attendance;
        let mut saturation = Self::default();
        for date in period.intersection(employed).iter() {
            let required = match works(calendar, swaps, date)? {
                true => HALVES - leave_halves(leaves, date),
                false => 0,
            };
            saturation.required_halves += required;
            if logged.contains(&date) {
                saturation.valid_halves += required;
            }
        }
        Some(saturation)
    }

    /// Whether enough days are required for the share to mean something; below it a person is
    /// neither ranked nor flagged. [`MINIMUM_DAYS`] where no parameter says otherwise.
    pub fn is_ranked(self, minimum_days: i64) -> bool {
        i128::from(self.required_halves) >= i128::from(minimum_days) * i128::from(HALVES)
    }

    /// Whether the share is strictly below a percentage, compared exactly: 213 of 236 days are not
    /// below 90%, 212 are. False where nothing is required; ask [`Self::is_ranked`] first.
    pub fn below(self, threshold_percent: i64) -> bool {
        i128::from(self.valid_halves) * 100
            < i128::from(self.required_halves) * i128::from(threshold_percent)
    }

    /// The share in percent as numerator and denominator, not reduced; nothing where nothing is
    /// required.
    pub fn percent(self) -> Option<(i128, i128)> {
        let denominator = i128::from(self.required_halves);
        (denominator > 0).then_some((i128::from(self.valid_halves) * 100, denominator))
    }
}

impl Sum for Saturation {
    /// The saturation of a unit: the sums of its persons, not the mean of their shares.
    fn sum<I: Iterator<Item = Self>>(persons: I) -> Self {
        persons.fold(Self::default(), |unit, person| Self {
            valid_halves: unit.valid_halves.saturating_add(person.valid_halves),
            required_halves: unit.required_halves.saturating_add(person.required_halves),
        })
    }
}

/// Whether a cadre works on a day: as the calendar says, but for the days of shift swaps.
fn works(calendar: &Calendar, swaps: &[Swap], date: Date) -> Option<bool> {
    let by_calendar = calendar.is_working_day(date)?;
    let swapped = |day: fn(&Swap) -> Date| swaps.iter().any(|swap| day(swap) == date);
    Some(match by_calendar {
        true => !swapped(|swap| swap.off),
        false => swapped(|swap| swap.work),
    })
}

/// How many halves of a day leave takes, 0 to 2.
fn leave_halves(leaves: &[Leave], date: Date) -> i64 {
    let taken = leaves.iter().filter(|leave| leave.days.contains(date));
    taken.map(|leave| if leave.is_half { 1 } else { HALVES }).sum::<i64>().min(HALVES)
}
