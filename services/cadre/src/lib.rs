//! Cadre: units, cadres, their leave and their work logs.
//!
//! Saturation compares the working days that have a log with those that owe one, by the State
//! Council's calendar, which is data with the number of its notice.

pub mod acts;
pub mod figures;
pub mod records;
pub mod rules;

use ledger::Department;

/// Stands for the department where a kind of it is meant.
pub struct Ours;

/// The department.
pub const DEPARTMENT: Department = Department {
    name: "cadre",
    title: "干部",
    kinds: records::kinds,
    migrations: records::MIGRATIONS,
    figures: figures::FILES,
    measures: figures::measures,
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
