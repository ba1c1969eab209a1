//! What a department owes, declared as data and checked against its kinds.

use std::sync::Arc;

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::Deserialize;

use crate::divisions::Divisions;
use crate::figures::Fault;
use crate::kinds::{KindInfo, Kinds, parse_date};

/// How often a kind is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// For each month.
    Month,
    /// For each quarter.
    Quarter,
    /// For each year.
    Year,
}

/// How many records are due for a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expects {
    /// One at least.
    #[default]
    One,
    /// So many, one for each part that a period is returned in.
    Records(u16),
    /// One for each day.
    Days,
    /// One for each town and township; other units of their rank owe none.
    Townships,
}

/// A kind that is owed for each period.
#[derive(Clone, Debug)]
pub struct Obligation {
    /// What is owed.
    pub kind: Arc<KindInfo>,
    /// The field whose day places a record in a period.
    pub date: String,
    /// The field with the last day that a record is about, where it may be about several periods;
    /// it is received for each of them.
    pub until: Option<String>,
    /// How often.
    pub every: Every,
    /// Days after the end of a period up to which it is on time.
    pub due_days: i32,
    /// How many records.
    pub expects: Expects,
    /// The field whose values tell the records of a period apart.
    pub parts: Option<String>,
}

/// What a department owes.
#[derive(Clone, Debug, Default)]
pub struct Obligations(Arc<Vec<Obligation>>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    obligations: Vec<serde_saphyr::Spanned<Declared>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Declared {
    kind: String,
    date: String,
    until: Option<String>,
    every: Every,
    due_days: i32,
    #[serde(default)]
    expects: Expects,
    #[serde(default)]
    parts: Option<String>,
}

impl Obligations {
    /// Reads what is declared, and tells the kinds which day places their records.
    ///
    /// # Errors
    /// A declaration that is wrong, with its line.
    pub fn load(kinds: &Kinds, text: &str) -> Result<Self, Fault> {
        let name = "obligations.yaml";
        let fault = |line, message| Fault { file: name.to_owned(), line, message };
        let file: File = serde_saphyr::from_str(text).map_err(|cause| {
            let line = cause.location().map_or(0, |place| place.line() as usize);
            fault(line, cause.to_string())
        })?;
        let mut found = Vec::new();
        for declared in file.obligations {
            let line = declared.referenced.line() as usize;
            let Declared { kind, date, until, every, due_days, expects, parts } = declared.value;
            let known = kinds.iter().find(|known| known.table == kind);
            let known = known.ok_or_else(|| fault(line, format!("no kind {kind:?} is kept")))?;
            let span = (date.as_str(), until.as_deref());
            known.place_by(span, (every, expects)).map_err(|message| fault(line, message))?;
            check_parts(known, expects, parts.as_deref())
                .map_err(|message| fault(line, message))?;
            let kind = Arc::clone(known);
            found.push(Obligation { kind, date, until, every, due_days, expects, parts });
        }
        kinds.oblige(found.iter().map(|one| Arc::clone(&one.kind)).collect());
        Ok(Self(Arc::new(found)))
    }

    /// All of them, as they are declared.
    pub fn iter(&self) -> impl Iterator<Item = &Obligation> {
        self.0.iter()
    }
}

/// Refuses parts of which there are not as many as records are expected.
fn check_parts(kind: &KindInfo, expects: Expects, parts: Option<&str>) -> Result<(), String> {
    let Some(parts) = parts else { return Ok(()) };
    let field = kind.field(parts).ok_or_else(|| format!("{} has no {parts:?}", kind.table))?.1;
    let values = field.values.iter().flatten().filter(|(number, _)| **number != 0).count();
    match expects {
        Expects::Records(count) if usize::from(count) == values => Ok(()),
        _ => Err(format!("{parts} has {values} values, not as many as records are expected")),
    }
}

/// The codes of a county's towns and townships.
pub(super) fn towns(county: &str) -> impl Iterator<Item = String> {
    let all = Divisions::standard().townships(county);
    // GB/T 10114: subdistricts, towns and townships have numbers below 400.
    let own = |code: &str| code[crate::divisions::COUNTY_DIGITS..] < *"400";
    all.filter(move |(code, _)| own(code)).map(|(code, _)| code.to_owned())
}

impl Expects {
    /// How many records are due for a period of a county.
    pub fn count(self, county: &str, (first, last): (Date, Date)) -> i64 {
        match self {
            Self::One => 1,
            Self::Records(count) => i64::from(count),
            Self::Days => i64::from((last - first).get_days()) + 1,
            Self::Townships => i64::try_from(towns(county).count()).unwrap_or(i64::MAX),
        }
    }
}

impl Obligation {
    /// How many records are due for a period of a county.
    pub fn expected(&self, county: &str, days: (Date, Date)) -> i64 {
        self.expects.count(county, days)
    }

    /// The periods that are due from one day on up to another.
    pub fn due_within(&self, (first, last): (Date, Date)) -> Vec<(Date, Date)> {
        let back = |day: Date| day.saturating_sub(self.due_days.days());
        self.every.periods(back(first), back(last)).collect()
    }

    /// The last day on which what is owed for a period is on time.
    pub fn due(&self, last: Date) -> Date {
        last.saturating_add(self.due_days.days())
    }
}

impl Every {
    pub(super) const ALL: [Self; 3] = [Self::Month, Self::Quarter, Self::Year];

    fn months(self) -> i8 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }

    /// What one of its periods is called, in English and Chinese.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Month => ("month", "月"),
            Self::Quarter => ("quarter", "季度"),
            Self::Year => ("year", "年"),
        }
    }

    /// Whether two days are the first and the last of one period.
    pub fn holds(self, first: &str, last: &str) -> bool {
        let (Some(first), Some(last)) = (parse_date(first), parse_date(last)) else { return false };
        self.period_of(first) == (first, last)
    }

    /// The first and the last day of the period that a day lies in.
    pub fn period_of(self, day: Date) -> (Date, Date) {
        let months = self.months();
        let begins = (day.month() - 1) / months * months + 1;
        let first = jiff::civil::date(day.year(), begins, 1);
        (first, first.saturating_add((months - 1).months()).last_of_month())
    }

    /// The periods that end from one day on up to another.
    pub fn periods(self, first: Date, last: Date) -> impl Iterator<Item = (Date, Date)> {
        let begin = self.period_of(first);
        let next = move |(_, end): &(Date, Date)| {
            end.checked_add(1.day()).ok().map(|day| self.period_of(day))
        };
        std::iter::successors(Some(begin), next).take_while(move |(_, end)| *end <= last)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn periods_follow_each_other_and_end_inside() {
        let ends = |every: Every| {
            let all = every.periods(date(2023, 1, 1), date(2023, 12, 30));
            all.map(|(_, last)| last).collect::<Vec<_>>()
        };
        assert_eq!(ends(Every::Month).len(), 11, "December ends a day later");
        assert_eq!(ends(Every::Quarter)[1], date(2023, 6, 30));
        assert!(ends(Every::Year).is_empty());
        assert!(Every::Quarter.holds("2023-04-01", "2023-06-30"));
        assert!(!Every::Quarter.holds("2023-05-01", "2023-07-31"));
    }
}
