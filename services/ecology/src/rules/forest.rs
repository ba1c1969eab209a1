//! Forest coverage by its legal definition (森林法实施条例 art. 24, `domain-standards.md` 4).

/// The areas of a survey by class, in m².
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// 乔木林地 with a canopy closure of 0.20 or more; less is no forest.
    pub arbor_m2: i64,
    /// 竹林地.
    pub bamboo_m2: i64,
    /// 国家特别规定的灌木林地; other shrubs are no forest.
    pub special_shrub_m2: i64,
    /// 农田林网.
    pub shelterbelt_m2: i64,
    /// 村旁、路旁、水旁、宅旁林木.
    pub beside_m2: i64,
}

impl Areas {
    /// The forest area, in m²; nothing where an area is below zero or the sum too large.
    pub fn forest_m2(&self) -> Option<i64> {
        let Self { arbor_m2, bamboo_m2, special_shrub_m2, shelterbelt_m2, beside_m2 } = *self;
        let classes = [arbor_m2, bamboo_m2, special_shrub_m2, shelterbelt_m2, beside_m2];
        classes.into_iter().try_fold(0_i64, |sum, area| {
            (area >= 0).then_some(area).and_then(|area| sum.checked_add(area))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_five_classes_of_the_regulation_add_up() {
        let areas = Areas {
            arbor_m2: 500_000_000,
            bamboo_m2: 90_000_000,
            special_shrub_m2: 20_000_000,
            shelterbelt_m2: 1_000_000,
            beside_m2: 5_000_000,
        };
        assert_eq!(areas.forest_m2(), Some(616_000_000));
    }

    #[test]
    fn an_area_below_zero_or_beyond_counting_is_none() {
        assert_eq!(Areas { bamboo_m2: -1, ..Areas::default() }.forest_m2(), None);
        let areas = Areas { arbor_m2: i64::MAX, beside_m2: 1, ..Areas::default() };
        assert_eq!(areas.forest_m2(), None);
    }
}
