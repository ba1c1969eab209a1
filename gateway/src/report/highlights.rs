//! One page: the figures that a leader asks for first, and those that moved most.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use proto::figure::v1::Figure;
use proto::report::v1::{Chapter, Paragraph};

use super::decimal::Decimal;
use super::directions::{change_in_words, growth};
use super::notes::{about, written};

/// The chapter's id, which no outline may use.
pub(crate) const ID: &str = "highlights";
/// Figures that are named for each direction.
const NAMED: usize = 3;

/// The chapter at the front; nothing where no figure of it has a value.
pub(crate) fn chapter(codes: &[String], figures: &BTreeMap<String, Figure>) -> Option<Chapter> {
    let known = codes.iter().filter_map(|code| figures.get(code));
    let lines: Vec<_> = known.filter_map(line).collect();
    if lines.is_empty() {
        return None;
    }
    let sections = [
        written(format!("{ID}.figures"), "主要指标", lines),
        written(format!("{ID}.risen"), "升幅最大的指标", movers(figures, Ordering::Greater)),
        written(format!("{ID}.fallen"), "降幅最大的指标", movers(figures, Ordering::Less)),
    ];
    let sections = sections.into_iter().flatten().collect();
    Some(Chapter { id: ID.to_owned(), title: "一页速览".to_owned(), sections })
}

/// A figure as printed, with the same period of last year.
fn line(figure: &Figure) -> Option<Paragraph> {
    figure.value.as_ref()?;
    let last = figure.same_period_last_year.as_ref();
    let compared = last.zip(change_in_words(figure));
    let compared = compared
        .map(|(last, change)| format!("（上年同期{last}{}，{change}）", figure.unit))
        .unwrap_or_default();
    Some(about(&figure.name, &figure.code, format!("：{}{compared}", figure.text)))
}

/// The figures that moved most in one direction, by the change as printed.
fn movers(figures: &BTreeMap<String, Figure>, way: Ordering) -> Vec<Paragraph> {
    let moved = figures.values().filter_map(|figure| Some((figure, growth(figure)?)));
    let mut moved: Vec<_> = moved.filter(|(_, growth)| growth.sign() == way).collect();
    moved.sort_by(|(_, a), (_, b)| further(*a, *b));
    let said = moved.into_iter().take(NAMED).filter_map(|(figure, _)| line(figure));
    said.collect()
}

/// The greater move first.
fn further(a: Decimal, b: Decimal) -> Ordering {
    b.size().minus(a.size()).map_or(Ordering::Equal, Decimal::sign)
}

#[cfg(test)]
mod tests {
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
        let page = chapter(&codes, &figures).expect("a page");
        let said: Vec<Vec<_>> =
            page.sections.iter().map(|s| s.paragraphs.iter().map(text).collect()).collect();
        let two = "a.two：4家（上年同期8家，下降50.0%）";
        assert_eq!(said[0], [two]);
        let risen =
            ["a.one：9家（上年同期4家，增长125.0%）", "a.three：9家（上年同期8家，增长12.5%）"];
        assert_eq!(said[1], risen);
        assert_eq!(said[2], [two]);
        assert_eq!(chapter(&[], &figures), None);
    }
}
