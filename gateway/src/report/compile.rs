//! Compiles a report: the outline's sentences over what the departments answered.

use std::collections::BTreeMap;
use std::sync::Arc;

use chassis::{FieldFault, Refusal};
use ledger::divisions::{Divisions, TOWNSHIP_DIGITS};
use proto::figure::v1::{ComputeFiguresResponse, Figure};
use proto::ledger::v1::Reason;
use proto::report::v1::{Chapter, MissingDepartment, Paragraph, Section, Span};

use super::outline::{self, Level, Outline};
use super::sentences::{Conditions, Sentence};
use super::tokens::Facts;
use super::{Computed, Report, highlights, notes};
use crate::departments::{Client, Positions};
use crate::periods::Period;

/// A division that a report can be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) code: String,
    pub(crate) name: String,
}

impl Place {
    /// Finds a division by its code.
    ///
    /// # Errors
    /// `DIVISION_UNKNOWN`
    pub(crate) fn find(code: &str) -> Result<Self, Refusal> {
        let divisions = Divisions::standard();
        if !divisions.knows(code) {
            return Err(unknown_division(code));
        }
        let name = match divisions.name(code) {
            Some(name) => name.to_owned(),
            // Villages are records of a department; the list ends with their townships.
            None => {
                let township = code.get(..TOWNSHIP_DIGITS).and_then(|code| divisions.name(code));
                format!("{}（村级单位{code}）", township.unwrap_or_default())
            }
        };
        Ok(Self { code: code.to_owned(), name })
    }
}

fn unknown_division(code: &str) -> Refusal {
    let message = format!("the list of divisions has no {code:?}");
    let zh = format!("行政区划名录中没有“{code}”");
    let reason = Reason::DivisionUnknown;
    let mut refusal = Refusal::new(reason, message.clone(), zh.clone()).with("division", code);
    refusal.fields = vec![FieldFault::new("division", reason, message, zh)];
    refusal
}

/// What a department answered, or why it did not.
pub(crate) struct Answer {
    pub(crate) client: Arc<Client>,
    pub(crate) result: Result<ComputeFiguresResponse, Refusal>,
}

/// A department that did not answer.
struct Absent {
    client: Arc<Client>,
    reason: String,
}

impl Absent {
    fn to_wire(&self) -> MissingDepartment {
        let Self { client, reason } = self;
        MissingDepartment { department: client.name.clone(), reason: reason.clone() }
    }
}

/// Compiles a report from the answers, which stand in the order of the configuration.
pub(crate) fn compile(
    outline: &Outline,
    place: Place,
    period: Period,
    answers: Vec<Answer>,
) -> Report {
    let (mut figures, mut positions) = (BTreeMap::new(), BTreeMap::new());
    let mut absent = Vec::new();
    for Answer { client, result } in answers {
        match result {
            Ok(answer) => {
                let scope = answer.scope.unwrap_or_default();
                let used: Positions = scope.positions.into_iter().collect();
                positions.insert(client.name.clone(), used);
                take_figures(&mut figures, &client.name, answer.figures);
            }
            Err(refusal) => absent.push(Absent { client, reason: why(refusal) }),
        }
    }
    let text = Arc::new(figures.iter().map(|(c, f)| (c.clone(), f.figure.clone())).collect());
    let facts = Facts { division_name: &place.name, period: &period, figures: &text };
    let writer = Writer { facts, conditions: Conditions::new(Arc::clone(&text)), absent: &absent };
    let level = Level::of(&place.code);
    let title = outline.title.print(&facts).map(joined).unwrap_or_default();
    let chapters = writer.chapters(outline, level);
    Report {
        title,
        chapters,
        missing: absent.iter().map(Absent::to_wire).collect(),
        figures,
        positions,
        free_numbers: outline.free_numbers.clone(),
        outline_digest: outline.digest,
        division: place.code.clone(),
        division_name: place.name.clone(),
        period: period.clone(),
    }
}

