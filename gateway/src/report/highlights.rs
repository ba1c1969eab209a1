//! One page: the figures that a leader asks for first, and those that moved most.

use std::cmp::Ordering;

use proto::report::v1::{Chapter, Section};

use super::decimal::Decimal;
use super::directions::growth;
use super::tokens::Facts;

/// The chapter's id, which no outline may use.
pub(crate) const ID: &str = "highlights";
/// Figures that are named for each direction.
const NAMED: usize = 3;

/// The chapter at the front, which says of figures without a value that they are missing; nothing
/// where no figure of it has one.
pub(crate) fn chapter(codes: &[String], facts: &Facts<'_>) -> Option<Chapter> {
    let known = |code: &&String| facts.figures.contains_key(*code);
    let figures: Vec<_> = codes.iter().filter(known).cloned().collect();
    let value = |code: &String| facts.figures.get(code)?.value.as_ref();
    figures.iter().find_map(value)?;
    let say = |zh, en| facts.language.pick(zh, en);
    let table = |id: &str, title: &str, figures: Vec<String>| {
        let (id, title) = (format!("{ID}.{id}"), title.to_owned());
        (!figures.is_empty()).then(|| Section { id, title, figures, ..Section::default() })
    };
    let (risen, fallen) = (movers(facts, Ordering::Greater), movers(facts, Ordering::Less));
    let sections = [
        table("figures", say("主要指标", "Figures asked for first"), figures),
        table("risen", say("升幅最大的指标", "Risen most"), risen),
        table("fallen", say("降幅最大的指标", "Fallen most"), fallen),
    ];
    Some(Chapter {
        id: ID.to_owned(),
        title: say("一页速览", "On one page").to_owned(),
        sections: sections.into_iter().flatten().collect(),
    })
}

/// The codes of the figures that moved most in one direction, by the change as printed.
fn movers(facts: &Facts<'_>, way: Ordering) -> Vec<String> {
    let moved = facts.figures.values().filter_map(|figure| Some((figure, growth(figure)?)));
    let mut moved: Vec<_> = moved.filter(|(_, growth)| growth.sign() == way).collect();
    moved.sort_by(|(_, a), (_, b)| further(*a, *b));
    moved.into_iter().take(NAMED).map(|(figure, _)| figure.code.clone()).collect()
}

/// The greater move first.
fn further(a: Decimal, b: Decimal) -> Ordering {
    b.size().minus(a.size()).map_or(Ordering::Equal, Decimal::sign)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proto::figure::v1::Figure;

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

    #[test]
    fn the_figures_asked_for_stand_first_and_those_that_moved_most_after_them() {
        let figures = BTreeMap::from([
            figure("a.one", "9", "4", "125.0"),
            figure("a.two", "4", "8", "-50.0"),
            figure("a.three", "9", "8", "12.5"),
            figure("a.four", "8", "8", "0.0"),
            ("a.empty".to_owned(), Figure::default()),
        ]);
        let codes = ["a.two", "a.empty", "a.gone"].map(ToOwned::to_owned);
        let page = with_facts(&figures, |facts| chapter(&codes, facts)).expect("a page");
        let shown: Vec<_> = page.sections.iter().map(|section| &section.figures[..]).collect();
        assert_eq!(shown[0], ["a.two", "a.empty"], "what has no value is said to be missing");
        assert_eq!(shown[1..], [&["a.one", "a.three"][..], &["a.two"][..]]);
        assert_eq!(with_facts(&figures, |facts| chapter(&[], facts)), None);
        let empty = ["a.empty".to_owned()];
        assert_eq!(with_facts(&figures, |facts| chapter(&empty, facts)), None);
    }
}
