//! Exact numbers: fractions until the end, rounded once.

use num_rational::Ratio;
use serde::Deserialize;

/// An exact number.
pub type Exact = Ratio<i128>;

/// How a number is rounded when it is printed.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// A five goes up: ordinary government statistics.
    #[default]
    HalfUp,
    /// A five goes to the even digit: GB/T 8170-2008, environmental values.
    HalfEven,
    /// Digits are dropped: progress and completion, so that 99.96 never prints 100.
    Truncate,
    /// A five goes up, but what is short of a hundred never prints as a hundred.
    HalfUpShortOfAll,
}

/// Rounds to so many decimals, once; negative numbers by their absolute value (GB/T 8170).
pub fn round(number: Exact, decimals: u32, rounding: Rounding) -> Exact {
    if rounding == Rounding::HalfUpShortOfAll {
        let all = Exact::from_integer(100);
        let rounded = round(number, decimals, Rounding::HalfUp);
        let claims_all = number < all && rounded >= all;
        return if claims_all { round(number, decimals, Rounding::Truncate) } else { rounded };
    }
    let scale = Exact::from_integer(10_i128.pow(decimals.min(18)));
    let negative = number < Exact::from_integer(0);
    let scaled = if negative { -number * scale } else { number * scale };
    let (floor, rest) = (scaled.floor(), scaled.fract());
    let half = Exact::new(1, 2);
    let odd = floor.to_integer() % 2 == 1;
    let up = match rounding {
        Rounding::HalfUp | Rounding::HalfUpShortOfAll => rest >= half,
        Rounding::HalfEven => rest > half || rest == half && odd,
        Rounding::Truncate => false,
    };
    let rounded = (if up { floor + Exact::from_integer(1) } else { floor }) / scale;
    if negative { -rounded } else { rounded }
}

/// Writes a number with just so many decimals; one that has more is cut off there.
pub fn decimal(number: Exact, decimals: u32) -> String {
    let negative = number < Exact::from_integer(0);
    let number = if negative { -number } else { number };
    let scale = 10_i128.pow(decimals.min(18));
    let scaled = (number * Exact::from_integer(scale)).to_integer();
    let (whole, rest) = (scaled / scale, scaled % scale);
    let sign = if negative && scaled != 0 { "-" } else { "" };
    if decimals == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{rest:0width$}", width = decimals as usize)
    }
}

/// Writes a number as short as it is exact, at most 12 decimals.
pub fn shortest(number: Exact) -> String {
    let text = decimal(number, 12);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Reads decimal digits.
pub fn parse(text: &str) -> Option<Exact> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || rest.len() > 18 || whole.len() > 18 || !plain(whole) || !plain(rest) {
        return None;
    }
    let scale = 10_i128.pow(u32::try_from(rest.len()).ok()?);
    let number: i128 = format!("{whole}{rest}").parse().ok()?;
    let number = Exact::new(number, scale);
    Some(if negative { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_follows_gb_t_8170() {
        let even = |text: &str, decimals| {
            decimal(round(parse(text).expect("a number"), decimals, Rounding::HalfEven), decimals)
        };
        assert_eq!(even("1.050", 1), "1.0");
        assert_eq!(even("0.35", 1), "0.4");
        assert_eq!(even("-1.25", 1), "-1.2");
        assert_eq!(even("94.7214", 1), "94.7");
        assert_eq!(even("2.5", 0), "2");
        assert_eq!(even("3.5", 0), "4");
    }

    #[test]
    fn a_completion_below_all_never_prints_all() {
        let rate = Exact::new(99_96, 100);
        assert_eq!(decimal(round(rate, 1, Rounding::Truncate), 1), "99.9");
    }

    #[test]
    fn a_rate_short_of_all_is_rounded_but_never_to_all() {
        let whole = |text: &str| {
            let number = parse(text).expect("a number");
            decimal(round(number, 0, Rounding::HalfUpShortOfAll), 0)
        };
        let printed = ["97.5", "98.49", "99.4", "99.5", "99.99", "100", "100.6"].map(whole);
        assert_eq!(printed, ["98", "98", "99", "99", "99", "100", "101"]);
    }

    #[test]
    fn a_third_is_written_with_twelve_decimals_and_a_whole_with_none() {
        assert_eq!(shortest(Exact::new(1, 3)), "0.333333333333");
        assert_eq!(shortest(Exact::from_integer(121)), "121");
        assert_eq!(shortest(Exact::new(-21, 10)), "-2.1");
    }
}
