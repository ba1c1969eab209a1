//! An outline as its file has it, before it is checked.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_saphyr::Spanned;

use super::audience::Audience;
use super::charts::Kind;
use super::language::Language;
use super::outline::Level;
use crate::periods::Span;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OutlineFile {
    pub(super) schema: String,
    #[serde(default)]
    pub(super) language: Language,
    /// None means every period.
    pub(super) periods: Option<Vec<Span>>,
    pub(super) title: Spanned<String>,
    /// Codes of figures that the public is not shown, with * for any part between points.
    #[serde(default)]
    pub(super) not_public: Vec<Spanned<String>>,
    /// The figures of the one page in front.
    #[serde(default)]
    pub(super) highlights: Vec<String>,
    /// Words in which a numeral, a direction or a degree claims nothing.
    #[serde(default)]
    pub(super) words: Vec<Spanned<String>>,
    /// Terms that hold a numeral, and what they mean.
    #[serde(default)]
    pub(super) terms: BTreeMap<String, Spanned<String>>,
    pub(super) chapters: Vec<ChapterFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChapterFile {
    pub(super) id: Spanned<String>,
    pub(super) title: Spanned<String>,
    pub(super) sections: Vec<SectionFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SectionFile {
    pub(super) id: Spanned<String>,
    pub(super) title: Spanned<String>,
    pub(super) owner: String,
    #[serde(default)]
    pub(super) levels: Vec<Level>,
    /// None means the public and the offices.
    pub(super) audience: Option<Vec<Audience>>,
    #[serde(default)]
    pub(super) text: Vec<SentenceFile>,
    /// Figures that stand in a table with last year, target and light.
    #[serde(default)]
    pub(super) table: Vec<String>,
    #[serde(default)]
    pub(super) charts: Vec<ChartFile>,
    /// Totals and their parts: the first is the total.
    #[serde(default)]
    pub(super) adds_up: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SentenceFile {
    pub(super) say: Spanned<String>,
    pub(super) when: Option<Spanned<String>>,
    #[serde(default, rename = "or")]
    pub(super) otherwise: Vec<WordingFile>,
    /// Said where every figure that the wordings print is zero.
    pub(super) none: Option<Spanned<String>>,
    pub(super) missing: Option<Spanned<String>>,
    /// A footnote to the sentence.
    pub(super) note: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) begins: bool,
    /// A heading of the third level above it; it begins a paragraph.
    pub(super) heading: Option<Spanned<String>>,
    /// A heading of the fourth level above it.
    pub(super) subheading: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WordingFile {
    pub(super) say: Spanned<String>,
    pub(super) when: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChartFile {
    pub(super) kind: Kind,
    /// The figures.
    pub(super) of: Vec<String>,
    pub(super) caption: Spanned<String>,
}
