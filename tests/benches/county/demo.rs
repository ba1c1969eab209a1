//! The demo county's records, entered without a progress bar.

use anyhow::{Context, Result};
use county::County;
use county::demo::fill::{Addresses, Progress};
use county::demo::generator::COUNTY;
use county::process::DEPARTMENTS;
use prost_types::Any;

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
    let id_of = |record: &Any| {
        let name = record.type_url.rsplit('/').next().unwrap_or_default();
        let kind = kinds.iter().find_map(|kinds| kinds.get(name).ok());
        kind.and_then(|kind| kind.key(&record.value)).with_context(|| name.to_owned())
    };
    county::demo::fill::fill(&addresses, COUNTY, &id_of, &Quiet).await.map(drop)
}
