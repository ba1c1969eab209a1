//! What the verifier of a post is told: that its unit has another head on some of its days.
//!
//! No rule says that a unit has one head at a time, and where one hands over to another there are
//! two for a while; of several the one whose post began last checks logs.

use chassis::Refusal;
use ledger::Books;
use ledger::kinds::Remarked;
use ledger::storage::{Sql, Stored, existing_at};
use proto::cadre::v1::Post;
use proto::ledger::v1::Remark;

use super::read::in_force;
use crate::Ours;

/// Other heads that one remark names.
const MOST: usize = 3;

/// The remarks on posts that wait in a county at a position.
pub(crate) fn heads<'a>(
    books: &'a Books,
    county: &'a str,
    rows: &'a [Stored],
    position: i64,
) -> Remarked<'a> {
    Box::pin(async move {
        let posts: Vec<Post> = books.decoded::<Ours, Post>(rows)?;
        let mut units: Vec<&str> =
            posts.iter().filter(|post| post.is_head).map(|post| post.unit_id.as_str()).collect();
        units.sort_unstable();
        units.dedup();
        let heads = of_units(books, county, &units, position).await?;
        Ok(posts.iter().map(|post| beside(post, &heads)).collect())
    })
}

/// The posts at the head of some units, as they stand, whether verified or not.
async fn of_units(
    books: &Books,
    county: &str,
    units: &[&str],
    position: i64,
) -> Result<Vec<Post>, Refusal> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("SELECT r.cadre_id, r.unit_id, r.first_date, r.last_date FROM post r ");
    sql.push("WHERE r.county = ").bind(county).push(" AND r.is_head = 1 AND r.withdrawn = 0 AND ");
    existing_at(&mut sql, "r.", position);
    sql.push(" AND r.unit_id IN ").bind_all(units.iter().copied());
    sql.push(" ORDER BY r.first_date, r.id");
    type Row = (String, String, String, String);
    let rows = books.reader.tuples::<Row>(sql).await?.into_iter();
    let post = |(cadre_id, unit_id, first_date, last_date): Row| Post {
        cadre_id,
        unit_id,
        first_date,
        last_date,
        is_head: true,
        ..Post::default()
    };
    Ok(rows.map(post).collect())
}

/// What is said of a post beside the other heads of its unit.
fn beside(post: &Post, heads: &[Post]) -> Vec<Remark> {
    let of_another =
        |other: &&Post| other.unit_id == post.unit_id && other.cadre_id != post.cadre_id;
    let others = heads.iter().filter(|_| post.is_head).filter(of_another);
    others.filter(|other| meet(post, other)).take(MOST).map(|other| told(post, other)).collect()
}

/// Whether there is a day on which both posts are held: the first of the one that began later.
fn meet(one: &Post, other: &Post) -> bool {
    let later = one.first_date.as_str().max(&other.first_date);
    [one, other].iter().all(|post| in_force(&post.first_date, &post.last_date, later))
}

fn told(post: &Post, other: &Post) -> Remark {
    let Post { cadre_id, first_date, last_date, .. } = other;
    let unit = &post.unit_id;
    let (until, until_zh) = match last_date.as_str() {
        "" => (String::new(), "起".to_owned()),
        day => (format!(" to {day}"), format!("至 {day}")),
    };
    Remark {
        text: format!(
            "unit {unit} is headed by cadre {cadre_id} as well, from {first_date}{until}; of two \
             heads the one whose post began last checks logs"
        ),
        text_zh: format!(
            "单位 {unit} 同时另有负责人 {cadre_id}（{first_date} {until_zh}）；两人同时在任的，日志由任职在后者核查"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(cadre: &str, unit: &str, first: &str, last: &str) -> Post {
        Post {
            cadre_id: cadre.to_owned(),
            unit_id: unit.to_owned(),
            is_head: true,
            first_date: first.to_owned(),
            last_date: last.to_owned(),
            ..Post::default()
        }
    }

    #[test]
    fn two_heads_meet_on_a_day_that_both_hold() {
        let post = head("A", "office", "2022-01-01", "2022-06-30");
        let count = |other: Post| beside(&post, &[other]).len();
        assert_eq!(count(head("B", "office", "2022-06-30", "")), 1, "the last day");
        assert_eq!(count(head("B", "office", "2022-07-01", "")), 0);
        assert_eq!(count(head("B", "office", "2020-01-01", "2022-01-01")), 1, "the first day");
        assert_eq!(count(head("B", "office", "2020-01-01", "")), 1, "all of it");
        assert_eq!(count(head("B", "desk", "2022-01-01", "")), 0, "of another unit");
        assert_eq!(count(head("A", "office", "2022-03-01", "")), 0, "the same cadre");
        let deputy = Post { is_head: false, ..post.clone() };
        assert!(beside(&deputy, &[head("B", "office", "2022-01-01", "")]).is_empty());
    }
}
