//! The acts that only this department has.

mod resolve_difficulty;

use ledger::Books;
use proto::industry::v1::difficulty_service_server::DifficultyServiceServer;
use tonic::service::Routes;

use resolve_difficulty::Difficulties;

/// Adds the services of the acts.
pub fn add(books: &Books, routes: Routes) -> Routes {
    routes.add_service(DifficultyServiceServer::new(Difficulties::new(books.clone())))
}
