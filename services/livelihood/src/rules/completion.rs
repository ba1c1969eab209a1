//! The completion of a programme of public health, from what its items should reach and reached.

use num_bigint::BigInt;
use num_rational::Ratio;

/// The unit of [`Completion::reached`]: so many make one whole item of weight 1.
pub const SCALE: i128 = 1_000_000_000_000_000_000;

/// An item of a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// How much is to be done, 1 or more.
    pub target: i64,
    /// How much was done; none without a return.
    pub done: Option<i64>,
    /// What it weighs among the items.
    pub weight: i64,
}

/// How much of a programme is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The sum over the items of weight × MIN(done ÷ target, 1), in units of 1 ÷ [`SCALE`].
    pub reached: i128,
    /// The sum of the weights.
    pub weight: i128,
}

/// The completion of a programme; none where there is no item, or one of them has no return.
///
/// The sum is exact and then cut off at the eighteenth decimal: it is the whole weight only when
/// every item reached its target, and no step of a tenth of a percent is missed.
pub fn completion(items: &[Item]) -> Option<Completion> {
    let mut reached = Ratio::from_integer(BigInt::from(0));
    let mut weight = 0;
    for item in items {
        let done = item.done?.clamp(0, item.target);
        reached += Ratio::new(BigInt::from(item.weight) * done, BigInt::from(item.target.max(1)));
        weight += i128::from(item.weight);
    }
    let reached = (reached * BigInt::from(SCALE)).to_integer();
    Some(Completion { reached: i128::try_from(reached).ok()?, weight }).filter(|_| weight > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(target: i64, done: impl Into<Option<i64>>) -> Item {
        Item { target, done: done.into(), weight: 1 }
    }

    /// Tenths of a percent, cut off.
    fn tenths(items: &[Item]) -> Option<i128> {
        completion(items).map(|found| found.reached * 1000 / (found.weight * SCALE))
    }

    #[test]
    fn more_than_the_target_makes_up_for_nothing() {
        assert_eq!(tenths(&[item(100, 150), item(100, 50)]), Some(750));
        assert_eq!(tenths(&[item(100, 100), item(7, 9)]), Some(1000));
    }

    #[test]
    fn a_missing_return_is_no_zero() {
        assert_eq!(tenths(&[item(100, 100), item(100, None)]), None);
        assert_eq!(tenths(&[item(100, 100), item(100, 0)]), Some(500));
        assert_eq!(tenths(&[]), None);
    }

    #[test]
    fn thirds_make_a_whole_and_one_short_of_all_is_not_all() {
        assert_eq!(tenths(&[item(3, 1), item(3, 2)]), Some(500));
        assert_eq!(tenths(&[item(3, 1), item(7, 2), item(21, 8)]), Some(333));
        let nearly = [item(1_000_000, 999_999), item(1, 1)];
        assert_eq!(tenths(&nearly), Some(999));
    }

    #[test]
    fn targets_without_a_common_divisor_do_not_overflow() {
        let primes = [999_983, 999_979, 999_961, 999_959, 999_953, 999_931, 999_917, 999_907];
        let items: Vec<Item> = primes.iter().map(|prime| item(*prime, prime / 2)).collect();
        assert_eq!(tenths(&items), Some(499));
    }

    #[test]
    fn items_weigh_what_the_notice_says() {
        let heavy = Item { weight: 3, ..item(10, 10) };
        assert_eq!(tenths(&[heavy, item(10, 2)]), Some(800));
    }
}
