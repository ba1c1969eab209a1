//! Units behind whom too few stand: told together, or not at all.

use std::collections::{BTreeMap, BTreeSet};

use crate::figures::saturation::LEAST;

/// The cadres behind a unit, month by month; those of a whole period, under one name.
#[derive(Default)]
pub(super) struct Behind<'a>(BTreeMap<&'a str, BTreeMap<&'a str, BTreeSet<&'a str>>>);

impl<'a> Behind<'a> {
    pub(super) fn add(&mut self, unit: &'a str, month: &'a str, cadre: &'a str) {
        self.0.entry(unit).or_default().entry(month).or_default().insert(cadre);
    }
}

/// The units that are told together: those behind whom one or two stand, in any month, and with
/// them the fewest of the others where they are still few. Nothing where all are too few.
pub(super) fn together(behind: &Behind<'_>) -> Option<BTreeSet<String>> {
    let tell_of_few = |units: &[&str]| {
        let mut months: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (month, cadres) in units.iter().flat_map(|unit| &behind.0[unit]) {
            months.entry(month).or_default().extend(cadres);
        }
        is_few(months.values().map(|cadres| cadres.len() as i64))
    };
    let (mut few, mut others): (Vec<&str>, Vec<&str>) =
        behind.0.keys().copied().partition(|unit| tell_of_few(&[*unit]));
    let size = |unit: &&str| behind.0[unit].values().map(BTreeSet::len).sum::<usize>();
    others.sort_by_key(|unit| std::cmp::Reverse(size(unit)));
    while tell_of_few(&few) {
        few.push(others.pop()?);
    }
    Some(few.into_iter().map(str::to_owned).collect())
}

/// What the units are called that are told together, in English and Chinese.
pub(super) fn note() -> (String, String) {
    let note = "units with few cadres, together";
    (note.to_owned(), "人数少的几个单位合计".to_owned())
}

/// Whether some of the counts are of one or two.
pub(super) fn is_few(mut counts: impl Iterator<Item = i64>) -> bool {
    counts.any(|count| (1..LEAST).contains(&count))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Units, each with those who stand behind it in one month and the next.
    fn of(units: &[(&'static str, &[&'static str])]) -> Option<Vec<String>> {
        let mut behind = Behind::default();
        for (unit, months) in units {
            for (month, cadres) in ["1", "2"].into_iter().zip(*months) {
                (0..cadres.len()).for_each(|at| behind.add(unit, month, &cadres[at..=at]));
            }
        }
        together(&behind).map(|units| units.into_iter().collect())
    }

    #[test]
    fn nobody_is_told_of_alone_or_with_one_other() {
        let none: [&str; 0] = [];
        assert_eq!(of(&[("A", &["abc"]), ("B", &["de"]), ("C", &["f"])]).unwrap(), ["B", "C"]);
        assert_eq!(of(&[("A", &["abcd"]), ("B", &["e"]), ("D", &["fgh"])]).unwrap(), ["B", "D"]);
        assert_eq!(of(&[("A", &["abcd"]), ("D", &["fgh"])]).unwrap(), none);
        assert_eq!(of(&[("A", &["a"]), ("B", &["b"])]), None);
        assert_eq!(of(&[("A", &["ab"]), ("B", &["ba"])]), None, "two who have changed places");
        assert_eq!(of(&[]).unwrap(), none);
    }

    #[test]
    fn nor_in_a_month_of_a_longer_period() {
        let last = ("C", ["rstuv", "rstuv"].as_slice());
        assert_eq!(of(&[("A", &["abc", "ab"]), ("B", &["fgh", "fgh"]), last]).unwrap(), ["A", "B"]);
        // In the first month the two of A would be alone with none of B.
        assert_eq!(of(&[("A", &["ab", ""]), ("B", &["", "ab"]), last]).unwrap(), ["A", "B", "C"]);
    }
}
