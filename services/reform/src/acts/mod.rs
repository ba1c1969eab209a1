//! The acts that only this department has: plans and boards of tasks, the ladder of findings,
//! the ledger of leaders, inspections beside what offices owe, the materials of a report.

mod finding;
mod inspection;
mod ladder;
mod leader_activity;
mod material;
mod milestone;
mod task;

use chassis::{FieldFault, Refusal};
use ledger::Books;
use ledger::kinds::Kind;
use ledger::writer::Call;
use proto::ledger::v1::Reason;
use proto::reform::v1::finding_service_server::FindingServiceServer;
use proto::reform::v1::inspection_service_server::InspectionServiceServer;
use proto::reform::v1::leader_activity_service_server::LeaderActivityServiceServer;
use proto::reform::v1::material_service_server::MaterialServiceServer;
use proto::reform::v1::milestone_service_server::MilestoneServiceServer;
use proto::reform::v1::task_service_server::TaskServiceServer;
use tonic::metadata::MetadataMap;
use tonic::service::Routes;

use crate::Ours;

/// Adds the services of the acts.
pub fn add(books: &Books, routes: Routes) -> Routes {
    routes
        .add_service(TaskServiceServer::new(task::Tasks::new(books.clone())))
        .add_service(MilestoneServiceServer::new(milestone::Milestones::new(books.clone())))
        .add_service(FindingServiceServer::new(finding::Findings::new(books.clone())))
        .add_service(InspectionServiceServer::new(inspection::Inspections::new(books.clone())))
        .add_service(MaterialServiceServer::new(material::Materials::new(books.clone())))
        .add_service(LeaderActivityServiceServer::new(leader_activity::Activities::new(
            books.clone(),
        )))
}

/// The acts whose requests an import may hold.
pub fn imported() -> Vec<ledger::acts::Act> {
    finding::imported().into_iter().chain(milestone::imported()).collect()
}

/// What every act on a record says beside its own fields.
struct Act<'a> {
    method: &'static str,
    metadata: &'a MetadataMap,
    body: Vec<u8>,
    county: String,
    request_id: String,
    validate_only: bool,
}

impl Act<'_> {
    fn call(&self) -> Result<Call, Refusal> {
        let Self { method, metadata, body, county, request_id, validate_only } = self;
        Call::read(metadata, method, county, request_id, *validate_only, body)
    }
}

/// All records of a kind that count at a position.
async fn counted<K: Kind<Ours>>(
    books: &Books,
    county: &str,
    position: i64,
) -> Result<Vec<K>, Refusal> {
    books.counted::<Ours, K>(county, ("", "~"), position).await
}

/// Refuses fields of a request that are empty.
fn required(fields: &[(&str, &str)]) -> Result<(), Refusal> {
    for (field, value) in fields {
        if value.is_empty() {
            let fault = FieldFault::new(*field, Reason::FieldRequired, "is required", "必须填写");
            return Err(Refusal::request(fault));
        }
    }
    Ok(())
}
