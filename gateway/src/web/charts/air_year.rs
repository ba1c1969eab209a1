//! A year of air: a square for every day, by the level of its air.

use std::collections::BTreeMap;

use super::picture::Table;
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
/// Levels that the page has colors for (HJ 633-2012 table 2).
const COLORS: usize = 6;

impl AirYear {
    /// The drawing: a row for every month; nothing where no day has a level.
    pub(crate) fn draw(&self, language: Language) -> Option<Picture> {
        self.days.values().flatten().next()?;
        let months = self.months();
        let rows = i32::try_from(months.len()).ok()?;
        let (width, key) = (LEFT + DAYS * CELL + 4, ABOVE + rows * (CELL + 2) + 12);
        let mut picture = Picture::new("air-year", &self.legend, width, key + 24);
        for day in 1..=DAYS {
            picture.text("c small", (LEFT + (day - 1) * CELL + CELL / 2, 14), &day.to_string());
        }
        for (row, (month, days)) in (0..).zip(&months) {
            let y = ABOVE + row * (CELL + 2);
            picture.text("e", (LEFT - 8, y + 13), &name(language, month));
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
        self.key(&mut picture, language, key);
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
            None => language.pick("无有效数据", "no valid data"),
        };
        let title = format!("{month}-{day:02} {told}");
        picture.titled(class(level), (x, y), (CELL - 2, CELL - 2), title);
        if let Some(level) = level {
            let mark = (level + 1).to_string();
            picture.text("c day", (x + CELL / 2 - 1, y + 12), &mark);
        }
    }

    /// What the squares are.
    fn key(&self, picture: &mut Picture, language: Language, y: i32) {
        let none = language.pick("无有效数据", "No valid data");
        let names = self.levels.iter().map(String::as_str).chain([none]);
        let mut x = LEFT;
        for (at, name) in names.enumerate() {
            let level = Some(at).filter(|at| *at < self.levels.len());
            picture.rect(class(level), (x, y), (CELL - 2, CELL - 2));
            if level.is_some() {
                picture.text("c day", (x + CELL / 2 - 1, y + 12), &(at + 1).to_string());
            }
            picture.text("s", (x + CELL + 3, y + 13), name);
            x += CELL + 16 + super::picture::width_of(name);
        }
    }

    /// By month, how many days each level has.
    fn table(
        &self,
        language: Language,
        months: &BTreeMap<String, Vec<(i32, Option<usize>)>>,
    ) -> Table {
        let levels = self.levels.iter().cloned();
        let ends = (language.pick("月份", "Month"), language.pick("无有效数据", "No valid data"));
        let head = [ends.0.to_owned()].into_iter().chain(levels).chain([ends.1.to_owned()]);
        let row = |(month, days): (&String, &Vec<(i32, Option<usize>)>)| {
            let count = |level| days.iter().filter(|(_, of)| *of == level).count().to_string();
            let counts = (0..self.levels.len()).map(Some).chain([None]).map(count);
            [name(language, month)].into_iter().chain(counts).collect()
        };
        Table { head: head.collect(), rows: months.iter().map(row).collect() }
    }
}

fn class(level: Option<usize>) -> String {
    match level {
        Some(level) => format!("air a{}", (level + 1).min(COLORS)),
        None => "air none".to_owned(),
    }
}

/// A month as its row is named.
fn name(language: Language, month: &str) -> String {
    let number = month.rsplit('-').next().and_then(|month| month.parse::<u8>().ok());
    match (language, number) {
        (Language::Chinese, Some(number)) => format!("{number}月"),
        _ => month.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::picture::Shape;
    use super::*;

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
            ("2023-02-02 无有效数据", "air none"),
        ];
        assert_eq!(titles, squares);
        assert_eq!(picture.table.head, ["月份", "优", "良", "无有效数据"]);
        assert_eq!(picture.table.rows, [["1月", "1", "0", "0"], ["2月", "0", "1", "1"]]);
    }
}
