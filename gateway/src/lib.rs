//! The report and the outside world: compiles a county's report from the figures of its
//! departments, and shows it over HTTP and gRPC on one port.
//!
//! The gateway knows figures and kinds by their descriptors, and no department by name.

mod departments;
mod documents;
mod earlier;
mod evidence;
mod figures;
mod grpc;
mod periods;
mod report;
mod rounds;
mod stands;
mod web;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use chassis::{FieldFault, Refusal};
use moka::future::Cache;
use proto::figure::v1::{ComputeFiguresRequest, ComputeFiguresResponse, Scope};
use proto::ledger::v1::Reason;
use proto::report::v1::report_service_server::{ReportServiceServer, SERVICE_NAME};
use tonic::service::Routes;

pub use departments::Department;
use departments::{Budget, Client, Departments, Positions};
use documents::Written;
use earlier::Earlier;
pub use periods::Period;
pub use report::fill::{Filled, Form};
pub use report::render::Format;
use report::{Answer, Outlines, Place, Subject};
pub use report::{Audience, Computed, Language, Report, Rule, View, Violation};
pub use report::{check_outline, check_shipped};
use sheets::Profiles;
use stands::{Stand, Stands};
use web::rest::contract::Contract;

/// The names of the gRPC services that [`Gateway::routes`] answers, for reports of health.
pub fn services() -> Vec<String> {
    vec![SERVICE_NAME.to_owned()]
}

/// No report takes longer.
const LONGEST: Duration = Duration::from_secs(60);
/// Compiled reports kept; one is a few hundred kilobytes at most.
const REPORTS_KEPT: u64 = 256;
/// Bytes of written reports kept.
const DOCUMENTS_KEPT: u64 = 64 << 20;

/// What a gateway needs to know.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The departments to ask, at least one, each name once.
    pub departments: Vec<Department>,
    /// Outlines of the county's own, each in place of what is shipped for its periods and language.
    pub outlines: Vec<PathBuf>,
    /// The folder in which import profiles are remembered; none remembers nothing.
    pub profiles: Option<PathBuf>,
}

/// Compiles reports and answers for figures.
pub struct Gateway {
    departments: Departments,
    outlines: Outlines,
    contract: Contract,
    reports: Cache<Key, Arc<Report>>,
    documents: Cache<Written, Bytes>,
    /// Answers as they were sent, as long as nothing moves.
    sent: web::Sent,
    stands: Stands,
    earlier: Earlier,
    /// Sheets that are being imported.
    jobs: web::desk::Jobs,
    profiles: Profiles,
}

/// What a compiled report depends on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    division: String,
    period: Period,
    view: View,
    /// Nothing of a department that does not answer.
    positions: BTreeMap<String, Option<Positions>>,
}

impl Gateway {
    /// Sets a gateway up; departments are connected to when they are first asked.
    ///
    /// # Errors
    /// When no department is named or one twice, an address is no URI, or the outline has faults.
    pub fn new(config: Config) -> anyhow::Result<Self> {
        let Config { departments, outlines, profiles } = config;
        let outlines = Outlines::read(&outlines)?;
        for outline in outlines.iter() {
            for number in &outline.free_numbers {
                let (outline, line, section) = (&outline.name, number.line, &number.section);
                let numeral = &number.numeral;
                tracing::warn!(outline, line, section, numeral, "a number is not computed");
            }
        }
        let departments = Departments::new(departments)?;
        let size =
            |_: &Written, document: &Bytes| u32::try_from(document.len()).unwrap_or(u32::MAX);
        let documents = Cache::builder().weigher(size).max_capacity(DOCUMENTS_KEPT).build();
        let reports = Cache::new(REPORTS_KEPT);
        let contract = Contract::of(departments.names().into_iter());
        let (sent, stands) = (web::Sent::new(), Stands::new());
        let (earlier, jobs) = (Earlier::new(), web::desk::Jobs::default());
        Ok(Self {
            departments,
            outlines,
            contract,
            reports,
            documents,
            sent,
            stands,
            earlier,
            jobs,
            profiles: Profiles::of(profiles),
        })
    }

    /// Everything that the gateway answers, HTTP and gRPC, for one port.
    pub fn routes(self: Arc<Self>) -> Routes {
        let service = ReportServiceServer::new(grpc::Reports::new(Arc::clone(&self)));
        Routes::from(web::router(self)).add_service(service)
    }

    /// Compiles the public's report of a division and a period, with facts up to a day.
    ///
    /// # Errors
    /// As [`Gateway::compile_view`].
    pub async fn compile(
        &self,
        division: &str,
        period: &str,
        as_of: Option<&str>,
    ) -> Result<Arc<Report>, Refusal> {
        self.compile_view(division, period, as_of, View::default()).await
    }

    /// Compiles a view of the report of a division and a period, with facts up to a day.
    ///
    /// A department that cannot be asked leaves its sections missing; it does not fail the report.
    ///
    /// # Errors
    /// `DIVISION_UNKNOWN`, `PERIOD_INVALID`, `DATE_INVALID`; `REQUEST_INVALID` where no outline is
    /// for the period in the language.
    pub async fn compile_view(
        &self,
        division: &str,
        period: &str,
        as_of: Option<&str>,
        view: View,
    ) -> Result<Arc<Report>, Refusal> {
        let compiled = self.compile_standing(division, period, as_of, view).await;
        compiled.map(|(report, _)| report)
    }

