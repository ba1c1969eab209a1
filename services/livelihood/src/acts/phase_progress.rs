//! GetPhaseProgress: the projects of a phase with their contracts and measurements.

use std::collections::BTreeMap;

use chassis::Refusal;
use ledger::Books;
use ledger::reader::{check_county, check_day};
use proto::ledger::v1::Reason;
use proto::livelihood::v1::housing_phase_service_server::HousingPhaseService;
use proto::livelihood::v1::{
    GetPhaseProgressRequest, HousingPhase, HousingProject, MeasuredValue, Measurement,
    PhaseProgress, ProjectProgress, Variation,
};
use tonic::{Request, Response, Status};

use super::{counted, thousandths};
use crate::rules::progress::{Works, progress};

/// The acts on phases.
pub(super) struct HousingPhases {
    books: Books,
}

impl HousingPhases {
    pub(super) fn new(books: Books) -> Self {
        Self { books }
    }
}

#[tonic::async_trait]
impl HousingPhaseService for HousingPhases {
    async fn get_phase_progress(
        &self,
        request: Request<GetPhaseProgressRequest>,
    ) -> Result<Response<PhaseProgress>, Status> {
        Ok(Response::new(of(&self.books, request.into_inner()).await?))
    }
}

async fn of(books: &Books, request: GetPhaseProgressRequest) -> Result<PhaseProgress, Refusal> {
    let GetPhaseProgressRequest { county, id, last_date, position } = request;
    check_county(&county)?;
    check_day("last_date", &last_date)?;
    let position = books.reader.position(&county, position).await?;
    let phases: Vec<HousingPhase> = counted(books, &county, position).await?;
    let phase = phases.into_iter().find(|phase| phase.code == id).ok_or_else(|| unknown(&id))?;
    let mut projects: Vec<HousingProject> = counted(books, &county, position).await?;
    projects.retain(|project| project.phase_id == id && project.approve_date <= last_date);
    let mut measurements: Vec<Measurement> = counted(books, &county, position).await?;
    measurements.retain(|one| one.measure_date <= last_date);
    measurements.sort_by(|one, other| one.measure_date.cmp(&other.measure_date));
    let mut variations: Vec<Variation> = counted(books, &county, position).await?;
    variations.retain(|one| one.approve_date <= last_date);
    let view = view(projects, &variations, &measurements, &last_date);
    Ok(PhaseProgress { housing_phase: Some(phase), position, ..view })
}

/// The progress of projects; variations and measurements are those up to the day, in order.
fn view(
    projects: Vec<HousingProject>,
    variations: &[Variation],
    measurements: &[Measurement],
    last_date: &str,
) -> PhaseProgress {
    let mut varied: BTreeMap<&str, i64> = BTreeMap::new();
    for one in variations {
        *varied.entry(&one.project_id).or_default() += one.delta_fen.unwrap_or(0);
    }
    let works_of = |project: &HousingProject| {
        let of_project = measurements.iter().filter(|one| one.project_id == project.code);
        Works {
            contract_fen: project.contract_fen.unwrap_or(0),
            variations_fen: varied.get(project.code.as_str()).copied().unwrap_or(0),
            measured_fen: of_project.filter_map(|one| one.cumulative_fen).next_back(),
        }
    };
    let works: Vec<Works> = projects.iter().map(works_of).collect();
    let (done, due) = progress(&works);
    let is_started =
        |one: &&HousingProject| !one.start_date.is_empty() && *one.start_date <= *last_date;
    let unmeasured = projects.iter().zip(&works).filter(|(_, one)| one.measured_fen.is_none());
    PhaseProgress {
        done_fen: fen(done),
        due_fen: fen(due),
        progress_x10: thousandths(done, due),
        started_count: i32::try_from(projects.iter().filter(is_started).count()).unwrap_or(0),
        unmeasured: unmeasured.map(|(project, _)| project.name.clone()).collect(),
        projects: projects
            .iter()
            .zip(&works)
            .map(|(one, works)| row(one, works, measurements))
            .collect(),
        ..PhaseProgress::default()
    }
}

fn row(project: &HousingProject, works: &Works, measurements: &[Measurement]) -> ProjectProgress {
    let of_project = measurements.iter().filter(|one| one.project_id == project.code);
    let measured = |one: &Measurement| MeasuredValue {
        measure_date: one.measure_date.clone(),
        cumulative_fen: one.cumulative_fen.unwrap_or(0),
        document: one.document.clone(),
    };
    ProjectProgress {
        id: project.code.clone(),
        name: project.name.clone(),
        division: project.division.clone(),
        start_date: project.start_date.clone(),
        contract_fen: works.contract_fen,
        variations_fen: works.variations_fen,
        done_fen: fen(works.done_fen()),
        due_fen: fen(works.due_fen()),
        progress_x10: thousandths(works.done_fen(), works.due_fen()),
        measurements: of_project.map(measured).collect(),
    }
}

fn fen(amount: i128) -> i64 {
    i64::try_from(amount).unwrap_or(i64::MAX)
}

fn unknown(id: &str) -> Refusal {
    Refusal::new(
        Reason::RecordNotFound,
        format!("there is no phase {id:?} that counts"),
        format!("没有编号为“{id}”的已审核批次"),
    )
    .with("id", id)
}
