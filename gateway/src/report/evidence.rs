//! Evidence: what an outline asks besides values: parts of figures, and the records behind them.

use std::collections::{BTreeMap, BTreeSet};

use proto::figure::v1::{Cell, Dimension};

/// Something that must be asked of a department, at the positions of the report.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Question {
    /// A figure of every township or month, of this period or the same one a year before.
    Parts { code: String, by: Dimension, last_year: bool },
    /// The records that a figure counts; of pointers among these fields the names of the records
    /// that they point to.
    Records { code: String, fields: Vec<String> },
}

impl Question {
    /// The days of the records that a figure counts.
    pub(crate) fn days(code: &str) -> Self {
        Self::Records { code: code.to_owned(), fields: Vec::new() }
    }

    /// The figure that it is about.
    pub(crate) fn code(&self) -> &str {
        match self {
            Self::Parts { code, .. } | Self::Records { code, .. } => code,
        }
    }
}

/// The records that a figure counts: the fields that people read, by their names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Listed {
    /// In the order of their days.
    pub(crate) records: Vec<BTreeMap<String, String>>,
    /// Whether there are more than were asked for.
    pub(crate) cut: bool,
}

/// What was answered. A question that a department refused has no answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evidence {
    pub(crate) parts: BTreeMap<Question, Vec<Cell>>,
    pub(crate) records: BTreeMap<Question, Listed>,
}

impl Evidence {
    /// The parts of a figure.
    pub(crate) fn parts(&self, code: &str, by: Dimension, last_year: bool) -> Option<&[Cell]> {
        let question = Question::Parts { code: code.to_owned(), by, last_year };
        self.parts.get(&question).map(Vec::as_slice)
    }

    /// The days of the records that a figure counts; nothing where not all are known.
    pub(crate) fn days(&self, code: &str) -> Option<BTreeSet<String>> {
        let listed = self.records.get(&Question::days(code)).filter(|listed| !listed.cut)?;
        Some(listed.records.iter().filter_map(|record| record.get("date").cloned()).collect())
    }
}
