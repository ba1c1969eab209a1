//! Charts as DrawingML has them: each a part of the package that carries its own numbers, so that
//! no workbook is needed.
//!
//! What is told by a shade is told by a mark or a pattern as well: most reports are printed in
//! black and white.

use std::collections::BTreeMap;

use proto::report::v1::{Chart, ChartKind, ChartSeries};
use serde::Serialize;

use crate::report::Report;
use crate::report::document::Document;
use crate::web::charts::{Axis, level_names, month, told};

/// The width of the type area, 156 mm, in English metric units (ISO/IEC 29500-1 §20.1.2.1).
const WIDTH: usize = 5_616_000;
/// A centimetre in the same.
const CENTIMETRE: usize = 360_000;

/// A chart and where it stands in the package.
#[derive(Debug, Serialize)]
pub(super) struct Drawing<'a> {
    /// From 1 on through the document.
    pub(super) number: usize,
    kind: &'static str,
    /// What somebody hears who does not see it.
    told: String,
    width: usize,
    height: usize,
    /// What the numbers are counted in.
    unit: &'a str,
    names: Vec<String>,
    series: Vec<Series>,
    /// The scale of a trend.
    axis: Option<Axis>,
    /// How numbers of months stand along a calendar.
    month_format: &'static str,
}

#[derive(Debug, Serialize)]
struct Series {
    name: String,
    points: Vec<Point>,
}

/// A number, in decimal digits.
#[derive(Debug, Serialize)]
struct Point {
    /// Its place among the names.
    at: usize,
    /// Along a calendar its day; else as `at`.
    across: String,
    value: String,
}

/// By the id of a chart, its drawing. A single page has none: it is to be taken in at one glance.
pub(super) fn of<'a>(
    report: &'a Report,
    document: &Document<'_>,
) -> BTreeMap<&'a str, Drawing<'a>> {
    let sections = report.chapters.iter().flat_map(|chapter| &chapter.sections);
    let charts = sections.flat_map(|section| &section.charts).filter(|_| !document.compact);
    let drawn = (1..).zip(charts);
    drawn.map(|(number, chart)| (chart.id.as_str(), draw(report, chart, number))).collect()
}

fn draw<'a>(report: &Report, chart: &'a Chart, number: usize) -> Drawing<'a> {
    let language = report.language;
    let rows = chart.points.len();
    let names = |short: bool| {
        let name = |point: &proto::report::v1::ChartPoint| match short {
            true => month(&point.key, language),
            false => point.name.clone(),
        };
        chart.points.iter().map(name).collect()
    };
    let all = || chart.series.iter().map(series).collect();
    let (kind, names, series, millimetres) = match chart.kind() {
        ChartKind::Composition => ("composition", vec![String::new()], parts(chart), 45),
        ChartKind::AirCalendar => ("calendar", names(false), calendar(chart), 85),
        ChartKind::Townships => ("townships", names(false), all(), 12 + rows * 6),
        ChartKind::Trend | ChartKind::Unspecified => ("trend", names(true), all(), 65),
    };
    Drawing {
        number,
        kind,
        told: told(&chart.caption, &chart.unit, language),
        width: WIDTH,
        height: millimetres * CENTIMETRE / 10,
        unit: &chart.unit,
        axis: axis(&series),
        names,
        series,
        month_format: language.pick("[=0]\"\";[=13]\"\";0\"月\"", "[=0]\"\";[=13]\"\";0"),
    }
}

fn axis(all: &[Series]) -> Option<Axis> {
    let points = all.iter().flat_map(|series| &series.points);
    let values: Vec<_> = points.map(|point| Some(point.value.as_str())).collect();
    Axis::over(&values)
}

fn series(series: &ChartSeries) -> Series {
    let values = series.values.iter().enumerate();
    let point = |(at, value): (usize, &proto::report::v1::ChartValue)| {
        Some(Point { at, across: at.to_string(), value: value.value.clone()? })
    };
    Series { name: series.name.clone(), points: values.filter_map(point).collect() }
}

/// The parts of a whole, each a series of one number.
fn parts(chart: &Chart) -> Vec<Series> {
    let values = chart.series.first().map(|series| series.values.as_slice()).unwrap_or_default();
    let part = |(point, value): (&proto::report::v1::ChartPoint, _)| {
        let value: &proto::report::v1::ChartValue = value;
        let (at, across) = (0, "0".to_owned());
        let points = value.value.iter().cloned();
        let points = points.map(|value| Point { at, across: across.clone(), value }).collect();
        Series { name: format!("{} {}", point.name, value.text), points }
    };
    chart.points.iter().zip(values).map(part).collect()
}

/// The days of each level: across stands the day, down the month.
fn calendar(chart: &Chart) -> Vec<Series> {
    let place = |at: usize| {
        let (_, rest) = chart.points.get(at)?.key.split_once('-')?;
        let (month, day) = rest.split_once('-')?;
        let bare = |digits: &str| digits.trim_start_matches('0').to_owned();
        Some((bare(month), bare(day)))
    };
    let days = |series: &ChartSeries| {
        let marked = series.values.iter().enumerate().filter(|(_, value)| value.value.is_some());
        let point = |at| place(at).map(|(value, across)| Point { at, across, value });
        marked.filter_map(|(at, _)| point(at)).collect()
    };
    let names = level_names(&chart.series);
    let levels = chart.series.iter().zip(names);
    levels.map(|(series, name)| Series { name, points: days(series) }).collect()
}
