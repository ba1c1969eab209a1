//! When a log was handed in: how many working days after its day.

use calendar::Calendar;
use jiff::civil::Date;

/// The working days within which a log that is filled in late still counts, where no parameter
/// says otherwise (`domain-standards.md` 10).
pub const GRACE_DAYS: i64 = 3;

/// The working days after a day up to that of its submission; nothing where the calendar does not
/// know a year between, and below zero never: 0 where it was handed in on the day or before.
pub fn delay_days(date: Date, submitted: Date) -> Option<i32> {
    if submitted <= date {
        return Some(0);
    }
    let days = Calendar::standard().working_days(date.tomorrow().ok()?, submitted)?;
    i32::try_from(days).ok()
}
