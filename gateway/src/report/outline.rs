//! An outline: the report's chapters, sections and sentences, as data.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;

use anyhow::{Context as _, bail};
use proto::report::v1::FreeNumber;
use serde::Deserialize;

use super::audience::Audience;
use super::charts::Plan;
use super::evidence::Question;
use super::language::Language;
use super::outline_file::OutlineFile;
use super::sentences::Sentence;
use super::tokens::Text;
use crate::periods::Span;
use reader::Reader;

mod reader;

/// The version of the form that this code reads.
const SCHEMA: &str = "xianzhi.outline/1";

/// The periods that an outline is for where it does not say.
const EVERY_PERIOD: [Span; 4] = [Span::Year, Span::Half, Span::Quarter, Span::Month];

/// Whose views have a section where it does not say.
const USUAL_AUDIENCE: [Audience; 2] = [Audience::Public, Audience::Internal];

/// An outline that was read and checked.
#[derive(Debug)]
pub(crate) struct Outline {
    /// Its file, or the name of one that is shipped.
    pub(crate) name: String,
    pub(crate) language: Language,
    /// The kinds of periods that it is for.
    pub(crate) periods: Vec<Span>,
    pub(crate) title: Text,
    pub(crate) chapters: Vec<Chapter>,
    /// Codes of figures that the public is not shown, with * for any part between points.
    not_public: Vec<String>,
    /// Codes of figures that only sections of other audiences than the public show.
    not_the_publics: BTreeSet<String>,
    /// The codes of the figures of the page in front.
    pub(crate) highlights: Vec<String>,
    pub(crate) free_numbers: Vec<FreeNumber>,
    /// Words that claim something without a value that chooses them.
    pub(crate) unbound_words: Vec<FreeNumber>,
    /// Changes when the outline does.
    pub(crate) digest: u64,
}

#[derive(Debug)]
pub(crate) struct Chapter {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) sections: Vec<Section>,
}

#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) owner: String,
    /// The levels of divisions whose report has the section; none means all.
    pub(crate) levels: Vec<Level>,
    /// Whose views have it.
    pub(crate) audience: Vec<Audience>,
    /// Totals and their parts: the first is the total.
    pub(crate) adds_up: Vec<Vec<String>>,
    pub(crate) sentences: Vec<Sentence>,
    /// Figures that stand in a table after the text.
    pub(crate) table: Vec<String>,
    pub(crate) charts: Vec<Plan>,
}

impl Section {
    /// Whether a view has the section.
    pub(crate) fn is_for(&self, level: Level, audience: Audience) -> bool {
        (self.levels.is_empty() || self.levels.contains(&level))
            && self.audience.contains(&audience)
    }

    /// The codes of the figures that the section prints, shows or asks about.
    pub(crate) fn codes(&self) -> impl Iterator<Item = &str> {
        let shown = self.charts.iter().flat_map(|chart| &chart.codes).chain(&self.table);
        self.sentences.iter().flat_map(Sentence::codes).chain(shown.map(String::as_str))
    }

    /// What must be asked for the section besides values.
    pub(crate) fn questions(&self) -> impl Iterator<Item = Question> {
        let said = self.sentences.iter().flat_map(Sentence::questions);
        said.chain(self.charts.iter().flat_map(Plan::questions))
    }
}

/// How high a division stands, by the digits of its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Level {
    Province,
    City,
    County,
    Township,
    Village,
}

impl Level {
    pub(crate) fn of(division: &str) -> Self {
        match division.len() {
            0..=2 => Self::Province,
            3..=4 => Self::City,
            5..=6 => Self::County,
            7..=9 => Self::Township,
            _ => Self::Village,
        }
    }
}

impl Outline {
    /// Reads an outline from a file.
    ///
    /// # Errors
    /// When the file cannot be read, or names every fault with its line.
    pub(crate) fn read(file: &Path) -> anyhow::Result<Self> {
        Self::read_knowing(file, &[])
    }

