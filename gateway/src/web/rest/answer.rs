//! The answer of a method over HTTP: JSON by the names of the contract, with the tag of a record.

use axum::response::{IntoResponse as _, Response};
use chassis::Refusal;
use http::header::{CONTENT_TYPE, ETAG, LOCATION};
use http::{HeaderValue, Method, StatusCode};
use prost_reflect::{DynamicMessage, Value};

use super::contract::Operation;
use crate::report::render::encoded;
use crate::web::negotiate::{Call, Format};
use crate::web::records;
use crate::web::routes::common_headers;

/// An answer as a response.
///
/// # Errors
/// `NOT_ACCEPTABLE` for a format that there is not.
pub(crate) fn respond(
    call: &Call,
    operation: &Operation,
    path: &str,
    request: &DynamicMessage,
    answer: &DynamicMessage,
) -> Result<Response, Refusal> {
    let format = call.format_of_query(&[Format::Json])?;
    let tag = etag(answer);
    let known = operation.http == Method::GET && tag.as_deref().is_some_and(|tag| call.has(tag));
    let created = operation.creates() && !flag(request, "validate_only");
    let mut response = match known {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => {
            let body = serde_json::to_string(&records::write(answer)?);
            let body = body.map_err(|cause| Refusal::internal(&cause))?;
            let status = if created { StatusCode::CREATED } else { StatusCode::OK };
            (status, body).into_response()
        }
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(format.content_type()));
    if let Some(tag) = tag.as_deref().and_then(|tag| HeaderValue::from_str(tag).ok()) {
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
