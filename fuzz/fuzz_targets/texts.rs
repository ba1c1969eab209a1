//! Days, exact numbers and declarations of figures from any text.
#![no_main]

use std::sync::OnceLock;

use ledger::figures::{Figures, exact};
use ledger::kinds::{Kinds, parse_date};
use libfuzzer_sys::fuzz_target;

/// The kinds of both departments, read from the descriptors once.
fn kinds() -> &'static [Kinds; 2] {
    static KINDS: OnceLock<[Kinds; 2]> = OnceLock::new();
    KINDS.get_or_init(|| [(industry::DEPARTMENT.kinds)(), (ecology::DEPARTMENT.kinds)()])
}

fuzz_target!(|text: &str| {
    if let Some(day) = parse_date(text) {
        assert_eq!(day.to_string(), text);
    }
    // Twelve decimals are written; more are read.
    let is_short = text.split_once('.').is_none_or(|(_, decimals)| decimals.len() <= 12);
    if let Some(number) = exact::parse(text).filter(|_| is_short) {
        assert_eq!(exact::parse(&exact::shortest(number)), Some(number));
    }
    for (department, kinds) in [&industry::DEPARTMENT, &ecology::DEPARTMENT].iter().zip(kinds()) {
        let _ = Figures::load(kinds, &[("fuzz.yaml", text)], &(department.measures)());
    }
});
