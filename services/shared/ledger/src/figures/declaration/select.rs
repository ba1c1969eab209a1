//! Which records a figure is about: what places them, what they must be.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The records a figure is about. Just one of the four placements is given.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Select {
    /// The kind, by its message's own name.
    pub kind: String,
    /// What a record must be to qualify, by field.
    #[serde(default, rename = "where")]
    pub conditions: BTreeMap<String, Condition>,
    /// Of these groups of conditions it must pass one at least, by field; without any none is asked.
    #[serde(default)]
    pub any: Vec<BTreeMap<String, Condition>>,
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
    /// A record qualifies only when no later one of the period is the same in these fields.
    #[serde(default)]
    pub latest: Option<Latest>,
    /// A record qualifies only when there is such a record beside it, of each.
    #[serde(default)]
    pub has: Vec<Beside>,
    /// A record qualifies only when there is no such record beside it, of any.
    #[serde(default)]
    pub lacks: Vec<Beside>,
}

/// A record of the same department that stands beside another and counts: the post that somebody
/// held on the day of a lecture.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    /// Its kind, by its message's own name.
    pub kind: String,
    /// What ties the two: its fields, and the fields of the other that hold the same.
    pub by: BTreeMap<String, String>,
    /// What it must be, by field.
    #[serde(default, rename = "where")]
    pub conditions: BTreeMap<String, Condition>,
    /// It is asked for only beside records that are so, by field.
    #[serde(default)]
    pub when: BTreeMap<String, Condition>,
    /// The interval of its own in which a day must lie.
    #[serde(default)]
    pub in_force: Option<Holding>,
}

/// An interval that holds a day of another record.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holding {
    /// The field of the first day.
    pub from: String,
    /// The field of the last day on which it holds.
    #[serde(default)]
    pub to: Option<String>,
    /// The field of the first day on which it holds no more.
    #[serde(default)]
    pub until: Option<String>,
    /// The other record's field of the day; without it the last day of the period.
    #[serde(default)]
    pub on: Option<String>,
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

/// What makes a record the latest.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Latest {
    /// The fields that a later record would share; with none there is one latest of all.
    pub of: Vec<String>,
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
    /// Whether the day is up to the end of the period; an empty one is not.
    pub by_cutoff: Option<bool>,
    /// The day is inside the period.
    pub in_period: bool,
    /// Whether the day is before the first of the period; an empty one is not.
    pub before_period: Option<bool>,
    /// It is no more, or no later, than this other field.
    pub at_most_field: Option<String>,
    /// It is no less, or no earlier, than this other field.
    pub at_least_field: Option<String>,
    /// It is the value of this parameter, in force on the last day.
    pub parameter: Option<String>,
    /// It is the code of a place inside the scope's city or province.
    pub inside: Option<Area>,
}

/// A place that the county lies in.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Area {
    /// The city: four digits of the code.
    City,
    /// The province: two digits of the code.
    Province,
}
