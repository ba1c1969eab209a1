//! Notes on the data: what the text could not print, and why; what covers less than it should.

use std::collections::BTreeSet;

use proto::report::v1::{Chapter, Paragraph, Section, Span};

use super::forms::Form;
use super::tokens::Facts;

/// The chapter's id, which no outline may use.
pub(crate) const ID: &str = "notes";

/// The chapter at the end; nothing where there is nothing to note.
pub(crate) fn chapter(codes: &BTreeSet<&str>, facts: &Facts<'_>) -> Option<Chapter> {
    let sections: Vec<_> = [
        section("missing", "缺数", missing(codes, facts)),
        section("coverage", "覆盖", coverage(codes, facts)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let (id, title) = (ID.to_owned(), "数据说明".to_owned());
    (!sections.is_empty()).then_some(Chapter { id, title, sections })
}

/// A section that the report writes by itself; nothing where it has no paragraphs.
pub(super) fn written(id: String, title: &str, paragraphs: Vec<Paragraph>) -> Option<Section> {
    let title = title.to_owned();
    let section = Section { id, title, owner: String::new(), missing: false, paragraphs };
    (!section.paragraphs.is_empty()).then_some(section)
}

/// A paragraph that begins with a figure's name and opens it.
pub(super) fn about(name: &str, code: &str, text: String) -> Paragraph {
    let name = Span { text: name.to_owned(), code: code.to_owned() };
    Paragraph { spans: vec![name, Span { text, code: String::new() }] }
}

fn section(id: &str, title: &str, paragraphs: Vec<Paragraph>) -> Option<Section> {
    written(format!("{ID}.{id}"), title, paragraphs)
}

/// Figures that the text asks for and that have no value, each with the reason.
fn missing(codes: &BTreeSet<&str>, facts: &Facts<'_>) -> Vec<Paragraph> {
    let mut noted = Vec::new();
    let mut undeclared = Vec::new();
    for code in codes {
        match facts.figures.get(*code) {
            None => undeclared.push(*code),
            Some(figure) if figure.value.is_none() => {
                let why = format!("：{}。", figure.missing_reason_zh);
                noted.push(about(&figure.name, code, why));
            }
            Some(_) => {}
        }
    }
    if !undeclared.is_empty() {
        let text = format!("尚无部门申报，相关文字未印：{}。", undeclared.join("、"));
        noted.push(Paragraph { spans: vec![Span { text, code: String::new() }] });
    }
    noted
}

/// Figures that have a value over less than they should.
fn coverage(codes: &BTreeSet<&str>, facts: &Facts<'_>) -> Vec<Paragraph> {
    let figures = codes.iter().filter_map(|code| facts.figures.get(*code));
    let partial = figures.filter(|figure| {
        let short = figure.coverage.as_ref().is_some_and(|part| part.covered < part.due);
        short && figure.value.is_some()
    });
    let noted = partial.filter_map(|figure| {
        let covered = Form::Coverage.print(figure, facts.period)?;
        Some(about(&figure.name, &figure.code, format!("：{covered}。")))
    });
    noted.collect()
}
