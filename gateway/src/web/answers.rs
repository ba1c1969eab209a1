//! Answers: a rendering with its type, its tag and the name of its file.

use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use chassis::Refusal;
use http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue, StatusCode};

use super::negotiate::{Call, Format, REQUEST_ID};
use super::problems;
use crate::report::Report;
use crate::report::render::encoded;

/// Pages load nothing and run nothing; what is typed goes to where the page came from.
const NOTHING_ELSE: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'";

/// An answer, or why there is none.
pub(super) type Answer = Result<Response, Refusal>;

/// What changes whenever a rendering of a report does.
pub(super) fn tag(report: &Report, format: Format) -> String {
    format!("W/\"{:016x}-{}\"", report.digest(), format.name())
}

/// A rendering of a report, with its tag; nothing but the tag for a caller that has it.
pub(super) fn tagged(call: &Call, tag: &str, format: Format, rendering: Option<Bytes>) -> Response {
    let mut response = match rendering {
        None => StatusCode::NOT_MODIFIED.into_response(),
        Some(rendering) => body_of(call, format, rendering),
    };
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(ETAG, tag);
    }
    common_headers(headers, call);
    response
}

/// Says how a file is called where it is saved (RFC 6266): by codes, and by its title for those
/// who read it.
pub(super) fn disposition(response: &mut Response, report: &Report, format: Format) {
    let Some(kind) = format.disposition() else { return };
    let (division, period) = (&report.division, &report.period.label);
    let title = encoded(&report.title);
    let name = format!(
        "{kind}; filename=\"{division}-{period}.{format}\"; filename*=UTF-8''{title}.{format}"
    );
    if let Ok(name) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(CONTENT_DISPOSITION, name);
    }
}

/// An answer with its type.
pub(super) fn body_of(call: &Call, format: Format, body: impl Into<Bytes>) -> Response {
    let mut response = body.into().into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(format.content_type()));
    common_headers(headers, call);
    response
}

/// A file that is saved under a name of ASCII letters.
pub(super) fn file_of(
    call: &Call,
    (content_type, name): (&'static str, &str),
    body: impl Into<Bytes>,
) -> Response {
    let mut response = body.into().into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(CONTENT_DISPOSITION, name);
    }
    common_headers(headers, call);
    response
}

/// What every answer has, problems as well.
pub(crate) fn common_headers(headers: &mut HeaderMap, call: &Call) {
    let vary = "Accept, Accept-Language, Accept-Encoding";
    headers.insert(VARY, HeaderValue::from_static(vary));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(NOTHING_ELSE));
    if let Ok(id) = HeaderValue::from_str(&call.request_id) {
        headers.insert(REQUEST_ID, id);
    }
}

/// The answer, or the problem in its place.
pub(super) fn finish(call: &Call, answer: Answer) -> Response {
    answer.unwrap_or_else(|refusal| problems::problem(&refusal, call))
}
