//! The acts that only this department has.

mod few;
mod heads;
mod log_check;
mod missing;
mod named;
mod people;
mod rank;
mod ranking;
mod read;
mod recorder;
mod remarks;
mod responsible;
mod sample;
mod saturation_result;
mod table;
mod unchecked;
mod work_log;

use ledger::Books;
use proto::cadre::v1::log_check_service_server::LogCheckServiceServer;
use proto::cadre::v1::ranking_service_server::RankingServiceServer;
use proto::cadre::v1::sample_service_server::SampleServiceServer;
use proto::cadre::v1::saturation_result_service_server::SaturationResultServiceServer;
use proto::cadre::v1::work_log_service_server::WorkLogServiceServer;
use tonic::service::Routes;

pub(crate) use heads::heads;
use log_check::LogChecks;
use ranking::Rankings;
pub(crate) use recorder::recorder;
pub(crate) use remarks::remarks;
pub(crate) use responsible::{of_checks, of_logs};
use sample::Samples;
use saturation_result::SaturationResults;
use work_log::WorkLogs;

/// The acts whose requests an import may hold.
pub fn imported() -> Vec<ledger::acts::Act> {
    log_check::imported()
}

/// Adds the services of the acts.
pub fn add(books: &Books, routes: Routes) -> Routes {
    routes
        .add_service(WorkLogServiceServer::new(WorkLogs::new(books.clone())))
        .add_service(LogCheckServiceServer::new(LogChecks::new(books.clone())))
        .add_service(SampleServiceServer::new(Samples::new(books.clone())))
        .add_service(SaturationResultServiceServer::new(SaturationResults::new(books.clone())))
        .add_service(RankingServiceServer::new(Rankings::new(books.clone())))
}
