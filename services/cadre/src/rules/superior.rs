//! Who checks the log of a cadre: the head of the unit on that day; for the head, the one above.

use std::collections::HashMap;

use proto::cadre::v1::Post;

/// The heads and the tree of units on one day.
#[derive(Clone, Debug, Default)]
pub struct Order<'a> {
    /// The cadre who heads a unit.
    pub heads: HashMap<&'a str, &'a str>,
    /// The unit above a unit.
    pub above: HashMap<&'a str, &'a str>,
}

/// The post of a day among those of one cadre: of several the one that began last.
pub fn post_on<'a>(posts: impl IntoIterator<Item = &'a Post>, day: &str) -> Option<&'a Post> {
    let held = posts.into_iter().filter(|post| holds(post, day));
    held.max_by(|one, other| one.first_date.cmp(&other.first_date))
}

/// Whether a post is held on a day.
fn holds(post: &Post, day: &str) -> bool {
    let Post { first_date, last_date, .. } = post;
    first_date.as_str() <= day && (last_date.is_empty() || day <= last_date.as_str())
}

impl<'a> Order<'a> {
    /// The order of a day, in which units stand below others. Of several heads of a unit the one
    /// whose post began last is it.
    pub fn on(
        day: &str,
        posts: impl IntoIterator<Item = &'a Post>,
        above: HashMap<&'a str, &'a str>,
    ) -> Self {
        let is_head = |post: &&Post| post.is_head && holds(post, day);
        let mut heads: Vec<&Post> = posts.into_iter().filter(is_head).collect();
        heads.sort_by(|one, other| one.first_date.cmp(&other.first_date));
        let heads = heads.into_iter().map(|post| (&*post.unit_id, &*post.cadre_id));
        Self { heads: heads.collect(), above }
    }

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
    fn of_several_posts_the_one_that_began_last_counts() {
        let post = |cadre: &str, unit: &str, first: &str, last: &str| Post {
            cadre_id: cadre.to_owned(),
            unit_id: unit.to_owned(),
            is_head: true,
            first_date: first.to_owned(),
            last_date: last.to_owned(),
            ..Post::default()
        };
        let posts = [
            post("A", "desk", "2022-01-01", ""),
            post("A", "office", "2021-01-01", ""),
            post("B", "desk", "2021-06-01", "2022-03-31"),
        ];
        let unit = |day| post_on(&posts[..2], day).map(|post| post.unit_id.as_str());
        assert_eq!([unit("2020-12-31"), unit("2021-12-31")], [None, Some("office")]);
        assert_eq!(unit("2022-01-01"), Some("desk"));
        let head = |day| Order::on(day, &posts, HashMap::new()).heads.get("desk").copied();
        assert_eq!([head("2021-12-31"), head("2022-01-01")], [Some("B"), Some("A")]);
    }

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
