//! The air quality index of a day by HJ 633-2012 or HJ 633-2026, and whether the day is valid.

mod breakpoints;
mod county;
mod gap;
mod level;
pub mod limits;
mod mean;
mod pollutant;
mod standard;
#[cfg(test)]
mod tests;

use jiff::civil::Date;

pub use breakpoints::iaqi;
pub use county::county_day;
pub use gap::{Gap, Invalid};
pub use level::Level;
pub use mean::{Mean, Shortfall};
pub use pollutant::{Pollutant, Pollutants};
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
    pub primary: Pollutants,
    /// The pollutants above the daily limit of GB 3095 on that day. Up to 2030 these are the ones
    /// with an index above 100, which HJ 633-2012 calls 超标污染物 and HJ 633-2026 names no more.
    pub exceeding: Pollutants,
    /// Whether the day counts; an invalid one leaves numerator and denominator of every rate.
    pub valid: bool,
    /// What an invalid day lacks; absent on a valid day.
    pub invalid_reason: Option<Invalid>,
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
        index: item.index(standard).ok_or_else(|| item.gap()),
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
    let items = items(day);
    let indices = [0, 1, 2, 3, 4, 5].map(|place: usize| items[place].index(standard));
    let largest = indices.iter().copied().flatten().max().unwrap_or(0);
    if largest < LEAST_EXCEEDING && indices.contains(&None) {
        return invalid(standard, &items, &indices);
    }
    let aqi = largest.max(standard.least_index());
    let least = largest.max(LEAST_PRIMARY);
    let (mut primary, mut exceeding) = (Pollutants::default(), Pollutants::default());
    for (item, index) in items.iter().zip(indices) {
        let (Some(index), Some(concentration)) = (index, item.concentration) else { continue };
        if index >= least {
            primary.insert(item.pollutant);
        }
        if concentration > limits::daily(date, item.pollutant) {
            exceeding.insert(item.pollutant);
        }
    }
    Assessment {
        standard,
        aqi: Some(aqi),
        level: Some(Level::of(aqi)),
        primary,
        exceeding,
        valid: true,
        invalid_reason: None,
    }
}

/// The judgement of a day that does not count.
fn invalid(standard: Standard, items: &[Item; 6], indices: &[Option<i32>; 6]) -> Assessment {
    let missing = items.iter().zip(indices).filter(|(_, index)| index.is_none());
    Assessment {
        standard,
        aqi: None,
        level: None,
        primary: Pollutants::default(),
        exceeding: Pollutants::default(),
        valid: false,
        invalid_reason: Some(Invalid { gaps: missing.map(|(item, _)| item.gap()).collect() }),
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
    /// The individual index of the item; nothing where it is missing.
    fn index(&self, standard: Standard) -> Option<i32> {
        let concentration = self.concentration?;
        let counts_anyway = self.pollutant == Pollutant::O3 && concentration > OZONE_LIMIT_UG;
        if self.means.is_some_and(|means| means < self.least) && !counts_anyway {
            return None;
        }
        iaqi(standard, self.pollutant, concentration)
    }

    /// Why the item is missing, where it is.
    fn gap(&self) -> Gap {
        let Self { pollutant, concentration, means, least } = *self;
        match means.filter(|&means| means < least && concentration.is_some()) {
            Some(means) => Gap::TooFew { pollutant, means, least },
            None => Gap::Absent(pollutant),
        }
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
