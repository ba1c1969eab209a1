//! The safe use of polluted farmland by the official accounting method
//! (《受污染耕地安全利用率核算方法（试行）》, `domain-standards.md` 3): A = (B + C + D) ÷ E by area.

use jiff::civil::Date;

/// How polluted a plot is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// 轻微污染.
    Slight,
    /// 轻中度污染.
    Moderate,
    /// 重度污染.
    Heavy,
}

/// What is done on a plot, by the classes of 土壤污染防治法 art. 49.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// 优先保护.
    Protection,
    /// 安全利用 or 治理修复.
    SafeUse,
    /// 严格管控: other crops, a no-grow zone, return to forest or grass, fallow.
    StrictControl,
}

/// The part of the formula that a plot's area is added to, besides E, which has them all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Slightly polluted, with priority protection.
    B = 1,
    /// Slightly to moderately polluted, in safe use or remediation, its produce up to standard.
    C,
    /// Heavily polluted, under strict control.
    D,
}

/// A plot in a season, as far as the method looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plot {
    /// How polluted it is.
    pub grade: Grade,
    /// What is done, if anything.
    pub measure: Option<Measure>,
    /// The day of a sample of its produce that was up to standard.
    pub passing_sample: Option<Date>,
}

/// The part that a plot counts in; nothing where it counts in E only.
///
/// C needs a passing sample of the season itself; how many samples an area needs is not told by
/// the text that could be read.
pub fn part(plot: &Plot, (first, last): (Date, Date)) -> Option<Part> {
    let has_passed = plot.passing_sample.is_some_and(|day| (first..=last).contains(&day));
    match (plot.grade, plot.measure?) {
        (Grade::Slight, Measure::Protection) => Some(Part::B),
        (Grade::Moderate, Measure::SafeUse) if has_passed => Some(Part::C),
        (Grade::Heavy, Measure::StrictControl) => Some(Part::D),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const SEASON: (Date, Date) = (date(2023, 1, 1), date(2023, 12, 31));
    const GRADES: [Grade; 3] = [Grade::Slight, Grade::Moderate, Grade::Heavy];
    const MEASURES: [Option<Measure>; 4] =
        [None, Some(Measure::Protection), Some(Measure::SafeUse), Some(Measure::StrictControl)];

    #[test]
    fn a_grade_counts_with_its_own_measure_only() {
        let expected = [
            [None, Some(Part::B), None, None],
            [None, None, Some(Part::C), None],
            [None, None, None, Some(Part::D)],
        ];
        for (grade, row) in GRADES.into_iter().zip(expected) {
            for (measure, part_due) in MEASURES.into_iter().zip(row) {
                let plot = Plot { grade, measure, passing_sample: Some(date(2023, 8, 1)) };
                assert_eq!(part(&plot, SEASON), part_due, "{grade:?} {measure:?}");
            }
        }
    }

    #[test]
    fn safe_use_counts_only_with_a_passing_sample_of_the_season() {
        let plot = |passing_sample| Plot {
            grade: Grade::Moderate,
            measure: Some(Measure::SafeUse),
            passing_sample,
        };
        let table = [
            (None, None),
            (Some(date(2022, 12, 31)), None),
            (Some(date(2023, 1, 1)), Some(Part::C)),
            (Some(date(2023, 12, 31)), Some(Part::C)),
            (Some(date(2024, 1, 1)), None),
        ];
        for (sample, expected) in table {
            assert_eq!(part(&plot(sample), SEASON), expected, "{sample:?}");
        }
    }

    proptest! {
        #[test]
        fn a_passing_sample_never_takes_a_plot_out(grade in 0..3_usize, measure in 0..4_usize) {
            let (grade, measure) = (GRADES[grade], MEASURES[measure]);
            let without = Plot { grade, measure, passing_sample: None };
            let with = Plot { passing_sample: Some(date(2023, 8, 1)), ..without };
            prop_assert!(part(&without, SEASON).is_none() || part(&with, SEASON).is_some());
        }
    }
}