fn take_figures(all: &mut BTreeMap<String, Computed>, department: &str, figures: Vec<Figure>) {
    for figure in figures {
        let code = figure.code.clone();
        if let Some(first) = all.get(&code) {
            let first = &first.department;
            tracing::warn!(code, department, first, "{code} is computed by two departments");
            continue;
        }
        all.insert(code, Computed { department: department.to_owned(), figure });
    }
}

/// Why a department did not answer, in Chinese where it says so.
fn why(refusal: Refusal) -> String {
    let Refusal { message, message_zh, .. } = refusal;
    if message_zh.is_empty() { message } else { message_zh }
}

fn joined(spans: Vec<Span>) -> String {
    spans.into_iter().map(|span| span.text).collect()
}

/// Writes the text of a report.
struct Writer<'a> {
    facts: Facts<'a>,
    conditions: Conditions,
    absent: &'a [Absent],
}

impl Writer<'_> {
    /// The one page in front, the outline's chapters, and the notes.
    fn chapters(&self, outline: &Outline, level: Level) -> Vec<Chapter> {
        let sections = outline.chapters.iter().flat_map(|chapter| &chapter.sections);
        let codes = sections
            .filter(|section| section.levels.is_empty() || section.levels.contains(&level))
            .flat_map(|section| section.sentences.iter().flat_map(Sentence::codes))
            .filter(|code| !self.absent.iter().any(|absent| self.waits_for(absent, code)))
            .collect();
        let front = highlights::chapter(&outline.highlights, self.facts.figures);
        let text = outline.chapters.iter().filter_map(|chapter| self.chapter(chapter, level));
        front.into_iter().chain(text).chain(notes::chapter(&codes, &self.facts)).collect()
    }

    fn chapter(&self, chapter: &outline::Chapter, level: Level) -> Option<Chapter> {
        let at_level = |s: &&outline::Section| s.levels.is_empty() || s.levels.contains(&level);
        let sections = chapter.sections.iter().filter(at_level);
        let sections: Vec<_> = sections.filter_map(|section| self.section(section)).collect();
        (!sections.is_empty()).then(|| Chapter {
            id: chapter.id.clone(),
            title: chapter.title.clone(),
            sections,
        })
    }

    /// A section without anything to say is left out; one with a department missing says so.
    fn section(&self, section: &outline::Section) -> Option<Section> {
        let codes = || section.sentences.iter().flat_map(|sentence| sentence.codes());
        let concerns = |absent: &&Absent| codes().any(|code| self.waits_for(absent, code));
        let notices: Vec<_> = self.absent.iter().filter(concerns).map(notice).collect();
        let missing = !notices.is_empty();
        let mut paragraphs = notices;
        let mut text: Vec<Span> = Vec::new();
        for sentence in &section.sentences {
            let codes = sentence.codes();
            let waits = |absent: &Absent| codes.iter().any(|code| self.waits_for(absent, code));
            if self.absent.iter().any(waits) {
                continue;
            }
            let Some(spans) = sentence.print(&self.facts, &self.conditions) else { continue };
            if sentence.begins && !text.is_empty() {
                paragraphs.push(Paragraph { spans: std::mem::take(&mut text) });
            }
            text.extend(spans);
        }
        if !text.is_empty() {
            paragraphs.push(Paragraph { spans: text });
            paragraphs.extend(notes::rounding(&section.adds_up, self.facts.figures));
        }
        (!paragraphs.is_empty()).then(|| Section {
            id: section.id.clone(),
            title: section.title.clone(),
            owner: section.owner.clone(),
            missing,
            paragraphs,
        })
    }

    fn waits_for(&self, absent: &Absent, code: &str) -> bool {
        !self.facts.figures.contains_key(code) && absent.client.answers_for(code)
    }
}

/// What stands in a section instead of the sentences that a department did not answer for.
fn notice(absent: &Absent) -> Paragraph {
    let Absent { client, reason } = absent;
    let name = &client.name;
    let text = format!(
        "【缺】本节有指标由 {name} 部门答复，该部门未能应答（{reason}），相关内容本版暂缺。"
    );
    Paragraph { spans: vec![Span { text, code: String::new() }] }
}
