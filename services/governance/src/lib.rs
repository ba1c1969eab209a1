//! Governance: the register of divisions, the centers, disputes and how the county is governed.
//!
//! A case is moved by its acts only, by the transition table of its procedure. Of discipline work there are
//! signed sums of closed periods and nothing else. What is counted since a programme began takes the
//! programme's first day from a dated parameter.

pub mod acts;
pub mod figures;
pub mod records;
pub mod rules;

use ledger::Department;

/// Stands for the department where a kind of it is meant.
pub struct Ours;

/// The department.
pub const DEPARTMENT: Department = Department {
    name: "governance",
    title: "治理",
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
