//! The zones that protect a source, and the class that each has to keep.

use super::Class;

/// A zone of protection (GB 3838-2002 §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// 一级保护区.
    First,
    /// 二级保护区.
    Second,
    /// 准保护区, for which the standard names no class of its own.
    Quasi,
}

impl Zone {
    /// The worst class that the target of a source in the zone may be; none for 准保护区.
    pub fn target(self) -> Option<Class> {
        match self {
            Self::First => Some(Class::II),
            Self::Second => Some(Class::III),
            Self::Quasi => None,
        }
    }

    /// Whether a target is strict enough for the zone.
    pub fn allows(self, target: Class) -> bool {
        self.target().is_none_or(|worst| target <= worst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_zone_asks_for_class_two_and_the_second_for_class_three() {
        let allowed =
            |zone: Zone| Class::ALL.into_iter().filter(|class| zone.allows(*class)).count();
        assert_eq!([Zone::First, Zone::Second, Zone::Quasi].map(allowed), [2, 3, 6]);
    }
}
