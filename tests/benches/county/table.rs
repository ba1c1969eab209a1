//! What was measured, as a table: a line a measure, a column a database.

use std::fmt::{self, Display, Formatter};

use crate::home::Store;

/// What a ratio has to be.
#[derive(Clone, Copy, Debug)]
pub enum Bound {
    /// Not less.
    AtLeast(f64),
    /// Not more.
    AtMost(f64),
}

/// One ratio.
pub struct Measured {
    /// What is compared with what.
    pub what: &'static str,
    /// What it has to be.
    pub bound: Bound,
    /// What it is.
    pub value: f64,
    /// The two sides of it.
    pub detail: String,
}

/// All of them.
#[derive(Default)]
pub struct Table {
    columns: Vec<(Store, Vec<Measured>)>,
}

impl Bound {
    fn holds(self, value: f64) -> bool {
        match self {
            Self::AtLeast(bound) => value >= bound,
            Self::AtMost(bound) => value <= bound,
        }
    }
}

impl Display for Bound {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (sign, bound) = match self {
            Self::AtLeast(bound) => ("≥", bound),
            Self::AtMost(bound) => ("≤", bound),
        };
        let decimals = if *bound >= 100.0 { 0 } else { 2 };
        write!(f, "{sign} {bound:.decimals$}")
    }
}

impl Table {
    /// Adds what was measured on a database.
    pub fn add(&mut self, store: Store, measured: Vec<Measured>) {
        self.columns.push((store, measured));
    }

    /// Whether every bound holds.
    pub fn holds(&self) -> bool {
        let mut all = self.columns.iter().flat_map(|(_, measured)| measured);
        all.all(|measured| measured.bound.holds(measured.value))
    }
}

impl Display for Table {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "| database | measure | bound | measured | | of |\n|---|---|---|---|---|---|")?;
        for (store, measured) in &self.columns {
            for Measured { what, bound, value, detail } in measured {
                let mark = if bound.holds(*value) { "✓" } else { "✗" };
                let name = store.name();
                let decimals = if *value >= 100.0 { 0 } else { 3 };
                writeln!(
                    f,
                    "| {name} | {what} | {bound} | {value:.decimals$} | {mark} | {detail} |"
                )?;
            }
        }
        Ok(())
    }
}

/// The one in the middle.
pub fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// A speed in words.
pub fn per_second(count: usize, seconds: f64) -> String {
    format!("{:.0}/s", count as f64 / seconds)
}
