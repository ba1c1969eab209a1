//! The supplementary items of drinking-water sources (GB 3838-2002 table 2).

use super::Multiple;

/// A supplementary item; it has one limit and no class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Supplement {
    /// Sulfate.
    Sulfate,
    /// Chloride.
    Chloride,
    /// Nitrate, as nitrogen.
    Nitrate,
    /// Iron.
    Iron,
    /// Manganese.
    Manganese,
}

/// What was measured of the supplementary items, in ng/L; a value below zero is no measurement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Supplements {
    /// Sulfate, ng/L.
    pub sulfate_ng_l: Option<i64>,
    /// Chloride, ng/L.
    pub chloride_ng_l: Option<i64>,
    /// Nitrate as nitrogen, ng/L.
    pub nitrate_ng_l: Option<i64>,
    /// Iron, ng/L.
    pub iron_ng_l: Option<i64>,
    /// Manganese, ng/L.
    pub manganese_ng_l: Option<i64>,
}

impl Supplement {
    /// The largest concentration that the standard allows (GB 3838-2002 table 2), in ng/L.
    pub fn limit_ng_l(self) -> i64 {
        match self {
            Self::Sulfate | Self::Chloride => 250_000_000,
            Self::Nitrate => 10_000_000,
            Self::Iron => 300_000,
            Self::Manganese => 100_000,
        }
    }

    /// The Chinese name in GB 3838-2002 table 2.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sulfate => "硫酸盐",
            Self::Chloride => "氯化物",
            Self::Nitrate => "硝酸盐",
            Self::Iron => "铁",
            Self::Manganese => "锰",
        }
    }

    /// By how many times a concentration is above the limit; nothing where it is not.
    pub fn multiple(self, concentration_ng_l: i64) -> Option<Multiple> {
        Multiple::of(concentration_ng_l, self.limit_ng_l())
    }
}

impl Supplements {
    /// The items that were measured, in the order of table 2.
    pub fn measured(&self) -> impl Iterator<Item = (Supplement, i64)> {
        let Self { sulfate_ng_l, chloride_ng_l, nitrate_ng_l, iron_ng_l, manganese_ng_l } = *self;
        let items = [
            (Supplement::Sulfate, sulfate_ng_l),
            (Supplement::Chloride, chloride_ng_l),
            (Supplement::Nitrate, nitrate_ng_l),
            (Supplement::Iron, iron_ng_l),
            (Supplement::Manganese, manganese_ng_l),
        ];
        items.into_iter().filter_map(|(item, value)| Some((item, value.filter(|&v| v >= 0)?)))
    }

    /// The items above their limits, each with its multiple.
    pub fn exceeding(&self) -> Vec<(Supplement, Multiple)> {
        self.measured().filter_map(|(item, value)| Some((item, item.multiple(value)?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_supplementary_item_exceeds_right_above_its_limit() {
        let table = [
            (Supplement::Sulfate, "硫酸盐", 250_000_000),
            (Supplement::Chloride, "氯化物", 250_000_000),
            (Supplement::Nitrate, "硝酸盐", 10_000_000),
            (Supplement::Iron, "铁", 300_000),
            (Supplement::Manganese, "锰", 100_000),
        ];
        for (item, name, limit) in table {
            assert_eq!((item.name(), item.limit_ng_l()), (name, limit));
            assert_eq!(item.multiple(limit), None, "{name}");
            assert!(item.multiple(limit + 1).is_some(), "{name}");
        }
    }

    #[test]
    fn what_was_not_measured_does_not_exceed() {
        let none = Supplements { iron_ng_l: Some(-1), ..Supplements::default() };
        assert_eq!((none.measured().count(), none.exceeding()), (0, vec![]));
        let iron = Supplements { iron_ng_l: Some(450_000), ..none };
        let text = iron.exceeding().into_iter().map(|(_, multiple)| multiple.to_string());
        assert_eq!(text.collect::<Vec<_>>(), ["0.50"]);
    }
}
