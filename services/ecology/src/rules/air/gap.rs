//! Why a day, or an item of it, does not count.

use std::fmt;

use super::Pollutant;

/// Why a day is invalid: items are missing and the others do not exceed (HJ 633-2026 §5.3.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// The missing items, in the order of the pollutants; at least one.
    pub gaps: Vec<Gap>,
}

impl fmt::Display for Invalid {
    /// Writes the reason in Chinese.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, gap) in self.gaps.iter().enumerate() {
            write!(f, "{}{gap}", if place == 0 { "" } else { "；" })?;
        }
        Ok(())
    }
}

/// Why an item of a day counts as missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// No concentration is given.
    Absent(Pollutant),
    /// Too few means stand behind the concentration (GB 3095 table 4, HJ 663-2013).
    TooFew {
        /// The item.
        pollutant: Pollutant,
        /// How many valid means there are.
        means: i32,
        /// How many there have to be.
        least: i32,
    },
}

impl fmt::Display for Gap {
    /// Writes the gap in Chinese.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent(pollutant) => write!(f, "缺{}", pollutant.name()),
            Self::TooFew { pollutant, means, least } => {
                let window = if *pollutant == Pollutant::O3 { "8小时" } else { "小时" };
                write!(f, "{}有效{window}均值{means}个，少于{least}个", pollutant.name())
            }
        }
    }
}
