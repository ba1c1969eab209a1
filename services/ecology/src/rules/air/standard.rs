//! The editions of HJ 633, chosen by the day of observation.

use std::fmt;

use jiff::civil::{self, Date};

/// The first day that HJ 633-2026 and the limits of GB 3095-2026 apply to.
const FIRST_DAY_OF_2026: Date = civil::date(2026, 3, 1);

/// The edition that a day is judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standard {
    /// HJ 633-2012, up to 2026-02-28.
    Hj633Of2012,
    /// HJ 633-2026, from 2026-03-01.
    Hj633Of2026,
}

impl Standard {
    /// The edition that applies to a day of observation, whenever it is judged.
    pub fn on(date: Date) -> Self {
        if date < FIRST_DAY_OF_2026 { Self::Hj633Of2012 } else { Self::Hj633Of2026 }
    }

    /// The least index of a day: 0 in 2012, 1 in 2026, whose range is 1 to 500.
    pub(super) fn least_index(self) -> i32 {
        match self {
            Self::Hj633Of2012 => 0,
            Self::Hj633Of2026 => 1,
        }
    }
}

impl fmt::Display for Standard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Hj633Of2012 => "HJ 633-2012",
            Self::Hj633Of2026 => "HJ 633-2026",
        })
    }
}
