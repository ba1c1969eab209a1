//! Charts: pictures drawn on the server, without a script; their numbers stand in a table below.
//!
//! Colors come from the page, so that a picture follows its light, its dark and its paper; what
//! is told by a color is told by a shape or a word as well (WCAG 2.2, 1.4.1).

mod bars;
mod picture;
mod scale;
mod trend;

use serde::Serialize;

pub(crate) use bars::{Bar, Bars, bars};
pub(crate) use picture::Picture;
pub(crate) use trend::Trend;

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
}

impl Value {
    pub(crate) fn number(&self) -> Option<&str> {
        self.number.as_deref()
    }
}
