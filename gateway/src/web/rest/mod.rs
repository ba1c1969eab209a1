//! Records over REST: every verb and act of every kind, mapped by rule from the descriptors.

mod answer;
pub(crate) mod calling;
pub(crate) mod contract;
mod openapi;
pub(crate) mod pages;
pub(crate) mod request;
pub(in crate::web) mod views;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{OriginalUri, Path, Query, Request, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{any, get};
use chassis::Refusal;
use http::Method;
use proto::ledger::v1::Reason;

use self::contract::{Collection, Operation, Place};
use self::request::Input;
use super::negotiate::Call;
use super::page::Shell;
use super::problems;
use super::record::{self, Wanted};
use crate::Gateway;
use crate::departments::Client;
use crate::report::render::encoded;

/// A body is at most so large, as a message is.
const MOST_BYTES: usize = 4 * 1024 * 1024;

type Paths<T> = Result<Path<T>, axum::extract::rejection::PathRejection>;

/// The addresses of records, and the document that describes them.
pub(crate) fn router() -> Router<Arc<Gateway>> {
    let department = Router::new()
        .route("/{collection}", any(of_collection))
        .route("/{collection}/{id}", any(of_record))
        .route("/{collection}/{id}/{below}", any(below_record));
    Router::new()
        .route("/openapi.json", get(openapi::document))
        .route("/v1/counties/{county}/{department}", get(of_department))
        .nest("/v1/counties/{county}/{department}", department)
}

/// `GET /v1/counties/{county}/{department}`: what the department keeps.
async fn of_department(
    State(gateway): State<Arc<Gateway>>,
    path: Paths<(String, String)>,
    OriginalUri(uri): OriginalUri,
    call: Call,
) -> Response {
    let answer = || -> Result<Response, Refusal> {
        let Path((_, name)) = path.map_err(|cause| broken_path(&cause))?;
        let collections =
            gateway.contract.department(&name).ok_or_else(|| gateway.departments.unknown(&name))?;
        answer::department(&call, &name, uri.path(), collections)
    };
    answer().unwrap_or_else(|refusal| problems::problem(&refusal, &call))
}

/// What a path names.
struct Named {
    county: String,
    department: String,
    collection: String,
    id: String,
    place: Place,
}

async fn of_collection(
    State(gateway): State<Arc<Gateway>>,
    path: Paths<(String, String, String)>,
    call: Call,
    request: Request,
) -> Response {
    let named = path.map_err(|cause| broken_path(&cause)).map(|Path(path)| {
        let (county, department, last) = path;
        let (collection, act) = split(last);
        Named { county, department, collection, id: String::new(), place: Place::Collection(act) }
    });
    answer_at(&gateway, named, &call, request).await
}

async fn of_record(
    State(gateway): State<Arc<Gateway>>,
    path: Paths<(String, String, String, String)>,
    call: Call,
    request: Request,
) -> Response {
    let named = path.map_err(|cause| broken_path(&cause)).map(|Path(path)| {
        let (county, department, collection, last) = path;
        let (id, act) = split(last);
        Named { county, department, collection, id, place: Place::Record(act) }
    });
    answer_at(&gateway, named, &call, request).await
}

async fn below_record(
    State(gateway): State<Arc<Gateway>>,
    path: Paths<(String, String, String, String, String)>,
    call: Call,
    request: Request,
) -> Response {
    let named = path.map_err(|cause| broken_path(&cause)).map(|Path(path)| {
        let (county, department, collection, id, below) = path;
        Named { county, department, collection, id, place: Place::Below(below) }
    });
    answer_at(&gateway, named, &call, request).await
}

/// The act after the colon of the last part of a path; ids and collections have no colon.
fn split(last: String) -> (String, Option<String>) {
    match last.split_once(':') {
        Some((name, act)) => (name.to_owned(), Some(act.to_owned())),
        None => (last, None),
    }
}

async fn answer_at(
    gateway: &Gateway,
    named: Result<Named, Refusal>,
    call: &Call,
    request: Request,
) -> Response {
    let answer = async || -> Result<Response, Refusal> {
        let named = named?;
        let (parts, body) = request.into_parts();
        // The path as it was asked for, not as it is seen from below a prefix.
        let path = parts.extensions.get::<OriginalUri>().map_or(parts.uri.path(), |u| u.0.path());
        let (client, collection) = gateway.kept(&named.department, &named.collection)?;
        if let Some(response) = lead_to_record(collection, &named, &parts.uri, path) {
            return Ok(response);
        }
        let operation = choose(collection, &named, &parts.method, path)?;
        if let Some(kind) = pages::of_record(call, collection, operation)? {
            let Named { county, id, .. } = &named;
            let views = views::forms_of_record(collection, path, id, call.page_language());
            let wanted = Wanted { county, client, kind, id, views: &views };
            let shell = Shell::of(call);
            let around = (call.page_language(), &shell);
            let page = record::html(gateway, &wanted, &parts.headers, around).await?;
            return Ok(answer::page_of(call, page));
        }
        let input = Input {
            county: &named.county,
            id: &named.id,
            query: call.query()?,
            headers: &parts.headers,
            body: &read(body, &parts.method).await?,
        };
        let message = request::build(operation, collection, &input)?;
        let keyed = parts.headers.contains_key(request::IDEMPOTENCY_KEY);
        let repeatable = operation.http == Method::GET || keyed;
        let answered =
            calling::call(client, &operation.method, &message, &parts.headers, repeatable).await;
        let answered =
            answered.map_err(|refusal| as_in_the_body(refusal, operation, collection))?;
        let collections = gateway.contract.department(&named.department);
        let of = answer::Of { collections, collection, operation };
        answer::respond(call, &of, path, &message, &answered)
    };
    match answer().await {
        Ok(response) => response,
        Err(refusal) => problems::problem(&refusal, call),
    }
}

/// A form asks at the collection for a view of one record, since it cannot write into a path.
fn lead_to_record(
    collection: &Collection,
    named: &Named,
    uri: &http::Uri,
    path: &str,
) -> Option<Response> {
    let Place::Collection(Some(act)) = &named.place else { return None };
    let views = collection.at(&Place::Record(Some(act.clone())));
    views.iter().find(|operation| views::shows(operation))?;
    let Query(query) = Query::<Vec<(String, String)>>::try_from_uri(uri).ok()?;
    let id = query.iter().find(|(name, value)| name == "id" && !value.is_empty())?;
    let rest = query.iter().filter(|(name, _)| name != "id");
    let rest = rest.map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
    let (root, _) = path.rsplit_once(':')?;
    let rest = rest.collect::<Vec<_>>().join("&");
    Some(Redirect::to(&format!("{root}/{}:{act}?{rest}", encoded(id.1.trim()))).into_response())
}

impl Gateway {
    /// A department and one of the collections that it keeps.
    ///
    /// # Errors
    /// `PATH_UNKNOWN`, with what there is instead.
    pub(in crate::web) fn kept(
        &self,
        department: &str,
        collection: &str,
    ) -> Result<(&Arc<Client>, &Collection), Refusal> {
        let client = self.departments.required(department)?;
        let collections = self.contract.department(department);
        let found = collections.and_then(|collections| collections.get(collection));
        let found = found.ok_or_else(|| {
            let names = collections.into_iter().flatten().map(|(name, _)| name.as_str());
            let names = names.collect::<Vec<_>>().join(", ");
            Refusal::new(
                Reason::PathUnknown,
                format!("{department} keeps no {collection:?}; it keeps {names}"),
                format!("{department} 不保存“{collection}”，所保存的有 {names}"),
            )
        })?;
        Ok((client, found))
    }
}

/// The operation of a method at a place.
fn choose<'a>(
    collection: &'a Collection,
    named: &Named,
    method: &Method,
    path: &str,
) -> Result<&'a Operation, Refusal> {
    let there = collection.at(&named.place);
    if there.is_empty() {
        return Err(Refusal::new(
            Reason::PathUnknown,
            format!("nothing is answered at {path}"),
            format!("没有 {path} 这个地址"),
        ));
    }
    let asked = if method == Method::HEAD { &Method::GET } else { method };
    if let Some(operation) = there.iter().copied().find(|operation| operation.http == *asked) {
        return Ok(operation);
    }
    let mut allowed: Vec<_> = there.iter().map(|operation| operation.http.as_str()).collect();
    if allowed.contains(&"GET") {
        allowed.push("HEAD");
    }
    let (allowed, withdraw) = (allowed.join(", "), Place::Record(Some("withdraw".to_owned())));
    let (mut message, mut zh) = (
        format!("{path} does not take {method}; it takes {allowed}"),
        format!("{path} 不接受 {method}，可用 {allowed}"),
    );
    if *method == Method::DELETE && !collection.at(&withdraw).is_empty() {
        message.push_str(": nothing is deleted, a record is withdrawn by POST …/{id}:withdraw");
        zh.push_str("：记录不删除，可用 POST …/{id}:withdraw 撤销");
    }
    Err(Refusal::new(Reason::MethodUnknown, message, zh).with("allow", allowed))
}

