//! The acts that only this department has: resolving, profiles, and the search by name or code.

mod enterprise_profile;
mod enterprises;
mod known;
mod project_profile;
mod resolve_difficulty;

use ledger::Books;
use proto::industry::v1::difficulty_service_server::DifficultyServiceServer;
use proto::industry::v1::enterprise_service_server::EnterpriseServiceServer;
use proto::industry::v1::project_service_server::ProjectServiceServer;
use tonic::service::Routes;

use enterprises::Enterprises;
use project_profile::Projects;
use resolve_difficulty::Difficulties;

/// Adds the services of the acts.
pub fn add(books: &Books, routes: Routes) -> Routes {
    routes
        .add_service(DifficultyServiceServer::new(Difficulties::new(books.clone())))
        .add_service(EnterpriseServiceServer::new(Enterprises::new(books.clone())))
        .add_service(ProjectServiceServer::new(Projects::new(books.clone())))
}
