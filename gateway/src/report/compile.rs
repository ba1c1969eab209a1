//! Compiles a report: the outline's sentences over what the departments answered.

use std::collections::BTreeMap;
use std::sync::Arc;

use chassis::{FieldFault, Refusal};
use ledger::divisions::{Divisions, TOWNSHIP_DIGITS};
use proto::figure::v1::{ComputeFiguresResponse, Figure};
use proto::ledger::v1::Reason;
use proto::report::v1::{Chapter, Heading, MissingDepartment, Paragraph, Section, Span};

use super::audience::Audience;
use super::evidence::Evidence;
use super::language::Language;
use super::outline::{self, Level, Outline};
use super::sentences::Conditions;
use super::tokens::{Facts, words_of};
use super::{Computed, Report, View, highlights, notes};
use crate::departments::{Client, Positions};
use crate::periods::Period;
use crate::web::labels;

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
    pub(crate) fn find(code: &str, language: Language) -> Result<Self, Refusal> {
        if !Divisions::standard().knows(code) {
            return Err(unknown_division(code));
        }
        let named = |code| labels::division(code, language);
        let name = match named(code) {
            Some(name) => name.to_owned(),
            // Villages are records of a department; the list ends with their townships.
            None => {
                let township = code.get(..TOWNSHIP_DIGITS).and_then(named).unwrap_or_default();
                let village = format!("{}{code}", language.pick("村级单位", "village "));
                language.bracketed(township, &village)
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

/// What a report is about, and whose view of it.
pub(crate) struct Subject {
    pub(crate) place: Place,
    pub(crate) period: Period,
    pub(crate) view: View,
}

/// Compiles a report from the answers, which stand in the order of the configuration.
pub(crate) fn compile(
    outline: &Outline,
    subject: Subject,
    answers: Vec<Answer>,
    evidence: &Evidence,
) -> Report {
    let Subject { place, period, view } = subject;
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
            Err(refusal) => absent.push(Absent { client, reason: why(refusal, view.language) }),
        }
    }
    let text = Arc::new(figures.iter().map(|(c, f)| (c.clone(), f.figure.clone())).collect());
    let facts = Facts {
        division_name: &place.name,
        period: &period,
        language: view.language,
        figures: &text,
        evidence,
    };
    let (level, conditions) = (Level::of(&place.code), Conditions::new(Arc::clone(&text)));
    let writer = Writer { facts, view, level, conditions, absent: &absent };
    let held_back = figures.keys().filter(|code| outline.holds_back(code, view.audience));
    let held_back = held_back.cloned().collect();
    let title = outline.title.print(&facts).map(joined).unwrap_or_default();
    let chapters = writer.chapters(outline);
    Report {
        title,
        chapters,
        missing: absent.iter().map(Absent::to_wire).collect(),
        figures,
        positions,
        free_numbers: outline.free_numbers.clone(),
        unbound_words: outline.unbound_words.clone(),
        held_back,
        outline_digest: outline.digest,
        division: place.code.clone(),
        division_name: place.name.clone(),
        period: period.clone(),
        audience: view.audience,
        language: view.language,
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

/// Why a department did not answer, in the language of the report where it says so.
fn why(refusal: Refusal, language: Language) -> String {
    let Refusal { message, message_zh, .. } = refusal;
    match language {
        Language::Chinese if !message_zh.is_empty() => message_zh,
        _ => message,
    }
}

fn joined(spans: Vec<Span>) -> String {
    spans.into_iter().map(|span| span.text).collect()
}

/// Writes the text of a report.
struct Writer<'a> {
    facts: Facts<'a>,
    view: View,
    level: Level,
    conditions: Conditions,
    absent: &'a [Absent],
}

impl Writer<'_> {
    /// The one page in front, the outline's chapters, and the notes.
    fn chapters(&self, outline: &Outline) -> Vec<Chapter> {
        let sections = outline.sections(self.level, self.view.audience);
        let codes = sections
            .flat_map(outline::Section::codes)
            .filter(|code| !self.absent.iter().any(|absent| self.waits_for(absent, code)))
            .collect();
        let shown = |code: &str| !outline.holds_back(code, self.view.audience);
        let front = highlights::chapter(&outline.highlights, &self.facts, shown);
        let text = outline.chapters.iter().filter_map(|chapter| self.chapter(chapter));
        let mut chapters: Vec<_> = front.into_iter().chain(text).collect();
        if self.view.audience != Audience::Leaders {
            chapters.extend(notes::chapter(&codes, &self.facts));
        }
        chapters
    }

    fn chapter(&self, chapter: &outline::Chapter) -> Option<Chapter> {
        let (level, audience) = (self.level, self.view.audience);
        let sections = chapter.sections.iter().filter(|s| s.is_for(level, audience));
        let sections: Vec<_> = sections.filter_map(|section| self.section(section)).collect();
        (!sections.is_empty()).then(|| Chapter {
            id: chapter.id.clone(),
            title: chapter.title.clone(),
            sections,
        })
    }

    /// A section without anything to say is left out; one with a department missing says so.
    fn section(&self, section: &outline::Section) -> Option<Section> {
        let concerns = |absent: &&Absent| section.codes().any(|code| self.waits_for(absent, code));
        let notices = self.absent.iter().filter(concerns).map(|absent| self.notice(absent));
        let mut paragraphs: Vec<_> = notices.collect();
        let missing = !paragraphs.is_empty();
        paragraphs.extend(self.text(section));
        let drawn =
            section.charts.iter().filter_map(|plan| plan.draw(&self.facts, self.facts.evidence));
        let charts: Vec<_> = drawn.collect();
        let shown = |code: &&String| self.facts.figures.contains_key(*code);
        let figures: Vec<_> = section.table.iter().filter(shown).cloned().collect();
        let empty = paragraphs.is_empty() && charts.is_empty() && figures.is_empty();
        (!empty).then(|| Section {
            id: section.id.clone(),
            title: section.title.clone(),
            owner: section.owner.clone(),
            missing,
            paragraphs,
            charts,
            figures,
        })
    }

    /// The paragraphs of a section, with the customary note on rounding below them.
    fn text(&self, section: &outline::Section) -> Vec<Paragraph> {
        let mut paragraphs = Vec::new();
        let mut now = Paragraph::default();
        let mut headings: Vec<Heading> = Vec::new();
        for sentence in &section.sentences {
            for heading in &sentence.headings {
                // One that nothing was said under is not printed.
                headings.retain(|above| above.level < heading.level);
                headings.push(heading.clone());
            }
            let codes = sentence.codes();
            let waits = |absent: &Absent| codes.iter().any(|code| self.waits_for(absent, code));
            if self.absent.iter().any(waits) {
                continue;
            }
            let Some(spans) = sentence.print(&self.facts, &self.conditions) else { continue };
            if (sentence.begins || !headings.is_empty()) && !now.spans.is_empty() {
                paragraphs.push(std::mem::take(&mut now));
            }
            now.headings.append(&mut headings);
            now.spans.extend(spans);
        }
        if !now.spans.is_empty() {
            paragraphs.push(now);
            paragraphs.extend(notes::rounding(&section.adds_up, &self.facts));
        }
        notes::once(&mut paragraphs);
        paragraphs
    }

    fn waits_for(&self, absent: &Absent, code: &str) -> bool {
        !self.facts.figures.contains_key(code) && absent.client.answers_for(code)
    }

    /// What stands in a section instead of the sentences that a department did not answer for.
    fn notice(&self, absent: &Absent) -> Paragraph {
        let Absent { client, reason } = absent;
        let name = labels::department(&client.name, self.view.language);
        let text = match self.view.language {
            Language::Chinese => format!(
                "【缺】本节有指标由 {name} 部门答复，该部门未能应答（{reason}），相关内容本版暂缺。"
            ),
            Language::English => format!(
                "[Missing] Figures of this section are answered by the department {name}, which \
                 did not answer ({reason})."
            ),
        };
        notes::paragraph(vec![words_of(&text)])
    }
}
