//! Bars: a figure by township, each as long as its number.

use serde::Serialize;

use super::picture::{table, width_of};
use super::scale::{Scale, units};
use super::{Legend, Picture, Value};
use crate::web::negotiate::Language;

/// A figure by township.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bars {
    pub(crate) legend: Legend,
    pub(crate) names: Vec<String>,
    pub(crate) values: Vec<Value>,
}

const WIDTH: i32 = 640;
/// A bar with the space below it, and the space above the first.
const ROW: i32 = 22;
const ABOVE: i32 = 10;
/// What remains for bars at least.
const NARROWEST: i32 = 160;

impl Bars {
    /// The drawing; nothing where there is no number.
    pub(crate) fn draw(&self, language: Language) -> Option<Picture> {
        let Self { legend, names, values } = self;
        let numbers: Vec<_> = values.iter().map(Value::number).collect();
        let (scale, numbers) = Scale::over(&numbers)?;
        let count = i32::try_from(names.len()).ok()?;
        let mut picture = Picture::new("bars", legend, WIDTH, ABOVE + count * ROW + 4);
        let widest = |texts: &mut dyn Iterator<Item = &String>| {
            texts.map(|text| width_of(text)).max().unwrap_or(0)
        };
        let names_width = widest(&mut names.iter()) + 8;
        let texts_width = widest(&mut values.iter().map(|value| &value.text)) + 10;
        let length = (WIDTH - names_width - texts_width).max(NARROWEST);
        let zero = names_width + scale.at(0, length);
        for (row, ((name, value), number)) in (0..).zip(names.iter().zip(values).zip(numbers)) {
            let y = ABOVE + row * ROW;
            picture.text("e", (names_width - 6, y + 12), name);
            let Some(number) = number else {
                picture.text("soft", (zero + 6, y + 12), &value.text);
                continue;
            };
            let end = names_width + scale.at(number, length);
            let (from, to) = (zero.min(end), zero.max(end));
            picture.rect("b", (from, y), ((to - from).max(1), ROW - 6));
            picture.text("s", (to + 6, y + 12), &value.text);
        }
        let below = ABOVE + count * ROW;
        picture.line("zero", (zero, ABOVE - 6), (zero, below));
        let head = [language.pick("地方", "Place"), language.pick("本期", "This period")];
        picture.table = table(head.map(ToOwned::to_owned).to_vec(), names, &[values.as_slice()]);
        Some(picture)
    }
}

/// The width of the longest bar of a table, in units of the drawing.
const LONGEST: i128 = 400;

/// One bar beside a row of a table; negative values have none, since length cannot show them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Bar {
    pub(crate) width: i128,
}

/// The bars of values written in decimal digits; nothing where none is above zero.
pub(crate) fn bars(values: &[Option<&str>]) -> Vec<Option<Bar>> {
    let places = values.iter().flatten().filter_map(|value| value.split_once('.'));
    let places = places.map(|(_, fraction)| fraction.len()).max().unwrap_or_default();
    let numbers: Vec<_> = values.iter().map(|value| units((*value)?, places)).collect();
    let most = numbers.iter().flatten().copied().max().filter(|most| *most > 0);
    let bar = |number: &Option<i128>| {
        let number = number.filter(|number| *number >= 0)?;
        Some(Bar { width: number.checked_mul(LONGEST)? / most? })
    };
    numbers.iter().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::super::picture::Shape;
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_share_of_the_greatest_value() {
        let widths = |values: &[Option<&str>]| {
            bars(values).into_iter().map(|bar| bar.map(|bar| bar.width)).collect::<Vec<_>>()
        };
        assert_eq!(
            widths(&[Some("10"), Some("2.5"), None, Some("0")]),
            [Some(400), Some(100), None, Some(0)]
        );
        assert_eq!(widths(&[Some("-3"), Some("6")]), [None, Some(400)]);
        assert_eq!(widths(&[Some("0"), None]), [None, None]);
    }

    #[test]
    fn what_is_below_zero_goes_to_the_left_and_what_is_missing_has_no_bar() {
        let value = |number: &str| Value { number: Some(number.to_owned()), text: number.into() };
        let chart = Bars {
            names: ["甲镇", "乙镇", "丙乡"].map(ToOwned::to_owned).to_vec(),
            values: vec![value("4"), value("-4"), Value { number: None, text: "不公布".into() }],
            ..Bars::default()
        };
        let picture = chart.draw(Language::Chinese).expect("a picture");
        let bars: Vec<_> = picture
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Rect { x, width, .. } => Some((*x, x + width)),
                _ => None,
            })
            .collect();
        assert_eq!(bars.len(), 2);
        assert_eq!(bars[0].0, bars[1].1, "both begin at zero");
        assert!(bars[0].1 < WIDTH && bars[1].0 > 0);
        assert_eq!(picture.table.rows[2], ["丙乡", "不公布"]);
    }
}
