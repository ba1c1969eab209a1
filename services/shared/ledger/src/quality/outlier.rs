//! Values far from the median of their like, decided in whole numbers.

/// Below so many values nothing is far from the others.
const FEWEST: usize = 8;

/// The places of values whose robust z-score is above a limit in tenths.
///
/// The score is 0.6745 × |x − median| ÷ MAD. Twice the median and four times the MAD are whole
/// numbers, so that nothing is rounded. Where more than half of the values are the same there is
/// no MAD, and nothing is said.
pub(super) fn outliers(values: &[i64], tenths: i64) -> Vec<usize> {
    if values.len() < FEWEST {
        return Vec::new();
    }
    let middle = twice_median(values.iter().map(|value| i128::from(*value)));
    let away: Vec<i128> =
        values.iter().map(|value| (2 * i128::from(*value) - middle).abs()).collect();
    let mad = twice_median(away.iter().copied());
    if mad == 0 {
        return Vec::new();
    }
    // 0.6745 × (away ÷ 2) ÷ (mad ÷ 4) > tenths ÷ 10
    let far = |away: &i128| 13_490 * away > 1_000 * i128::from(tenths) * mad;
    let places = away.iter().enumerate().filter(|(_, away)| far(away));
    places.map(|(place, _)| place).collect()
}

/// Twice the median, which is whole.
fn twice_median(values: impl Iterator<Item = i128>) -> i128 {
    let mut sorted: Vec<i128> = values.collect();
    sorted.sort_unstable();
    let half = sorted.len() / 2;
    match sorted.len() % 2 {
        _ if sorted.is_empty() => 0,
        1 => 2 * sorted[half],
        _ => sorted[half - 1] + sorted[half],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_far_value_is_found_however_far_it_is() {
        let mut values = vec![100, 101, 99, 102, 98, 100, 103, 97];
        assert!(outliers(&values, 35).is_empty());
        values.push(1_000_000);
        assert_eq!(outliers(&values, 35), [8]);
        // The median is 100, the MAD 2: a score of 3.5 is a deviation of 10.38.
        values[8] = 110;
        assert!(outliers(&values, 35).is_empty(), "3.37");
        values[8] = 111;
        assert_eq!(outliers(&values, 35), [8], "3.71");
    }

    #[test]
    fn few_values_and_equal_ones_say_nothing() {
        assert!(outliers(&[1, 1, 1, 900], 35).is_empty());
        assert!(outliers(&[5, 5, 5, 5, 5, 5, 5, 900], 35).is_empty());
    }
}
