//! Fills running services with the demo county over gRPC: a recorder enters, a verifier verifies.

mod case_files;
mod department;
mod difficulties;
mod findings;
mod milestones;
mod request;
mod results;
mod sampling;
mod superiors;

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use ledger::kinds::Kinds;
use prost::Name;
use prost_types::Any;
use proto::cadre::v1::WorkLog;
use proto::industry::v1::Difficulty;
use proto::ledger::v1::RecordRef;

use department::Department;
use superiors::Superiors;

use super::generator::{self, Batch, SEED};
use super::setting::{Known, Setting, Stage};

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

/// Enters whole counties, one setting after another; those that are there are only taken note of.
///
/// # Errors
/// Where the services do not keep these counties, cannot be reached, or refuse a record; where a
/// ledger holds other records already. A repetition after a failure takes up where it stopped.
pub async fn fill(
    addresses: &Addresses,
    (there, due): (&[Setting], &[Setting]),
    kinds: &[Kinds],
    progress: &dyn Progress,
) -> Result<FillSummary> {
    let mut summary = FillSummary::default();
    let mut known: BTreeMap<&str, Known> = BTreeMap::new();
    let id_of = |record: &Any| id_of(kinds, record);
    for setting in there.iter().chain(due) {
        let kinds = kinds.iter().flat_map(Kinds::iter).map(AsRef::as_ref);
        let stage = Stage::new(*setting, kinds, &id_of);
        let known = known.entry(setting.county).or_default();
        if there.contains(setting) {
            for batches in generator::all(SEED) {
                stage.batches(batches, known)?;
            }
            continue;
        }
        let mut filling = Filling { stage, known, id_of: &id_of, progress, summary: &mut summary };
        filling.run(addresses, setting.county).await?;
    }
    Ok(summary)
}

/// The key by which the services will name a record.
fn id_of(kinds: &[Kinds], record: &Any) -> Result<String> {
    let name = record.type_url.rsplit('/').next().unwrap_or_default();
    let kind = kinds.iter().find_map(|kinds| kinds.get(name).ok());
    let kind = kind.with_context(|| format!("no department keeps {name}"))?;
    kind.key(&record.value).with_context(|| format!("a broken {name}"))
}

/// One county and year that is being filled.
struct Filling<'a> {
    stage: Stage<'a>,
    known: &'a mut Known,
    id_of: IdOf<'a>,
    progress: &'a dyn Progress,
    summary: &'a mut FillSummary,
}

