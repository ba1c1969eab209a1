//! A composition: the parts of a whole side by side, in one bar.

use super::picture::{Table, width_of};
use super::scale::units;
use super::{Legend, Picture, Value};
use crate::web::negotiate::Language;

/// The parts of a whole.
#[derive(Clone, Debug, Default)]
pub(crate) struct Composition {
    pub(crate) legend: Legend,
    pub(crate) names: Vec<String>,
    pub(crate) values: Vec<Value>,
}

const WIDTH: i32 = 640;
const BAR: i32 = 44;
const ROW: i32 = 24;
/// Looks that the page has for parts; they begin anew where there are more.
const LOOKS: usize = 6;

impl Composition {
    /// The drawing; nothing where no part is above zero, or one is below.
    pub(crate) fn draw(&self, language: Language) -> Option<Picture> {
        let Self { legend, names, values } = self;
        let digits: Vec<_> = values.iter().map(Value::number).collect();
        let (numbers, whole) = numbers(&digits)?;
        let rows = i32::try_from(names.len()).ok()?;
        let mut picture = Picture::new("composition", legend, WIDTH, BAR + 14 + rows * ROW);
        let mut before = 0;
        for (at, number) in numbers.iter().enumerate() {
            let Some(number) = number else { continue };
            let from = place(before, whole)?;
            before += number;
            let to = place(before, whole)?;
            picture.rect(format!("part p{}", at % LOOKS), (from, 0), (to - from, BAR));
            let mark = (at + 1).to_string();
            if to - from > width_of(&mark) + 6 {
                picture.text("c mark", ((from + to) / 2, BAR / 2 + 5), &mark);
            }
        }
        let shares = shares(&digits)?;
        for (row, ((at, name), (value, share))) in
            (0..).zip(names.iter().enumerate().zip(values.iter().zip(&shares)))
        {
            let y = BAR + 14 + row * ROW;
            picture.rect(format!("part p{}", at % LOOKS), (0, y), (22, 18));
            picture.text("c mark", (11, y + 14), &(at + 1).to_string());
            picture.text("s", (30, y + 14), &format!("{name}  {}  {share}", value.text));
        }
        picture.table = told(language, names, values, &shares);
        Some(picture)
    }
}

/// The share of each part in the whole, a dash where it has no number; nothing where there is no
/// whole above zero, or a part is below.
pub(crate) fn shares(digits: &[Option<&str>]) -> Option<Vec<String>> {
    let (numbers, whole) = numbers(digits)?;
    let share = |number: Option<i128>| number.map(|number| share(number, whole));
    let none = || "—".to_owned();
    Some(numbers.into_iter().map(share).map(|share| share.unwrap_or_else(none)).collect())
}

/// The parts in the units of their last place, and their sum.
fn numbers(digits: &[Option<&str>]) -> Option<(Vec<Option<i128>>, i128)> {
    let places = digits.iter().flatten().filter_map(|digits| digits.split_once('.'));
    let places = places.map(|(_, fraction)| fraction.len()).max().unwrap_or_default();
    let numbers: Vec<_> = digits.iter().map(|digits| units((*digits)?, places)).collect();
    let whole: i128 = numbers.iter().flatten().sum();
    let below = numbers.iter().flatten().any(|number| *number < 0);
    (whole > 0 && !below).then_some((numbers, whole))
}

fn told(language: Language, names: &[String], values: &[Value], shares: &[String]) -> Table {
    let head = [("部分", "Part"), ("本期", "This period"), ("占比", "Share")];
    let rows = names.iter().zip(values).zip(shares);
    Table {
        head: head.map(|(zh, en)| language.pick(zh, en).to_owned()).to_vec(),
        rows: rows
            .map(|((name, value), share)| vec![name.clone(), value.text.clone(), share.clone()])
            .collect(),
    }
}

/// Where a part ends that begins with the bar.
fn place(number: i128, whole: i128) -> Option<i32> {
    i32::try_from(number.checked_mul(WIDTH.into())? / whole).ok()
}

/// In percent with one decimal, half to even (GB/T 8170-2008 §3.2).
fn share(number: i128, whole: i128) -> String {
    let Some(scaled) = number.checked_mul(1000) else { return String::new() };
    let (cut, rest) = (scaled / whole, scaled % whole);
    let up = match (rest * 2).cmp(&whole) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => cut % 2 == 1,
        std::cmp::Ordering::Less => false,
    };
    let tenths = cut + i128::from(up);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::super::picture::Shape;
    use super::*;

    fn parts(numbers: &[&str]) -> Composition {
        let value =
            |number: &&str| Value { number: Some((*number).into()), text: (*number).into() };
        Composition {
            names: (1..=numbers.len()).map(|n| format!("第{n}项")).collect(),
            values: numbers.iter().map(value).collect(),
            ..Composition::default()
        }
    }

    #[test]
    fn parts_follow_each_other_and_fill_the_whole() {
        let picture = parts(&["1", "2.5", "0.5"]).draw(Language::Chinese).expect("a picture");
        let bars: Vec<_> = picture
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Rect { x, y: 0, width, .. } => Some((*x, *width)),
                _ => None,
            })
            .collect();
        assert_eq!(bars, [(0, 160), (160, 400), (560, 80)]);
        let shares: Vec<_> = picture.table.rows.iter().map(|row| row[2].as_str()).collect();
        assert_eq!(shares, ["25.0%", "62.5%", "12.5%"]);
    }

    #[test]
    fn a_share_is_rounded_once_half_to_even() {
        assert_eq!((share(1, 3), share(2, 3)), ("33.3%".into(), "66.7%".into()));
        assert_eq!((share(1, 2000), share(3, 2000)), ("0.0%".into(), "0.2%".into()));
    }

    #[test]
    fn nothing_is_a_whole_of_what_is_below_zero() {
        assert!(parts(&["3", "-1"]).draw(Language::Chinese).is_none());
        assert!(parts(&["0", "0"]).draw(Language::Chinese).is_none());
    }
}
