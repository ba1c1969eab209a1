//! Proves from the records that the demo county has the figures it was made to have.

mod cadre;
mod ecology;
mod governance;
mod industry;
mod livelihood;
mod reform;

use std::collections::BTreeSet;

use super::{Batch, Message, Name, SEED};

/// The records of a kind that a verifier is to verify.
fn records<M: Message + Name + Default>(batches: &[Batch]) -> Vec<M> {
    batches.iter().filter(|batch| batch.verified).flat_map(decode).collect()
}

/// The records of a kind that are left unverified.
fn unverified<M: Message + Name + Default>(batches: &[Batch]) -> Vec<M> {
    batches.iter().filter(|batch| !batch.verified).flat_map(decode).collect()
}

fn decode<M: Message + Name + Default>(batch: &Batch) -> Vec<M> {
    let of_kind = batch.records.iter().filter(|record| record.type_url == M::type_url());
    of_kind.map(|record| record.to_msg().expect("a record of its kind")).collect()
}

/// Whether an interval of days covers a day.
fn in_force(first_date: &str, last_date: &str, day: &str) -> bool {
    first_date <= day && (last_date.is_empty() || day <= last_date)
}

fn distinct<T: Ord>(things: impl IntoIterator<Item = T>) -> usize {
    things.into_iter().collect::<BTreeSet<T>>().len()
}

/// Whether the keys of records are all different and made of what an id takes.
fn are_keys(keys: &[String]) -> bool {
    let is_id = |key: &String| {
        key.len() <= 40
            && key.starts_with(|first: char| first.is_ascii_alphanumeric())
            && key.chars().all(|one| one.is_ascii_alphanumeric() || "._-".contains(one))
    };
    distinct(keys) == keys.len() && keys.iter().all(is_id)
}

#[test]
fn the_same_seed_writes_the_same_records_and_another_seed_others() {
    let bytes = |seed| -> Vec<u8> {
        let batches = [
            super::industry::batches(seed),
            super::ecology::batches(seed),
            super::governance::batches(seed),
            super::livelihood::batches(seed),
            super::reform::batches(seed),
        ];
        let records = batches.into_iter().flatten().flat_map(|batch| batch.records);
        records.flat_map(|record| record.value).collect()
    };
    assert!(bytes(SEED) == bytes(SEED));
    assert!(bytes(SEED) != bytes(SEED + 1));
}

#[test]
fn the_figures_do_not_hang_on_the_seed() {
    for seed in [1, 2, 3] {
        industry::assert_figures(seed);
        ecology::assert_figures(seed);
        governance::assert_figures(seed);
        livelihood::assert_figures(seed);
        cadre::assert_figures(seed);
        reform::assert_figures(seed);
    }
}