impl Filling<'_> {
    async fn run(&mut self, addresses: &Addresses, county: &str) -> Result<()> {
        self.governance(&addresses.governance, county).await.context("cannot fill governance")?;
        self.industry(&addresses.industry, county).await.context("cannot fill industry")?;
        self.cadre(&addresses.cadre, county).await.context("cannot fill cadre")?;
        self.reform(&addresses.reform, county).await.context("cannot fill reform")?;
        let others = [
            (&addresses.ecology, generator::ecology::batches(SEED), "ecology"),
            (&addresses.livelihood, generator::livelihood::batches(SEED), "livelihood"),
        ];
        for (address, batches, name) in others {
            let department = Department::open(address, county, self.id_of, self.progress).await?;
            self.enter(&department, batches)
                .await
                .with_context(|| format!("cannot fill {name}"))?;
        }
        Ok(())
    }

    async fn governance(&mut self, address: &str, county: &str) -> Result<()> {
        let department = Department::open(address, county, self.id_of, self.progress).await?;
        self.enter(&department, generator::governance::batches(SEED)).await?;
        let plans = self.stage.cases(generator::governance::cases(SEED))?;
        self.summary.cases += plans.len() as u64;
        let (cases, acts) = case_files::walk(&department, plans).await?;
        self.summary.acts += acts;
        self.verify(&department, "矛盾纠纷案件 · case files", cases).await
    }

    async fn industry(&mut self, address: &str, county: &str) -> Result<()> {
        let department = Department::open(address, county, self.id_of, self.progress).await?;
        if self.stage.is_first() {
            self.enter(&department, generator::industry::flashes(SEED)).await?;
        }
        let mut known = self.enter(&department, generator::industry::batches(SEED)).await?;
        known.retain(|record| record.kind == Difficulty::full_name());
        let plans = self.stage.resolutions(generator::industry::resolutions(SEED), &known);
        self.summary.acts += plans.len() as u64;
        let resolved = difficulties::resolve(&department, plans, &known).await?;
        self.summary.unverified += resolved.unverified;
        self.verify(&department, "难题办结 · difficulties resolved", resolved.verified).await
    }

    async fn cadre(&mut self, address: &str, county: &str) -> Result<()> {
        let department = Department::open(address, county, self.id_of, self.progress).await?;
        self.enter(&department, generator::cadre::batches(SEED)).await?;
        let checks = sampling::check(&department, self.stage.samples(generator::cadre::samples()));
        let checks = checks.await?;
        self.summary.acts += checks.acts;
        self.verify(&department, "日志抽查 · samples", checks.samples).await?;
        let label = "日志核查 · log checks";
        for (account, records) in checks.checks {
            self.verify_as(&account, &department, label, records).await?;
        }
        let plans = (generator::cadre::rankings(), generator::cadre::saturations());
        let kept = results::keep(&department, self.stage.results(plans)).await?;
        self.summary.acts += kept.len() as u64;
        self.verify(&department, "排名和饱和度 · rankings and saturations", kept).await?;
        self.enter(&department, generator::cadre::consequences(SEED)).await?;
        Ok(())
    }

    async fn reform(&mut self, address: &str, county: &str) -> Result<()> {
        let department = Department::open(address, county, self.id_of, self.progress).await?;
        self.enter(&department, generator::reform::batches(SEED)).await?;
        for setting in generator::reform::settings() {
            let plans = generator::reform::plans(SEED, &setting);
            let plans = self.stage.tasks(plans, self.known)?;
            self.summary.acts += plans.len() as u64;
            let planned = milestones::plan(&department, plans).await?;
            self.verify(&department, "任务节点 · milestones", planned).await?;
        }
        let plans = self.stage.findings(generator::reform::findings(SEED))?;
        let walked = findings::walk(&department, plans).await?;
        self.summary.acts += walked.acts;
        self.summary.unverified += walked.unverified;
        self.verify(&department, "督察发现问题 · findings", walked.verified).await
    }

    /// Verifies what acts left, and takes note of it.
    async fn verify(
        &mut self,
        department: &Department<'_>,
        label: &str,
        records: Vec<RecordRef>,
    ) -> Result<()> {
        self.take_note(&records);
        department.verify(label, records).await?;
        Ok(())
    }

    /// The same under an account of its own.
    async fn verify_as(
        &mut self,
        account: &str,
        department: &Department<'_>,
        label: &str,
        records: Vec<RecordRef>,
    ) -> Result<()> {
        self.take_note(&records);
        department.progress.begin(&format!("{label} ✓"), records.len() as u64);
        department.verify_as(account, label, records).await?;
        department.progress.end();
        Ok(())
    }

    fn take_note(&mut self, records: &[RecordRef]) {
        self.summary.verified += records.len() as u64;
        let ids = records.iter().map(|record| (record.kind.clone(), record.id.clone()));
        self.known.extend(ids);
    }

    /// Imports and verifies batches; the states in which the records then are.
    async fn enter(
        &mut self,
        department: &Department<'_>,
        batches: Vec<Batch>,
    ) -> Result<Vec<RecordRef>> {
        let mut entered = Vec::new();
        let mut logs = Vec::new();
        for batch in self.stage.batches(batches, self.known)? {
            let label = format!("{} · {}", batch.label_zh, batch.label_en);
            let logged: Option<Vec<WorkLog>> = batch.records.iter().map(superiors::log).collect();
            if let Some(opening) = batch.opening {
                let stands = department.open_list(&label, batch.records, opening).await?;
                self.summary.imported += stands.len() as u64;
                self.summary.verified += stands.len() as u64;
                entered.extend(stands);
                continue;
            }
            let recorded = department.import(&label, batch.records).await?;
            let count = recorded.len() as u64;
            self.summary.imported += count;
            if let Some(own) = logged {
                logs.extend(own.into_iter().zip(recorded));
            } else if batch.verified {
                self.summary.verified += count;
                entered.extend(department.verify(&label, recorded).await?);
            } else {
                self.summary.unverified += count;
            }
        }
        if !logs.is_empty() {
            entered.extend(self.check(department, logs).await?);
        }
        Ok(entered)
    }

    /// Has each work log verified by the superior at that time.
    async fn check(
        &mut self,
        department: &Department<'_>,
        logs: Vec<(WorkLog, RecordRef)>,
    ) -> Result<Vec<RecordRef>> {
        let label = "工作日志 · work logs";
        self.summary.verified += logs.len() as u64;
        department.progress.begin(&format!("{label} ✓"), logs.len() as u64);
        let mut checked = Vec::with_capacity(logs.len());
        let superiors = Superiors::read(department).await?;
        for (account, states) in superiors.of(logs) {
            checked.extend(department.verify_as(&account, label, states).await?);
        }
        department.progress.end();
        Ok(checked)
    }
}
