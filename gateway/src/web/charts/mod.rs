//! Charts: pictures drawn on the server, without a script; their numbers stand in a table below.
//!
//! Colors come from the page, so that a picture follows its light, its dark and its paper; what
//! is told by a color is told by a shape or a word as well (WCAG 2.2, 1.4.1).

mod air_year;
mod bars;
mod composition;
mod picture;
mod scale;
mod trend;

use proto::report::v1::{Chart, ChartKind, ChartPoint, ChartSeries, ChartValue};
use serde::Serialize;

use air_year::AirYear;
pub(crate) use bars::{Bar, Bars, bars};
use composition::Composition;
pub(crate) use composition::shares;
pub(crate) use picture::Picture;
#[cfg(feature = "pdf")]
pub(crate) use picture::Shape;
pub(crate) use scale::Axis;
pub(crate) use trend::Trend;

use super::negotiate::Language;

/// A number of a chart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Value {
    /// Decimal digits; none where there is no number, or none that is told.
    pub(crate) number: Option<String>,
    /// As it is printed, with its unit.
    pub(crate) text: String,
}

/// What every chart has besides its numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Legend {
    /// No other part of the page has it.
    pub(crate) id: String,
    pub(crate) caption: String,
    /// What the numbers are counted in.
    pub(crate) unit: String,
    pub(crate) language: Language,
}

/// A report's chart as a picture; nothing where it shows no number.
pub(crate) fn draw(chart: &Chart, language: Language) -> Option<Picture> {
    let Chart { id, kind: _, caption, unit, points, series } = chart;
    let (id, caption, unit) = (id.clone(), caption.clone(), unit.clone());
    let legend = Legend { id, caption, unit, language };
    let names = || points.iter().map(|point| point.name.clone()).collect();
    let values = |at: usize| series.get(at).map(values).unwrap_or_default();
    match chart.kind() {
        ChartKind::Unspecified => None,
        ChartKind::Trend => {
            let points = points.iter().map(|point| month(&point.key, language)).collect();
            let (now, before) = (values(0), values(1));
            Trend { legend, points, now, before }.draw(language)
        }
        ChartKind::Townships => Bars { legend, names: names(), values: values(0) }.draw(language),
        ChartKind::Composition => {
            Composition { legend, names: names(), values: values(0) }.draw(language)
        }
        ChartKind::AirCalendar => {
            let levels = level_names(series);
            let of = |at: usize| series.iter().position(|level| has_value(level, at));
            let day = |(at, point): (usize, &ChartPoint)| (point.key.clone(), of(at));
            let days = points.iter().enumerate().map(day).collect();
            AirYear { legend, levels, days }.draw(language)
        }
    }
}

/// What somebody hears of a chart who does not see it.
pub(crate) fn told(caption: &str, unit: &str, language: Language) -> String {
    if unit.is_empty() { caption.to_owned() } else { language.bracketed(caption, unit) }
}

/// What the levels of a calendar are called among themselves.
pub(crate) fn level_names(levels: &[ChartSeries]) -> Vec<String> {
    let names: Vec<_> = levels.iter().map(|level| level.name.as_str()).collect();
    air_year::apart(&names)
}

/// A month by its key `2023-06`, as short as it stands below a chart.
pub(crate) fn month(key: &str, language: Language) -> String {
    let number = key.split_once('-').and_then(|(_, month)| month.parse::<u8>().ok());
    match (language, number) {
        (Language::Chinese, Some(number)) => format!("{number}月"),
        (Language::English, Some(number)) => {
            let at = usize::from(number.saturating_sub(1));
            MONTHS.get(at).copied().unwrap_or(key).to_owned()
        }
        (_, None) => key.to_owned(),
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn values(series: &ChartSeries) -> Vec<Value> {
    let value = |ChartValue { value, text }: &ChartValue| Value {
        number: value.clone(),
        text: text.clone(),
    };
    series.values.iter().map(value).collect()
}

fn has_value(series: &ChartSeries, at: usize) -> bool {
    series.values.get(at).is_some_and(|value| value.value.is_some())
}

impl Value {
    pub(crate) fn number(&self) -> Option<&str> {
        self.number.as_deref()
    }
}
