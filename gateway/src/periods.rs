//! The periods that a report can have: a year, a half, a quarter or a month, up to a cutoff.

use chassis::{FieldFault, Refusal};
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan as _};
use proto::ledger::v1::Reason;
use serde::Deserialize;

use crate::report::language::{Language, month_name};

/// Counties keep their days by the clock of China, wherever the process runs.
pub(crate) const CHINA: Offset = Offset::constant(8);

/// What kind of period a report covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Span {
    Year,
    Half,
    Quarter,
    Month,
}

/// A period and the days of it whose facts are counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// As it was asked for: `2023`, `2023-H1`, `2023-Q3` or `2023-06`.
    pub label: String,
    /// The first day.
    pub first: Date,
    /// The last day counted: the end of the period, the day asked for or today, the earliest.
    pub last: Date,
    name_zh: String,
    whole: bool,
}

impl Period {
    /// Reads a period, and the last day that it counts.
    ///
    /// # Errors
    /// `PERIOD_INVALID` when there is no such period or it has not begun; `DATE_INVALID` when
    /// `as_of` is no day, or lies before the period.
    pub fn parse(label: &str, as_of: Option<&str>) -> Result<Self, Refusal> {
        Self::parse_on(label, as_of, today())
    }

    /// The same on a given day.
    pub(crate) fn parse_on(label: &str, as_of: Option<&str>, today: Date) -> Result<Self, Refusal> {
        let (first, end, name_zh) = bounds(label).ok_or_else(|| unknown(label))?;
        if first > today {
            return Err(not_begun(label, today));
        }
        let asked = as_of.filter(|day| !day.is_empty()).map(day).transpose()?;
        let last = asked.unwrap_or(end).min(end).min(today);
        if last < first {
            return Err(before(label, last, first));
        }
        Ok(Self { label: label.to_owned(), first, last, name_zh, whole: last == end })
    }

    /// The year, its halves and quarters, as far as they have begun.
    pub(crate) fn of_year(year: i16) -> Vec<Self> {
        let parts = ["", "-H1", "-H2", "-Q1", "-Q2", "-Q3", "-Q4"];
        let labels = parts.into_iter().map(|part| format!("{year:04}{part}"));
        labels.filter_map(|label| Self::parse(&label, None).ok()).collect()
    }

    /// The year.
    pub fn year(&self) -> i16 {
        self.first.year()
    }

    /// The name in Chinese: `2023年上半年`.
    pub fn name_zh(&self) -> &str {
        &self.name_zh
    }

    /// The name in a language: `2023年上半年`, `first half of 2023`.
    pub(crate) fn name_in(&self, language: Language) -> String {
        let year = self.year();
        let part = match (language, self.label.split_once('-')) {
            (Language::Chinese, _) => return self.name_zh.clone(),
            (Language::English, None) => return year.to_string(),
            (Language::English, Some((_, part))) => part,
        };
        match part {
            "H1" => format!("first half of {year}"),
            "H2" => format!("second half of {year}"),
            "Q1" => format!("first quarter of {year}"),
            "Q2" => format!("second quarter of {year}"),
            "Q3" => format!("third quarter of {year}"),
            "Q4" => format!("fourth quarter of {year}"),
            _ => format!("{} {year}", month_name(self.first.month())),
        }
    }

    /// What kind of period it is.
    pub(crate) fn span(&self) -> Span {
        match self.label.split_once('-') {
            None => Span::Year,
            Some((_, "H1" | "H2")) => Span::Half,
            Some((_, part)) if part.starts_with('Q') => Span::Quarter,
            Some(_) => Span::Month,
        }
    }

    /// The same days a year before; the 29th of February becomes the 28th.
    pub(crate) fn a_year_before(&self) -> Self {
        let before = |day: Date| day.checked_sub(1.year()).unwrap_or(day);
        Self { first: before(self.first), last: before(self.last), ..self.clone() }
    }

    /// Whether every day of the period is counted.
    pub fn is_whole(&self) -> bool {
        self.whole
    }
}

