//! The desk of recorders and verifiers: forms, what waits, imports, the reporting calendar.
//!
//! Everything works without scripts: a form is sent, the answer is a page or a redirect. Who acts
//! is a name that the visitor gives, kept in a cookie, until identities exist.

mod acting;
mod actor;
mod acts;
mod answer;
mod calendar;
mod entry;
mod filling;
mod form;
mod form_page;
mod home;
mod import;
mod job;
mod jobs;
mod judge;
mod listed;
mod multipart;
mod period;
mod printed;
mod programs;
mod quality;
mod recount;
mod registers;
mod remarks;
mod selection;
mod templates;
mod verdicts;
mod waiting;
mod words;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::Response;
use axum::routing::{get, post};
use chassis::Refusal;
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use ledger::reader::check_county;
use proto::ledger::v1::Reason;
use sheets::{Channels, Kind, Register};

pub(crate) use jobs::Jobs;

use super::rest::contract::Collection;
use crate::Gateway;

/// The script that checks forms as they are filled in, and asks how far an import is.
const SCRIPT: &str = include_str!("../templates/desk/desk.js");

/// The addresses of the desk.
pub(crate) fn router() -> Router<Arc<Gateway>> {
    let import = Router::new()
        .route("/import", get(import::page).post(import::upload))
        .route("/import/{job}", get(import::job).post(import::act))
        .route("/import/{job}/remarks/{number}", get(remarks::remarks));
    let county = Router::new()
        .route("/", get(home::page))
        .route("/actor", post(actor::choose))
        .route("/calendar", get(calendar::page))
        .route("/quality", get(quality::page).post(recount::act))
        .route("/ledger/{department}/{collection}", get(printed::page))
        .route("/records/{department}/{collection}", get(listed::page))
        .route("/waiting/{department}", get(waiting::page).post(judge::act))
        .route("/forms/{department}/{collection}", get(form::page).post(form::put))
        .route("/checks/{department}/{collection}", post(form::check))
        .route("/acts/{department}/{collection}", get(acts::list))
        .route("/acts/{department}/{collection}/{act}", get(acts::page).post(acts::act))
        .route("/trials/{department}/{collection}/{act}", post(acts::check))
        .route("/templates/{department}", get(templates::of_department))
        .route("/templates/{department}/{kind}", get(templates::of_kind))
        .route("/fill", get(filling::page).post(filling::fill))
        .merge(import)
        .layer(DefaultBodyLimit::disable());
    Router::new()
        .route("/desk.js", get(script))
        .nest("/desk/{county}", county)
        .route("/v1/counties/{county}/imports", post(programs::whole))
}

async fn script() -> Response {
    let mut response = Response::new(SCRIPT.into());
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static("text/javascript; charset=utf-8");
    headers.insert(CONTENT_TYPE, kind);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

impl Gateway {
    /// The departments as sheets ask them.
    fn channels(&self) -> Channels {
        let named = self.departments.names().into_iter().filter_map(|name| {
            let client = self.departments.named(name)?;
            Some((client.name.clone(), client.channel.clone()))
        });
        named.collect()
    }
}

/// The kind of a collection, as forms and sheets have it.
fn registered(department: &str, collection: &Collection) -> Result<Arc<Kind>, Refusal> {
    let name = collection.kind.as_ref().map(|kind| kind.full_name().to_owned());
    let name = name.unwrap_or_default();
    let register = Register::of([department]).with_shared(department, std::slice::from_ref(&name));
    let found = register.named(&name).first().map(|kind| Arc::clone(kind));
    found.ok_or_else(|| {
        let name = &collection.name;
        let message = format!("{name} are no records");
        Refusal::new(Reason::PathUnknown, message, format!("“{name}”不是记录"))
    })
}

/// The kind of a collection whose records are entered and corrected with a form.
fn kind_of(department: &str, collection: &Collection) -> Result<Arc<Kind>, Refusal> {
    let kind = registered(department, collection)?;
    if !kind.moved_by_acts {
        return Ok(kind);
    }
    Err(Refusal::new(
        Reason::KindMovedByActs,
        format!("{} has no form: its own acts move it", kind.name),
        format!("“{}”由其自身流程推进，没有登记表单", collection.name),
    ))
}

/// A county that the register knows.
fn known(county: &str) -> Result<&str, Refusal> {
    check_county(county)?;
    Ok(county)
}
