//! An oracle: a county of random records, whose figures a second, plain implementation computes
//! from the same records one by one, without a database, and finds the same.

mod codes;
mod collected;
mod peers;
mod people;
mod plain;
pub mod random;
mod select;

use std::collections::BTreeMap;

use ::ledger::figures::exact::parse;
use county::County;
use county::process::DEPARTMENTS;
use proto::figure::v1::{Figure, Scope};
use tests::{each_database, start_county};

use crate::desk::COUNTY;
use crate::evidence::same;
use crate::figures::{all, scope};
use plain::World;

/// The county that is drawn; any other does as well.
const SEED: u64 = 20;

/// Records of each kind; enough that places, days and titles meet.
const RECORDS_OF_A_KIND: usize = 60;

/// Whole county and a part of it, a year, a part of it, and the year before.
fn scopes() -> Vec<Scope> {
    vec![
        scope(COUNTY, "2023-01-01", "2023-12-31"),
        scope(COUNTY, "2023-01-01", "2023-06-30"),
        scope(COUNTY, "2022-01-01", "2022-12-31"),
        scope("421222106", "2023-01-01", "2023-12-31"),
        scope("4212", "2023-04-01", "2023-09-30"),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_figure_of_a_random_county_is_what_a_plain_reading_of_its_records_says() {
    each_database(async |database| {
        let running = start_county(database).await;
        let worlds = fill(&running, SEED).await;
        for scope in scopes() {
            compare(&running, &worlds, &scope, database.name()).await;
        }
        running.stop().await;
    })
    .await;
}

/// Fills every department with random records; what each then keeps.
async fn fill(running: &County, seed: u64) -> Vec<World> {
    let mut worlds = Vec::new();
    for (at, department) in DEPARTMENTS.iter().enumerate() {
        let books = running.books(department.name).expect("a department");
        let figures = department.load_figures().expect("figures");
        let mut draw = random::Draw::new(seed * 100 + at as u64);
        let mut world = World::new(figures);
        world.obligations = books.obligations.iter().cloned().collect();
        random::fill(books, &mut world, &mut draw, RECORDS_OF_A_KIND).await;
        collected::fill(books, &mut world, &mut draw).await;
        peers::fill(books, &mut world, &mut draw, &scopes()).await;
        worlds.push(world);
    }
    worlds
}

async fn compare(running: &County, worlds: &[World], scope: &Scope, place: &str) {
    let computed = all(running, scope).await;
    let Scope { division, first_date, last_date, .. } = scope;
    let mut wrong = Vec::new();
    let (mut valued, mut total) = (0, 0);
    for world in worlds {
        for declared in world.figures.iter() {
            let code = declared.declaration.code.as_str();
            let plain = world.value(code, scope);
            let Figure { exact, counted, .. } = &computed[code];
            let shown = exact.as_deref().and_then(parse);
            total += i32::from(!plain::is_withheld(&declared.declaration, scope));
            valued += i32::from(shown.is_some());
            if !same(plain.value, shown) || plain.counted.is_some_and(|plain| plain != *counted) {
                let (value, records) = (plain.value, plain.counted);
                wrong.push(format!(
                    "{code}: {shown:?} of {counted}, but plainly {value:?} of {records:?}"
                ));
            }
        }
    }
    let wrong: BTreeMap<_, _> = wrong.into_iter().enumerate().collect();
    assert!(wrong.is_empty(), "{place}, {division} {first_date} to {last_date}: {wrong:#?}");
    assert!(valued * 2 > total, "{place}: only {valued} of {total} figures have a value");
}