    /// The same where names of registers are known: a numeral in one of them is no number.
    ///
    /// # Errors
    /// As [`Outline::read`].
    pub(crate) fn read_knowing(file: &Path, names: &[String]) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("cannot read the outline {}", file.display()))?;
        let name = file.display().to_string();
        Self::parse_knowing(&name, &text, names).with_context(|| format!("the outline {name}"))
    }

    /// Reads an outline.
    ///
    /// # Errors
    /// Names every fault with its line.
    pub(crate) fn parse(name: &str, text: &str) -> anyhow::Result<Self> {
        Self::parse_knowing(name, text, &[])
    }

    fn parse_knowing(name: &str, text: &str, names: &[String]) -> anyhow::Result<Self> {
        let file: OutlineFile = serde_saphyr::from_str(text)?;
        let OutlineFile {
            schema,
            language,
            periods,
            title,
            not_public,
            highlights,
            words,
            terms,
            chapters,
        } = file;
        if schema != SCHEMA {
            bail!("the outline's schema is {schema:?}; this version reads {SCHEMA:?}");
        }
        let ids = [super::highlights::ID, super::notes::ID].map(ToOwned::to_owned).into();
        let mut reader = Reader { ids, ..Reader::default() };
        reader.vocabulary(words, terms, names);
        let not_public = reader.patterns(not_public);
        let title = reader.text("title", title, None);
        let chapters: Vec<_> = chapters.into_iter().map(|c| reader.chapter(c)).collect();
        let Reader { free_numbers, unbound_words, faults, .. } = reader;
        if !faults.is_empty() {
            bail!("the outline has faults:\n{}", faults.join("\n"));
        }
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        Ok(Self {
            name: name.to_owned(),
            language,
            periods: periods.unwrap_or_else(|| EVERY_PERIOD.to_vec()),
            title,
            not_the_publics: not_the_publics(&chapters, &highlights),
            chapters,
            not_public,
            highlights,
            free_numbers,
            unbound_words,
            digest: hasher.finish(),
        })
    }

    /// Whether a view leaves a figure out of its tables: the public's, where the outline says so or
    /// shows it to others only. What leaders are not shown is no secret to them.
    pub(crate) fn holds_back(&self, code: &str, audience: Audience) -> bool {
        let named = || self.not_public.iter().any(|pattern| is_like(code, pattern));
        audience == Audience::Public && (self.not_the_publics.contains(code) || named())
    }

    /// The sections that a view has.
    pub(crate) fn sections(&self, level: Level, whose: Audience) -> impl Iterator<Item = &Section> {
        let sections = self.chapters.iter().flat_map(|chapter| &chapter.sections);
        sections.filter(move |section| section.is_for(level, whose))
    }
}

/// The codes of figures that only sections of other audiences than the public show.
fn not_the_publics(chapters: &[Chapter], highlights: &[String]) -> BTreeSet<String> {
    let sections = chapters.iter().flat_map(|chapter| &chapter.sections);
    let (open, others): (Vec<_>, Vec<_>) =
        sections.partition(|section| section.audience.contains(&Audience::Public));
    let codes = |sections: Vec<&Section>| -> BTreeSet<String> {
        sections.into_iter().flat_map(Section::codes).map(ToOwned::to_owned).collect()
    };
    let open: BTreeSet<_> = codes(open).into_iter().chain(highlights.iter().cloned()).collect();
    codes(others).difference(&open).cloned().collect()
}

