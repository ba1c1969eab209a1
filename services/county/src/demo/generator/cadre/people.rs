//! Invented cadres.

use proto::cadre::v1::{Cadre, Unit};

/// How many there are.
const COUNT: usize = 120;

/// Cadres that took up their post within the two years: index and first day.
const JOINED: [(usize, &str); 4] =
    [(71, "2022-03-01"), (83, "2022-09-01"), (97, "2023-03-01"), (112, "2023-07-03")];

/// Cadres that left it: index and last day.
const LEFT: [(usize, &str); 2] = [(50, "2022-10-31"), (66, "2023-08-31")];

/// What a post is called, from the head of a unit down.
pub const POSTS: [&str; 4] = ["主要负责人", "班子成员", "中层干部", "一般干部"];

/// The cadres, spread over the units.
pub fn cadres(units: &[Unit]) -> Vec<Cadre> {
    (0..COUNT)
        .zip(units.iter().cycle())
        .map(|(index, unit)| {
            let of = |days: &[(usize, &str)]| {
                days.iter().find(|(one, _)| *one == index).map(|(_, day)| (*day).to_owned())
            };
            Cadre {
                metadata: None,
                code: format!("GB{:03}", index + 1),
                name: format!("示例干部{:03}", index + 1),
                unit_id: unit.code.clone(),
                post: POSTS[index / units.len() % POSTS.len()].to_owned(),
                division: unit.division.clone(),
                first_date: of(&JOINED).unwrap_or_else(|| "2020-01-02".to_owned()),
                last_date: of(&LEFT).unwrap_or_default(),
                account: format!("demo.gb{:03}", index + 1),
            }
        })
        .collect()
}
