//! Who checks the log of a cadre: the head of the unit on that day; for the head, the one above.

use std::collections::HashMap;

/// The heads and the tree of units on one day.
#[derive(Clone, Debug, Default)]
pub struct Order<'a> {
    /// The cadre who heads a unit.
    pub heads: HashMap<&'a str, &'a str>,
    /// The unit above a unit.
    pub above: HashMap<&'a str, &'a str>,
}

impl<'a> Order<'a> {
    /// The superior of a cadre in a unit; a unit without a head is passed over. Nothing where
    /// nobody is above: such logs are checked by sample only.
    pub fn superior(&self, cadre: &str, unit: &str) -> Option<&'a str> {
        let mut unit = unit;
        // A tree that goes round ends after as many steps as it has units.
        for _ in 0..=self.above.len() {
            match self.heads.get(unit) {
                Some(head) if *head != cadre => return Some(head),
                _ => unit = self.above.get(unit)?,
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cadre_answers_to_the_head_and_the_head_to_the_one_above() {
        let order = Order {
            heads: HashMap::from([("office", "A"), ("county", "Z")]),
            above: HashMap::from([("desk", "office"), ("office", "county")]),
        };
        assert_eq!(order.superior("B", "office"), Some("A"));
        assert_eq!(order.superior("A", "office"), Some("Z"));
        assert_eq!(order.superior("C", "desk"), Some("A"));
        assert_eq!(order.superior("Z", "county"), None);
        let round = Order { above: HashMap::from([("a", "b"), ("b", "a")]), ..Order::default() };
        assert_eq!(round.superior("X", "a"), None);
    }
}
