//! Reads the parts of an outline, and gathers what is wrong with them.

use std::collections::{BTreeMap, BTreeSet};

use ledger::divisions::Divisions;
use proto::report::v1::{FreeNumber, Heading};
use serde_saphyr::Spanned;

use super::super::charts::Plan;
use super::super::claims::unbound;
use super::super::forms::Form;
use super::super::numbers::{Kept, free_numbers, is_bare_number, is_number};
use super::super::outline_file::{ChapterFile, ChartFile, SectionFile, SentenceFile, WordingFile};
use super::super::sentences::{Conditions, Sentence, Wording};
use super::super::tokens::{Piece, Text, Token, is_code};
use super::{Chapter, Section, USUAL_AUDIENCE};

/// What a condition asks that compares a value.
const COMPARED: &str = "value(";

/// Reads the parts of an outline, and gathers what is wrong with them.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) terms: BTreeMap<String, Spanned<String>>,
    pub(super) kept: Kept,
    pub(super) ids: BTreeSet<String>,
    pub(super) faults: Vec<String>,
    pub(super) free_numbers: Vec<FreeNumber>,
    /// Words that claim something without a value that chooses them.
    pub(super) unbound_words: Vec<FreeNumber>,
}

impl Reader {
    /// What may stand in the text although it holds a numeral or a claim; no number may.
    pub(super) fn vocabulary(
        &mut self,
        words: Vec<Spanned<String>>,
        terms: BTreeMap<String, Spanned<String>>,
        names: &[String],
    ) {
        for word in &words {
            if is_number(&word.value) {
                let fault = format!("{:?} is a number and no word to keep", word.value);
                self.fault(line(word), &fault);
            }
        }
        for (term, meaning) in &terms {
            if meaning.value.trim().is_empty() {
                self.fault(line(meaning), &format!("the term {term:?} does not say what it means"));
            }
            if is_bare_number(term) {
                self.fault(line(meaning), &format!("{term:?} is a number and no term"));
            }
        }
        let words = words.into_iter().map(|word| word.value);
        // A record may be called 三家: that is no name that a text could hold unseen.
        let names = names.iter().filter(|name| !is_number(name)).cloned();
        let words: Vec<_> = words.chain(names).collect();
        (self.kept, self.terms) = (Kept::new(&words, Divisions::standard()), terms);
    }

    /// Codes in which * stands for any part.
    pub(super) fn patterns(&mut self, patterns: Vec<Spanned<String>>) -> Vec<String> {
        for pattern in &patterns {
            if !is_code(&pattern.value.replace('*', "any")) {
                self.fault(line(pattern), &format!("{} is like no code", pattern.value));
            }
        }
        patterns.into_iter().map(|pattern| pattern.value).collect()
    }

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
        let SentenceFile { say, when, otherwise, none, missing, note, begins, heading, subheading } =
            sentence;
        let titles = [(3, heading), (4, subheading)].into_iter();
        let headings = titles.filter_map(|(level, title)| {
            Some(Heading { level, title: self.heading(section, title?) })
        });
        let headings: Vec<_> = headings.collect();
        let first = WordingFile { say, when };
        let all = std::iter::once(first).chain(otherwise);
        let wordings = all.map(|wording| self.wording(section, wording)).collect();
        // All of it is zero: that compares, and no direction is known.
        let none = none.map(|text| self.text(section, text, Some(COMPARED)));
        let missing = missing.map(|text| self.text(section, text, None));
        let note = note.map(|text| self.text(section, text, None));
        Sentence { wordings, none, missing, note, begins, headings }
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
        parsed.pieces.iter().for_each(|piece| self.piece(section, line, piece, when));
        parsed
    }

    /// Looks for numerals and claims wherever a text has words: tokens have some as well.
    fn piece(&mut self, section: &str, line: i32, piece: &Piece, when: Option<&str>) {
        let mut words = |words: &str, when: Option<&str>| {
            self.numerals(section, line, words);
            self.claims(section, line, words, when);
        };
        match piece {
            Piece::Words(text) => words(text, when),
            Piece::Token(Token::Figure { form: Form::Full { yes, no }, .. }) => {
                let full = [when.unwrap_or_default(), COMPARED].join(" and ");
                words(yes, Some(&full));
                words(no, when);
            }
            Piece::Token(Token::Figure { form: Form::Ordinal(measure), .. }) => {
                words(measure, when);
            }
            Piece::Token(Token::Parts(parts)) => parts.names().for_each(|name| words(name, when)),
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
