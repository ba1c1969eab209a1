//! A trend: a figure by month, with the same months of the year before.

use super::picture::table;
use super::scale::Scale;
use super::{Legend, Picture, Value};
use crate::web::negotiate::Language;

/// A figure by month.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trend {
    pub(crate) legend: Legend,
    /// The months.
    pub(crate) points: Vec<String>,
    pub(crate) now: Vec<Value>,
    /// The same months of the year before; empty where nothing is known of them.
    pub(crate) before: Vec<Value>,
}

const WIDTH: i32 = 640;
const HEIGHT: i32 = 270;
/// Where the lines are drawn: from the left, from above, to the right, to below.
const FIELD: (i32, i32, i32, i32) = (64, 34, WIDTH - 16, HEIGHT - 28);
/// A number of more letters would run into its neighbor.
const LONGEST_LABEL: usize = 7;

impl Trend {
    /// The drawing; nothing where there is no number of this period.
    pub(crate) fn draw(&self, language: Language) -> Option<Picture> {
        let Self { legend, points, now, before } = self;
        now.iter().find(|value| value.number.is_some())?;
        let all: Vec<_> = now.iter().chain(before).map(Value::number).collect();
        let (scale, numbers) = Scale::over(&all)?;
        let (now_numbers, before_numbers) = numbers.split_at(now.len());
        let mut picture = Picture::new("trend", legend, WIDTH, HEIGHT);
        frame(&mut picture, &scale, legend);
        let x = |at: usize| column(at, points.len());
        for (at, name) in points.iter().enumerate() {
            picture.text("c", (x(at), HEIGHT - 8), name);
        }
        let place = |(at, number): (usize, &Option<i128>)| Some((x(at), y(&scale, (*number)?)));
        let before_places: Vec<_> = before_numbers.iter().enumerate().map(place).collect();
        let now_places: Vec<_> = now_numbers.iter().enumerate().map(place).collect();
        picture.path("before", &before_places);
        before_places.iter().flatten().for_each(|place| picture.dot("before", *place));
        picture.path("now", &now_places);
        for (place, value) in now_places.iter().zip(now) {
            let Some((x, y)) = *place else { continue };
            picture.dot("now", (x, y));
            let digits = value.number().unwrap_or_default();
            if digits.len() <= LONGEST_LABEL {
                picture.text("c strong", (x, y - 9), digits);
            }
        }
        let names =
            [language.pick("本期", "This period"), language.pick("上年同期", "A year before")];
        key(&mut picture, names, !before.is_empty());
        let head = [language.pick("月份", "Month")].into_iter().chain(names);
        let columns = if before.is_empty() { 2 } else { 3 };
        let head = head.take(columns).map(ToOwned::to_owned).collect();
        picture.table = table(head, points, &[now.as_slice(), before.as_slice()][..columns - 1]);
        Some(picture)
    }
}

/// The marks of the scale and the unit.
fn frame(picture: &mut Picture, scale: &Scale, legend: &Legend) {
    let (left, _, right, _) = FIELD;
    for (number, text) in scale.marks() {
        let y = y(scale, number);
        picture.line(if number == 0 { "zero" } else { "grid" }, (left, y), (right, y));
        picture.text("e", (left - 8, y + 4), &text);
    }
    picture.text("s", (8, 14), &legend.unit);
}

/// What the lines are, each drawn as a piece of itself.
fn key(picture: &mut Picture, names: [&str; 2], both: bool) {
    let (_, _, right, _) = FIELD;
    let classes = ["now", "before"];
    let count = if both { 2 } else { 1 };
    for (at, (name, class)) in (0..count).zip(names.into_iter().zip(classes)) {
        let x = right - (count - at) * 120;
        picture.path(class, &[Some((x, 11)), Some((x + 28, 11))]);
        picture.dot(class, (x + 14, 11));
        picture.text("s", (x + 34, 15), name);
    }
}

/// The middle of a column.
fn column(at: usize, count: usize) -> i32 {
    let (left, _, right, _) = FIELD;
    let (at, count) = (i32::try_from(at).unwrap_or(0), i32::try_from(count).unwrap_or(1));
    left + (right - left) * (2 * at + 1) / (2 * count.max(1))
}

fn y(scale: &Scale, number: i128) -> i32 {
    let (_, above, _, below) = FIELD;
    below - scale.at(number, below - above - 12)
}

#[cfg(test)]
mod tests {
    use super::super::picture::Shape;
    use super::*;

    fn value(number: &str) -> Value {
        Value { number: Some(number.to_owned()), text: format!("{number}家") }
    }

    fn trend() -> Trend {
        Trend {
            legend: Legend { unit: "家".to_owned(), ..Legend::default() },
            points: ["1月", "2月", "3月"].map(ToOwned::to_owned).to_vec(),
            now: vec![value("3"), value("10"), Value { text: "—".to_owned(), ..Value::default() }],
            before: vec![value("0"), value("5"), value("-2")],
        }
    }

    #[test]
    fn every_number_drawn_stands_in_the_table() {
        let picture = trend().draw(Language::Chinese).expect("a picture");
        assert_eq!(picture.table.head, ["月份", "本期", "上年同期"]);
        assert_eq!(picture.table.rows[1], ["2月", "10家", "5家"]);
        assert_eq!(picture.table.rows[2], ["3月", "—", "-2家"]);
        let dots = picture.shapes.iter().filter(|s| matches!(s, Shape::Dot { .. })).count();
        assert_eq!(dots, 5 + 2, "two are of the key");
    }

    #[test]
    fn what_is_greater_stands_higher_and_all_within_the_picture() {
        let picture = trend().draw(Language::English).expect("a picture");
        let now = picture.shapes.iter().filter_map(|shape| match shape {
            Shape::Dot { class: "now", y, .. } => Some(*y),
            _ => None,
        });
        let now: Vec<_> = now.collect();
        assert!(now[1] < now[0], "{now:?}");
        assert!(now.iter().all(|y| (0..HEIGHT).contains(y)), "{now:?}");
    }

    #[test]
    fn without_the_year_before_there_is_one_line_and_without_numbers_none() {
        let alone = Trend { before: Vec::new(), ..trend() };
        let picture = alone.draw(Language::English).expect("a picture");
        assert_eq!(picture.table.head, ["Month", "This period"]);
        let before = |shape: &Shape| matches!(shape, Shape::Dot { class: "before", .. });
        assert!(!picture.shapes.iter().any(before));
        let empty = Trend { now: vec![Value::default()], ..trend() };
        assert!(empty.draw(Language::Chinese).is_none());
    }
}
