//! The posts that cadres held over time, and who headed a unit on which day.

use jiff::civil::{Date, date};
use proto::cadre::v1::{Cadre, Post, Unit};

use super::super::calendar::{CUTOFF, after};
use super::people::POSTS;

/// Units whose head changed within the years of the programme.
const CHANGED: usize = 30;

/// Cadres that came from another unit, and the day they did.
const MOVED: [(usize, &str); 4] =
    [(100, "2022-05-10"), (101, "2022-09-01"), (109, "2023-02-20"), (117, "2023-06-05")];

/// The posts, cadre by cadre. There are as many first cadres as units, who head them now; in some
/// units one of the next as many did before.
pub fn posts(units: &[Unit], cadres: &[Cadre]) -> Vec<Post> {
    let mut posts = Vec::new();
    for (index, cadre) in cadres.iter().enumerate() {
        let tier = index / units.len();
        let own = &units[index % units.len()];
        let changed = Some(index % units.len()).filter(|unit| *unit < CHANGED).map(change);
        let moved = MOVED.iter().find(|(one, _)| *one == index).map(|(_, day)| *day);
        match (tier, changed, moved) {
            (0, Some(day), _) => {
                posts.push(until(post(cadre, own, 1), day));
                posts.push(since(post(cadre, own, 0), day));
            }
            (1, Some(day), _) => {
                posts.push(until(post(cadre, own, 0), day));
                posts.push(since(post(cadre, own, 1), day));
            }
            (_, _, Some(day)) => {
                let day: Date = day.parse().unwrap_or(CUTOFF);
                let before = &units[(index * 7 + 3) % units.len()];
                posts.push(until(post(cadre, before, tier), day));
                posts.push(since(post(cadre, own, tier), day));
            }
            _ => posts.push(post(cadre, own, tier)),
        }
    }
    posts
}

/// The posts of heads of units.
pub fn heads(posts: &[Post]) -> Vec<&Post> {
    posts.iter().filter(|post| post.is_head).collect()
}

/// The post that a cadre held on a day.
pub fn held<'a>(posts: &'a [Post], cadre: &str, day: Date) -> Option<&'a Post> {
    posts.iter().find(|post| post.cadre_id == cadre && holds(post, day))
}

/// Whether a post was held on a day.
pub fn holds(post: &Post, day: Date) -> bool {
    let day = day.to_string();
    post.first_date <= day && (post.last_date.is_empty() || day <= post.last_date)
}

/// The day on which the head of a unit changed.
fn change(unit: usize) -> Date {
    after(date(2021, 6, 1), 17 * unit as i64)
}

fn post(cadre: &Cadre, unit: &Unit, tier: usize) -> Post {
    Post {
        metadata: None,
        cadre_id: cadre.code.clone(),
        unit_id: unit.code.clone(),
        title: POSTS[tier % POSTS.len()].to_owned(),
        is_head: tier == 0,
        division: unit.division.clone(),
        first_date: cadre.first_date.clone(),
        last_date: cadre.last_date.clone(),
        document: format!("示例任〔{}〕{}号", &cadre.first_date[..4], &cadre.code[2..]),
    }
}

fn until(post: Post, day: Date) -> Post {
    Post { last_date: after(day, -1).to_string(), ..post }
}

fn since(post: Post, day: Date) -> Post {
    let document = format!("示例任〔{}〕{}号", day.year(), &post.cadre_id[2..]);
    Post { first_date: day.to_string(), document, ..post }
}