/// A day in Chinese: `2023年6月30日`.
pub(crate) fn day_zh(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// The day that it is in the county.
pub(crate) fn today() -> Date {
    Timestamp::now().to_zoned_datetime(TimeZone::fixed(CHINA)).date()
}

/// The first and the last day of a period, and its name in Chinese.
fn bounds(label: &str) -> Option<(Date, Date, String)> {
    let (year, part) = match label.split_once('-') {
        Some((year, part)) => (year, Some(part)),
        None => (label, None),
    };
    let digits = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let year: i16 = year.parse().ok().filter(|year| digits && *year > 0)?;
    let (from, to, name) = match part {
        None => (1, 12, format!("{year}年")),
        Some("H1") => (1, 6, format!("{year}年上半年")),
        Some("H2") => (7, 12, format!("{year}年下半年")),
        Some("Q1") => (1, 3, format!("{year}年第一季度")),
        Some("Q2") => (4, 6, format!("{year}年第二季度")),
        Some("Q3") => (7, 9, format!("{year}年第三季度")),
        Some("Q4") => (10, 12, format!("{year}年第四季度")),
        Some(month) => {
            let digits = month.len() == 2 && month.bytes().all(|byte| byte.is_ascii_digit());
            let month: i8 = month.parse().ok().filter(|_| digits)?;
            (month, month, format!("{year}年{month}月"))
        }
    };
    let first = Date::new(year, from, 1).ok()?;
    let last = Date::new(year, to, 1).ok()?.last_of_month();
    Some((first, last, name))
}

fn day(text: &str) -> Result<Date, Refusal> {
    let shape = text.len() == 10 && text.is_ascii();
    text.parse().ok().filter(|_| shape).ok_or_else(|| {
        date_refused(
            format!("{text:?} is not a day; days are written YYYY-MM-DD"),
            format!("“{text}”不是日期，日期应写作 YYYY-MM-DD"),
        )
    })
}

fn unknown(label: &str) -> Refusal {
    period_refused(
        label,
        format!("{label:?} is not a period; write 2023, 2023-H1, 2023-Q3 or 2023-06"),
        format!("“{label}”不是报告期，应写作 2023、2023-H1、2023-Q3 或 2023-06"),
    )
}

fn not_begun(label: &str, today: Date) -> Refusal {
    period_refused(
        label,
        format!("the period {label} has not begun; today is {today}"),
        format!("报告期 {label} 尚未开始，今天是 {today}"),
    )
}

fn before(label: &str, last: Date, first: Date) -> Refusal {
    date_refused(
        format!("{last} lies before the period {label}, which begins on {first}"),
        format!("{last} 早于报告期 {label}，该期自 {first} 起"),
    )
}

fn period_refused(label: &str, message: String, message_zh: String) -> Refusal {
    refused(Reason::PeriodInvalid, "period", message, message_zh).with("period", label)
}

fn date_refused(message: String, message_zh: String) -> Refusal {
    refused(Reason::DateInvalid, "as_of", message, message_zh)
}

fn refused(reason: Reason, field: &str, message: String, message_zh: String) -> Refusal {
    let mut refusal = Refusal::new(reason, message.clone(), message_zh.clone());
    refusal.fields = vec![FieldFault::new(field, reason, message, message_zh)];
    refusal
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = Date::constant(2024, 2, 10);

    fn parse(label: &str, as_of: Option<&str>) -> Result<(String, String), Reason> {
        Period::parse_on(label, as_of, TODAY)
            .map(|period| (period.first.to_string(), period.last.to_string()))
            .map_err(|refusal| refusal.reason)
    }

    fn days(first: &str, last: &str) -> Result<(String, String), Reason> {
        Ok((first.to_owned(), last.to_owned()))
    }

    #[test]
    fn a_period_is_a_year_a_half_a_quarter_or_a_month() {
        assert_eq!(parse("2023", None), days("2023-01-01", "2023-12-31"));
        assert_eq!(parse("2023-H2", None), days("2023-07-01", "2023-12-31"));
        assert_eq!(parse("2023-Q3", None), days("2023-07-01", "2023-09-30"));
        assert_eq!(parse("2023-02", None), days("2023-02-01", "2023-02-28"));
        for wrong in ["", "23", "2023-", "2023-13", "2023-6", "2023-Q5", "2023-h1", "2023-01-01"] {
            assert_eq!(parse(wrong, None), Err(Reason::PeriodInvalid), "{wrong}");
        }
        assert_eq!(parse("+202", None), Err(Reason::PeriodInvalid));
    }

    #[test]
    fn a_period_ends_with_the_cutoff_or_today() {
        assert_eq!(parse("2023", Some("2023-06-30")), days("2023-01-01", "2023-06-30"));
        assert_eq!(parse("2023", Some("2024-06-30")), days("2023-01-01", "2023-12-31"));
        assert_eq!(parse("2024", None), days("2024-01-01", "2024-02-10"));
        assert_eq!(parse("2024-Q2", None), Err(Reason::PeriodInvalid));
    }

    #[test]
    fn a_cutoff_is_a_day_within_the_period() {
        assert_eq!(parse("2023", Some("2022-12-31")), Err(Reason::DateInvalid));
        assert_eq!(parse("2023", Some("2023-02-29")), Err(Reason::DateInvalid));
        assert_eq!(parse("2023", Some("20230228")), Err(Reason::DateInvalid));
    }

    #[test]
    fn a_period_has_a_name() {
        let name = |label| Period::parse_on(label, None, TODAY).expect("a period").name_zh;
        assert_eq!(name("2023-H1"), "2023年上半年");
        assert_eq!(name("2023-Q3"), "2023年第三季度");
        assert_eq!(name("2023-06"), "2023年6月");
    }
}
