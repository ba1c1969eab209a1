//! A figure declared as data: a selection of records and a measure, checked when it is loaded.

mod measure;
mod select;

use serde::Deserialize;
use serde_saphyr::Spanned;

pub use measure::{Measure, Peers, Reduction, Step, Term};
pub use select::{Area, Beside, Condition, First, Holding, Latest, Select};

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
    /// Which way it should move, where either way is better.
    #[serde(default)]
    pub better: Option<Better>,
    /// What it rests on.
    #[serde(default)]
    pub class: Class,
    /// The rule it follows.
    #[serde(default)]
    pub standard: String,
    /// The same in English.
    #[serde(default)]
    pub standard_en: String,
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
    /// Whether its records are shown.
    #[serde(default)]
    pub records: Records,
    /// A cell of a breakdown that fewer records stand behind is withheld, and with it another
    /// one, so that it cannot be had by taking the rest from the whole. Of a signed return the value
    /// itself is the cell: what rests on fewer cases is withheld.
    #[serde(default)]
    pub least_cell: Option<i64>,
    /// The numbers of a signed return that are cells as well: a period with a return of which one
    /// of them is above zero and below `least_cell` is withheld as a whole, so that none follows
    /// as the difference of two periods.
    #[serde(default)]
    pub least_of: Vec<String>,
}

/// Which way a figure should move.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// Upwards.
    More,
    /// Downwards.
    Less,
}

impl From<Better> for proto::figure::v1::Better {
    fn from(better: Better) -> Self {
        match better {
            Better::More => Self::More,
            Better::Less => Self::Less,
        }
    }
}

/// Whether the records behind a figure are shown to those who ask for the figure.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Records {
    /// They are.
    #[default]
    Shown,
    /// The total is all that is answered: no list, no breakdown.
    Hidden,
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
    /// The calendar.
    Calendar,
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
    /// Below so many percent the text says how much is there.
    #[serde(default)]
    pub limit: Option<i64>,
}

/// How often something is due.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// Once a day.
    Days,
    /// Once a month.
    Months,
    /// Once a month that is over: one that has not ended on the last day has none yet.
    ClosedMonths,
}
