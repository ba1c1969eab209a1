//! The air quality index of a day by HJ 633-2012 or HJ 633-2026, and whether the day is valid.

mod breakpoints;
mod county;
mod level;
pub mod limits;
mod mean;
mod pollutant;
mod standard;
#[cfg(test)]
mod tests;

use std::fmt;

use jiff::civil::Date;

pub use breakpoints::iaqi;
pub use county::county_day;
pub use level::Level;
pub use mean::{Mean, Shortfall};
pub use pollutant::{Pollutant, names};
pub use standard::Standard;

/// The hourly means that a daily mean needs (GB 3095-2026 table 4, unchanged against 2012).
const LEAST_HOURS: i32 = 20;

/// The valid 8-hour means between 08:00 and 24:00 that the maximum of ozone needs (HJ 663-2013).
const LEAST_OZONE_WINDOWS: i32 = 14;

/// The daily limit of ozone, µg/m³, above which a value counts with any number of windows
/// (GB 3095-2012 and GB 3095-2026, grade II; HJ 663-2013).
const OZONE_LIMIT_UG: i32 = 160;

/// The least index of a primary pollutant (HJ 633-2012, HJ 633-2026: above 50).
const LEAST_PRIMARY: i32 = 51;

/// The least index of a day that counts although an item is missing (HJ 633-2026 §5.3.1: above
/// 100).
const LEAST_EXCEEDING: i32 = 101;

/// What was measured on a day: concentrations, and how many means stand behind each.
///
/// A count that is absent means that the authority stated the value as valid. A concentration below
/// zero is no measurement and counts as missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// Sulfur dioxide, µg/m³.
    pub so2_ug: Option<i32>,
    /// Nitrogen dioxide, µg/m³.
    pub no2_ug: Option<i32>,
    /// Particles up to 10 µm, µg/m³.
    pub pm10_ug: Option<i32>,
    /// Particles up to 2.5 µm, µg/m³.
    pub pm25_ug: Option<i32>,
    /// Ozone, daily maximum of the 8-hour means, µg/m³.
    pub o3_8h_ug: Option<i32>,
    /// Carbon monoxide, tenths of mg/m³.
    pub co_mg_x10: Option<i32>,
    /// Valid hourly means of sulfur dioxide.
    pub so2_hours: Option<i32>,
    /// Valid hourly means of nitrogen dioxide.
    pub no2_hours: Option<i32>,
    /// Valid hourly means of particles up to 10 µm.
    pub pm10_hours: Option<i32>,
    /// Valid hourly means of particles up to 2.5 µm.
    pub pm25_hours: Option<i32>,
    /// Valid 8-hour means of ozone between 08:00 and 24:00.
    pub o3_8h_windows: Option<i32>,
    /// Valid hourly means of carbon monoxide.
    pub co_hours: Option<i32>,
}

/// What HJ 633 says of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The edition that the day was judged by.
    pub standard: Standard,
    /// The index, 0 to 500; absent on an invalid day.
    pub aqi: Option<i32>,
    /// The level of the index; absent on an invalid day.
    pub level: Option<Level>,
    /// The pollutants with the largest index where it is above 50; ties are joint.
    pub primary: Vec<Pollutant>,
    /// The pollutants above the daily limit of GB 3095 on that day. Up to 2030 these are the ones
    /// with an index above 100, which HJ 633-2012 calls 超标污染物 and HJ 633-2026 names no more.
    pub exceeding: Vec<Pollutant>,
    /// Whether the day counts; an invalid one leaves numerator and denominator of every rate.
    pub valid: bool,
    /// What an invalid day lacks; absent on a valid day.
    pub invalid_reason: Option<Invalid>,
}

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

/// What the standards say of one pollutant of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemAssessment {
    /// The pollutant.
    pub pollutant: Pollutant,
    /// What was measured, in the unit of [`Day`].
    pub concentration: Option<i32>,
    /// The individual index, or why the pollutant counts as missing.
    pub index: Result<i32, Gap>,
    /// The daily limit of GB 3095 on that day.
    pub limit: i32,
}

impl ItemAssessment {
    /// Whether the pollutant is not missing and above its daily limit.
    pub fn exceeds(&self) -> bool {
        self.index.is_ok() && self.concentration.is_some_and(|value| value > self.limit)
    }
}

