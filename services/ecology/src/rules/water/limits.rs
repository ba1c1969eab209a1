//! The limits of GB 3838-2002 table 1.

use super::{Body, Class, Item};

/// What the standard asks of an item; limits are those of the classes I to V, in ng/L.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rule {
    /// From the first to the second, whatever the class; pH in hundredths.
    Within(i64, i64),
    /// At least the limit.
    AtLeast([i64; 5]),
    /// At most the limit.
    AtMost([i64; 5]),
    /// At most the limit for the body of water.
    ByBody { river: [i64; 5], lake: [i64; 5] },
}

impl Rule {
    /// The rule of GB 3838-2002 table 1 for an item; 1 mg/L is 1,000,000 ng/L.
    ///
    /// Class I asks for 90% saturation with oxygen or 7.5 mg/L; the temperature that saturation
    /// depends on is not recorded, so 7.5 mg/L it is.
    pub(super) fn of(item: Item) -> Self {
        use Rule::{AtLeast, AtMost, ByBody, Within};
        match item {
            Item::Ph => Within(600, 900),
            Item::DissolvedOxygen => {
                AtLeast([7_500_000, 6_000_000, 5_000_000, 3_000_000, 2_000_000])
            }
            Item::Permanganate => AtMost([2_000_000, 4_000_000, 6_000_000, 10_000_000, 15_000_000]),
            Item::Cod => AtMost([15_000_000, 15_000_000, 20_000_000, 30_000_000, 40_000_000]),
            Item::Bod5 => AtMost([3_000_000, 3_000_000, 4_000_000, 6_000_000, 10_000_000]),
            Item::Ammonia => AtMost([150_000, 500_000, 1_000_000, 1_500_000, 2_000_000]),
            Item::Phosphorus => ByBody {
                river: [20_000, 100_000, 200_000, 300_000, 400_000],
                lake: [10_000, 25_000, 50_000, 100_000, 200_000],
            },
            Item::Copper => AtMost([10_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000]),
            Item::Zinc => AtMost([50_000, 1_000_000, 1_000_000, 2_000_000, 2_000_000]),
            Item::Fluoride => AtMost([1_000_000, 1_000_000, 1_000_000, 1_500_000, 1_500_000]),
            Item::Selenium => AtMost([10_000, 10_000, 10_000, 20_000, 20_000]),
            Item::Arsenic => AtMost([50_000, 50_000, 50_000, 100_000, 100_000]),
            Item::Mercury => AtMost([50, 50, 100, 1_000, 1_000]),
            Item::Cadmium => AtMost([1_000, 5_000, 5_000, 5_000, 10_000]),
            Item::Chromium6 => AtMost([10_000, 50_000, 50_000, 50_000, 100_000]),
            Item::Lead => AtMost([10_000, 10_000, 50_000, 50_000, 100_000]),
            Item::Cyanide => AtMost([5_000, 50_000, 200_000, 200_000, 200_000]),
            Item::Phenol => AtMost([2_000, 2_000, 5_000, 10_000, 100_000]),
            Item::Petroleum => AtMost([50_000, 50_000, 50_000, 500_000, 1_000_000]),
            Item::Surfactant => AtMost([200_000, 200_000, 200_000, 300_000, 300_000]),
            Item::Sulfide => AtMost([50_000, 100_000, 200_000, 500_000, 1_000_000]),
        }
    }

    /// The best class that a value meets, in ng/L and for pH in hundredths.
    pub(super) fn class(self, body: Body, value: i64) -> Class {
        let met = match self {
            Self::Within(low, high) => (low..=high).contains(&value).then_some(0),
            Self::AtLeast(limits) => limits.iter().position(|&limit| value >= limit),
            Self::AtMost(_) | Self::ByBody { .. } => {
                self.most(body).and_then(|limits| limits.iter().position(|&limit| value <= limit))
            }
        };
        met.and_then(|place| Class::ALL.get(place)).copied().unwrap_or(Class::Worse)
    }

    /// The largest values that the classes I to V allow; nothing where the rule is of another kind,
    /// as for pH and dissolved oxygen.
    pub(super) fn most(self, body: Body) -> Option<[i64; 5]> {
        match (self, body) {
            (Self::AtMost(limits), _) => Some(limits),
            (Self::ByBody { river, .. }, Body::River) => Some(river),
            (Self::ByBody { lake, .. }, Body::Lake) => Some(lake),
            (Self::Within(..) | Self::AtLeast(_), _) => None,
        }
    }
}
