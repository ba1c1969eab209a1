//! By how many times its limit a concentration is above it.

use std::fmt;

/// The multiple `(C - S) / S` of GB 3838-2002 §5.1, exact, for a concentration C above its limit S.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Multiple {
    excess_ng_l: i64,
    limit_ng_l: i64,
}

impl Multiple {
    /// The multiple of a concentration above a limit, both in ng/L; nothing where it is not above,
    /// or the limit is not positive.
    pub fn of(concentration_ng_l: i64, limit_ng_l: i64) -> Option<Self> {
        if limit_ng_l <= 0 || concentration_ng_l <= limit_ng_l {
            return None;
        }
        Some(Self { excess_ng_l: concentration_ng_l - limit_ng_l, limit_ng_l })
    }

    /// The multiple as numerator and denominator, not reduced; both are positive.
    pub fn fraction(self) -> (i64, i64) {
        (self.excess_ng_l, self.limit_ng_l)
    }
}

impl fmt::Display for Multiple {
    /// Writes two decimals, a half to the even neighbor (GB/T 8170-2008).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (amount, divisor) = (i128::from(self.excess_ng_l) * 100, i128::from(self.limit_ng_l));
        let (floor, rest) = (amount / divisor, amount % divisor);
        let is_up = rest * 2 > divisor || (rest * 2 == divisor && floor % 2 == 1);
        let hundredths = floor + i128::from(is_up);
        write!(f, "{}.{:02}", hundredths / 100, hundredths % 100)
    }
}
