//! The working days of the years whose holidays the State Council has arranged.
//!
//! `calendar.csv` holds what the yearly notices say of single days: for 2023 and 2024 after the
//! notices, for 2022, 2025 and 2026 after public copies of them, which also give their numbers.

mod fault;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;
use std::sync::OnceLock;

use jiff::civil::{Date, Weekday};

pub use fault::{Fault, Problem};

/// The first line of a calendar.
const HEADER: &str = "year,day,kind,notice";

/// The calendar in force.
static STANDARD: OnceLock<Calendar> = OnceLock::new();

/// The file that replaces the calendar that the house brings along.
const FILE: &str = "XIANZHI_CALENDAR";

/// Puts the calendar of the file that `XIANZHI_CALENDAR` names in force; without one the calendar
/// that the house brings along stays. To be called before anything counts days.
///
/// # Errors
/// When the file cannot be read, or names the first line that is wrong.
pub fn put_in_force() -> io::Result<()> {
    let Some(file) = std::env::var_os(FILE).map(PathBuf::from) else { return Ok(()) };
    let wrong = |cause: String, zh: String| {
        let message = format!("{FILE} {}: {cause} / {zh}", file.display());
        io::Error::new(io::ErrorKind::InvalidData, message)
    };
    let unread = |cause: io::Error| wrong(cause.to_string(), "工作日历文件无法读取".to_owned());
    let text = std::fs::read_to_string(&file).map_err(unread)?;
    let calendar = Calendar::parse(&text).map_err(|fault| wrong(fault.to_string(), fault.zh()))?;
    // Whoever was earlier has read the same file.
    let _ = STANDARD.set(calendar);
    Ok(())
}

/// Which days are working days: Monday to Friday (国务院关于职工工作时间的规定) but for the days of
/// rest and the make-up days that the yearly notices on holidays name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeSet<i16>,
    days: BTreeMap<Date, Arrangement>,
}

/// What a notice says of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Arrangement {
    is_working: bool,
    notice: Option<String>,
}

impl Calendar {
    /// The calendar in force: that of a file, or the one of 2022 to 2026, by the notices of the
    /// State Council's General Office.
    pub fn standard() -> &'static Self {
        STANDARD.get_or_init(|| {
            Self::parse(include_str!("calendar.csv")).expect("the tests read calendar.csv")
        })
    }

    /// Reads a calendar from lines of `year,day,kind,notice`, the header first.
    ///
    /// The year is the one that the notice arranges, the day one of that year or of the year before
    /// (2022-12-31 was arranged with 2023), the kind `rest` or `work`, and the notice its number,
    /// empty where that is not known. A year without a line is unknown to the calendar.
    ///
    /// # Errors
    ///
    /// [`Fault`], with the number of the first line that is not of that form or repeats a day.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let mut lines = (1..).zip(text.lines());
        if lines.next().is_none_or(|(_, header)| header != HEADER) {
            return Err(Fault { line: 1, problem: Problem::Header });
        }
        let mut calendar = Self::default();
        for (line, row) in lines {
            calendar.add(row).map_err(|problem| Fault { line, problem })?;
        }
        Ok(calendar)
    }

    /// Whether a day is a working day; nothing for a year that the calendar does not know.
    pub fn is_working_day(&self, date: Date) -> Option<bool> {
        if !self.years.contains(&date.year()) {
            return None;
        }
        let weekend = is_weekend(date.weekday());
        Some(self.days.get(&date).map_or(!weekend, |arranged| arranged.is_working))
    }

    /// The number of working days from the first day to the last, both counted; nothing where a
    /// year between them is unknown. It is 0 where the last day is before the first.
    pub fn working_days(&self, first: Date, last: Date) -> Option<i64> {
        if last < first {
            return Some(0);
        }
        if !(first.year()..=last.year()).all(|year| self.years.contains(&year)) {
            return None;
        }
        // Whole weeks are counted at once, so that years cost no more than the days of notices.
        let total = i64::from(first.until(last).ok()?.get_days()) + 1;
        let begun = std::iter::successors(Some(first.weekday()), |day| Some(day.next()));
        let begun = begun.take(usize::try_from(total % 7).ok()?).filter(|day| !is_weekend(*day));
        let usual = total / 7 * 5 + i64::try_from(begun.count()).ok()?;
        let moved = self.days.range(first..=last).map(|(date, arranged)| {
            i64::from(arranged.is_working) - i64::from(!is_weekend(date.weekday()))
        });
        Some(usual + moved.sum::<i64>())
    }

    /// The days from the first to the last that are known to be no working days, in order.
    pub fn rest_days(&self, first: Date, last: Date) -> impl Iterator<Item = Date> {
        days(first, last).filter(|&date| self.is_working_day(date) == Some(false))
    }

    /// The day by which so many working days have passed after a day, as a period of grace does;
    /// nothing where it would lie in an unknown year. With 0 it is the day itself.
    pub fn working_day_after(&self, date: Date, count: u32) -> Option<Date> {
        let mut reached = date;
        let mut left = count;
        while left > 0 {
            reached = reached.tomorrow().ok()?;
            left -= u32::from(self.is_working_day(reached)?);
        }
        Some(reached)
    }

    /// The number of the notice that arranges a day; nothing for a day that none names, or where
    /// the number is not known.
    pub fn notice(&self, date: Date) -> Option<&str> {
        self.days.get(&date)?.notice.as_deref()
    }

    /// Takes in one line.
    fn add(&mut self, row: &str) -> Result<(), Problem> {
        let columns: Vec<_> = row.split(',').collect();
        let [year, day, kind, notice] = columns.as_slice() else {
            return Err(Problem::Columns);
        };
        let year: i16 = year.parse().map_err(|_| Problem::Year)?;
        let date: Date = day.parse().map_err(|_| Problem::Day)?;
        let is_arranged_with = date.year() == year || date.year() == year.saturating_sub(1);
        if date.to_string() != *day || !is_arranged_with {
            return Err(Problem::Day);
        }
        let is_working = match *kind {
            "rest" => false,
            "work" => true,
            _ => return Err(Problem::Kind),
        };
        let notice = (!notice.is_empty()).then(|| (*notice).to_owned());
        self.years.insert(year);
        match self.days.insert(date, Arrangement { is_working, notice }) {
            Some(_) => Err(Problem::Repeated),
            None => Ok(()),
        }
    }
}

fn is_weekend(day: Weekday) -> bool {
    matches!(day, Weekday::Saturday | Weekday::Sunday)
}

/// The days from the first to the last, both included; none where the last is before the first.
pub fn days(first: Date, last: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(first), |date| date.tomorrow().ok())
        .take_while(move |date| *date <= last)
}
