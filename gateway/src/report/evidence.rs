//! Evidence: what an outline asks besides values: parts of figures, and the records behind them.

use std::collections::{BTreeMap, BTreeSet};

use proto::figure::v1::{Cell, Dimension};

/// Something that must be asked of a department, at the positions of the report.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Question {
    /// A figure of every township or month, of this period or the same one a year before.
    Parts { code: String, by: Dimension, last_year: bool },
    /// The records that a figure counts.
    Records(String),
}

impl Question {
    /// The figure that it is about.
    pub(crate) fn code(&self) -> &str {
        match self {
            Self::Parts { code, .. } | Self::Records(code) => code,
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
    pub(crate) records: BTreeMap<String, Listed>,
}

impl Evidence {
    /// The parts of a figure.
    pub(crate) fn parts(&self, code: &str, by: Dimension, last_year: bool) -> Option<&[Cell]> {
        let question = Question::Parts { code: code.to_owned(), by, last_year };
        self.parts.get(&question).map(Vec::as_slice)
    }

    /// The days of the records that a figure counts; nothing where not all are known.
    pub(crate) fn days(&self, code: &str) -> Option<BTreeSet<String>> {
        let listed = self.records.get(code).filter(|listed| !listed.cut)?;
        Some(listed.records.iter().filter_map(|record| record.get("date").cloned()).collect())
    }
}
