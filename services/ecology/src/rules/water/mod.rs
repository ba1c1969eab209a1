//! The class of a surface water by the single-factor method of GB 3838-2002.

mod item;
mod limits;
mod mean;
mod multiple;
mod supplement;
#[cfg(test)]
mod tests;
mod zone;

use std::fmt;

pub use item::Item;
use limits::Rule;
pub use mean::{mean, mean_supplements};
pub use multiple::Multiple;
pub use supplement::{Supplement, Supplements};
pub use zone::Zone;

/// The body of water, which the limits of phosphorus depend on (GB 3838-2002 table 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// A river.
    River,
    /// A lake or reservoir.
    Lake,
}

/// The classes of GB 3838-2002, best first, and what is worse than the last of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Ⅰ类.
    I,
    /// Ⅱ类, the first-grade protection zone of a source.
    II,
    /// Ⅲ类, the second-grade protection zone of a source.
    III,
    /// Ⅳ类.
    IV,
    /// Ⅴ类.
    V,
    /// 劣Ⅴ类.
    Worse,
}

impl Class {
    /// Every class, best first.
    pub const ALL: [Self; 6] = [Self::I, Self::II, Self::III, Self::IV, Self::V, Self::Worse];

    /// The Chinese name of the class.
    pub fn name(self) -> &'static str {
        match self {
            Self::I => "Ⅰ类",
            Self::II => "Ⅱ类",
            Self::III => "Ⅲ类",
            Self::IV => "Ⅳ类",
            Self::V => "Ⅴ类",
            Self::Worse => "劣Ⅴ类",
        }
    }
}

/// What was measured in a sample: pH in hundredths, the rest in ng/L (1 mg is 1,000,000 ng).
///
/// A value below zero is no measurement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// pH, hundredths.
    pub ph_x100: Option<i32>,
    /// Dissolved oxygen, ng/L.
    pub do_ng_l: Option<i64>,
    /// Permanganate index, ng/L.
    pub permanganate_ng_l: Option<i64>,
    /// Chemical oxygen demand, ng/L.
    pub cod_ng_l: Option<i64>,
    /// Biochemical oxygen demand of five days, ng/L.
    pub bod5_ng_l: Option<i64>,
    /// Ammonia nitrogen, ng/L.
    pub ammonia_ng_l: Option<i64>,
    /// Total phosphorus, ng/L.
    pub phosphorus_ng_l: Option<i64>,
    /// Copper, ng/L.
    pub copper_ng_l: Option<i64>,
    /// Zinc, ng/L.
    pub zinc_ng_l: Option<i64>,
    /// Fluoride, ng/L.
    pub fluoride_ng_l: Option<i64>,
    /// Selenium, ng/L.
    pub selenium_ng_l: Option<i64>,
    /// Arsenic, ng/L.
    pub arsenic_ng_l: Option<i64>,
    /// Mercury, ng/L.
    pub mercury_ng_l: Option<i64>,
    /// Cadmium, ng/L.
    pub cadmium_ng_l: Option<i64>,
    /// Hexavalent chromium, ng/L.
    pub chromium6_ng_l: Option<i64>,
    /// Lead, ng/L.
    pub lead_ng_l: Option<i64>,
    /// Cyanide, ng/L.
    pub cyanide_ng_l: Option<i64>,
    /// Volatile phenols, ng/L.
    pub phenol_ng_l: Option<i64>,
    /// Petroleum, ng/L.
    pub petroleum_ng_l: Option<i64>,
    /// Anionic surfactants, ng/L.
    pub surfactant_ng_l: Option<i64>,
    /// Sulfide, ng/L.
    pub sulfide_ng_l: Option<i64>,
}

/// What GB 3838-2002 says of a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The worst class among the measured items.
    pub class: Class,
    /// Whether that class is the target class or better.
    pub compliant: bool,
    /// The items that are worse than the target class, in the order of table 1.
    pub exceeding: Vec<Exceeding>,
}

