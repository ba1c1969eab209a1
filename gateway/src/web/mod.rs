//! The outside world over HTTP: JSON for programs, pages for people, at the same addresses.

mod answers;
mod breakdown;
pub(crate) mod charts;
pub(crate) mod desk;
mod evidence;
mod figure;
pub(crate) mod findings;
mod forms;
pub(crate) mod labels;
mod listing;
mod materials;
pub(crate) mod negotiate;
pub(crate) mod page;
pub(crate) mod pointed;
mod problems;
mod record;
pub(crate) mod records;
mod report;
pub(crate) mod rest;
mod routes;
mod search;
mod sent;
mod standing;
mod start;
mod state;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};

use crate::Gateway;
pub(crate) use sent::Sent;

/// Everything that is answered over HTTP; what is sent to browsers is compressed.
pub(crate) fn router(gateway: Arc<Gateway>) -> Router {
    // These are compressed already.
    let package = NotForContentType::const_new("application/vnd.openxmlformats");
    let pdf = NotForContentType::const_new("application/pdf");
    let compressible = DefaultPredicate::new().and(package).and(pdf);
    let division = Router::new()
        .route("/forms/{period}", post(forms::fill))
        .route("/reports/{period}/materials", get(materials::materials))
        .route("/figures", get(routes::figures))
        .route("/figures/{code}", get(routes::figure))
        .route("/figures/{code}/records", get(routes::records))
        .route("/figures/{code}/breakdown", get(routes::breakdown))
        .route("/search", get(search::answer))
        .route("/state", get(state::answer));
    Router::new()
        .route("/", get(routes::start))
        .route("/healthz", get(routes::health))
        .route("/schemas/report.json", get(routes::report_schema))
        .route("/v1/divisions", get(routes::divisions))
        .nest("/v1/divisions/{division}", division)
        .layer(CompressionLayer::new().gzip(true).compress_when(compressible))
        // A report is compressed once, not for every caller.
        .route("/v1/divisions/{division}/reports/{period}", get(report::answer))
        // A strong tag is of the very bytes, so these are not compressed.
        .merge(rest::router())
        .merge(desk::router())
        .fallback(problems::unknown_path)
        .method_not_allowed_fallback(problems::unknown_method)
        .with_state(gateway)
}
