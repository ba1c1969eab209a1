//! How long things took: the median of calendar days, exact.

/// The middle of durations in days as a sum and what it is to be divided by: of an odd number
/// of durations the one in the middle, of an even number half of the two in the middle.
///
/// Of none there is no middle.
pub fn median(mut days: Vec<i64>) -> Option<(i64, i64)> {
    days.sort_unstable();
    let upper = days.get(days.len() / 2)?;
    if days.len() % 2 == 1 {
        return Some((*upper, 1));
    }
    let lower = days.get(days.len() / 2 - 1)?;
    Some((lower + upper, 2))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_middle_of_an_even_number_is_half_of_two() {
        let table: [(&[i64], _); 5] = [
            (&[], None),
            (&[7], Some((7, 1))),
            (&[9, 2], Some((11, 2))),
            (&[30, 1, 2], Some((2, 1))),
            (&[4, 4, 1, 90], Some((8, 2))),
        ];
        for (days, middle) in table {
            assert_eq!(median(days.to_vec()), middle, "{days:?}");
        }
    }

    proptest! {
        #[test]
        fn no_more_than_half_lie_on_either_side(
            days in proptest::collection::vec(0..999_i64, 1..40),
        ) {
            let (above, below) = median(days.clone()).expect("a middle");
            let shorter = days.iter().filter(|day| **day * below < above).count();
            let longer = days.iter().filter(|day| **day * below > above).count();
            prop_assert!(2 * shorter <= days.len() && 2 * longer <= days.len());
        }
    }
}
