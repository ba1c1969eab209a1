//! Every kind and every figure has an owner that the register of offices knows.

use std::collections::BTreeSet;

use ::ledger::figures::Figures;
use county::process::DEPARTMENTS;
use proto::reform::v1::Office;

use crate::filled::over_the_demo;

/// The offices that own kinds and figures, several of one thing taken apart.
fn owners() -> BTreeSet<String> {
    let mut owners = BTreeSet::new();
    for department in DEPARTMENTS {
        let figures: Figures = department.load_figures().unwrap_or_else(|fault| panic!("{fault}"));
        owners.extend(figures.iter().map(|figure| figure.declaration.owner.clone()));
        owners.extend((department.kinds)().iter().map(|kind| kind.owner.clone()));
    }
    owners.iter().flat_map(|owner| owner.split('、')).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_register_of_offices_knows_every_owner() {
    over_the_demo(async |running| {
        let books = running.books("reform").expect("a department");
        let position = books.reader.position("421222", 0).await.expect("a position");
        let kind = books.kind::<::reform::Ours, Office>().expect("a kind");
        let all = (("421222", "421222"), ("", "~"));
        let records = books.reader.counted(kind, all.0, all.1, position).await.expect("records");
        let mut names = BTreeSet::new();
        for bytes in records {
            let office: Office = prost::Message::decode(bytes.as_slice()).expect("an office");
            let Office { name, synonyms, .. } = office;
            for name in synonyms.into_iter().chain([name]) {
                assert!(names.insert(name.clone()), "{name} names two offices");
            }
        }
        let unknown: Vec<String> =
            owners().into_iter().filter(|one| !names.contains(one)).collect();
        assert!(unknown.is_empty(), "no office is called {unknown:?}");
    })
    .await;
}

/// What offices are called on English pages.
const IN_ENGLISH: &str = include_str!("../../../gateway/src/web/offices.txt");

#[test]
fn every_owner_has_an_english_name() {
    let known: BTreeSet<&str> =
        IN_ENGLISH.lines().filter_map(|line| Some(line.split_once('\t')?.0)).collect();
    let unknown: Vec<String> =
        owners().into_iter().filter(|one| !known.contains(one.as_str())).collect();
    assert!(unknown.is_empty(), "offices.txt has no English name for {unknown:?}");
}
