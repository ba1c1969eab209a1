//! What is taken of the records, or of other figures.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Condition;

/// What is taken of the records.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// How many there are.
    Count,
    /// How many different values of a field there are.
    Distinct(String),
    /// The sum of a field.
    Sum(String),
    /// One sum divided by another.
    Ratio(Ratio),
    /// How much another figure has grown since the same period of last year, in percent.
    Growth(String),
    /// Another figure, over the whole year before.
    YearBefore(String),
    /// One figure divided by another.
    Quotient(Quotient),
    /// A dated parameter, by its code.
    Parameter(String),
    /// The year of the last day less the year of the day that a dated parameter holds.
    YearsSince(String),
    /// A field of the one record there is.
    Value(String),
    /// How much another figure has come down since a base year, in percent.
    Reduction(Reduction),
    /// One and how many other counties of the city have more of another figure.
    Rank(String),
    /// How many counties of the city have so much of another figure.
    Peers(Peers),
    /// Of the returns that the calendar makes due in the period, so many.
    Collected(Step),
    /// A measure that needs code, by its name in the department.
    Code(String),
}

/// What is counted of the returns that were due.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// All of them.
    Expected,
    /// Those that came in whole, verified or not, or were reported as zero.
    Received,
    /// Of those received, those that were whole on their due day.
    OnTime,
    /// Of those received, those that are verified in whole.
    Verified,
}

impl Measure {
    /// Whether it is computed from other figures, or from the calendar, and selects no records
    /// itself.
    pub fn selects_nothing(&self) -> bool {
        matches!(
            self,
            Self::Collected(_)
                | Self::Growth(_)
                | Self::YearBefore(_)
                | Self::Quotient(_)
                | Self::Reduction(_)
                | Self::Rank(_)
                | Self::Peers(_)
        )
    }

    /// The code of the parameter that it is a value of.
    pub fn parameter(&self) -> Option<&str> {
        match self {
            Self::Parameter(code) | Self::YearsSince(code) => Some(code),
            _ => None,
        }
    }
}

/// One sum divided by another, of the same selection.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ratio {
    /// What is added up above the line.
    pub of: Vec<Term>,
    /// What is added up below it.
    pub to: Vec<Term>,
    /// The result is multiplied by it: 100 for percent.
    #[serde(default = "one")]
    pub times: i64,
}

/// One figure divided by another.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quotient {
    /// The code of the figure above the line.
    pub of: String,
    /// The code of the figure below it.
    pub to: String,
    /// The result is multiplied by it: 100 for percent.
    #[serde(default = "one")]
    pub times: i64,
}

/// How much a figure has come down since a base year.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reduction {
    /// The code of the figure.
    pub of: String,
    /// The code of the parameter with the base year; without one it is the year before.
    #[serde(default)]
    pub base_year: Option<String>,
    /// With fewer records in either year there is no value.
    #[serde(default)]
    pub least: i64,
}

/// How many counties of the city have so much of a figure.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Peers {
    /// The code of the figure.
    pub of: String,
    /// So much.
    pub at_least: i64,
}

fn one() -> i64 {
    1
}

/// One part of a sum.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Term {
    /// Add up this field; without it records are counted.
    pub sum: Option<String>,
    /// Count the different values of this field.
    pub distinct: Option<String>,
    /// Add up the calendar days from the first of these fields to the second.
    pub days: Option<[String; 2]>,
    /// Only of records that are so.
    #[serde(rename = "where")]
    pub conditions: BTreeMap<String, Condition>,
}
