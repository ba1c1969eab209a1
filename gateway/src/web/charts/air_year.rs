//! A year of air: a square for every day, by the level of its air.

use std::collections::BTreeMap;

use super::picture::{Table, width_of};
use super::{Legend, Picture};
use crate::web::negotiate::Language;

/// The days of a period, each with the level of its air.
#[derive(Clone, Debug, Default)]
pub(crate) struct AirYear {
    pub(crate) legend: Legend,
    /// The names of the levels, the best first.
    pub(crate) levels: Vec<String>,
    /// By day (`2023-01-31`) the place of its level among the names; none without a valid one.
    pub(crate) days: BTreeMap<String, Option<usize>>,
}

const CELL: i32 = 18;
const LEFT: i32 = 62;
const ABOVE: i32 = 22;
const DAYS: i32 = 31;
const WIDTH: i32 = LEFT + DAYS * CELL + 4;
/// Levels that the page has colors for (HJ 633-2012 table 2).
const COLORS: usize = 6;

impl AirYear {
    /// The drawing: a row for every month; nothing where no day has a level.
    pub(crate) fn draw(&self, language: Language) -> Option<Picture> {
        self.days.values().flatten().next()?;
        let months = self.months();
        let rows = i32::try_from(months.len()).ok()?;
        let key = ABOVE + rows * (CELL + 2) + 12;
        let mut picture = Picture::new("air-year", &self.legend, WIDTH, key + 24);
        for day in 1..=DAYS {
            picture.text("c small", (LEFT + (day - 1) * CELL + CELL / 2, 14), &day.to_string());
        }
        for (row, (month, days)) in (0..).zip(&months) {
            let y = ABOVE + row * (CELL + 2);
            picture.text("e", (LEFT - 8, y + 13), &super::month(month, language));
            for (day, level) in days {
                self.square(
                    &mut picture,
                    language,
                    (LEFT + (day - 1) * CELL, y),
                    month,
                    *day,
                    *level,
                );
            }
        }
        picture.height = self.key(&mut picture, language, key);
        picture.table = self.table(language, &months);
        Some(picture)
    }

    /// By month, its days and their levels.
    fn months(&self) -> BTreeMap<String, Vec<(i32, Option<usize>)>> {
        let mut months: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for (day, level) in &self.days {
            let Some((month, number)) = day.rsplit_once('-') else { continue };
            let Ok(number) = number.parse() else { continue };
            months.entry(month.to_owned()).or_default().push((number, *level));
        }
        months
    }

    fn square(
        &self,
        picture: &mut Picture,
        language: Language,
        (x, y): (i32, i32),
        month: &str,
        day: i32,
        level: Option<usize>,
    ) {
        let told = match level.and_then(|level| self.levels.get(level)) {
            Some(level) => level.as_str(),
            None => language.pick("无记录", "no record"),
        };
        let title = format!("{month}-{day:02} {told}");
        picture.titled(class(level), (x, y), (CELL - 2, CELL - 2), title);
        mark(picture, level, (x, y));
    }

    /// What the squares are; the height that is needed for it.
    fn key(&self, picture: &mut Picture, language: Language, above: i32) -> i32 {
        let none = self.days.values().any(Option::is_none);
        let none = none.then(|| language.pick("无记录", "no record"));
        let names = self.levels.iter().map(String::as_str).chain(none);
        let (mut x, mut y) = (LEFT, above);
        for (at, name) in names.enumerate() {
            let width = CELL + 16 + width_of(name);
            if x > LEFT && x + width > WIDTH {
                (x, y) = (LEFT, y + CELL + 4);
            }
            let level = Some(at).filter(|at| *at < self.levels.len());
            picture.rect(class(level), (x, y), (CELL - 2, CELL - 2));
            mark(picture, level, (x, y));
            picture.text("s", (x + CELL + 3, y + 13), name);
            x += width;
        }
        y + CELL + 6
    }

