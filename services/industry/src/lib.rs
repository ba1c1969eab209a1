//! Industry: enterprises, the titles they hold, the difficulties they raise, and foreign trade.
//!
//! Enterprises are named by their credit code (GB 32100) and classed by GB/T 4754. Designations
//! are intervals, so that stock and flow both follow from them. Trade is what customs states;
//! the county holds no declarations. How a difficulty was resolved is said by an act.

pub mod acts;
pub mod figures;
pub mod records;
pub mod rules;

use ledger::Department;

/// Stands for the department where a kind of it is meant.
pub struct Ours;

/// The department.
pub const DEPARTMENT: Department = Department {
    name: "industry",
    title: "产业",
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
