//! Notes on the data: what the text could not print, and why; what covers less than it should.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use proto::figure::v1::Figure;
use proto::report::v1::{Chapter, Paragraph, Section, Span};

use super::decimal::Decimal;
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

/// The customary note where printed parts do not add up to their printed total.
pub(super) fn rounding(
    adds_up: &[Vec<String>],
    figures: &BTreeMap<String, Figure>,
) -> Option<Paragraph> {
    let printed = |code: &String| Decimal::parse(figures.get(code)?.value.as_deref()?);
    let differs = |codes: &Vec<String>| {
        let (total, parts) = codes.split_first()?;
        let rest = parts.iter().try_fold(printed(total)?, |rest, part| rest.minus(printed(part)?));
        Some(rest?.sign() != Ordering::Equal)
    };
    let text = "（注：部分数据因四舍五入，分项之和与合计略有出入。）".to_owned();
    let noted = adds_up.iter().any(|codes| differs(codes) == Some(true));
    noted.then(|| Paragraph { spans: vec![Span { text, code: String::new() }] })
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

#[cfg(test)]
mod tests {
    use super::*;

    fn noted(total: &str, parts: [&str; 2]) -> bool {
        let figure = |code: &str, value: &str| {
            let value = Some(value.to_owned()).filter(|value| !value.is_empty());
            (code.to_owned(), Figure { code: code.to_owned(), value, ..Figure::default() })
        };
        let [a, b] = parts;
        let figures = BTreeMap::from([figure("t.all", total), figure("t.a", a), figure("t.b", b)]);
        let adds_up = [["t.all", "t.a", "t.b"].map(ToOwned::to_owned).to_vec()];
        rounding(&adds_up, &figures).is_some()
    }

    #[test]
    fn parts_that_miss_their_total_as_printed_are_noted() {
        assert!(noted("14", ["12", "3"]));
        assert!(noted("14.0", ["12.1", "1.8"]));
        assert!(!noted("14.0", ["12.1", "1.9"]));
        assert!(!noted("14", ["12", ""]), "what is missing is no rounding");
    }
}
