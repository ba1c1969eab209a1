//! The report: an outline compiled over a division and a period, one model for every rendering.

pub(crate) mod audience;
pub(crate) mod charts;
mod check;
mod chinese;
mod claims;
mod compile;
pub(crate) mod decimal;
pub(crate) mod directions;
mod document;
pub(crate) mod evidence;
mod extremes;
pub(crate) mod fill;
pub(crate) mod forms;
mod highlights;
pub(crate) mod language;
mod lists;
mod notes;
mod numbers;
pub(crate) mod outline;
mod outline_file;
mod outlines;
mod parts;
pub(crate) mod render;
mod sentences;
mod tables;
mod tokens;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use proto::figure::v1::Figure;
use proto::report::v1::{Chapter, DepartmentPositions, FreeNumber, MissingDepartment};

use crate::departments::Positions;
use crate::periods::{Period, day_zh};

pub use audience::Audience;
pub use check::{Rule, Violation, check_outline, check_shipped};
pub(crate) use compile::{Answer, Place, Subject, compile};
pub use language::Language;
pub(crate) use notes::caveat;
pub(crate) use outline::Outline;
pub(crate) use outlines::Outlines;

/// Which view of a report is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct View {
    /// Whose view.
    pub audience: Audience,
    /// In which language.
    pub language: Language,
}

impl View {
    /// The public's view in a language.
    pub fn in_language(language: Language) -> Self {
        Self { language, ..Self::default() }
    }
}

/// A compiled report, with the positions that its figures were computed at.
#[derive(Clone, Debug)]
pub struct Report {
    /// The code of the division.
    pub division: String,
    /// Its name.
    pub division_name: String,
    /// The period and its cutoff.
    pub period: Period,
    /// The title.
    pub title: String,
    /// Departments that could not be asked, and why.
    pub missing: Vec<MissingDepartment>,
    /// The text.
    pub chapters: Vec<Chapter>,
    /// All figures of all departments that answered, by code.
    pub figures: BTreeMap<String, Computed>,
    /// By department, the positions that its figures were computed at.
    pub positions: BTreeMap<String, Positions>,
    /// Numbers typed into the outline.
    pub free_numbers: Vec<FreeNumber>,
    /// Words of the outline that claim something which no value chooses.
    pub unbound_words: Vec<FreeNumber>,
    /// Whose view it is.
    pub audience: Audience,
    /// The language that it is written in.
    pub language: Language,
    /// Codes of figures that the outline shows to other audiences only.
    held_back: BTreeSet<String>,
    outline_digest: u64,
}

/// A figure and the department that computed it.
#[derive(Clone, Debug)]
pub struct Computed {
    /// The department's name.
    pub department: String,
    /// What it answered.
    pub figure: Figure,
}

impl Report {
    /// Whether every department answered. Only such a report can be published.
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty()
    }

    /// The figures that the audience is shown, by code.
    pub(crate) fn shown(&self) -> impl Iterator<Item = &Computed> {
        let shown = |(code, _): &(&String, &Computed)| !self.held_back.contains(*code);
        self.figures.iter().filter(shown).map(|(_, computed)| computed)
    }

    /// The cutoff in Chinese.
    pub fn cutoff_zh(&self) -> String {
        day_zh(self.period.last)
    }

    /// Changes whenever a rendering of the report may.
    pub(crate) fn digest(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        env!("CARGO_PKG_VERSION").hash(&mut hasher);
        (self.outline_digest, &self.division, &self.period, &self.positions).hash(&mut hasher);
        (self.audience, self.language).hash(&mut hasher);
        for missing in &self.missing {
            (&missing.department, &missing.reason).hash(&mut hasher);
        }
        hasher.finish()
    }

    /// By department, the positions on the wire.
    pub(crate) fn wire_positions(&self) -> Vec<DepartmentPositions> {
        let wire = |(department, positions): (&String, &Positions)| DepartmentPositions {
            department: department.clone(),
            positions: positions.clone().into_iter().collect(),
        };
        self.positions.iter().map(wire).collect()
    }

    /// The figures on the wire.
    pub(crate) fn wire_figures(&self) -> Vec<Figure> {
        self.figures.values().map(|computed| computed.figure.clone()).collect()
    }
}

impl From<&Report> for proto::report::v1::Report {
    fn from(report: &Report) -> Self {
        Self {
            division: report.division.clone(),
            division_name: report.division_name.clone(),
            period: report.period.label.clone(),
            first_date: report.period.first.to_string(),
            last_date: report.period.last.to_string(),
            title: report.title.clone(),
            complete: report.is_complete(),
            missing: report.missing.clone(),
            chapters: report.chapters.clone(),
            figures: report.shown().map(|computed| computed.figure.clone()).collect(),
            positions: report.wire_positions(),
            free_numbers: report.free_numbers.clone(),
            unbound_words: report.unbound_words.clone(),
            audience: proto::report::v1::Audience::from(report.audience).into(),
            language: report.language.name().to_owned(),
        }
    }
}
