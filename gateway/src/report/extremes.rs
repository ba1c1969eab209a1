//! Extremes: the townships that have most or least of a figure, by its value as printed.

use std::cmp::Ordering;

use proto::figure::v1::{Dimension, Figure};

use super::decimal::Decimal;
use super::language::Language;
use super::tokens::Facts;

/// More places than these are counted, not named.
const NAMED: usize = 3;

/// An end of the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Most,
    Least,
}

/// 最多的是五里镇（8家）; nothing where all have the same, or a place has no value that is told.
pub(super) fn extreme(end: End, figure: &Figure, facts: &Facts<'_>) -> Option<String> {
    let cells = facts.evidence.parts(&figure.code, Dimension::Township, false)?;
    // The row of the county itself holds facts of no township.
    let towns = cells.iter().filter(|cell| cell.key.len() > 6);
    let mut found = Vec::new();
    for cell in towns {
        let figure = cell.figure.as_ref().filter(|_| !cell.withheld)?;
        let name = facts.language.prefer(&cell.name, &cell.name_en);
        found.push((name, Decimal::parse(figure.value.as_deref()?)?, figure));
    }
    let further = |a: Decimal, b: Decimal| {
        let order = a.minus(b).map_or(Ordering::Equal, Decimal::sign);
        if end == End::Most { order } else { order.reverse() }
    };
    let (_, best, shown) = *found.iter().max_by(|(_, a, _), (_, b, _)| further(*a, *b))?;
    let names: Vec<_> = found.iter().filter(|(_, v, _)| v.equals(best)).map(|(n, ..)| *n).collect();
    (names.len() < found.len()).then(|| said(end, &names, shown, facts.language))
}

fn said(end: End, names: &[&str], figure: &Figure, language: Language) -> String {
    let (many, text) = (names.len() > 1, language.prefer(&figure.text, &figure.text_en));
    match language {
        Language::Chinese => {
            let word = if end == End::Most { "最多" } else { "最少" };
            let each = if many { "各" } else { "" };
            match names.len() > NAMED {
                true => format!("{word}的有{}个乡镇（各{text}）", names.len()),
                false => format!("{word}的是{}（{each}{text}）", names.join("、")),
            }
        }
        Language::English => {
            let word = if end == End::Most { "most" } else { "fewest" };
            let each = if many { " each" } else { "" };
            match names.len() > NAMED {
                true => format!("{word} in {} townships ({text} each)", names.len()),
                false => format!("{word} in {} ({text}{each})", names.join(", ")),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proto::figure::v1::Cell;

    use super::super::evidence::{Evidence, Question};
    use super::super::tokens::samples::with_evidence;
    use super::*;

    fn cell(key: &str, name: &str, value: &str) -> Cell {
        let value = Some(value.to_owned()).filter(|value| !value.is_empty());
        let text = format!("{}家", value.as_deref().unwrap_or_default());
        let figure = Some(Figure { value, text, ..Figure::default() });
        Cell { key: key.to_owned(), name: name.to_owned(), figure, ..Cell::default() }
    }

    fn found(end: End, cells: Vec<Cell>) -> Option<String> {
        let (code, by) = ("a.b".to_owned(), Dimension::Township);
        let question = Question::Parts { code: code.clone(), by, last_year: false };
        let parts = BTreeMap::from([(question, cells)]);
        let evidence = Evidence { parts, ..Evidence::default() };
        let figure = Figure { code, ..Figure::default() };
        let none = BTreeMap::new();
        with_evidence(&none, &evidence, Language::Chinese, |facts| extreme(end, &figure, facts))
    }

    fn towns(values: [&str; 3]) -> Vec<Cell> {
        let [a, b, c] = values;
        vec![
            cell("421222", "通城县", "99"),
            cell("421222100", "隽水镇", a),
            cell("421222101", "麦市镇", b),
            cell("421222102", "塘湖镇", c),
        ]
    }

    #[test]
    fn the_ends_are_named_and_those_that_share_one_stand_together() {
        let most = |values| found(End::Most, towns(values));
        assert_eq!(most(["8", "10", "9"]).as_deref(), Some("最多的是麦市镇（10家）"));
        assert_eq!(most(["8", "9", "9"]).as_deref(), Some("最多的是麦市镇、塘湖镇（各9家）"));
        let least = found(End::Least, towns(["8", "10", "9"]));
        assert_eq!(least.as_deref(), Some("最少的是隽水镇（8家）"));
    }

    #[test]
    fn where_all_are_alike_or_one_is_not_told_nobody_is_named() {
        assert_eq!(found(End::Most, towns(["8", "8", "8"])), None);
        assert_eq!(found(End::Most, towns(["8", "", "9"])), None);
        let mut withheld = towns(["8", "7", "9"]);
        withheld[1].withheld = true;
        assert_eq!(found(End::Least, withheld), None);
    }
}
