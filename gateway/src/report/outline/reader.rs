//! Reads the parts of an outline, and gathers what is wrong with them.

use std::collections::{BTreeMap, BTreeSet};

use proto::report::v1::FreeNumber;
use serde_saphyr::Spanned;

use super::super::charts::Plan;
use super::super::claims::unbound;
use super::super::forms::Form;
use super::super::numbers::{Kept, free_numbers};
use super::super::outline_file::{ChapterFile, ChartFile, SectionFile, SentenceFile, WordingFile};
use super::super::sentences::{Conditions, Sentence, Wording};
use super::super::tokens::{Piece, Text, Token, is_code};
use super::{Chapter, Section, USUAL_AUDIENCE};

/// Reads the parts of an outline, and gathers what is wrong with them.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) terms: BTreeMap<String, String>,
    pub(super) kept: Kept,
    pub(super) ids: BTreeSet<String>,
    pub(super) faults: Vec<String>,
    pub(super) free_numbers: Vec<FreeNumber>,
    /// Words that claim something without a value that chooses them.
    pub(super) unbound_words: Vec<FreeNumber>,
}

impl Reader {
    pub(super) fn chapter(&mut self, chapter: ChapterFile) -> Chapter {
        let ChapterFile { id, title, sections } = chapter;
        let id = self.id(id);
        let title = self.heading(&id, title);
        let sections = sections.into_iter().map(|section| self.section(section)).collect();
        Chapter { id, title, sections }
    }

    fn section(&mut self, section: SectionFile) -> Section {
        let SectionFile { id, title, owner, levels, audience, adds_up, text, table, charts } =
            section;
        let id = self.id(id);
        let title = self.heading(&id, title);
        let sentences = text.into_iter().map(|sentence| self.sentence(&id, sentence)).collect();
        let charts = (1..).zip(charts).map(|(at, chart)| self.chart(&id, at, chart)).collect();
        let audience = audience.unwrap_or_else(|| USUAL_AUDIENCE.to_vec());
        Section { id, title, owner, levels, audience, adds_up, sentences, table, charts }
    }

    fn sentence(&mut self, section: &str, sentence: SentenceFile) -> Sentence {
        let SentenceFile { say, when, otherwise, missing, note, begins } = sentence;
        let first = WordingFile { say, when };
        let all = std::iter::once(first).chain(otherwise);
        let wordings = all.map(|wording| self.wording(section, wording)).collect();
        let missing = missing.map(|text| self.text(section, text, None));
        let note = note.map(|text| self.text(section, text, None));
        Sentence { wordings, missing, note, begins }
    }

    fn chart(&mut self, section: &str, at: usize, chart: ChartFile) -> Plan {
        let ChartFile { kind, of, caption } = chart;
        let line = line(&caption);
        let (least, most) = kind.figures();
        if !(least..=most).contains(&of.len()) {
            let fault = format!("a chart of this kind takes {least} to {most} figures");
            self.fault(line, &fault);
        }
        if let Some(code) = of.iter().find(|code| !is_code(code)) {
            self.fault(line, &format!("{code} is no code of a figure"));
        }
        let caption = self.text(section, caption, None);
        Plan { id: format!("{section}.chart-{at}"), kind, codes: of, caption }
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

    pub(super) fn text(
        &mut self,
        section: &str,
        text: Spanned<String>,
        when: Option<&str>,
    ) -> Text {
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
            Piece::Token(Token::OfWhich(parts)) => {
                for (name, _) in parts {
                    self.numerals(section, line, name);
                }
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

    pub(super) fn fault(&mut self, line: i32, fault: &str) {
        self.faults.push(format!("line {line}: {fault}"));
    }
}

fn line<T>(spanned: &Spanned<T>) -> i32 {
    i32::try_from(spanned.defined.line()).unwrap_or_default()
}
