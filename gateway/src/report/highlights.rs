//! One page: the figures that a leader asks for first, and those that moved most.

use std::cmp::Ordering;

use proto::figure::v1::{Better, Figure};
use proto::report::v1::{Chapter, Section};

use super::decimal::Decimal;
use super::directions::moved;
use super::tokens::Facts;

/// The chapter's id, which no outline may use.
pub(crate) const ID: &str = "highlights";
/// Figures that are named for each direction.
const NAMED: usize = 3;

/// The chapter at the front, which says of figures without a value that they are missing; nothing
/// where no figure of it has one. Only figures that are shown are named for what they moved.
pub(crate) fn chapter(
    codes: &[String],
    facts: &Facts<'_>,
    shown: impl Fn(&str) -> bool,
) -> Option<Chapter> {
    let known = |code: &&String| facts.figures.contains_key(*code);
    let figures: Vec<_> = codes.iter().filter(known).cloned().collect();
    let value = |code: &String| facts.figures.get(code)?.value.as_ref();
    figures.iter().find_map(value)?;
    let say = |zh, en| facts.language.pick(zh, en);
    let table = |id: &str, title: &str, figures: Vec<String>| {
        let (id, title) = (format!("{ID}.{id}"), title.to_owned());
        (!figures.is_empty()).then(|| Section { id, title, figures, ..Section::default() })
    };
    let sections = [
        table("figures", say("主要指标", "Figures asked for first"), figures),
        table(
            "better",
            say("向好最多的指标", "Moved most for the better"),
            movers(facts, Moved::Better, &shown),
        ),
        table(
            "worse",
            say("向差最多的指标", "Moved most for the worse"),
            movers(facts, Moved::Worse, &shown),
        ),
    ];
    Some(Chapter {
        id: ID.to_owned(),
        title: say("一页速览", "On one page").to_owned(),
        sections: sections.into_iter().flatten().collect(),
    })
}

/// How a move stands to the way that a figure should take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moved {
    Better,
    Worse,
}

impl Moved {
    /// Nothing of a figure that should move neither way, or did not move.
    fn of(figure: &Figure, moved: Decimal) -> Option<Self> {
        match (figure.better(), moved.sign()) {
            (_, Ordering::Equal) | (Better::Unspecified, _) => None,
            (Better::More, Ordering::Greater) | (Better::Less, Ordering::Less) => {
                Some(Self::Better)
            }
            (Better::More, Ordering::Less) | (Better::Less, Ordering::Greater) => Some(Self::Worse),
        }
    }
}

/// The codes of the figures that moved most for better or worse, by the change as printed: the
/// growth in percent, of a rate the points.
fn movers(facts: &Facts<'_>, how: Moved, shown: impl Fn(&str) -> bool) -> Vec<String> {
    let figures = facts.figures.values().filter(|figure| shown(&figure.code));
    let moved = figures.filter_map(|figure| Some((figure, moved(figure)?)));
    let mut moved: Vec<_> = moved.filter(|(f, moved)| Moved::of(f, *moved) == Some(how)).collect();
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

    use super::super::tokens::samples::with_facts;
    use super::*;

    fn figure(better: Better, code: &str, numbers: [&str; 3]) -> (String, Figure) {
        let [value, last, growth] = numbers;
        let some = |text: &str| Some(text.to_owned());
        let figure = Figure {
            code: code.to_owned(),
            name: code.to_owned(),
            value: some(value),
            unit: "家".to_owned(),
            text: format!("{value}家"),
            same_period_last_year: some(last),
            growth: some(growth),
            better: better.into(),
            ..Figure::default()
        };
        (code.to_owned(), figure)
    }

    #[test]
    fn the_figures_asked_for_stand_first_and_those_that_moved_most_after_them() {
        let rate = |(code, figure): (String, Figure)| {
            let text = figure.text.replace('家', "%");
            (code, Figure { unit: "%".to_owned(), text, growth: None, ..figure })
        };
        use Better::{Less, More, Unspecified};
        let figures = BTreeMap::from([
            figure(More, "a.one", ["9", "4", "125.0"]),
            figure(More, "a.two", ["4", "8", "-50.0"]),
            figure(More, "a.three", ["9", "8", "12.5"]),
            figure(More, "a.four", ["8", "8", "0.0"]),
            figure(Less, "a.late", ["2", "8", "-75.0"]),
            figure(Less, "a.overdue", ["9", "8", "12.5"]),
            figure(Unspecified, "a.accepted", ["90", "8", "1025.0"]),
            rate(figure(More, "a.rate", ["60.0", "90.0", ""])),
            ("a.empty".to_owned(), Figure::default()),
        ]);
        let codes = ["a.two", "a.empty", "a.gone"].map(ToOwned::to_owned);
        let page = with_facts(&figures, |facts| chapter(&codes, facts, |_| true)).expect("a page");
        let shown: Vec<_> = page.sections.iter().map(|section| &section.figures[..]).collect();
        assert_eq!(shown[0], ["a.two", "a.empty"], "what has no value is said to be missing");
        assert_eq!(shown[1], ["a.one", "a.late", "a.three"], "fewer late ones are better");
        assert_eq!(shown[2], ["a.two", "a.rate", "a.overdue"], "a rate moves by points");
        let some = |code: &str| code != "a.overdue";
        let page = with_facts(&figures, |facts| chapter(&codes, facts, some)).expect("a page");
        assert_eq!(page.sections[2].figures, ["a.two", "a.rate"], "what is not shown is not named");
        assert_eq!(with_facts(&figures, |facts| chapter(&[], facts, |_| true)), None);
        let empty = ["a.empty".to_owned()];
        assert_eq!(with_facts(&figures, |facts| chapter(&empty, facts, |_| true)), None);
    }
}
