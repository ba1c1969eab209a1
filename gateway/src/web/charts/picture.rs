//! A picture: the shapes of a drawing and the table of its numbers, as the templates write them.

use serde::Serialize;

use super::{Legend, Value, told};

/// A drawing with its numbers.
#[derive(Debug, Serialize)]
pub(crate) struct Picture {
    pub(crate) id: String,
    pub(crate) kind: &'static str,
    pub(crate) caption: String,
    /// What somebody hears who does not see it.
    pub(crate) told: String,
    pub(crate) width: i32,
    pub(crate) height: i32,
    pub(crate) shapes: Vec<Shape>,
    pub(crate) table: Table,
}

/// A shape; its class says how it looks.
#[derive(Debug, PartialEq, Serialize)]
#[serde(tag = "shape", rename_all = "snake_case")]
pub(crate) enum Shape {
    Rect {
        class: String,
        x: i32,
        y: i32,
        width: i32,
        height: i32,
        title: String,
    },
    Line {
        class: &'static str,
        x1: i32,
        y1: i32,
        x2: i32,
        y2: i32,
    },
    /// Points as `x,y x,y`.
    Path {
        class: &'static str,
        points: String,
    },
    Dot {
        class: &'static str,
        x: i32,
        y: i32,
    },
    Text {
        class: &'static str,
        x: i32,
        y: i32,
        text: String,
    },
}

/// The numbers of a picture.
#[derive(Debug, Default, PartialEq, Serialize)]
pub(crate) struct Table {
    pub(crate) head: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Picture {
    pub(super) fn new(kind: &'static str, legend: &Legend, width: i32, height: i32) -> Self {
        let Legend { id, caption, unit, language } = legend;
        let told = told(caption, unit, *language);
        let (id, caption) = (id.clone(), caption.clone());
        let (shapes, table) = (Vec::new(), Table::default());
        Self { id, kind, caption, told, width, height, shapes, table }
    }

    pub(super) fn rect(&mut self, class: impl Into<String>, (x, y): (i32, i32), size: (i32, i32)) {
        let (class, (width, height)) = (class.into(), size);
        self.shapes.push(Shape::Rect { class, x, y, width, height, title: String::new() });
    }

    /// A rectangle that says what it is when it is pointed at.
    pub(super) fn titled(
        &mut self,
        class: impl Into<String>,
        (x, y): (i32, i32),
        (width, height): (i32, i32),
        title: String,
    ) {
        self.shapes.push(Shape::Rect { class: class.into(), x, y, width, height, title });
    }

    pub(super) fn line(&mut self, class: &'static str, from: (i32, i32), to: (i32, i32)) {
        let ((x1, y1), (x2, y2)) = (from, to);
        self.shapes.push(Shape::Line { class, x1, y1, x2, y2 });
    }

    pub(super) fn text(&mut self, class: &'static str, (x, y): (i32, i32), text: &str) {
        self.shapes.push(Shape::Text { class, x, y, text: text.to_owned() });
    }

    pub(super) fn dot(&mut self, class: &'static str, (x, y): (i32, i32)) {
        self.shapes.push(Shape::Dot { class, x, y });
    }

    /// A line through places; where one is missing, it breaks off.
    pub(super) fn path(&mut self, class: &'static str, places: &[Option<(i32, i32)>]) {
        for run in places.split(Option::is_none).filter(|run| run.len() > 1) {
            let points: Vec<_> = run.iter().flatten().map(|(x, y)| format!("{x},{y}")).collect();
            self.shapes.push(Shape::Path { class, points: points.join(" ") });
        }
    }
}

/// A table with a row for each name and a column for each series of values.
pub(super) fn table(head: Vec<String>, names: &[String], series: &[&[Value]]) -> Table {
    let row = |(at, name): (usize, &String)| {
        let told = |values: &&[Value]| values.get(at).map(|value| value.text.clone());
        let cells = series.iter().map(|values| told(values).unwrap_or_default());
        std::iter::once(name.clone()).chain(cells).collect()
    };
    Table { head, rows: names.iter().enumerate().map(row).collect() }
}

/// How wide a text is, in letters of the size of charts: Chinese ones are twice as wide.
pub(super) fn width_of(text: &str) -> i32 {
    let letters = text.chars().map(|letter| if letter.is_ascii() { 7 } else { 13 });
    letters.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_breaks_off_where_a_number_is_missing() {
        let mut picture = Picture::new("trend", &Legend::default(), 10, 10);
        let places =
            [Some((0, 1)), Some((1, 2)), None, Some((3, 4)), None, Some((5, 6)), Some((6, 7))];
        picture.path("now", &places);
        let points = picture.shapes.iter().map(|shape| match shape {
            Shape::Path { points, .. } => points.as_str(),
            other => panic!("{other:?}"),
        });
        assert_eq!(points.collect::<Vec<_>>(), ["0,1 1,2", "5,6 6,7"]);
    }
}
