//! The six pollutants that a day is judged by.

use std::fmt;

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

/// Some of the pollutants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pollutants(u8);

impl Pollutants {
    /// Adds one.
    pub fn insert(&mut self, pollutant: Pollutant) {
        self.0 |= 1 << pollutant as u8;
    }

    /// Whether one is among them.
    pub fn contains(self, pollutant: Pollutant) -> bool {
        self.0 & (1 << pollutant as u8) != 0
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// All of them, in the order in which pollutants are listed.
    pub fn iter(self) -> impl Iterator<Item = Pollutant> {
        Pollutant::ALL.into_iter().filter(move |pollutant| self.contains(*pollutant))
    }
}

impl fmt::Display for Pollutants {
    /// Writes the Chinese names in their order: `可吸入颗粒物、细颗粒物`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, pollutant) in self.iter().enumerate() {
            write!(f, "{}{}", if place == 0 { "" } else { "、" }, pollutant.name())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pollutants_are_listed_in_their_order_and_once() {
        let mut some = Pollutants::default();
        assert!(some.is_empty());
        for pollutant in [Pollutant::O3, Pollutant::Pm10, Pollutant::O3] {
            some.insert(pollutant);
        }
        assert_eq!(some.to_string(), "可吸入颗粒物、臭氧");
        assert!(some.contains(Pollutant::Pm10) && !some.contains(Pollutant::So2));
        assert_eq!(some.iter().count(), 2);
    }
}
