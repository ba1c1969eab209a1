//! Notes on the data: what the text could not print, and why; what covers less than it should.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use proto::figure::v1::Figure;
use proto::report::v1::{Chapter, Paragraph, Section, Span};

use super::decimal::Decimal;
use super::forms::Form;
use super::language::Language;
use super::tokens::{Facts, words_of};

/// The chapter's id, which no outline may use.
pub(crate) const ID: &str = "notes";

/// The chapter at the end; nothing where there is nothing to note.
pub(crate) fn chapter(codes: &BTreeSet<&str>, facts: &Facts<'_>) -> Option<Chapter> {
    let say = |zh, en| facts.language.pick(zh, en);
    let sections: Vec<_> = [
        section("missing", say("缺数", "Missing figures"), missing(codes, facts)),
        section("coverage", say("覆盖", "Coverage"), coverage(codes, facts)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let (id, title) = (ID.to_owned(), say("数据说明", "Notes on the data").to_owned());
    (!sections.is_empty()).then_some(Chapter { id, title, sections })
}

/// A section that the report writes by itself; nothing where it has no paragraphs.
pub(super) fn written(id: String, title: &str, paragraphs: Vec<Paragraph>) -> Option<Section> {
    let section = Section { id, title: title.to_owned(), paragraphs, ..Section::default() };
    (!section.paragraphs.is_empty()).then_some(section)
}

/// A paragraph that begins with a figure's name and opens it.
pub(super) fn about(figure: &Figure, language: Language, text: &str) -> Paragraph {
    let name = language.prefer(&figure.name, &figure.name_en).to_owned();
    let name = Span { text: name, code: figure.code.clone(), ..Span::default() };
    paragraph(vec![name, words_of(text)])
}

/// A paragraph without headings.
pub(super) fn paragraph(spans: Vec<Span>) -> Paragraph {
    Paragraph { spans, headings: Vec::new() }
}

/// The customary note where printed parts do not add up to their printed total, although what
/// stands behind the print does.
pub(super) fn rounding(totals: &[Vec<String>], facts: &Facts<'_>) -> Option<Paragraph> {
    let printed = |code: &String| Decimal::parse(facts.figures.get(code)?.value.as_deref()?);
    let exact = |code: &String| Decimal::parse(facts.figures.get(code)?.exact.as_deref()?);
    let adds_up = |codes: &[String], number: &dyn Fn(&String) -> Option<Decimal>| {
        let (total, parts) = codes.split_first()?;
        let rest = parts.iter().try_fold(number(total)?, |rest, part| rest.minus(number(part)?));
        Some(rest?.sign() == Ordering::Equal)
    };
    let rounded = |codes: &&Vec<String>| {
        adds_up(codes, &printed) == Some(false) && adds_up(codes, &exact) == Some(true)
    };
    let text = facts.language.pick(
        "（注：部分数据因四舍五入，分项之和与合计略有出入。）",
        "(Note: figures are rounded, so that parts may not add up to their total.)",
    );
    totals.iter().find(rounded).map(|_| paragraph(vec![words_of(text)]))
}

/// What a figure that covers less than its limit carries wherever it is told.
pub(crate) fn caveat(figure: &Figure, language: Language) -> Option<String> {
    let part = figure.coverage.as_ref().filter(|part| part.limit_percent > 0)?;
    let (covered, due) = (i128::from(part.covered), i128::from(part.due));
    let short = covered * 100 < due * i128::from(part.limit_percent);
    let covered = short.then(|| language.coverage(part))?;
    let limit = part.limit_percent;
    Some(match language {
        Language::Chinese => format!("{covered}，未达到{limit}%的覆盖要求，引用时请留意。"),
        Language::English => {
            format!("It rests on {covered}, less than the {limit}% asked for; quote it with care.")
        }
    })
}

/// Keeps each footnote at its first place only.
pub(super) fn once(paragraphs: &mut [Paragraph]) {
    let mut seen = BTreeSet::new();
    for span in paragraphs.iter_mut().flat_map(|paragraph| &mut paragraph.spans) {
        if !span.note.is_empty() && !seen.insert(span.note.clone()) {
            span.note.clear();
        }
    }
}

fn section(id: &str, title: &str, paragraphs: Vec<Paragraph>) -> Option<Section> {
    written(format!("{ID}.{id}"), title, paragraphs)
}

/// Figures that the text asks for and that have no value, each with the reason.
fn missing(codes: &BTreeSet<&str>, facts: &Facts<'_>) -> Vec<Paragraph> {
    let language = facts.language;
    let mut noted = Vec::new();
    let mut undeclared = Vec::new();
    for code in codes {
        match facts.figures.get(*code) {
            None => undeclared.push(*code),
            Some(figure) if figure.value.is_none() => {
                let why = language.prefer(&figure.missing_reason_zh, &figure.missing_reason);
                let text =
                    format!("{}{why}{}", language.pick("：", ": "), language.pick("。", "."));
                noted.push(about(figure, language, &text));
            }
            Some(_) => {}
        }
    }
    if !undeclared.is_empty() {
        let text = match language {
            Language::Chinese => {
                format!("尚无部门申报，相关文字未印：{}。", undeclared.join("、"))
            }
            Language::English => {
                let codes = undeclared.join(", ");
                format!("No department declares these, and the text leaves them out: {codes}.")
            }
        };
        noted.push(paragraph(vec![words_of(&text)]));
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
        let covered = Form::Coverage.print(figure, facts)?;
        let text = match facts.language {
            Language::Chinese => format!("：{covered}。"),
            Language::English => format!(": {covered}."),
        };
        Some(about(figure, facts.language, &text))
    });
    noted.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proto::figure::v1::Coverage;

    use super::super::tokens::samples::with_facts;
    use super::*;

    /// Of numbers as printed, and behind them where that is another: `12.1=12.14`.
    fn noted(total: &str, parts: [&str; 2]) -> bool {
        let figure = |code: &str, said: &str| {
            let (value, exact) = said.split_once('=').unwrap_or((said, said));
            let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            let (value, exact) = (some(value), some(exact));
            (code.to_owned(), Figure { code: code.to_owned(), value, exact, ..Figure::default() })
        };
        let [a, b] = parts;
        let figures = BTreeMap::from([figure("t.all", total), figure("t.a", a), figure("t.b", b)]);
        let adds_up = [["t.all", "t.a", "t.b"].map(ToOwned::to_owned).to_vec()];
        with_facts(&figures, |facts| rounding(&adds_up, facts)).is_some()
    }

    #[test]
    fn parts_that_miss_their_total_as_printed_are_noted() {
        assert!(noted("14.0=13.98", ["12.1=12.14", "1.8=1.84"]));
        assert!(!noted("14.0=13.98", ["12.1=12.14", "1.9=1.84"]), "the print adds up");
        assert!(!noted("14", ["12", "3"]), "what does not add up behind the print is no rounding");
        assert!(!noted("14", ["12", ""]), "what is missing is no rounding");
    }

    #[test]
    fn a_figure_below_its_limit_of_coverage_carries_the_caveat() {
        let said = |covered: i64, limit_percent: i64| {
            let (unit, unit_en) = ("天".to_owned(), "days".to_owned());
            let part = Coverage { covered, due: 365, unit, unit_en, limit_percent };
            let figure = Figure { coverage: Some(part), ..Figure::default() };
            caveat(&figure, Language::Chinese)
        };
        let expected = "应有365天、实有273天，未达到75%的覆盖要求，引用时请留意。";
        assert_eq!(said(273, 75).as_deref(), Some(expected));
        assert_eq!(said(274, 75), None, "274 of 365 is more than 75 in a hundred");
        assert_eq!(said(1, 0), None, "without a limit nothing is short of it");
    }

    #[test]
    fn a_footnote_stands_once() {
        let span = |note: &str| Span { note: note.to_owned(), ..Span::default() };
        let mut paragraphs =
            [paragraph(vec![span("甲"), span("乙")]), paragraph(vec![span("甲"), span("")])];
        once(&mut paragraphs);
        let notes: Vec<_> = paragraphs.iter().flat_map(|p| &p.spans).map(|s| &s.note).collect();
        assert_eq!(notes, ["甲", "乙", "", ""]);
    }
}
