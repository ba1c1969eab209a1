//! The acts that only this department has: views over records of several kinds.

mod institution_coverage;
mod openings;
mod phase_progress;
mod programme_progress;

use chassis::{FieldFault, Refusal};
use ledger::Books;
use ledger::kinds::Kind;
use ledger::reader::check_day;
use proto::ledger::v1::Reason;
use proto::livelihood::v1::facility_service_server::FacilityServiceServer;
use proto::livelihood::v1::housing_phase_service_server::HousingPhaseServiceServer;
use proto::livelihood::v1::payment_coverage_service_server::PaymentCoverageServiceServer;
use proto::livelihood::v1::service_target_service_server::ServiceTargetServiceServer;
use tonic::service::Routes;

use crate::Ours;
use institution_coverage::PaymentCoverages;
use openings::Facilities;
use phase_progress::HousingPhases;
use programme_progress::ServiceTargets;

/// Adds the services of the acts.
pub fn add(books: &Books, routes: Routes) -> Routes {
    routes
        .add_service(HousingPhaseServiceServer::new(HousingPhases::new(books.clone())))
        .add_service(PaymentCoverageServiceServer::new(PaymentCoverages::new(books.clone())))
        .add_service(ServiceTargetServiceServer::new(ServiceTargets::new(books.clone())))
        .add_service(FacilityServiceServer::new(Facilities::new(books.clone())))
}

/// The records of a kind that count in a county at a position, ordered by id.
async fn counted<K: Kind<Ours>>(
    books: &Books,
    county: &str,
    position: i64,
) -> Result<Vec<K>, Refusal> {
    books.counted::<Ours, K>(county, ("", "~"), position).await
}

/// Refuses what is no period of a request.
fn check_period(first: &str, last: &str) -> Result<(), Refusal> {
    check_day("first_date", first)?;
    check_day("last_date", last)?;
    if first <= last {
        return Ok(());
    }
    Err(Refusal::request(FieldFault::new(
        "last_date",
        Reason::PeriodInvalid,
        format!("{last} is before {first}"),
        format!("{last} 早于 {first}"),
    )))
}

/// A part of a whole in thousandths, cut off; none of nothing.
fn thousandths(part: i128, whole: i128) -> Option<i64> {
    if whole <= 0 {
        return None;
    }
    i64::try_from(part * 1000 / whole).ok()
}