/// Judges each pollutant of a day by the edition of HJ 633 and the limits of GB 3095 that applied.
pub fn assess_items(date: Date, day: &Day) -> [ItemAssessment; 6] {
    let standard = Standard::on(date);
    items(day).map(|item| ItemAssessment {
        pollutant: item.pollutant,
        concentration: item.concentration,
        index: item.index(standard),
        limit: limits::daily(date, item.pollutant),
    })
}

/// Judges a day by the edition of HJ 633 that applied on it.
///
/// An item without a concentration, or with fewer means than GB 3095 table 4 and HJ 663-2013 ask
/// for, is missing. With an item missing the index is that of the others and the day valid only if
/// it is above 100, otherwise there is no index and the day is invalid (HJ 633-2026 §5.3.1; days
/// under HJ 633-2012 are treated alike).
pub fn assess(date: Date, day: &Day) -> Assessment {
    let standard = Standard::on(date);
    let items = assess_items(date, day);
    let largest = items.iter().filter_map(|item| item.index.ok()).max().unwrap_or(0);
    let is_whole = items.iter().all(|item| item.index.is_ok());
    if !is_whole && largest < LEAST_EXCEEDING {
        let gaps = items.iter().filter_map(|item| item.index.err()).collect();
        return invalid(standard, Invalid { gaps });
    }
    let aqi = largest.max(standard.least_index());
    let least = largest.max(LEAST_PRIMARY);
    let such = |test: &dyn Fn(&ItemAssessment) -> bool| {
        items.iter().filter(|item| test(item)).map(|item| item.pollutant).collect()
    };
    Assessment {
        standard,
        aqi: Some(aqi),
        level: Some(Level::of(aqi)),
        primary: such(&|item| item.index.is_ok_and(|index| index >= least)),
        exceeding: such(&ItemAssessment::exceeds),
        valid: true,
        invalid_reason: None,
    }
}

/// The judgement of a day that does not count.
fn invalid(standard: Standard, reason: Invalid) -> Assessment {
    Assessment {
        standard,
        aqi: None,
        level: None,
        primary: Vec::new(),
        exceeding: Vec::new(),
        valid: false,
        invalid_reason: Some(reason),
    }
}

/// One item of a day.
struct Item {
    pollutant: Pollutant,
    concentration: Option<i32>,
    means: Option<i32>,
    least: i32,
}

impl Item {
    /// The individual index of the item, or why it is missing.
    fn index(&self, standard: Standard) -> Result<i32, Gap> {
        let Self { pollutant, concentration, means, least } = *self;
        let concentration = concentration.ok_or(Gap::Absent(pollutant))?;
        let counts_anyway = pollutant == Pollutant::O3 && concentration > OZONE_LIMIT_UG;
        if let Some(means) = means.filter(|&means| means < least && !counts_anyway) {
            return Err(Gap::TooFew { pollutant, means, least });
        }
        iaqi(standard, pollutant, concentration).ok_or(Gap::Absent(pollutant))
    }
}

/// The six items of a day.
fn items(day: &Day) -> [Item; 6] {
    let &Day {
        so2_ug,
        no2_ug,
        pm10_ug,
        pm25_ug,
        o3_8h_ug,
        co_mg_x10,
        so2_hours,
        no2_hours,
        pm10_hours,
        pm25_hours,
        o3_8h_windows,
        co_hours,
    } = day;
    let item =
        |pollutant, concentration, means, least| Item { pollutant, concentration, means, least };
    [
        item(Pollutant::So2, so2_ug, so2_hours, LEAST_HOURS),
        item(Pollutant::No2, no2_ug, no2_hours, LEAST_HOURS),
        item(Pollutant::Pm10, pm10_ug, pm10_hours, LEAST_HOURS),
        item(Pollutant::Pm25, pm25_ug, pm25_hours, LEAST_HOURS),
        item(Pollutant::Co, co_mg_x10, co_hours, LEAST_HOURS),
        item(Pollutant::O3, o3_8h_ug, o3_8h_windows, LEAST_OZONE_WINDOWS),
    ]
}