    /// The same, with where the departments stood.
    ///
    /// # Errors
    /// As [`Gateway::compile_view`].
    async fn compile_standing(
        &self,
        division: &str,
        period: &str,
        as_of: Option<&str>,
        view: View,
    ) -> Result<(Arc<Report>, Arc<Vec<Stand>>), Refusal> {
        let place = Place::find(division, view.language)?;
        let period = Period::parse(period, as_of)?;
        let outline = self.outlines.choose(period.span(), view.language);
        let outline = outline.ok_or_else(|| no_outline(&period, view.language))?;
        let budget = Budget::of(LONGEST);
        let stands = self.stand(&place.code, budget).await;
        let key = key(&place, &period, view, &stands);
        let compiling = async {
            let mut answers = self.compute(&place, &period, &stands, budget).await;
            let subject = Subject { place, period, view };
            let evidence = evidence::gather(outline, &subject, &mut answers, budget).await;
            let report = Arc::new(report::compile(outline, subject, answers, &evidence));
            // An incomplete one goes to all who wait for it, and is not kept.
            if report.is_complete() { Ok(report) } else { Err(report) }
        };
        // Who comes while it is compiled waits for it.
        let compiled = self.reports.try_get_with(key, compiling).await;
        let report = compiled.unwrap_or_else(|incomplete| Arc::clone(incomplete.as_ref()));
        Ok((report, stands))
    }

    /// Fills somebody's form in with the figures of a division and a period.
    ///
    /// # Errors
    /// As [`Gateway::compile`]; `MESSAGE_MALFORMED`, `MESSAGE_TOO_LARGE`, and `REQUEST_INVALID`
    /// with every token that names no figure.
    pub async fn fill(
        &self,
        division: &str,
        period: &str,
        as_of: Option<&str>,
        form: Bytes,
    ) -> Result<Filled, Refusal> {
        let report = self.compile(division, period, as_of).await?;
        let filled = tokio::task::spawn_blocking(move || report::fill::fill(&report, &form)).await;
        filled.map_err(|cause| Refusal::internal(&cause))?
    }

    /// Asks every department that stands somewhere for all its figures, side by side.
    async fn compute(
        &self,
        place: &Place,
        period: &Period,
        stands: &[Stand],
        budget: Budget,
    ) -> Vec<Answer> {
        let mut positions: BTreeMap<_, _> =
            stands.iter().cloned().map(|(client, stand)| (client.name.clone(), stand)).collect();
        let asked = self.departments.ask_all(move |client| {
            let stand = positions.remove(&client.name);
            let scope = stand.unwrap_or_else(|| Ok(Positions::new()));
            let scope = scope.map(|positions| scope_of(place, period, positions));
            async move { compute_at(&client, scope?, budget).await }
        });
        asked.await.into_iter().map(|(client, result)| Answer { client, result }).collect()
    }
}

/// What the report of a place, a period and these positions is kept under.
fn key(place: &Place, period: &Period, view: View, stands: &[Stand]) -> Key {
    let standing = |(client, stand): &Stand| (client.name.clone(), stand.as_ref().ok().cloned());
    let positions = stands.iter().map(standing).collect();
    Key { division: place.code.clone(), period: period.clone(), view, positions }
}

fn no_outline(period: &Period, language: Language) -> Refusal {
    let (label, language) = (&period.label, language.name());
    let message = format!("no outline is for {label} in {language}");
    let message_zh = format!("没有适用于 {label} 的 {language} 提纲");
    Refusal::request(FieldFault::new("lang", Reason::RequestInvalid, message, message_zh))
}

/// A scope on the wire.
fn scope_of(place: &Place, period: &Period, positions: Positions) -> Scope {
    Scope {
        division: place.code.clone(),
        first_date: period.first.to_string(),
        last_date: period.last.to_string(),
        positions: positions.into_iter().collect(),
    }
}

/// Computes all figures of a department at the positions asked for, and at no others.
async fn compute_at(
    client: &Client,
    scope: Scope,
    budget: Budget,
) -> Result<ComputeFiguresResponse, Refusal> {
    let asked = scope.positions.clone();
    let request = ComputeFiguresRequest { scope: Some(scope), codes: Vec::new(), compare: true };
    let answer = client
        .ask(budget, request, |mut figures, request| async move {
            figures.compute_figures(request).await
        })
        .await?;
    let used = answer.scope.clone().unwrap_or_default().positions;
    if let Some(county) = asked.keys().find(|county| used.get(*county) != asked.get(*county)) {
        return Err(Refusal::new(
            Reason::Internal,
            format!("the figures of {county} were not computed at the position asked for"),
            format!("{county} 的指标不是在所要求的台账位置上计算的"),
        ));
    }
    client.compare_catalogue(answer.figures.iter().map(|figure| figure.code.as_str()));
    Ok(answer)
}
