//! An outline: the report's chapters, sections and sentences, as data.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;

use anyhow::{Context as _, bail};
use ledger::divisions::Divisions;
use proto::report::v1::FreeNumber;
use serde::Deserialize;
use serde_saphyr::Spanned;

use super::claims::unbound;
use super::forms::Form;
use super::numbers::{Kept, free_numbers};
use super::outline_file::{ChapterFile, OutlineFile, SectionFile, SentenceFile, WordingFile};
use super::sentences::{Conditions, Sentence, Wording};
use super::tokens::{Piece, Text, Token};

/// The outline that is shipped.
const STANDARD: &str = include_str!("outlines/county-annual-zh.yaml");

/// The version of the form that this code reads.
const SCHEMA: &str = "xianzhi.outline/1";

/// An outline that was read and checked.
#[derive(Debug)]
pub(crate) struct Outline {
    pub(crate) title: Text,
    pub(crate) chapters: Vec<Chapter>,
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
    /// Totals and their parts: the first is the total.
    pub(crate) adds_up: Vec<Vec<String>>,
    pub(crate) sentences: Vec<Sentence>,
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
    /// Reads an outline from a file; without one, that which is shipped.
    ///
    /// # Errors
    /// When the file cannot be read, or names every fault with its line.
    pub(crate) fn read(file: Option<&Path>) -> anyhow::Result<Self> {
        let Some(file) = file else { return Self::standard() };
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("cannot read the outline {}", file.display()))?;
        Self::parse(&text).with_context(|| format!("the outline {}", file.display()))
    }

    /// The outline that is shipped.
    ///
    /// # Errors
    /// Never, as a test holds.
    pub(crate) fn standard() -> anyhow::Result<Self> {
        Self::parse(STANDARD).context("the outline that is shipped")
    }

    /// Reads an outline.
    ///
    /// # Errors
    /// Names every fault with its line.
    pub(crate) fn parse(text: &str) -> anyhow::Result<Self> {
        let file: OutlineFile = serde_saphyr::from_str(text)?;
        let OutlineFile { schema, title, highlights, words, terms, chapters } = file;
        if schema != SCHEMA {
            bail!("the outline's schema is {schema:?}; this version reads {SCHEMA:?}");
        }
        let kept = Kept::new(&words, Divisions::standard());
        let ids = [super::highlights::ID, super::notes::ID].map(ToOwned::to_owned).into();
        let mut reader = Reader { terms, kept, ids, ..Reader::default() };
        let title = reader.text("title", title, None);
        let chapters: Vec<_> = chapters.into_iter().map(|c| reader.chapter(c)).collect();
        if !reader.faults.is_empty() {
            bail!("the outline has faults:\n{}", reader.faults.join("\n"));
        }
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        let Reader { free_numbers, unbound_words, .. } = reader;
        let digest = hasher.finish();
        Ok(Self { title, chapters, highlights, free_numbers, unbound_words, digest })
    }
}

/// Reads the parts of an outline, and gathers what is wrong with them.
#[derive(Default)]
struct Reader {
    terms: BTreeMap<String, String>,
    kept: Kept,
    ids: BTreeSet<String>,
    faults: Vec<String>,
    free_numbers: Vec<FreeNumber>,
    unbound_words: Vec<FreeNumber>,
}

impl Reader {
    fn chapter(&mut self, chapter: ChapterFile) -> Chapter {
        let ChapterFile { id, title, sections } = chapter;
        let id = self.id(id);
        let title = self.heading(&id, title);
        let sections = sections.into_iter().map(|section| self.section(section)).collect();
        Chapter { id, title, sections }
    }

    fn section(&mut self, section: SectionFile) -> Section {
        let SectionFile { id, title, owner, levels, adds_up, text } = section;
        let id = self.id(id);
        let title = self.heading(&id, title);
        let sentences = text.into_iter().map(|sentence| self.sentence(&id, sentence)).collect();
        Section { id, title, owner, levels, adds_up, sentences }
    }

    fn sentence(&mut self, section: &str, sentence: SentenceFile) -> Sentence {
        let SentenceFile { say, when, otherwise, missing, begins } = sentence;
        let first = WordingFile { say, when };
        let all = std::iter::once(first).chain(otherwise);
        let wordings = all.map(|wording| self.wording(section, wording)).collect();
        let missing = missing.map(|text| self.text(section, text, None));
        Sentence { wordings, missing, begins }
    }

