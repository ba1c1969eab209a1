//! Ranks by saturation: the highest first, equal ones share a rank, too few days have none.

use std::cmp::Ordering;

use super::saturation::Saturation;

/// The rank of each, in the order given; nothing for those below the minimum of required days.
///
/// A rank is one and how many are higher, whatever order they come in. Shares are compared
/// exactly, as fractions.
pub fn ranks(of: &[Saturation], minimum_days: i64) -> Vec<Option<i32>> {
    let is_ranked = |one: &&Saturation| one.is_ranked(minimum_days) && one.required_halves > 0;
    let mut ranked: Vec<&Saturation> = of.iter().filter(is_ranked).collect();
    ranked.sort_by(|one, other| compare(other, one));
    let rank = |one: &Saturation| {
        let higher = ranked.partition_point(|other| compare(other, one) == Ordering::Greater);
        i32::try_from(higher + 1).ok()
    };
    of.iter().map(|one| Some(one).filter(is_ranked).and_then(rank)).collect()
}

/// Compares two shares as fractions.
fn compare(one: &Saturation, other: &Saturation) -> Ordering {
    let left = i128::from(one.valid_halves) * i128::from(other.required_halves);
    let right = i128::from(other.valid_halves) * i128::from(one.required_halves);
    left.cmp(&right)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(valid_halves: i64, required_halves: i64) -> Saturation {
        Saturation { valid_halves, required_halves }
    }

    #[test]
    fn equal_shares_share_a_rank_and_the_next_one_is_passed_over() {
        let all = [of(90, 100), of(450, 500), of(100, 100), of(89, 100)];
        assert_eq!(ranks(&all, 20), [Some(2), Some(2), Some(1), Some(4)]);
    }

    #[test]
    fn a_unit_with_one_log_never_ranks() {
        let all = [of(2, 2), of(38, 38), of(40, 40), of(0, 0)];
        assert_eq!(ranks(&all, 20), [None, None, Some(1), None]);
    }

    proptest! {
        #[test]
        fn the_order_of_the_input_changes_no_rank(
            pairs in prop::collection::vec((0..=60_i64, 0..60_i64), 0..12),
            turn in 0..12_usize,
        ) {
            let all: Vec<_> = pairs.iter().map(|(v, r)| of(*v.min(r), *r)).collect();
            let mut turned = all.clone();
            let at = if all.is_empty() { 0 } else { turn % all.len() };
            turned.rotate_left(at);
            let mut found = ranks(&turned, 5);
            found.rotate_right(at);
            prop_assert_eq!(found, ranks(&all, 5));
        }
    }
}
