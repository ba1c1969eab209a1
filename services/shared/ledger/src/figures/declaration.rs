//! A figure declared as data: a selection of records and a measure, checked when it is loaded.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_saphyr::Spanned;

use super::print::Print;

/// A file of declarations, one file a chapter.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// The declarations, in the order of the report.
    pub figures: Vec<Spanned<Declaration>>,
}

/// One figure.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declaration {
    /// What it is found by: `department.subject.what`.
    pub code: String,
    /// Its name in Chinese.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// Its unit in Chinese.
    pub unit: String,
    /// Its unit in English.
    pub unit_en: String,
    /// The office that answers for it.
    pub owner: String,
    /// What it rests on.
    #[serde(default)]
    pub class: Class,
    /// The rule it follows.
    #[serde(default)]
    pub standard: String,
    /// The records it is about; a figure over figures has none.
    #[serde(default)]
    pub select: Option<Select>,
    /// What is taken of them.
    pub measure: Measure,
    /// The value is divided by it: 分 to 亿元 is 10,000,000,000.
    #[serde(default)]
    pub divided_by: Option<i64>,
    /// How it is printed.
    #[serde(default)]
    pub print: Print,
    /// What it can be broken down by.
    #[serde(default)]
    pub breaks_down_by: Vec<Dimension>,
    /// What its parts add up over.
    #[serde(default)]
    pub adds_up_over: Vec<Dimension>,
    /// How much of what should be there is there.
    #[serde(default)]
    pub coverage: Option<Coverage>,
}

/// What a figure rests on.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Primary records.
    #[default]
    Record,
    /// Signed sums over a closed period.
    Return,
    /// A statement by an authority.
    Document,
    /// A dated parameter.
    Parameter,
}

/// What a figure is broken down by.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// Places.
    Township,
    /// Time.
    Month,
}

/// The records a figure is about. Just one of the four placements is given.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Select {
    /// The kind, by its message's own name.
    pub kind: String,
    /// What a record must be to qualify, by field.
    #[serde(default, rename = "where")]
    pub conditions: BTreeMap<String, Condition>,
    /// The day that places a record inside the period.
    #[serde(default)]
    pub within: Option<String>,
    /// The day that places a record before the end of the period.
    #[serde(default)]
    pub until: Option<String>,
    /// The first and the last day of an interval that holds the last day of the period.
    #[serde(default)]
    pub in_force: Option<Interval>,
    /// The day that places a record between a programme's start and the end of the period.
    #[serde(default)]
    pub since: Option<Since>,
    /// A record qualifies only when no earlier one is the same in these fields.
    #[serde(default)]
    pub first: Option<First>,
}

/// Two fields with the days of an interval, the second one `to` or `until`; empty, it lasts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interval {
    /// The field of the first day.
    pub from: String,
    /// The field of the last day on which it holds.
    #[serde(default)]
    pub to: Option<String>,
    /// The field of the first day on which it holds no more.
    #[serde(default)]
    pub until: Option<String>,
}

/// A day counted from the start of a programme.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Since {
    /// The field of the day.
    pub field: String,
    /// The code of the parameter that holds the programme's first day.
    pub parameter: String,
}

/// What makes a record the first of its kind.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct First {
    /// The fields that an earlier record would share.
    pub of: Vec<String>,
    /// An earlier interval that ended longer ago does not count.
    #[serde(default)]
    pub within_years: Option<i64>,
}

/// What a field must be.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Condition {
    /// Yes or no.
    Flag(bool),
    /// Just this number.
    Number(i64),
    /// Just this text, or value of an enum.
    Text(String),
    /// One of these.
    OneOf(Vec<String>),
    /// Between bounds, filled, or a day of the scope.
    Bounds(Bounds),
}

/// Bounds of a number, or of a day.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Bounds {
    /// This or more.
    pub at_least: Option<i64>,
    /// This or less.
    pub at_most: Option<i64>,
    /// Whether there is something.
    pub filled: Option<bool>,
    /// The day is the first of the period.
    pub is_first_day: bool,
    /// The day is inside the period up to its end; an empty one is not.
    pub by_cutoff: bool,
}

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
    /// A measure that needs code, by its name in the department.
    Code(String),
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
    /// Only of records that are so.
    #[serde(rename = "where")]
    pub conditions: BTreeMap<String, Condition>,
}

/// How much of what should be there is there.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// What is there.
    pub covered: Term,
    /// What should be there: one a day or a month.
    pub due: Due,
    /// As many times as this figure says.
    #[serde(default)]
    pub each: Option<String>,
}

/// How often something is due.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// Once a day.
    Days,
    /// Once a month.
    Months,
}