/// Whether a code is like a pattern, in which * stands for any part between points.
fn is_like(code: &str, pattern: &str) -> bool {
    let same = |(part, wanted): (&str, &str)| wanted == "*" || part == wanted;
    code.split('.').count() == pattern.split('.').count()
        && code.split('.').zip(pattern.split('.')).all(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(sentence: &str) -> anyhow::Result<Outline> {
        let text = format!(
            "schema: xianzhi.outline/1\ntitle: \"{{division}}报告\"\nwords: [统一]\n\
             terms: {{三级: 县乡村}}\nchapters:\n  - id: one\n    title: 篇\n    sections:\n      \
             - id: one.a\n        title: 节\n        owner: 某局\n        text:\n          \
             - {sentence}\n"
        );
        Outline::parse("own.yaml", &text)
    }

    #[test]
    fn a_free_number_is_named_with_its_line_section_and_numeral() {
        let outline = parse("{say: \"统一新增10家、{a.b|full:一个不漏:达到}，{term:三级}两处\"}");
        let found = outline.expect("an outline").free_numbers;
        let named = |n: &FreeNumber| (n.line, n.section.clone(), n.numeral.clone());
        let place = |numeral: &str| (13, "one.a".to_owned(), numeral.to_owned());
        let found: Vec<_> = found.iter().map(named).collect();
        assert_eq!(found, [place("10"), place("一"), place("两")]);
    }

    #[test]
    fn a_claim_that_no_value_chooses_is_named() {
        let unbound = |sentence: &str| {
            let found = parse(sentence).expect("an outline").unbound_words;
            found.into_iter().map(|n| (n.line, n.numeral)).collect::<Vec<_>>()
        };
        assert_eq!(unbound("{say: 规模扩大}"), [(13, "扩大".to_owned())]);
        assert_eq!(
            unbound("{say: 规模扩大, when: 'up(\"a.b\")', missing: 规模收缩}"),
            [(13, "收缩".to_owned())]
        );
        assert_eq!(unbound("{say: 规模扩大, when: 'up(\"a.b\")'}"), []);
    }

    #[test]
    fn a_pattern_stands_for_parts_of_a_code() {
        assert!(is_like("reform.collection.received", "*.collection.*"));
        assert!(!is_like("reform.tasks.collection", "*.collection.*"));
        assert!(!is_like("reform.collection", "*.collection.*"));
        assert!(is_like("reform.tasks.total", "reform.tasks.total"));
    }

    #[test]
    fn faults_are_named_with_their_line() {
        let fault = |sentence: &str| format!("{:#}", parse(sentence).expect_err("a fault"));
        assert!(fault("{say: \"{a.b|loud}\"}").contains("line 13: no such form"));
        assert!(fault("{say: \"{term:一期}\"}").contains("line 13: the term 一期"));
        assert!(fault("{say: 文, when: \"sum(1)\"}").contains("line 13: a condition"));
        assert!(fault("{sya: 文}").contains("sya"));
    }

    #[test]
    fn a_number_is_kept_neither_as_a_word_nor_as_a_term() {
        let fault = |head: &str| {
            let text = format!("schema: xianzhi.outline/1\ntitle: 报告\n{head}\nchapters: []\n");
            format!("{:#}", Outline::parse("own.yaml", &text).expect_err("a fault"))
        };
        assert!(fault("words: [统一, 三家]").contains("line 3: \"三家\" is a number"));
        assert!(fault("terms: {二十: 批次}").contains("line 3: \"二十\" is a number"));
        assert!(fault("terms: {二期: ''}").contains("line 3: the term \"二期\" does not say"));
        assert!(fault("not_public: [collection]").contains("line 3: collection is like no code"));
    }

    #[test]
    fn the_public_is_not_shown_what_only_others_are() {
        let text = "schema: xianzhi.outline/1\ntitle: 报告\nnot_public: ['*.collection.*']\n\
                    chapters:\n  - id: one\n    title: 篇\n    sections:\n      \
                    - {id: one.a, title: 甲, owner: 某局, table: [a.b]}\n      \
                    - {id: one.b, title: 乙, owner: 某局, audience: [internal], table: [a.b, a.c]}\n";
        let outline = Outline::parse("own.yaml", text).expect("an outline");
        let held = |code| outline.holds_back(code, Audience::Public);
        assert!(!held("a.b") && held("a.c") && held("a.collection.received") && !held("a.d"));
        assert!(!outline.holds_back("a.c", Audience::Internal));
    }
}
