//! One page: the figures that a leader asks for first, and those that moved most.

use std::cmp::Ordering;

use proto::figure::v1::Figure;
use proto::report::v1::{Chapter, Paragraph, Section};

use super::decimal::Decimal;
use super::directions::{change_in, growth};
use super::language::Language;
use super::notes::{about, written};
use super::tokens::Facts;

/// The chapter's id, which no outline may use.
pub(crate) const ID: &str = "highlights";
/// Figures that are named for each direction.
const NAMED: usize = 3;

/// The chapter at the front; nothing where no figure of it has a value.
pub(crate) fn chapter(codes: &[String], facts: &Facts<'_>) -> Option<Chapter> {
    let has = |code: &&String| facts.figures.get(*code).is_some_and(|f| f.value.is_some());
    let figures: Vec<_> = codes.iter().filter(has).cloned().collect();
    if figures.is_empty() {
        return None;
    }
    let say = |zh, en| facts.language.pick(zh, en);
    let table = Section {
        id: format!("{ID}.figures"),
        title: say("主要指标", "Figures asked for first").to_owned(),
        figures,
        ..Section::default()
    };
    let (risen, fallen) = (movers(facts, Ordering::Greater), movers(facts, Ordering::Less));
    let sections = [
        Some(table),
        written(format!("{ID}.risen"), say("升幅最大的指标", "Risen most"), risen),
        written(format!("{ID}.fallen"), say("降幅最大的指标", "Fallen most"), fallen),
    ];
    let sections = sections.into_iter().flatten().collect();
    Some(Chapter {
        id: ID.to_owned(), title: say("一页速览", "On one page").to_owned(), sections
    })
}

/// A figure as printed, with the same period of last year.
fn line(figure: &Figure, language: Language) -> Option<Paragraph> {
    figure.value.as_ref()?;
    let last = language.with_unit(figure.same_period_last_year.as_ref()?, figure);
    let (text, change) =
        (language.prefer(&figure.text, &figure.text_en), change_in(figure, language)?);
    let text = match language {
        Language::Chinese => format!("：{text}（上年同期{last}，{change}）"),
        Language::English => format!(": {text} (a year before {last}, {change})"),
    };
    Some(about(figure, language, &text))
}

/// The figures that moved most in one direction, by the change as printed.
fn movers(facts: &Facts<'_>, way: Ordering) -> Vec<Paragraph> {
    let moved = facts.figures.values().filter_map(|figure| Some((figure, growth(figure)?)));
    let mut moved: Vec<_> = moved.filter(|(_, growth)| growth.sign() == way).collect();
    moved.sort_by(|(_, a), (_, b)| further(*a, *b));
    moved.into_iter().take(NAMED).filter_map(|(figure, _)| line(figure, facts.language)).collect()
}

/// The greater move first.
fn further(a: Decimal, b: Decimal) -> Ordering {
    b.size().minus(a.size()).map_or(Ordering::Equal, Decimal::sign)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::tokens::samples::with_facts;
    use super::*;

    fn figure(code: &str, value: &str, last: &str, growth: &str) -> (String, Figure) {
        let some = |text: &str| Some(text.to_owned());
        let figure = Figure {
            code: code.to_owned(),
            name: code.to_owned(),
            value: some(value),
            unit: "家".to_owned(),
            text: format!("{value}家"),
            same_period_last_year: some(last),
            growth: some(growth),
            ..Figure::default()
        };
        (code.to_owned(), figure)
    }

    fn text(paragraph: &Paragraph) -> String {
        paragraph.spans.iter().map(|span| span.text.as_str()).collect()
    }

    #[test]
    fn figures_stand_with_last_year_and_those_that_moved_most_are_named() {
        let figures = BTreeMap::from([
            figure("a.one", "9", "4", "125.0"),
            figure("a.two", "4", "8", "-50.0"),
            figure("a.three", "9", "8", "12.5"),
            figure("a.four", "8", "8", "0.0"),
        ]);
        let codes = ["a.two", "a.gone"].map(ToOwned::to_owned);
        let page = with_facts(&figures, |facts| chapter(&codes, facts)).expect("a page");
        let said: Vec<Vec<_>> =
            page.sections.iter().map(|s| s.paragraphs.iter().map(text).collect()).collect();
        let two = "a.two：4家（上年同期8家，下降50.0%）";
        assert_eq!(page.sections[0].figures, ["a.two"], "what has no value is left out");
        let risen =
            ["a.one：9家（上年同期4家，增长125.0%）", "a.three：9家（上年同期8家，增长12.5%）"];
        assert_eq!(said[1], risen);
        assert_eq!(said[2], [two]);
        assert_eq!(with_facts(&figures, |facts| chapter(&[], facts)), None);
    }
}
