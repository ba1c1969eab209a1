//! Charts as JSON has them.

use proto::report::v1::{Chart, ChartKind, ChartPoint, ChartSeries, ChartValue};
use serde::Serialize;

use super::views::said;

/// A chart: the numbers that it shows.
#[derive(Serialize)]
pub(super) struct ChartView<'a> {
    id: &'a str,
    kind: &'static str,
    caption: &'a str,
    unit: &'a str,
    points: Vec<PointView<'a>>,
    series: Vec<SeriesView<'a>>,
}

#[derive(Serialize)]
struct PointView<'a> {
    key: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct SeriesView<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    values: Vec<ValueView<'a>>,
}

#[derive(Serialize)]
struct ValueView<'a> {
    value: Option<&'a str>,
    text: &'a str,
}

impl<'a> ChartView<'a> {
    pub(super) fn new(chart: &'a Chart) -> Self {
        let Chart { id, kind: _, caption, unit, points, series } = chart;
        let point = |ChartPoint { key, name }: &'a ChartPoint| PointView { key, name };
        let value = |ChartValue { value, text }: &'a ChartValue| ValueView {
            value: value.as_deref(),
            text,
        };
        let one = |ChartSeries { name, code, values }: &'a ChartSeries| SeriesView {
            name,
            code: said(code),
            values: values.iter().map(value).collect(),
        };
        Self {
            id,
            kind: kind(chart.kind()),
            caption,
            unit,
            points: points.iter().map(point).collect(),
            series: series.iter().map(one).collect(),
        }
    }
}

/// A kind as outlines name it.
const fn kind(kind: ChartKind) -> &'static str {
    match kind {
        ChartKind::Unspecified => "",
        ChartKind::Trend => "trend",
        ChartKind::Townships => "townships",
        ChartKind::Composition => "composition",
        ChartKind::AirCalendar => "air-calendar",
    }
}
