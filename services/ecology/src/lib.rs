//! Ecology: air, water, farmland, forest, patrols, green loans, and titles for the environment.
//!
//! What the rules give (index, level, class, validity) is written into the record on entry, by
//! the edition of the standard in force on the day of the observation.

pub mod acts;
pub mod figures;
pub mod records;
pub mod rules;

use ledger::Department;

/// Stands for the department where a kind of it is meant.
pub struct Ours;

/// The department.
pub const DEPARTMENT: Department = Department {
    name: "ecology",
    title: "生态",
    kinds: records::kinds,
    migrations: records::MIGRATIONS,
    figures: figures::FILES,
    measures: figures::measures,
    obligations: include_str!("obligations.yaml"),
    quality: include_str!("quality.yaml"),
    acts: acts::add,
    imported: Vec::new,
};

#[cfg(test)]
mod tests {
    #[test]
    fn figures_load_tables_fit_and_samples_pass() {
        ledger::testing::check(&super::DEPARTMENT);
    }
}
