//! The language of a report.

use std::str::FromStr;

use jiff::civil::Date;
use ledger::figures::units::{in_english, without_words};
use proto::figure::v1::{Coverage, Figure};
use serde::Deserialize;

use crate::periods::day_zh;

/// As a calendar names them.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The language that a report is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// 中文
    #[default]
    #[serde(rename = "zh")]
    Chinese,
    /// English
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// All.
    pub const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// As `?lang=` and RFC 5646 name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chinese => "zh",
            Self::English => "en",
        }
    }

    /// The other one.
    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Chinese => Self::English,
            Self::English => Self::Chinese,
        }
    }

    /// What a link says to stay in the language; pages are Chinese where none is said.
    pub(crate) const fn parameter(self) -> Option<&'static str> {
        match self {
            Self::Chinese => None,
            Self::English => Some("lang=en"),
        }
    }

    /// One of two wordings.
    pub(crate) const fn pick<'a>(self, chinese: &'a str, english: &'a str) -> &'a str {
        match self {
            Self::Chinese => chinese,
            Self::English => english,
        }
    }

    /// The English wording where there is one and it is asked for, else the Chinese.
    pub(crate) const fn prefer<'a>(self, chinese: &'a str, english: &'a str) -> &'a str {
        match self {
            Self::English if !english.is_empty() => english,
            _ => chinese,
        }
    }

    /// Something and what is said about it.
    pub(crate) fn bracketed(self, text: &str, about: &str) -> String {
        match self {
            Self::Chinese => format!("{text}（{about}）"),
            Self::English => format!("{text} ({about})"),
        }
    }

    /// Digits with a figure's unit.
    pub(crate) fn with_unit(self, digits: &str, figure: &Figure) -> String {
        match self {
            Self::Chinese => format!("{digits}{}", figure.unit),
            Self::English => in_english(digits, &figure.unit_en),
        }
    }

    /// The same period of last year as printed; nothing where there is no such number.
    pub(crate) fn last_year(self, figure: &Figure) -> Option<String> {
        let digits = figure.same_period_last_year.as_deref()?;
        let Figure { same_period_last_year_text: zh, same_period_last_year_text_en: en, .. } =
            figure;
        Some(match self.prefer(zh, en) {
            "" => self.with_unit(digits, figure),
            text => text.to_owned(),
        })
    }

    /// A number that stands beside the figure itself, whose English words it does not repeat;
    /// what Chinese says is short.
    pub(crate) fn beside(self, text: &str, figure: &Figure) -> String {
        match self {
            Self::Chinese => text.to_owned(),
            Self::English => without_words(text, &figure.unit_en).to_owned(),
        }
    }

    /// How much of what should be there is there.
    pub(crate) fn coverage(self, part: &Coverage) -> String {
        let Coverage { covered, due, unit, unit_en, limit_percent: _ } = part;
        match (self, unit_en.as_str()) {
            (Self::English, unit) if !unit.is_empty() => {
                format!("{covered} of {}", in_english(&due.to_string(), unit))
            }
            _ => format!("应有{due}{unit}、实有{covered}{unit}"),
        }
    }

    /// A day: `2023年6月30日`, `30 June 2023`.
    pub(crate) fn day(self, day: Date) -> String {
        match self {
            Self::Chinese => day_zh(day),
            Self::English => {
                format!("{} {} {}", day.day(), month_name(day.month()), day.year())
            }
        }
    }

    /// A month of a year by its key `2023-06`: `6月`, `June`.
    pub(crate) fn month(self, key: &str) -> String {
        let number = key.split_once('-').and_then(|(_, month)| month.parse::<i8>().ok());
        match (self, number) {
            (_, None) => key.to_owned(),
            (Self::Chinese, Some(month)) => format!("{month}月"),
            (Self::English, Some(month)) => month_name(month).to_owned(),
        }
    }
}

/// The name of a month from 1 to 12.
pub(crate) fn month_name(month: i8) -> &'static str {
    let at = usize::try_from(month - 1).unwrap_or(MONTHS.len());
    MONTHS.get(at).copied().unwrap_or_default()
}

impl FromStr for Language {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|language| language.name() == name);
        found.ok_or_else(|| {
            format!("there is no report in {name:?}; there are zh, en / 没有这种语言的报告")
        })
    }
}
