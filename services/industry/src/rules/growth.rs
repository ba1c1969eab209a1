//! The growth of an amount against what an authority states of it, exact.

/// By how many points of percent the growth from `then` to `now` exceeds a stated growth, given
/// in hundredths of a percent; as a sum and what it is to be divided by, times a hundred.
///
/// Without a base above zero there is no growth.
pub fn gap(now: i128, then: i128, stated_x100: i128) -> Option<(i128, i128)> {
    (then > 0).then(|| ((now - then) * 10_000 - stated_x100 * then, then * 10_000))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_stated_growth_that_is_exact_leaves_no_gap() {
        assert_eq!(gap(112, 100, 1_200), Some((0, 1_000_000)));
        assert_eq!(gap(113, 100, 1_200), Some((10_000, 1_000_000)), "1 point more");
        assert_eq!(gap(94, 100, -500), Some((-10_000, 1_000_000)), "1 point less");
        assert_eq!(gap(5, 0, 100), None);
        assert_eq!(gap(5, -1, 100), None);
    }

    proptest! {
        #[test]
        fn a_larger_amount_never_narrows_the_gap(
            now in 0..10_i128.pow(12), more in 1..10_i128.pow(9), then in 1..10_i128.pow(12),
            stated in -9_999..9_999_i128,
        ) {
            let gap = |now| gap(now, then, stated).expect("a base").0;
            prop_assert!(gap(now + more) > gap(now));
        }
    }
}
