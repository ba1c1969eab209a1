//! A swing: a number that differs much from that of the record before it.

use num_rational::Ratio;

use super::checks::{Finding, Seen, number, shown};
use super::declared::Rule;

impl Rule {
    /// What swings among all records of the kind, each beside the one before it in its line.
    pub(super) fn swings(&self, seen: &[Seen], percent: i64) -> Vec<Finding> {
        let mut found = Vec::new();
        for mut line in Self::groups(seen, 2).into_values() {
            line.retain(|one| number(one.values.first()).is_some());
            line.sort_by_key(|one| (shown(one.values.get(1)), one.id.clone()));
            for pair in line.windows(2) {
                let [before, now] = pair else { continue };
                found.extend(self.swung(now, before, percent));
            }
        }
        found
    }

    /// Whether a record swings against the one before it.
    pub(super) fn swung(&self, now: &Seen, before: &Seen, percent: i64) -> Option<Finding> {
        let (was, is) = (number(before.values.first())?, number(now.values.first())?);
        if was == 0 {
            return None;
        }
        let change = Ratio::new(100 * (i128::from(is) - i128::from(was)), i128::from(was));
        let change = Ratio::new(change.numer().abs(), change.denom().abs());
        if change <= Ratio::from_integer(i128::from(percent)) {
            return None;
        }
        let date = shown(before.values.get(1));
        let swing = change.to_integer();
        let en = format!("{is} differs by {swing} % from {was} of {date}");
        let zh = format!("为 {is}，与 {date} 的 {was} 相差 {swing}%");
        Some(self.finding(now, 0, &en, &zh))
    }
}