async fn read(body: Body, method: &Method) -> Result<Vec<u8>, Refusal> {
    if [Method::GET, Method::HEAD].contains(method) {
        return Ok(Vec::new());
    }
    let bytes = to_bytes(body, MOST_BYTES).await.map_err(|_| {
        Refusal::new(
            Reason::MessageTooLarge,
            "the body is larger than 4 MiB, or broke off",
            "正文超过 4 MiB 上限，或中途断开",
        )
    })?;
    Ok(bytes.to_vec())
}

/// Field paths as seen from the body, which is the record and not the request.
fn as_in_the_body(mut refusal: Refusal, operation: &Operation, collection: &Collection) -> Refusal {
    let roots = match operation.fields(contract::Role::Record).first() {
        Some(field) => vec![format!("{}.", field.name())],
        None if operation.of_record() => {
            vec!["records[0].".to_owned(), format!("{}.", collection.record_field())]
        }
        None => Vec::new(),
    };
    for fault in &mut refusal.fields {
        let below = roots.iter().find_map(|root| fault.field.strip_prefix(root.as_str()));
        if let Some(below) = below.map(str::to_owned) {
            fault.field = below;
        }
    }
    refusal
}

fn broken_path(cause: &dyn std::fmt::Display) -> Refusal {
    Refusal::new(
        Reason::PathUnknown,
        format!("the path cannot be read: {cause}"),
        "路径无法识别".to_owned(),
    )
}
