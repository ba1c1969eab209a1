//! Reform: programmes, the yearly list of tasks, meetings, inspections, honors and publicity.

pub mod acts;
pub mod figures;
pub mod records;
pub mod rules;

use std::collections::HashMap;

use ledger::Department;

/// Stands for the department where a kind of it is meant.
pub struct Ours;

/// The department.
pub const DEPARTMENT: Department = Department {
    name: "reform",
    title: "改革",
    kinds: records::kinds,
    migrations: records::MIGRATIONS,
    figures: figures::FILES,
    measures: HashMap::new,
    obligations: include_str!("obligations.yaml"),
    quality: include_str!("quality.yaml"),
    acts: acts::add,
    imported: acts::imported,
};

#[cfg(test)]
mod tests {
    #[test]
    fn figures_load_tables_fit_and_samples_pass() {
        ledger::testing::check(&super::DEPARTMENT);
    }
}
