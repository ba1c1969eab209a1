//! Exact decimal numbers, as figures carry them: digits, never floating point.

use std::cmp::Ordering;
use std::fmt;

/// More digits than any figure has; beyond them a text is not taken for a number.
const MOST_DIGITS: usize = 30;

/// A decimal number: `units` divided by ten to the power of `places`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decimal {
    units: i128,
    places: u32,
}

impl Decimal {
    /// Reads `-12.30`; the places written are kept.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all = format!("{whole}{fraction}");
        let fits = !whole.is_empty()
            && (1..=MOST_DIGITS).contains(&all.len())
            && all.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.ends_with('.');
        let units: i128 = all.parse().ok().filter(|_| fits)?;
        let places = u32::try_from(fraction.len()).ok()?;
        Some(Self { units: if negative { -units } else { units }, places })
    }

    /// A whole number.
    pub(crate) const fn whole(units: i128) -> Self {
        Self { units, places: 0 }
    }

    /// The difference, with the places of the longer one.
    pub(crate) fn minus(self, other: Self) -> Option<Self> {
        let places = self.places.max(other.places);
        let units = self.at(places)?.checked_sub(other.at(places)?)?;
        Some(Self { units, places })
    }

    /// With so many places at most, half away from zero.
    pub(crate) fn rounded(self, places: u32) -> Option<Self> {
        let Some(cut) = self.places.checked_sub(places).filter(|cut| *cut > 0) else {
            return Some(self);
        };
        let unit = 10_i128.checked_pow(cut)?;
        let half = self.units.signum() * (unit / 2);
        Some(Self { units: self.units.checked_add(half)? / unit, places })
    }

    /// How many places it is written with.
    pub(crate) const fn places(self) -> u32 {
        self.places
    }

    /// Without the sign.
    pub(crate) const fn size(self) -> Self {
        Self { units: self.units.abs(), places: self.places }
    }

    /// Compares with zero.
    pub(crate) fn sign(self) -> Ordering {
        self.units.cmp(&0)
    }

    /// Whether both are the same number, however many places they are written with.
    pub(crate) fn equals(self, other: Self) -> bool {
        self.minus(other).is_some_and(|difference| difference.units == 0)
    }

    /// The number if it is whole.
    pub(crate) fn as_whole(self) -> Option<i128> {
        let unit = 10_i128.checked_pow(self.places)?;
        (self.units % unit == 0).then(|| self.units / unit)
    }

    fn at(self, places: u32) -> Option<i128> {
        self.units.checked_mul(10_i128.checked_pow(places - self.places)?)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let places = self.places as usize;
        let digits = format!("{:0>width$}", self.units.unsigned_abs(), width = places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        let point = if places > 0 { "." } else { "" };
        write!(f, "{sign}{whole}{point}{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        Decimal::parse(text).expect("a number")
    }

    #[test]
    fn a_number_is_written_as_it_was_read() {
        for text in ["0", "-0.3", "94.7", "1500.00", "-12", "0.001"] {
            assert_eq!(number(text).to_string(), text);
        }
        for wrong in ["", "-", ".5", "5.", "1e3", "+1", "1,000", "１", "--1", "1.-2"] {
            assert!(Decimal::parse(wrong).is_none(), "{wrong}");
        }
        assert!(Decimal::parse(&"9".repeat(31)).is_none());
    }

    #[test]
    fn a_difference_is_exact() {
        let minus = |a, b| number(a).minus(number(b)).expect("a difference").to_string();
        assert_eq!(minus("94.7", "93.5"), "1.2");
        assert_eq!(minus("0.3", "0.1"), "0.2");
        assert_eq!(minus("9", "10.0"), "-1.0");
    }

    #[test]
    fn half_a_place_is_rounded_away_from_zero() {
        let rounded = |text, places| number(text).rounded(places).expect("it fits").to_string();
        assert_eq!(rounded("68.0303", 2), "68.03");
        assert_eq!(rounded("0.25", 1), "0.3");
        assert_eq!(rounded("-0.25", 1), "-0.3");
        assert_eq!(rounded("12", 1), "12");
        assert_eq!(rounded("9.96", 1), "10.0");
    }

    #[test]
    fn places_do_not_make_numbers_different() {
        assert!(number("100.0").equals(Decimal::whole(100)));
        assert!(!number("99.9").equals(Decimal::whole(100)));
        assert_eq!(number("-0.0").sign(), Ordering::Equal);
        assert_eq!(number("12.00").as_whole(), Some(12));
        assert_eq!(number("12.5").as_whole(), None);
    }
}