    fn wording(&mut self, section: &str, wording: WordingFile) -> Wording {
        let WordingFile { say, when } = wording;
        if let Some(when) = &when
            && let Err(fault) = Conditions::check(&when.value)
        {
            self.fault(line(when), &fault);
        }
        let when = when.map(|when| when.value);
        Wording { say: self.text(section, say, when.as_deref()), when }
    }

    fn text(&mut self, section: &str, text: Spanned<String>, when: Option<&str>) -> Text {
        let line = line(&text);
        let parsed = Text::parse(&text.value).unwrap_or_else(|fault| {
            self.fault(line, &fault);
            Text { pieces: Vec::new() }
        });
        for piece in &parsed.pieces {
            if let Piece::Words(words) = piece {
                self.claims(section, line, words, when);
            }
            self.piece(section, line, piece);
        }
        parsed
    }

    /// Looks for numerals wherever a text has words: tokens have some as well.
    fn piece(&mut self, section: &str, line: i32, piece: &Piece) {
        match piece {
            Piece::Words(words) => self.numerals(section, line, words),
            Piece::Token(Token::Figure { form: Form::Full { yes, no }, .. }) => {
                self.numerals(section, line, yes);
                self.numerals(section, line, no);
            }
            Piece::Token(Token::Figure { form: Form::Ordinal(measure), .. }) => {
                self.numerals(section, line, measure);
            }
            Piece::Token(Token::Term(term)) if !self.terms.contains_key(term) => {
                self.fault(line, &format!("the term {term} is not registered under terms"));
            }
            Piece::Token(_) => {}
        }
    }

    fn numerals(&mut self, section: &str, line: i32, words: &str) {
        let found = free_numbers(words, &self.kept).into_iter();
        let section = section.to_owned();
        let place = |numeral| FreeNumber { line, section: section.clone(), numeral };
        self.free_numbers.extend(found.map(place));
    }

    fn claims(&mut self, section: &str, line: i32, words: &str, when: Option<&str>) {
        let section = section.to_owned();
        let place = |numeral| FreeNumber { line, section: section.clone(), numeral };
        self.unbound_words.extend(unbound(words, when, &self.kept).into_iter().map(place));
    }

    fn heading(&mut self, section: &str, heading: Spanned<String>) -> String {
        self.numerals(section, line(&heading), &heading.value);
        self.claims(section, line(&heading), &heading.value, None);
        heading.value
    }

    fn id(&mut self, id: Spanned<String>) -> String {
        if !self.ids.insert(id.value.clone()) {
            self.fault(line(&id), &format!("the id {} stands twice", id.value));
        }
        id.value
    }

    fn fault(&mut self, line: i32, fault: &str) {
        self.faults.push(format!("line {line}: {fault}"));
    }
}

fn line<T>(spanned: &Spanned<T>) -> i32 {
    i32::try_from(spanned.defined.line()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(sentence: &str) -> anyhow::Result<Outline> {
        Outline::parse(&format!(
            "schema: xianzhi.outline/1\ntitle: \"{{division}}报告\"\nwords: [统一]\n\
             terms: {{三级: 县乡村}}\nchapters:\n  - id: one\n    title: 篇\n    sections:\n      \
             - id: one.a\n        title: 节\n        owner: 某局\n        text:\n          \
             - {sentence}\n"
        ))
    }

    #[test]
    fn the_outline_that_is_shipped_is_good_and_has_no_free_numbers() {
        let outline = Outline::standard().expect("the outline");
        assert_eq!(outline.free_numbers, []);
        assert!(outline.chapters.iter().all(|chapter| !chapter.sections.is_empty()));
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
    fn faults_are_named_with_their_line() {
        let fault = |sentence: &str| format!("{:#}", parse(sentence).expect_err("a fault"));
        assert!(fault("{say: \"{a.b|loud}\"}").contains("line 13: no such form"));
        assert!(fault("{say: \"{term:一期}\"}").contains("line 13: the term 一期"));
        assert!(fault("{say: 文, when: \"sum(1)\"}").contains("line 13: a condition"));
        assert!(fault("{sya: 文}").contains("sya"));
    }
}
