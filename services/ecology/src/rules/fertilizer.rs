//! How much less fertilizer the same parcels took in a season than in the one before.

use std::collections::BTreeMap;

/// What a parcel took in a season.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    /// The nutrients (化肥折纯量), in hundredths of a kilogram.
    pub nutrient_kg_x100: i64,
    /// The area that took them, in hundredths of a mu.
    pub area_mu_x100: i64,
}

/// The uses of a season by parcel.
pub type Season = BTreeMap<String, Use>;

/// The reduction per area as a fraction: `(K₀/A₀ − K₁/A₁) ÷ (K₀/A₀)`, that is
/// `(K₀·A₁ − K₁·A₀) / (K₀·A₁)`, summed over the parcels that have both seasons.
///
/// Below zero where more was used. Nothing without such a parcel, without an area, or where
/// nothing was used before.
pub fn reduction(before: &Season, now: &Season) -> Option<(i128, i128)> {
    let mut sums = [0_i128; 4];
    for (before, now) in both(before, now) {
        let parts =
            [before.nutrient_kg_x100, before.area_mu_x100, now.nutrient_kg_x100, now.area_mu_x100];
        for (sum, part) in sums.iter_mut().zip(parts) {
            *sum += i128::from(part);
        }
    }
    let [k0, a0, k1, a1] = sums;
    let below = k0 * a1;
    (below > 0 && a0 > 0).then_some((below - k1 * a0, below))
}

/// The area of the parcels that have both seasons, as of the later one, in hundredths of a mu.
pub fn compared_area_mu_x100(before: &Season, now: &Season) -> i128 {
    both(before, now).map(|(_, now)| i128::from(now.area_mu_x100)).sum()
}

/// The uses of the parcels that have both seasons.
fn both<'a>(before: &'a Season, now: &'a Season) -> impl Iterator<Item = (&'a Use, &'a Use)> {
    now.iter().filter_map(|(parcel, now)| Some((before.get(parcel)?, now)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn season(uses: &[(&str, i64, i64)]) -> Season {
        let uses = uses.iter().map(|(parcel, nutrient_kg_x100, area_mu_x100)| {
            let (nutrient_kg_x100, area_mu_x100) = (*nutrient_kg_x100, *area_mu_x100);
            ((*parcel).to_owned(), Use { nutrient_kg_x100, area_mu_x100 })
        });
        uses.collect()
    }

    #[test]
    fn a_reduction_is_that_of_the_use_per_area() {
        // 20 kg a mu before, 19 after: 5 %.
        let before = season(&[("a", 2_000, 100), ("b", 4_000, 200)]);
        let now = season(&[("a", 1_900, 100), ("b", 3_800, 200)]);
        let (above, below) = reduction(&before, &now).expect("both seasons are there");
        assert_eq!(above * 20, below);
        // Twice the area with twice the use is no more.
        let doubled = season(&[("a", 4_000, 200), ("b", 8_000, 400)]);
        assert_eq!(reduction(&before, &doubled).map(|(above, _)| above), Some(0));
    }

    #[test]
    fn a_parcel_with_one_season_only_is_left_out() {
        let before = season(&[("a", 2_000, 100), ("gone", 9_999, 100)]);
        let now = season(&[("a", 2_100, 100), ("new", 1, 100)]);
        let (above, below) = reduction(&before, &now).expect("one parcel has both");
        assert_eq!(above * 20, -below);
        assert_eq!(compared_area_mu_x100(&before, &now), 100);
    }

    #[test]
    fn without_a_common_parcel_or_an_earlier_use_there_is_nothing() {
        let one = season(&[("a", 2_000, 100)]);
        assert_eq!(reduction(&season(&[("b", 1, 1)]), &one), None);
        assert_eq!(reduction(&season(&[("a", 0, 100)]), &one), None);
        assert_eq!(reduction(&season(&[("a", 5, 0)]), &one), None);
        assert_eq!(reduction(&one, &season(&[("a", 5, 0)])), None);
    }

    proptest! {
        #[test]
        fn more_use_is_never_a_greater_reduction(
            k0 in 1..1_000_000_i64,
            k1 in 0..1_000_000_i64,
            more in 0..1_000_000_i64,
            (a0, a1) in (1..100_000_i64, 1..100_000_i64),
        ) {
            let before = season(&[("a", k0, a0)]);
            let less = reduction(&before, &season(&[("a", k1, a1)]));
            let more = reduction(&before, &season(&[("a", k1 + more, a1)]));
            prop_assert!(more.map(|(above, _)| above) <= less.map(|(above, _)| above));
        }
    }
}
