//! Directions: which way a figure moved, and the words for it.

use std::cmp::Ordering;

use proto::figure::v1::Figure;

use super::decimal::Decimal;
use super::language::Language;

/// What the change of a rate is counted in, in Chinese and English.
const POINTS: [&str; 2] = ["个百分点", " percentage points"];

/// Which way a figure moved, by its change as printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Up,
    Down,
    Flat,
}

/// Whether a figure is a rate in percent.
pub(crate) fn is_rate(figure: &Figure) -> bool {
    figure.unit == "%"
}

/// The change that is printed: a growth figure is one itself; a rate changes by points instead.
fn change(figure: &Figure) -> Option<Decimal> {
    let printed = match (figure.code.ends_with(".growth"), is_rate(figure)) {
        (true, _) => figure.value.as_deref(),
        (false, true) => None,
        (false, false) => figure.growth.as_deref(),
    };
    Decimal::parse(printed?)
}

/// How far a figure moved: its growth in percent, of a rate the points; nothing where that is not
/// known.
pub(crate) fn moved(figure: &Figure) -> Option<Decimal> {
    match is_rate(figure) && !figure.code.ends_with(".growth") {
        true => difference(figure),
        false => change(figure),
    }
}

/// Which way a figure moved; nothing where that is not known.
pub(crate) fn direction(figure: &Figure) -> Option<Direction> {
    Some(match moved(figure)?.sign() {
        Ordering::Greater => Direction::Up,
        Ordering::Less => Direction::Down,
        Ordering::Equal => Direction::Flat,
    })
}

/// Of the numbers as printed, so that readers find it; where one is printed as a bound (余, 以上)
/// of the exact ones, with the places of those printed.
fn difference(figure: &Figure) -> Option<Decimal> {
    let Figure { value, same_period_last_year: last, exact, .. } = figure;
    let (value, last) = (value.as_deref()?, last.as_deref()?);
    let (now, then) = (Decimal::parse(value)?, Decimal::parse(last)?);
    let is_bound = |text: &str, digits: &str| {
        !text.is_empty() && *text != Language::Chinese.with_unit(digits, figure)
    };
    let then_text = &figure.same_period_last_year_text;
    if !is_bound(&figure.text, value) && !is_bound(then_text, last) {
        return now.minus(then);
    }
    let places = now.places().max(then.places());
    let exact = Decimal::parse(exact.as_deref()?)?;
    exact.minus(Decimal::parse(&figure.same_period_last_year_exact)?)?.rounded(places)
}

/// The change against last year in words: points of a rate, growth of anything else.
pub(crate) fn change_in(figure: &Figure, language: Language) -> Option<String> {
    change_by(figure, language, POINTS)
}

/// The same for a narrow column: `up 2.1 pp`.
pub(crate) fn change_in_brief(figure: &Figure, language: Language) -> Option<String> {
    change_by(figure, language, [POINTS[0], " pp"])
}

fn change_by(figure: &Figure, language: Language, points: [&str; 2]) -> Option<String> {
    match is_rate(figure) && !figure.code.ends_with(".growth") {
        true => points_by(figure, language, points),
        false => print_change(figure, language),
    }
}

/// 增长, 下降 or 基本持平.
pub(crate) fn print_change(figure: &Figure, language: Language) -> Option<String> {
    let told = |size: &str| format!("{size}%");
    Some(in_words(change(figure)?, words(language, ["增长", "下降", "基本持平"]), told))
}

/// 增加, 减少 or 持平, in the figure's unit.
pub(crate) fn print_difference(figure: &Figure, language: Language) -> Option<String> {
    let told = |size: &str| language.with_unit(size, figure);
    Some(in_words(difference(figure)?, words(language, ["增加", "减少", "持平"]), told))
}

/// 提高, 下降 or 持平, in percentage points.
pub(crate) fn print_points(figure: &Figure, language: Language) -> Option<String> {
    points_by(figure, language, POINTS)
}

fn points_by(figure: &Figure, language: Language, unit: [&str; 2]) -> Option<String> {
    let unit = language.pick(unit[0], unit[1]);
    let told = |size: &str| match size {
        "1" => format!("{size}{}", unit.trim_end_matches('s')),
        size => format!("{size}{unit}"),
    };
    Some(in_words(difference(figure)?, words(language, ["提高", "下降", "持平"]), told))
}

/// The first word where a figure that is a reduction is one, the second where it is the reverse.
pub(crate) fn print_fall(
    figure: &Figure,
    language: Language,
    [fell, rose, same]: [&str; 3],
) -> Option<String> {
    let reduction = Decimal::parse(figure.value.as_deref()?)?;
    let said = language.prefer(&figure.text, &figure.text_en);
    Some(match reduction.sign() {
        Ordering::Greater => format!("{fell}{said}"),
        Ordering::Less => {
            format!("{rose}{}", language.with_unit(&reduction.size().to_string(), figure))
        }
        Ordering::Equal => same.to_owned(),
    })
}

/// The words for up, down and neither.
const fn words(language: Language, chinese: [&str; 3]) -> [&str; 3] {
    match language {
        Language::Chinese => chinese,
        Language::English => ["up ", "down ", "unchanged"],
    }
}

fn in_words(moved: Decimal, [up, down, flat]: [&str; 3], told: impl Fn(&str) -> String) -> String {
    match moved.sign() {
        Ordering::Greater => format!("{up}{}", told(&moved.to_string())),
        Ordering::Less => format!("{down}{}", told(&moved.size().to_string())),
        Ordering::Equal => flat.to_owned(),
    }
}
