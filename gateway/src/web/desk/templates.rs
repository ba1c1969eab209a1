//! Sheets to fill in: those of a department, or of one of its kinds; of a kind that acts move, one
//! an act.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use chassis::Refusal;
use proto::ledger::v1::Reason;
use sheets::{Kind, Register};

use super::answer::finish;
use super::known;
use crate::Gateway;
use crate::web::answers::file_of;
use crate::web::negotiate::{Call, Format};

/// `GET /desk/{county}/templates/{department}`: a workbook with a sheet a kind or act.
pub(super) async fn of_department(
    State(gateway): State<Arc<Gateway>>,
    Path((county, department)): Path<(String, String)>,
    call: Call,
) -> Response {
    let answer = async || template(&gateway, &call, &county, (&department, None)).await;
    finish(&call, answer().await)
}

/// `GET /desk/{county}/templates/{department}/{kind}`: a workbook for one kind, by its table, with
/// all its acts where these move it.
pub(super) async fn of_kind(
    State(gateway): State<Arc<Gateway>>,
    Path((county, department, kind)): Path<(String, String, String)>,
    call: Call,
) -> Response {
    let answer = async || template(&gateway, &call, &county, (&department, Some(&kind))).await;
    finish(&call, answer().await)
}

async fn template(
    gateway: &Gateway,
    call: &Call,
    county: &str,
    (department, kind): (&str, Option<&String>),
) -> Result<Response, Refusal> {
    let county = known(county)?.to_owned();
    gateway.departments.required(department)?;
    let register = Register::learn(&gateway.channels()).await;
    let of_kind = |known: &&Arc<Kind>| known.department == department && kind == Some(&known.table);
    if let Some(Kind { name, table, label, .. }) =
        register.iter().find(of_kind).filter(|kind| kind.is_computed()).map(Arc::as_ref)
    {
        let refusal = ledger::kinds::moved_by_acts(name, table, label);
        return Err(Refusal { reason: Reason::PathUnknown, ..refusal });
    }
    let own = register.sheets().filter(|kind| kind.department == department);
    let meant = own.filter(|known| kind.is_none_or(|kind| known.table == *kind));
    let kinds: Vec<Arc<Kind>> = meant.cloned().collect();
    if kinds.is_empty() {
        let kind = kind.map_or("", String::as_str);
        return Err(Refusal::new(
            Reason::PathUnknown,
            format!("{department} has no kind {kind:?} that sheets bring in"),
            format!("{department} 没有可用表格导入的种类“{kind}”"),
        ));
    }
    let name = kind.map_or(department, String::as_str);
    let name = format!("{county}-{name}.xlsx");
    let work = move || sheets::template(&kinds, &county);
    let book = tokio::task::spawn_blocking(work).await;
    let book = book.map_err(|cause| Refusal::internal(&cause))?;
    let book = book.map_err(|cause| Refusal::internal(&cause))?;
    Ok(file_of(call, (Format::Xlsx.content_type(), &name), book))
}
