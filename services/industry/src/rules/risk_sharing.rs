//! How the risk of a loan is shared between bank, guarantors and government (政银担).
//!
//! Shares are whole parts of a hundred and make up the whole. 4321 stands for guarantor 40,
//! provincial re-guarantor 30, bank 20, government 10; any other scheme is data as well.

use std::fmt;

/// Why shares do not make up a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A share of nobody: 0 or less is no party.
    Party(i32),
    /// A party that is named twice.
    Twice(i32),
    /// A share that is not 1 to 100 parts of a hundred.
    Percent(i32),
    /// What the shares add up to, where it is not a hundred.
    Total(i64),
}

impl Fault {
    /// The fault in Chinese.
    pub fn in_chinese(self) -> String {
        match self {
            Self::Party(party) => format!("{party} 不是分担方"),
            Self::Twice(party) => format!("分担方 {party} 重复"),
            Self::Percent(percent) => format!("分担比例 {percent} 应在1至100之间"),
            Self::Total(total) => format!("分担比例合计为 {total}，应为100"),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Party(party) => write!(f, "{party} is no party"),
            Self::Twice(party) => write!(f, "party {party} is named twice"),
            Self::Percent(percent) => write!(f, "{percent} is not 1 to 100 parts of a hundred"),
            Self::Total(total) => write!(f, "the shares add up to {total}, not to 100"),
        }
    }
}

impl std::error::Error for Fault {}

/// Checks that shares, each a party and its parts of a hundred, make up the whole.
///
/// # Errors
/// The first fault of a share, or else of their total.
pub fn check(shares: &[(i32, i32)]) -> Result<(), Fault> {
    let mut total = 0;
    for (index, (party, percent)) in shares.iter().enumerate() {
        if *party < 1 {
            return Err(Fault::Party(*party));
        }
        if shares[..index].iter().any(|(other, _)| other == party) {
            return Err(Fault::Twice(*party));
        }
        if !(1..=100).contains(percent) {
            return Err(Fault::Percent(*percent));
        }
        total += i64::from(*percent);
    }
    if total == 100 { Ok(()) } else { Err(Fault::Total(total)) }
}

/// Whether two lists say the same of every party, in whatever order.
pub fn is_same(one: &[(i32, i32)], other: &[(i32, i32)]) -> bool {
    one.len() == other.len() && one.iter().all(|share| other.contains(share))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn shares_make_up_a_hundred() {
        let table: [(&[(i32, i32)], _); 8] = [
            (&[(1, 40), (3, 30), (4, 20), (5, 10)], Ok(())),
            (&[(1, 40), (2, 20), (3, 20), (4, 20)], Ok(())),
            (&[(1, 100)], Ok(())),
            (&[], Err(Fault::Total(0))),
            (&[(1, 40), (3, 30), (4, 20)], Err(Fault::Total(90))),
            (&[(1, 50), (1, 50)], Err(Fault::Twice(1))),
            (&[(1, 101), (2, -1)], Err(Fault::Percent(101))),
            (&[(0, 100)], Err(Fault::Party(0))),
        ];
        for (shares, result) in table {
            assert_eq!(check(shares), result, "{shares:?}");
        }
    }

    proptest! {
        #[test]
        fn one_share_changed_breaks_the_whole(
            first in 1..99_i32, place in 0..2_usize, by in prop_oneof![-100..0_i32, 1..100_i32],
        ) {
            let mut shares = [(1, first), (4, 100 - first)];
            prop_assert_eq!(check(&shares), Ok(()));
            shares[place].1 += by;
            prop_assert!(check(&shares).is_err());
        }

        #[test]
        fn order_does_not_matter(
            shares in proptest::collection::vec((1..7_i32, 0..101_i32), 0..6),
        ) {
            let mut turned = shares.clone();
            turned.reverse();
            prop_assert!(is_same(&shares, &turned));
        }

        #[test]
        fn nothing_makes_it_panic(
            shares in proptest::collection::vec((any::<i32>(), any::<i32>()), 0..9),
        ) {
            let _ = check(&shares);
        }
    }
}
