//! The demo county's records, entered without a progress bar.

use anyhow::Result;
use county::County;
use county::commands::demo::settings;
use county::demo::fill::{Addresses, Progress};
use county::process::DEPARTMENTS;

struct Quiet;

impl Progress for Quiet {
    fn begin(&self, _: &str, _: u64) {}
    fn advance(&self, _: u64) {}
    fn end(&self) {}
}

/// Enters the demo county into one that is running.
pub async fn fill(county: &County) -> Result<()> {
    let addresses = Addresses {
        industry: county.url("industry"),
        ecology: county.url("ecology"),
        governance: county.url("governance"),
        cadre: county.url("cadre"),
        reform: county.url("reform"),
        livelihood: county.url("livelihood"),
    };
    let kinds: Vec<_> = DEPARTMENTS.iter().map(|department| (department.kinds)()).collect();
    let due = settings(1, 1);
    county::demo::fill::fill(&addresses, (&[], &due), &kinds, &Quiet).await.map(drop)
}
