//! Records of every kind of both departments from any bytes: checked, never a panic, and what is
//! accepted is accepted again as it stands.
#![no_main]

use std::sync::{Arc, OnceLock};

use ledger::kinds::KindInfo;
use libfuzzer_sys::fuzz_target;

fn kinds() -> &'static [Arc<KindInfo>] {
    static KINDS: OnceLock<Vec<Arc<KindInfo>>> = OnceLock::new();
    KINDS.get_or_init(|| {
        let departments = [&industry::DEPARTMENT, &ecology::DEPARTMENT];
        let kinds = departments.map(|department| (department.kinds)());
        kinds.iter().flat_map(|kinds| kinds.iter().cloned()).collect()
    })
}

fuzz_target!(|input: (u8, &[u8])| {
    let (number, record) = input;
    let kind = &kinds()[usize::from(number) % kinds().len()];
    let _ = kind.key(record);
    if let Ok(checked) = kind.accept(record) {
        let again = kind.accept(&checked.content).expect("what was accepted is accepted again");
        assert_eq!((again.id, again.content), (checked.id, checked.content));
    }
});
