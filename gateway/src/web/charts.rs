//! Charts: bars drawn on the server, as wide as their numbers; the numbers stand beside them.

use std::fmt::Write as _;

use proto::report::v1::{Chart, ChartKind};
use serde::Serialize;

/// The width of the longest bar, in units of the drawing.
const LONGEST: i128 = 400;

/// One bar; negative values have none, since length cannot show them.
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

/// A report's chart as a drawing, without its numbers: those stand in the table below it. Nothing
/// for a calendar, and where no value is above zero.
pub(crate) fn svg(chart: &Chart) -> Option<String> {
    let first = chart.series.first().filter(|_| chart.kind() != ChartKind::AirCalendar)?;
    let values: Vec<_> = first.values.iter().map(|value| value.value.as_deref()).collect();
    let bars = bars(&values);
    bars.iter().any(Option::is_some).then(|| {
        let mut drawing = String::new();
        let height = bars.len() * 12;
        // Writing into a text cannot fail.
        let _ = write!(
            drawing,
            "<svg role=\"presentation\" viewBox=\"0 0 {LONGEST} {height}\" width=\"{LONGEST}\">"
        );
        for (at, bar) in bars.iter().enumerate() {
            let width = bar.as_ref().map_or(0, |bar| bar.width);
            let y = at * 12;
            let _ = write!(drawing, "<rect y=\"{y}\" width=\"{width}\" height=\"10\"/>");
        }
        drawing.push_str("</svg>");
        drawing
    })
}

/// A value in units of the last place that any has.
fn units(value: &str, places: usize) -> Option<i128> {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    format!("{whole}{fraction:0<places$}").parse().ok()
}

#[cfg(test)]
mod tests {
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
}
