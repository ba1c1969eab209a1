//! The answer of a method over HTTP: JSON by the names of the contract, with the tag of a record.

use std::collections::BTreeMap;

use axum::response::{IntoResponse as _, Response};
use chassis::Refusal;
use http::header::{CONTENT_TYPE, ETAG, LOCATION};
use http::{HeaderValue, Method, StatusCode};
use prost_reflect::{DynamicMessage, Value};

use super::contract::{Collection, Operation};
use super::{pages, views};
use crate::report::render::encoded;
use crate::web::answers::{body_of, common_headers};
use crate::web::negotiate::{Call, Format};
use crate::web::page::Shell;
use crate::web::records;

/// What was asked: an operation of a collection, beside the others of its department.
pub(crate) struct Of<'a> {
    pub(crate) collections: Option<&'a BTreeMap<String, Collection>>,
    pub(crate) collection: &'a Collection,
    pub(crate) operation: &'a Operation,
}

/// An answer as a response.
///
/// # Errors
/// `NOT_ACCEPTABLE` for a format that there is not.
pub(crate) fn respond(
    call: &Call,
    of: &Of<'_>,
    path: &str,
    request: &DynamicMessage,
    answer: &DynamicMessage,
) -> Result<Response, Refusal> {
    let Of { collections: _, collection, operation } = of;
    let shown = views::shows(operation) || pages::shows(collection, &operation.place);
    let page = operation.http == Method::GET && shown;
    let offered = [Format::Json, Format::Html];
    let format = call.format_of_query(if page { &offered } else { &offered[..1] })?;
    let tag = etag(answer);
    let known = operation.http == Method::GET
        && format == Format::Json
        && tag.as_deref().is_some_and(|tag| call.has(tag));
    let created = operation.creates() && !flag(request, "validate_only");
    let mut response = match known {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => {
            let body = match format {
                Format::Html => shown_page(call, of, path, request, answer)?,
                _ => serde_json::to_string(&records::write(answer)?)
                    .map_err(|cause| Refusal::internal(&cause))?,
            };
            let status = if created { StatusCode::CREATED } else { StatusCode::OK };
            (status, body).into_response()
        }
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(format.content_type()));
    if let Some(tag) = tag
        .as_deref()
        .filter(|_| format == Format::Json)
        .and_then(|tag| HeaderValue::from_str(tag).ok())
    {
        headers.insert(ETAG, tag);
    }
    if created && let Some(id) = metadata_text(answer, "id") {
        let location = format!("{}/{}", path.trim_end_matches('/'), encoded(&id));
        if let Ok(location) = HeaderValue::from_str(&location) {
            headers.insert(LOCATION, location);
        }
    }
    common_headers(headers, call);
    Ok(response)
}

/// A page as a response.
pub(crate) fn page_of(call: &Call, page: String) -> Response {
    body_of(call, Format::Html, page)
}

/// A view, or records, as a page.
fn shown_page(
    call: &Call,
    of: &Of<'_>,
    path: &str,
    request: &DynamicMessage,
    answer: &DynamicMessage,
) -> Result<String, Refusal> {
    let Of { collections, collection, operation } = of;
    let around = (call.page_language(), &Shell::of(call));
    match collections.filter(|_| views::shows(operation)) {
        Some(all) => views::html((all, *collection), operation, path, around, (request, answer)),
        None => pages::html(collection, &operation.place, path, request, answer, around),
    }
}

/// The kinds that a department keeps, with their addresses.
///
/// # Errors
/// `NOT_ACCEPTABLE` for a format that there is not.
pub(crate) fn department(
    call: &Call,
    name: &str,
    path: &str,
    collections: &BTreeMap<String, Collection>,
) -> Result<Response, Refusal> {
    let format = call.format(&[Format::Json, Format::Html])?;
    let keeps = pages::Keeps::new(name, path, collections, call.page_language());
    let body = match format {
        Format::Html => keeps.html(&Shell::of(call))?,
        _ => serde_json::to_string(&keeps).map_err(|cause| Refusal::internal(&cause))?,
    };
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(format.content_type()));
    common_headers(headers, call);
    Ok(response)
}

/// The tag of the record that an answer is, or of the only one that it is about.
fn etag(answer: &DynamicMessage) -> Option<String> {
    metadata_text(answer, "etag")
}

fn metadata_text(answer: &DynamicMessage, name: &str) -> Option<String> {
    let metadata = answer.get_field_by_name("metadata")?.into_owned();
    let one = match metadata {
        Value::Message(metadata) => metadata,
        Value::List(mut all) if all.len() == 1 => all.pop()?.as_message()?.clone(),
        _ => return None,
    };
    let text = one.get_field_by_name(name)?.as_str()?.to_owned();
    Some(text).filter(|text| !text.is_empty())
}

fn flag(request: &DynamicMessage, name: &str) -> bool {
    request.get_field_by_name(name).is_some_and(|value| value.as_bool() == Some(true))
}
