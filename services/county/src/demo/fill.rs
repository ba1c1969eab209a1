//! Fills running services with the demo county over gRPC: a recorder enters, a verifier verifies.

mod case_files;
mod department;
mod difficulties;
mod request;
mod results;

use anyhow::{Context, Result, ensure};
use prost::Name;
use prost_types::Any;
use proto::industry::v1::Difficulty;
use proto::ledger::v1::RecordRef;

use department::Department;

use super::generator::{self, Batch, COUNTY, SEED};

/// Where the services listen, as `http://127.0.0.1:7001`.
#[derive(Clone, Debug)]
pub struct Addresses {
    /// The industry service.
    pub industry: String,
    /// The ecology service.
    pub ecology: String,
    /// The governance service.
    pub governance: String,
    /// The cadre service.
    pub cadre: String,
    /// The reform service.
    pub reform: String,
    /// The livelihood service.
    pub livelihood: String,
}

/// The rule by which a service names a record.
pub type IdOf<'a> = &'a (dyn Fn(&Any) -> Result<String> + Send + Sync);

/// Is told how far the work has come; one piece of work at a time.
pub trait Progress: Send + Sync {
    /// A piece of work begins, of so many steps.
    fn begin(&self, label: &str, total: u64);
    /// So many steps are done.
    fn advance(&self, by: u64);
    /// The piece of work is done.
    fn end(&self);
}

/// What was entered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FillSummary {
    /// Records that were imported.
    pub imported: u64,
    /// Cases that were registered.
    pub cases: u64,
    /// Acts on cases, and difficulties resolved.
    pub acts: u64,
    /// Verifications.
    pub verified: u64,
    /// Records that were left for a verifier on purpose.
    pub unverified: u64,
}

/// Enters the whole county.
///
/// # Errors
/// Where the services do not keep this county, cannot be reached, or refuse a record; where a
/// ledger holds other records already. A repetition after a failure takes up where it stopped.
pub async fn fill(
    addresses: &Addresses,
    county: &str,
    id_of: IdOf<'_>,
    progress: &dyn Progress,
) -> Result<FillSummary> {
    ensure!(county == COUNTY, "the demo county is {COUNTY}, not {county}");
    let open = |address| Department::open(address, county, id_of, progress);
    let mut summary = FillSummary::default();
    let governance = open(&addresses.governance).await?;
    fill_governance(&governance, &mut summary).await.context("cannot fill governance")?;
    let industry = open(&addresses.industry).await?;
    fill_industry(&industry, &mut summary).await.context("cannot fill industry")?;
    let ecology = open(&addresses.ecology).await?;
    enter(&ecology, generator::ecology::batches(SEED), &mut summary)
        .await
        .context("cannot fill ecology")?;
    let cadre = open(&addresses.cadre).await?;
    fill_cadre(&cadre, &mut summary).await.context("cannot fill cadre")?;
    let reform = open(&addresses.reform).await?;
    enter(&reform, generator::reform::batches(SEED), &mut summary)
        .await
        .context("cannot fill reform")?;
    let livelihood = open(&addresses.livelihood).await?;
    enter(&livelihood, generator::livelihood::batches(SEED), &mut summary)
        .await
        .context("cannot fill livelihood")?;
    Ok(summary)
}

async fn fill_governance(department: &Department<'_>, summary: &mut FillSummary) -> Result<()> {
    enter(department, generator::governance::batches(SEED), summary).await?;
    let plans = generator::governance::cases(SEED);
    summary.cases = plans.len() as u64;
    let (cases, acts) = case_files::walk(department, plans).await?;
    summary.acts += acts;
    summary.verified += cases.len() as u64;
    department.verify("矛盾纠纷案件 · case files", cases).await?;
    Ok(())
}

async fn fill_cadre(department: &Department<'_>, summary: &mut FillSummary) -> Result<()> {
    enter(department, generator::cadre::batches(SEED), summary).await?;
    let kept = results::keep(department).await?;
    summary.acts += kept.len() as u64;
    summary.verified += kept.len() as u64;
    department.verify("排名和饱和度 · rankings and saturations", kept).await?;
    enter(department, generator::cadre::consequences(SEED), summary).await?;
    Ok(())
}

async fn fill_industry(department: &Department<'_>, summary: &mut FillSummary) -> Result<()> {
    let mut known = enter(department, generator::industry::batches(SEED), summary).await?;
    known.retain(|record| record.kind == Difficulty::full_name());
    let plans = generator::industry::resolutions(SEED);
    summary.acts += plans.len() as u64;
    let resolved = difficulties::resolve(department, plans, &known).await?;
    summary.verified += resolved.verified.len() as u64;
    summary.unverified += resolved.unverified;
    department.verify("难题办结 · difficulties resolved", resolved.verified).await?;
    Ok(())
}

/// Imports and verifies batches; the states in which the records then are.
async fn enter(
    department: &Department<'_>,
    batches: Vec<Batch>,
    summary: &mut FillSummary,
) -> Result<Vec<RecordRef>> {
    let mut known = Vec::new();
    for batch in batches {
        let label = format!("{} · {}", batch.label_zh, batch.label_en);
        let verified = batch.verified;
        let entered = department.import(&label, batch.records).await?;
        let count = entered.len() as u64;
        summary.imported += count;
        if verified {
            summary.verified += count;
            known.extend(department.verify(&label, entered).await?);
        } else {
            summary.unverified += count;
        }
    }
    Ok(known)
}