    /// By month, how many days each level has.
    fn table(
        &self,
        language: Language,
        months: &BTreeMap<String, Vec<(i32, Option<usize>)>>,
    ) -> Table {
        let levels = self.levels.iter().cloned();
        let ends = (language.pick("月份", "Month"), language.pick("无记录", "No record"));
        let head = [ends.0.to_owned()].into_iter().chain(levels).chain([ends.1.to_owned()]);
        let row = |(month, days): (&String, &Vec<(i32, Option<usize>)>)| {
            let count = |level| days.iter().filter(|(_, of)| *of == level).count().to_string();
            let counts = (0..self.levels.len()).map(Some).chain([None]).map(count);
            [super::month(month, language)].into_iter().chain(counts).collect()
        };
        Table { head: head.collect(), rows: months.iter().map(row).collect() }
    }
}

/// What lies beyond the levels of the standard, as a day without a valid value, has no color.
fn class(level: Option<usize>) -> String {
    match level.filter(|level| *level < COLORS) {
        Some(level) => format!("air a{}", level + 1),
        None => "air none".to_owned(),
    }
}

/// The level in digits, for those who see no colors.
fn mark(picture: &mut Picture, level: Option<usize>, (x, y): (i32, i32)) {
    let text = match level {
        Some(level) if level < COLORS => (level + 1).to_string(),
        Some(_) => "×".to_owned(),
        None => return,
    };
    picture.text("c day", (x + CELL / 2 - 1, y + 12), &text);
}

/// Names without what all of them begin and end with: 空气质量优天数 is 优 among its kind.
pub(super) fn apart(names: &[&str]) -> Vec<String> {
    let letters: Vec<Vec<char>> = names.iter().map(|name| name.chars().collect()).collect();
    let shortest = letters.iter().map(Vec::len).min().unwrap_or_default();
    let same = |at: &dyn Fn(&Vec<char>) -> char| {
        let mut all = letters.iter().map(at);
        let first = all.next();
        all.all(|letter| Some(letter) == first)
    };
    // At least one letter remains of each.
    let most = if letters.len() > 1 { shortest.saturating_sub(1) } else { 0 };
    let front = (0..most).take_while(|at| same(&|name| name[*at])).count();
    let back = (0..most - front).take_while(|at| same(&|name| name[name.len() - 1 - at])).count();
    let told = |name: &Vec<char>| name[front..name.len() - back].iter().collect::<String>();
    letters.iter().map(|name| told(name).trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::picture::Shape;
    use super::*;

    #[test]
    fn names_are_told_by_what_they_do_not_share() {
        let names = ["空气质量优天数", "空气质量轻度污染天数", "空气质量无效天数"];
        assert_eq!(apart(&names), ["优", "轻度污染", "无效"]);
        assert_eq!(apart(&["优"]), ["优"]);
        assert_eq!(apart(&["a", "ab"]), ["a", "ab"]);
    }

    #[test]
    fn every_day_has_a_square_that_says_its_level_in_words_and_digits() {
        let days = [("2023-01-31", Some(0)), ("2023-02-01", Some(1)), ("2023-02-02", None)];
        let chart = AirYear {
            levels: vec!["优".to_owned(), "良".to_owned()],
            days: days.map(|(day, level)| (day.to_owned(), level)).into(),
            ..AirYear::default()
        };
        let picture = chart.draw(Language::Chinese).expect("a picture");
        let titles: Vec<_> = picture
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Rect { title, class, .. } if !title.is_empty() => {
                    Some((title.as_str(), class.as_str()))
                }
                _ => None,
            })
            .collect();
        let squares = [
            ("2023-01-31 优", "air a1"),
            ("2023-02-01 良", "air a2"),
            ("2023-02-02 无记录", "air none"),
        ];
        assert_eq!(titles, squares);
        assert_eq!(picture.table.head, ["月份", "优", "良", "无记录"]);
        assert_eq!(picture.table.rows, [["1月", "1", "0", "0"], ["2月", "0", "1", "1"]]);
    }
}
