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
    /// The years that are known, with the numbers of the notices that arrange them.
    years: BTreeMap<i16, BTreeSet<String>>,
    /// The days that notices name, and whether each is a working day.
    days: BTreeMap<Date, bool>,
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
        if !self.years.contains_key(&date.year()) {
            return None;
        }
        let weekend = is_weekend(date.weekday());
        Some(self.days.get(&date).copied().unwrap_or(!weekend))
    }

    /// The number of working days from the first day to the last, both counted; nothing where a
    /// year between them is unknown. It is 0 where the last day is before the first.
    pub fn working_days(&self, first: Date, last: Date) -> Option<i64> {
        if last < first {
            return Some(0);
        }
        if !(first.year()..=last.year()).all(|year| self.years.contains_key(&year)) {
            return None;
        }
        // Whole weeks are counted at once, so that years cost no more than the days of notices.
        let total = i64::from(first.until(last).ok()?.get_days()) + 1;
        let begun = std::iter::successors(Some(first.weekday()), |day| Some(day.next()));
        let begun = begun.take(usize::try_from(total % 7).ok()?).filter(|day| !is_weekend(*day));
        let usual = total / 7 * 5 + i64::try_from(begun.count()).ok()?;
        let moved = self.days.range(first..=last).map(|(date, is_working)| {
            i64::from(*is_working) - i64::from(!is_weekend(date.weekday()))
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

    /// The numbers of the notices by which the days from the first to the last are counted.
    pub fn notices(&self, first: Date, last: Date) -> Vec<&str> {
        let years = (first.year() <= last.year()).then(|| first.year()..=last.year());
        let years = years.into_iter().flat_map(|years| self.years.range(years));
        years.flat_map(|(_, notices)| notices.iter().map(String::as_str)).collect()
    }

    /// The first day, from a day on, that lies in a year which is unknown.
    pub fn unknown_from(&self, date: Date) -> Date {
        let mut years = date.year()..;
        match years.find(|year| !self.years.contains_key(year)) {
            Some(year) if year > date.year() => jiff::civil::date(year, 1, 1),
            _ => date,
        }
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
        let notices = self.years.entry(year).or_default();
        if !notice.is_empty() {
            notices.insert((*notice).to_owned());
        }
        match self.days.insert(date, is_working) {
            Some(_) => Err(Problem::Repeated),
            None => Ok(()),
        }
    }
}

/// What to do where the working days of a year are asked for that the calendar does not know, in
/// English and in Chinese.
pub fn lacking(year: i16) -> (String, String) {
    (
        format!(
            "the calendar has no working days of {year}: once the State Council's notice on its \
             holidays is out, add them to the file that {FILE} names (a day a line: {HEADER}) and \
             start again"
        ),
        format!(
            "工作日历缺 {year} 年，按工作日计的期限无法推算：国务院办公厅发布该年节假日安排后，\
             请补入 {FILE} 指定的日历文件（每日一行：{HEADER}）并重新启动"
        ),
    )
}

fn is_weekend(day: Weekday) -> bool {
    matches!(day, Weekday::Saturday | Weekday::Sunday)
}

/// The days from the first to the last, both included; none where the last is before the first.
pub fn days(first: Date, last: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(first), |date| date.tomorrow().ok())
        .take_while(move |date| *date <= last)
}
