//! The six levels that the index divides days into.

/// A level of HJ 633, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// 0 to 50, 优.
    Excellent = 1,
    /// 51 to 100, 良.
    Good,
    /// 101 to 150, 轻度污染.
    Light,
    /// 151 to 200, 中度污染.
    Moderate,
    /// 201 to 300, 重度污染.
    Heavy,
    /// Above 300, 严重污染.
    Severe,
}

impl Level {
    /// The level of an index (HJ 633-2012 table 2, the same in HJ 633-2026).
    pub fn of(aqi: i32) -> Self {
        match aqi {
            ..=50 => Self::Excellent,
            51..=100 => Self::Good,
            101..=150 => Self::Light,
            151..=200 => Self::Moderate,
            201..=300 => Self::Heavy,
            301.. => Self::Severe,
        }
    }

    /// The number of the level, 1 to 6.
    pub fn number(self) -> i32 {
        self as i32
    }

    /// The Chinese name of the level.
    pub fn name(self) -> &'static str {
        match self {
            Self::Excellent => "优",
            Self::Good => "良",
            Self::Light => "轻度污染",
            Self::Moderate => "中度污染",
            Self::Heavy => "重度污染",
            Self::Severe => "严重污染",
        }
    }
}
