//! Holds what every department must be: figures that load, tables that fit the kinds, samples
//! that pass. Each department's tests call it.

use std::collections::{BTreeMap, BTreeSet};

use crate::Department;
use crate::acts::Acts;
use crate::collection::Obligations;
use crate::figures::{Declaration, Figures, units};
use crate::kinds::{Column, KindInfo, imported_acts_of};
use crate::quality::Rules;
use crate::storage;

/// Checks a department without a database.
///
/// # Panics
/// Names what does not fit.
pub fn check(department: &Department) {
    match department.load_figures() {
        Err(fault) => panic!("{fault}"),
        Ok(figures) => check_english(&figures),
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
    check_acts(department);
    assert_eq!(tables.len(), kinds.iter().count(), "a table of no kind: {:?}", tables.keys());
}

/// The acts whose requests an import may hold are those of which the contract says so.
fn check_acts(department: &Department) {
    let acts = Acts::new((department.imported)());
    let kinds = (department.kinds)();
    let said = kinds.iter().flat_map(|kind| imported_acts_of(&kind.name));
    let said: BTreeSet<String> = said.map(|act| act.input().full_name().to_owned()).collect();
    let taken: BTreeSet<String> = acts.requests().map(str::to_owned).collect();
    assert_eq!(taken, said, "the acts that imports of {} take", department.name);
}

/// Whatever a figure says in Chinese it says in English.
fn check_english(figures: &Figures) {
    for figure in figures.iter() {
        let Declaration { code, unit_en, standard, standard_en, .. } = &figure.declaration;
        assert!(units::is_known(unit_en), "{code}: units.csv has no {unit_en:?}");
        assert_eq!(standard.is_empty(), standard_en.is_empty(), "{code}: its standard");
    }
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
    let mut ids = BTreeSet::new();
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
