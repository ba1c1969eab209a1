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
        found.push((cell.name.as_str(), Decimal::parse(figure.value.as_deref()?)?, figure));
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
