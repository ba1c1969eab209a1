//! The acts that only this department has.

mod case_file;

use ledger::Books;
use proto::governance::v1::case_file_service_server::CaseFileServiceServer;
use tonic::service::Routes;

use case_file::CaseFiles;
pub(crate) use case_file::{imported, remarks, responsible};

/// Adds the services of the acts.
pub fn add(books: &Books, routes: Routes) -> Routes {
    routes.add_service(CaseFileServiceServer::new(CaseFiles::new(books.clone())))
}
