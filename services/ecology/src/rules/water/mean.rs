//! The mean of several samples of one month (环办〔2011〕22号: they are averaged, then judged).

use super::{Sample, Supplements};

/// The arithmetic mean of samples, item by item over those that measured it, a half to the even
/// neighbor; an item that none measured stays missing.
pub fn mean(samples: &[Sample]) -> Sample {
    let of = |value: fn(&Sample) -> Option<i64>| mean_of(samples.iter().filter_map(value));
    let ph_x100 = of(|s| s.ph_x100.map(i64::from));
    Sample {
        ph_x100: ph_x100.and_then(|ph| i32::try_from(ph).ok()),
        do_ng_l: of(|s| s.do_ng_l),
        permanganate_ng_l: of(|s| s.permanganate_ng_l),
        cod_ng_l: of(|s| s.cod_ng_l),
        bod5_ng_l: of(|s| s.bod5_ng_l),
        ammonia_ng_l: of(|s| s.ammonia_ng_l),
        phosphorus_ng_l: of(|s| s.phosphorus_ng_l),
        copper_ng_l: of(|s| s.copper_ng_l),
        zinc_ng_l: of(|s| s.zinc_ng_l),
        fluoride_ng_l: of(|s| s.fluoride_ng_l),
        selenium_ng_l: of(|s| s.selenium_ng_l),
        arsenic_ng_l: of(|s| s.arsenic_ng_l),
        mercury_ng_l: of(|s| s.mercury_ng_l),
        cadmium_ng_l: of(|s| s.cadmium_ng_l),
        chromium6_ng_l: of(|s| s.chromium6_ng_l),
        lead_ng_l: of(|s| s.lead_ng_l),
        cyanide_ng_l: of(|s| s.cyanide_ng_l),
        phenol_ng_l: of(|s| s.phenol_ng_l),
        petroleum_ng_l: of(|s| s.petroleum_ng_l),
        surfactant_ng_l: of(|s| s.surfactant_ng_l),
        sulfide_ng_l: of(|s| s.sulfide_ng_l),
    }
}

/// The arithmetic mean of the supplementary items, by the same rule.
pub fn mean_supplements(samples: &[Supplements]) -> Supplements {
    let of = |value: fn(&Supplements) -> Option<i64>| mean_of(samples.iter().filter_map(value));
    Supplements {
        sulfate_ng_l: of(|s| s.sulfate_ng_l),
        chloride_ng_l: of(|s| s.chloride_ng_l),
        nitrate_ng_l: of(|s| s.nitrate_ng_l),
        iron_ng_l: of(|s| s.iron_ng_l),
        manganese_ng_l: of(|s| s.manganese_ng_l),
    }
}

fn mean_of(values: impl Iterator<Item = i64>) -> Option<i64> {
    let (mut sum, mut count) = (0_i128, 0_i128);
    for value in values.filter(|&value| value >= 0) {
        (sum, count) = (sum + i128::from(value), count + 1);
    }
    if count == 0 {
        return None;
    }
    let (floor, rest) = (sum / count, sum % count);
    let is_up = rest * 2 > count || (rest * 2 == count && floor % 2 == 1);
    i64::try_from(floor + i128::from(is_up)).ok()
}

#[cfg(test)]
mod tests {
    use super::super::{Body, Class, assess};
    use super::*;

    #[test]
    fn samples_of_a_month_are_averaged_before_they_are_judged() {
        let sample = |ammonia| Sample { ammonia_ng_l: Some(ammonia), ..Sample::default() };
        let month = mean(&[sample(1_200_000), sample(600_000)]);
        assert_eq!(month, sample(900_000));
        let judged = assess(Body::River, Class::III, &month).expect("ammonia was measured");
        assert!(judged.compliant);
    }

    #[test]
    fn an_item_is_averaged_over_the_samples_that_measured_it() {
        let first = Sample { cod_ng_l: Some(9), ph_x100: Some(701), ..Sample::default() };
        let second = Sample { cod_ng_l: None, ph_x100: Some(704), ..Sample::default() };
        let month = mean(&[first, second]);
        assert_eq!((month.cod_ng_l, month.ph_x100, month.do_ng_l), (Some(9), Some(702), None));
        let iron = |iron_ng_l| Supplements { iron_ng_l, ..Supplements::default() };
        assert_eq!(mean_supplements(&[iron(Some(3)), iron(Some(4)), iron(None)]), iron(Some(4)));
        assert_eq!(mean(&[]), Sample::default());
    }
}