/// An item that is worse than the target class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exceeding {
    /// The item.
    pub item: Item,
    /// How far it is above the limit of the target class; pH and dissolved oxygen have no multiple
    /// (环办〔2011〕22号).
    pub multiple: Option<Multiple>,
}

impl fmt::Display for Exceeding {
    /// Writes the item in Chinese and its multiple: `总磷（0.50倍）`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.item.name())?;
        match self.multiple {
            Some(multiple) => write!(f, "（{multiple}倍）"),
            None => Ok(()),
        }
    }
}

/// The exceeding items and their multiples (GB 3838-2002 §5.1): `总磷（0.50倍）、pH值`; empty where
/// nothing exceeds.
pub fn exceeding_text(exceeding: &[Exceeding]) -> String {
    exceeding.iter().map(Exceeding::to_string).collect::<Vec<_>>().join("、")
}

/// What the standard says of one item of a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemAssessment {
    /// The item.
    pub item: Item,
    /// What was measured: pH in hundredths, the rest in ng/L.
    pub value: i64,
    /// The class that the item alone meets.
    pub class: Class,
    /// How far it is above the limit of the target class.
    pub multiple: Option<Multiple>,
}

/// Judges each item that was measured against the class that its water has to meet.
pub fn assess_items(
    body: Body,
    target: Class,
    sample: &Sample,
) -> impl Iterator<Item = ItemAssessment> {
    items(sample).into_iter().filter_map(move |(item, value)| {
        let value = value.filter(|&value| value >= 0)?;
        let rule = Rule::of(item);
        let class = rule.class(body, value);
        let limit = rule.most(body).and_then(|limits| limits.get(target as usize).copied());
        let multiple = limit.and_then(|limit| Multiple::of(value, limit));
        Some(ItemAssessment { item, value, class, multiple })
    })
}

/// Judges a sample against the class that its water has to meet: the class is the worst among the
/// items measured (GB 3838-2002 §5.1, 环办〔2011〕22号). Nothing where none was measured.
pub fn assess(body: Body, target: Class, sample: &Sample) -> Option<Assessment> {
    let mut worst = None;
    let mut exceeding = Vec::new();
    for ItemAssessment { item, class, multiple, .. } in assess_items(body, target, sample) {
        worst = worst.max(Some(class));
        if class > target {
            exceeding.push(Exceeding { item, multiple });
        }
    }
    worst.map(|class| Assessment { class, compliant: class <= target, exceeding })
}

/// Every item of a sample with what was measured, in the order of table 1.
fn items(sample: &Sample) -> [(Item, Option<i64>); 21] {
    [
        (Item::Ph, sample.ph_x100.map(i64::from)),
        (Item::DissolvedOxygen, sample.do_ng_l),
        (Item::Permanganate, sample.permanganate_ng_l),
        (Item::Cod, sample.cod_ng_l),
        (Item::Bod5, sample.bod5_ng_l),
        (Item::Ammonia, sample.ammonia_ng_l),
        (Item::Phosphorus, sample.phosphorus_ng_l),
        (Item::Copper, sample.copper_ng_l),
        (Item::Zinc, sample.zinc_ng_l),
        (Item::Fluoride, sample.fluoride_ng_l),
        (Item::Selenium, sample.selenium_ng_l),
        (Item::Arsenic, sample.arsenic_ng_l),
        (Item::Mercury, sample.mercury_ng_l),
        (Item::Cadmium, sample.cadmium_ng_l),
        (Item::Chromium6, sample.chromium6_ng_l),
        (Item::Lead, sample.lead_ng_l),
        (Item::Cyanide, sample.cyanide_ng_l),
        (Item::Phenol, sample.phenol_ng_l),
        (Item::Petroleum, sample.petroleum_ng_l),
        (Item::Surfactant, sample.surfactant_ng_l),
        (Item::Sulfide, sample.sulfide_ng_l),
    ]
}
