//! The six pollutants that a day is judged by.

/// An item of a day. HJ 633-2012 also lists the hourly maximum of ozone, which national practice
/// left out of the judgement of days and HJ 633-2026 dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pollutant {
    /// Sulfur dioxide, 24 h.
    So2,
    /// Nitrogen dioxide, 24 h.
    No2,
    /// Particles up to 10 µm, 24 h.
    Pm10,
    /// Particles up to 2.5 µm, 24 h.
    Pm25,
    /// Carbon monoxide, 24 h.
    Co,
    /// Ozone, the daily maximum of the running 8-hour means.
    O3,
}

impl Pollutant {
    /// Every pollutant, in the order in which they are listed.
    pub const ALL: [Self; 6] = [Self::So2, Self::No2, Self::Pm10, Self::Pm25, Self::Co, Self::O3];

    /// The Chinese name, as daily reports print it.
    pub fn name(self) -> &'static str {
        match self {
            Self::So2 => "二氧化硫",
            Self::No2 => "二氧化氮",
            Self::Pm10 => "可吸入颗粒物",
            Self::Pm25 => "细颗粒物",
            Self::Co => "一氧化碳",
            Self::O3 => "臭氧",
        }
    }
}

/// The Chinese names of pollutants, in their order: `可吸入颗粒物、细颗粒物`.
pub fn names(pollutants: &[Pollutant]) -> String {
    pollutants.iter().map(|pollutant| pollutant.name()).collect::<Vec<_>>().join("、")
}
