//! Charts as SVG for paper: the drawing that the page has, with every color said, since no style
//! sheet follows it.
//!
//! Lines differ by their strokes, parts and levels of air by their digits, so that black and white
//! tells as much.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::report::Report;
use crate::web::charts::{Picture, Shape, draw};

/// A drawing, and what somebody hears who does not see it.
#[derive(Serialize)]
pub(super) struct Drawing {
    svg: String,
    told: String,
}

/// By the id of a chart, its drawing; of those that cannot be drawn paper has the table.
pub(super) fn of(report: &Report) -> BTreeMap<&str, Drawing> {
    let sections = report.chapters.iter().flat_map(|chapter| &chapter.sections);
    let charts = sections.flat_map(|section| &section.charts);
    let drawn = charts.filter_map(|chart| {
        let picture = draw(chart, report.language)?;
        let told = picture.told.clone();
        Some((chart.id.as_str(), Drawing { svg: svg(&picture), told }))
    });
    drawn.collect()
}

/// How shapes of a class look on paper, the first that fits; classes as the page has them.
const LOOKS: [(&str, &str); 24] = [
    ("grid", "stroke=\"#bfbfbf\""),
    ("zero", "stroke=\"#404040\""),
    ("now", "fill=\"#a3201d\" stroke=\"#a3201d\" stroke-width=\"2.5\""),
    ("before", "fill=\"#ffffff\" stroke=\"#404a5a\" stroke-width=\"1.5\""),
    ("b", "fill=\"#b5453f\""),
    ("part p0", "fill=\"#e7b8a6\" stroke=\"#404040\""),
    ("part p1", "fill=\"#f7f7f7\" stroke=\"#404040\""),
    ("part p2", "fill=\"#ecd9a0\" stroke=\"#404040\""),
    ("part p3", "fill=\"#a9c39a\" stroke=\"#404040\""),
    ("part p4", "fill=\"#e4d8e8\" stroke=\"#404040\""),
    ("part p5", "fill=\"#b9b1a3\" stroke=\"#404040\""),
    ("air a1", "fill=\"#2fc46b\""),
    ("air a2", "fill=\"#f7e04b\""),
    ("air a3", "fill=\"#ff9a3d\""),
    ("air a4", "fill=\"#f66\""),
    ("air a5", "fill=\"#c97fb0\""),
    ("air a6", "fill=\"#b5837f\""),
    ("air none", "fill=\"#ffffff\" stroke=\"#999999\""),
    ("c small", "fill=\"#404040\" text-anchor=\"middle\" font-size=\"10\""),
    ("c day", "fill=\"#000000\" text-anchor=\"middle\" font-size=\"10\""),
    ("c strong", "fill=\"#000000\" text-anchor=\"middle\" font-size=\"12\""),
    ("c mark", "fill=\"#000000\" text-anchor=\"middle\""),
    ("c", "fill=\"#000000\" text-anchor=\"middle\""),
    ("e", "fill=\"#000000\" text-anchor=\"end\""),
];

fn look(class: &str) -> &'static str {
    let known = LOOKS.iter().find(|(name, _)| *name == class);
    known.map_or("fill=\"#000000\"", |(_, look)| look)
}

fn svg(picture: &Picture) -> String {
    let Picture { width, height, shapes, .. } = picture;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" font-size=\"13\">"
    );
    for shape in shapes {
        // Writing to a string cannot fail.
        let _ = write_shape(&mut svg, shape);
    }
    svg.push_str("</svg>");
    svg
}

fn write_shape(svg: &mut String, shape: &Shape) -> std::fmt::Result {
    match shape {
        Shape::Rect { class, x, y, width, height, title: _ } => {
            let look = look(class);
            write!(svg, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" {look}/>")
        }
        Shape::Line { class, x1, y1, x2, y2 } => {
            write!(svg, "<path d=\"M{x1} {y1}L{x2} {y2}\" {}/>", look(class))
        }
        Shape::Path { class, points } => {
            let dashes = if *class == "before" { " stroke-dasharray=\"5 4\"" } else { "" };
            let look = look(class).split_once(' ').map_or("", |(_, stroke)| stroke);
            write!(svg, "<polyline points=\"{points}\" fill=\"none\" {look}{dashes}/>")
        }
        Shape::Dot { class, x, y } => {
            write!(svg, "<circle cx=\"{x}\" cy=\"{y}\" r=\"3.5\" {}/>", look(class))
        }
        Shape::Text { class, x, y, text } => {
            write!(svg, "<text x=\"{x}\" y=\"{y}\" {}>{}</text>", look(class), escaped(text))
        }
    }
}

/// A text that no parser takes for markup.
fn escaped(text: &str) -> String {
    let plain = text.chars().filter(|letter| !letter.is_control()).collect::<String>();
    plain.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::charts::{Bars, Legend, Trend, Value};
    use crate::web::negotiate::Language;

    fn value(number: &str) -> Value {
        Value { number: Some(number.to_owned()), text: format!("{number}家") }
    }

    #[test]
    fn every_shape_says_how_it_looks_and_no_name_is_markup() {
        let bars = Bars {
            legend: Legend::default(),
            names: vec!["<甲>&镇".to_owned(), "乙镇".to_owned()],
            values: vec![value("3"), value("5")],
        };
        let drawn = svg(&bars.draw(Language::Chinese).expect("a picture"));
        assert!(drawn.contains(">&lt;甲&gt;&amp;镇</text>"), "{drawn}");
        let shapes = drawn.split('<').filter(|tag| {
            ["rect", "path", "text", "circle", "polyline"].iter().any(|name| tag.starts_with(name))
        });
        for shape in shapes {
            assert!(shape.contains("fill=\"#") || shape.contains("stroke=\"#"), "{shape}");
        }
    }

    #[test]
    fn the_year_before_is_dashed_and_its_dots_are_hollow() {
        let trend = Trend {
            points: ["1月", "2月"].map(ToOwned::to_owned).to_vec(),
            now: vec![value("3"), value("10")],
            before: vec![value("0"), value("5")],
            ..Trend::default()
        };
        let drawn = svg(&trend.draw(Language::Chinese).expect("a picture"));
        let lines = drawn.matches("<polyline").count();
        assert_eq!((lines, drawn.matches("stroke-dasharray").count()), (4, 2), "two of the key");
        assert_eq!(drawn.matches("r=\"3.5\" fill=\"#ffffff\"").count(), 3);
        assert!(!drawn.contains("class="));
    }
}
