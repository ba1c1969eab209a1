//! The pages of the desk as answers: they may send forms to themselves and run its one script.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

use axum::response::{IntoResponse as _, Response};
use chassis::Refusal;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION};
use http::{HeaderValue, StatusCode};
use serde::Serialize;

use crate::web::answers::{Answer, common_headers};
use crate::web::negotiate::{Call, Language};
use crate::web::page;
use crate::web::problems;

/// Pages of the desk run its own script, send forms to themselves, and load nothing else.
const OWN_SCRIPT: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; \
                          connect-src 'self'; base-uri 'none'; form-action 'self'; \
                          frame-ancestors 'none'";

/// What every page of the desk shows around its own.
#[derive(Serialize)]
pub(super) struct Frame {
    pub(super) county: String,
    /// Who acts; empty where nobody is named.
    pub(super) actor: String,
    /// The page itself, to come back to.
    pub(super) here: String,
}

impl Frame {
    pub(super) fn new(county: &str, actor: Option<String>, here: &str) -> Self {
        Self { county: county.to_owned(), actor: actor.unwrap_or_default(), here: here.to_owned() }
    }
}

/// Names what one form asks for, so that it is not done twice: a random UUID (RFC 9562 §5.4).
pub(super) fn form_key() -> String {
    // Every state has keys of its own, from the randomness of the system.
    let random = || RandomState::new().build_hasher().finish();
    let (high, low) = (random(), random());
    let high = high & !0xf000 | 0x4000;
    let low = low & !(0b11 << 62) | (0b10 << 62);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}

/// A page of the desk.
pub(super) fn page(call: &Call, name: &str, view: &impl Serialize) -> Answer {
    page_of(call, StatusCode::OK, name, view)
}

/// A page of the desk with a status of its own.
pub(super) fn page_of(
    call: &Call,
    status: StatusCode,
    name: &str,
    view: &impl Serialize,
) -> Answer {
    let county = call.path.split('/').nth(2);
    let shell = page::Shell::of(call).about(county, Vec::new());
    let mut response = (status, page::page(name, &shell, view)?).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    common_headers(headers, call);
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(OWN_SCRIPT));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// What a refusal says in a language.
pub(super) fn said(refusal: &Refusal, language: Language) -> String {
    language.pick(&refusal.message_zh, &refusal.message).to_owned()
}

/// The same, with the name of the rule that refuses.
pub(super) fn said_with_reason(refusal: &Refusal, language: Language) -> String {
    language.bracketed(&said(refusal, language), refusal.reason_name())
}

/// JSON for the desk's script, or for a program.
pub(super) fn json(call: &Call, status: StatusCode, value: &impl Serialize) -> Answer {
    let body = serde_json::to_string(value).map_err(|cause| Refusal::internal(&cause))?;
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    common_headers(headers, call);
    Ok(response)
}

/// Goes on to another page of the same language after a form was taken.
pub(super) fn see_other(call: &Call, to: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    let to = page::staying(to, call.page_language().parameter().unwrap_or_default());
    if let Ok(to) = HeaderValue::from_str(&to) {
        headers.insert(LOCATION, to);
    }
    common_headers(headers, call);
    response
}

/// The answer, or the problem in its place.
pub(super) fn finish(call: &Call, answer: Answer) -> Response {
    answer.unwrap_or_else(|refusal| problems::problem(&refusal, call))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_has_a_key_of_its_own() {
        let (one, other) = (form_key(), form_key());
        assert_ne!(one, other);
        let parts: Vec<usize> = one.split('-').map(str::len).collect();
        assert_eq!(parts, [8, 4, 4, 4, 12]);
        assert!(one[14..].starts_with('4') && "89ab".contains(&one[19..20]), "{one}");
    }
}
