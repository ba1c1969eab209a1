//! Scales: exact numbers along a length, with marks at round ones.

use serde::Serialize;

/// A scale from a lowest to a highest mark; zero is always on it, so that lengths do not lie.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scale {
    low: i128,
    high: i128,
    step: i128,
    /// Decimal places of the numbers, which are counted in units of the last one.
    places: usize,
}

/// The ends of a scale and its step, in decimal digits.
#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct Axis {
    low: String,
    high: String,
    step: String,
}

impl Axis {
    /// The axis over numbers in decimal digits; none where [`Scale`] has none.
    pub(crate) fn over(texts: &[Option<&str>]) -> Option<Self> {
        let (scale, _) = Scale::over(texts)?;
        let digits = |number| scale.write(number).replace('−', "-");
        let Scale { low, high, step, places: _ } = scale;
        Some(Self { low: digits(low), high: digits(high), step: digits(step) })
    }
}

/// Intervals between marks, at most.
const MOST_INTERVALS: i128 = 5;

impl Scale {
    /// The scale over numbers in decimal digits, and these numbers on it; none where no text is
    /// a number, or one is too long to be drawn.
    pub(super) fn over(texts: &[Option<&str>]) -> Option<(Self, Vec<Option<i128>>)> {
        let places = texts.iter().flatten().filter_map(|text| text.split_once('.'));
        let places = places.map(|(_, fraction)| fraction.len()).max().unwrap_or_default();
        let numbers: Vec<_> = texts.iter().map(|text| units((*text)?, places)).collect();
        let most = numbers.iter().flatten().copied().max()?.max(0);
        let least = numbers.iter().flatten().copied().min()?.min(0);
        let step = round_step(most.checked_sub(least)?.max(1))?;
        let low = -((-least + step - 1) / step) * step;
        let high = ((most + step - 1) / step * step).max(low + step);
        Some((Self { low, high, step, places }, numbers))
    }

    /// Where a number stands on a length.
    pub(super) fn at(&self, number: i128, length: i32) -> i32 {
        let above = number.saturating_sub(self.low).saturating_mul(length.into());
        i32::try_from(above / (self.high - self.low)).unwrap_or(length)
    }

    /// The round numbers on it and how they are written.
    pub(super) fn marks(&self) -> impl Iterator<Item = (i128, String)> + '_ {
        let count = (self.high - self.low) / self.step;
        (0..=count).map(|at| self.low + at * self.step).map(|number| (number, self.write(number)))
    }

    /// Without zeros behind the point.
    fn write(&self, number: i128) -> String {
        let digits = format!("{:0>width$}", number.unsigned_abs(), width = self.places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - self.places);
        let fraction = fraction.trim_end_matches('0');
        let sign = if number < 0 { "−" } else { "" };
        let point = if fraction.is_empty() { "" } else { "." };
        format!("{sign}{whole}{point}{fraction}")
    }
}

/// One, two or five times a power of ten, so that few of them reach over a span.
fn round_step(span: i128) -> Option<i128> {
    let least = (span + MOST_INTERVALS - 1) / MOST_INTERVALS;
    let mut power: i128 = 1;
    loop {
        let fits = [1, 2, 5].into_iter().filter_map(|of| power.checked_mul(of));
        if let Some(step) = fits.into_iter().find(|step| *step >= least) {
            return Some(step);
        }
        power = power.checked_mul(10)?;
    }
}

/// A number in units of a decimal place.
pub(super) fn units(text: &str, places: usize) -> Option<i128> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{fraction:0<places$}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(texts: &[&str]) -> Vec<String> {
        let texts: Vec<_> = texts.iter().map(|text| Some(*text)).collect();
        let (scale, _) = Scale::over(&texts).expect("a scale");
        scale.marks().map(|(_, text)| text).collect()
    }

    #[test]
    fn marks_are_round_and_reach_over_every_number_and_zero() {
        assert_eq!(marks(&["121", "8"]), ["0", "50", "100", "150"]);
        assert_eq!(marks(&["0.94"]), ["0", "0.2", "0.4", "0.6", "0.8", "1"]);
        assert_eq!(marks(&["-30", "45.5"]), ["−40", "−20", "0", "20", "40", "60"]);
        assert_eq!(marks(&["0"]), ["0", "1"]);
        assert_eq!(marks(&["-7"]), ["−8", "−6", "−4", "−2", "0"]);
    }

    #[test]
    fn an_axis_ends_at_round_numbers() {
        let axis = Axis::over(&[Some("-30"), None, Some("45.5")]).expect("an axis");
        assert_eq!(
            (axis.low.as_str(), axis.high.as_str(), axis.step.as_str()),
            ("-40", "60", "20")
        );
        assert_eq!(Axis::over(&[None]), None);
    }

    #[test]
    fn a_number_stands_where_its_share_of_the_scale_ends() {
        let (scale, numbers) = Scale::over(&[Some("2.5"), None, Some("10")]).expect("a scale");
        assert_eq!(numbers, [Some(25), None, Some(100)]);
        assert_eq!((scale.at(25, 400), scale.at(100, 400), scale.at(0, 400)), (100, 400, 0));
        assert!(Scale::over(&[None]).is_none());
        assert!(Scale::over(&[Some(&"9".repeat(60))]).is_none(), "too long to be drawn");
    }
}
