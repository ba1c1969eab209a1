//! Holds what every department must be: figures that load, tables that fit the kinds, samples
//! that pass. Each department's tests call it.

use std::collections::BTreeMap;

use crate::Department;
use crate::collection::Obligations;
use crate::kinds::{Column, KindInfo};
use crate::quality::Rules;
use crate::storage;

/// Checks a department without a database.
///
/// # Panics
/// Names what does not fit.
pub fn check(department: &Department) {
    if let Err(fault) = department.load_figures() {
        panic!("{fault}");
    }
    let tables = storage::tables(department.migrations);
    let kinds = (department.kinds)();
    if let Err(fault) = Rules::load(&kinds, department.quality) {
        panic!("{fault}");
    }
    if let Err(fault) = Obligations::load(&kinds, department.obligations) {
        panic!("{fault}");
    }
    for kind in kinds.iter() {
        let table = tables.get(kind.table.as_str());
        let found: BTreeMap<_, _> = table.into_iter().flatten().copied().collect();
        assert_eq!(found, due(kind), "the table of {} does not fit its message", kind.name);
        check_samples(kind);
    }
    assert_eq!(tables.len(), kinds.iter().count(), "a table of no kind: {:?}", tables.keys());
}

/// The columns that a kind needs.
fn due(kind: &KindInfo) -> BTreeMap<&str, &'static str> {
    let columns = kind.fields.iter().map(|field| {
        let column = match (field.column, field.optional) {
            (Column::Text, _) => "text",
            (Column::Integer, false) => "integer",
            (Column::Integer, true) => "integer null",
            (Column::Opaque, _) => "opaque",
        };
        (field.name.as_str(), column)
    });
    columns.collect()
}

fn check_samples(kind: &KindInfo) {
    let mut ids = std::collections::BTreeSet::new();
    for n in 0..50 {
        match kind.accept(&kind.sample(n)) {
            Ok(record) => {
                assert!(record.soft.is_empty(), "{} sample {n}: {:?}", kind.name, record.soft);
                assert!(ids.insert(record.id), "{} sample {n} is not the only one", kind.name);
            }
            Err(refusal) => panic!("{} sample {n}: {refusal}", kind.name),
        }
    }
}
