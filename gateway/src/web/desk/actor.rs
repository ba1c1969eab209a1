//! Who acts at the desk, and that it is the desk's own pages that send its forms.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use chassis::{ACTOR_HEADER, FieldFault, Refusal};
use http::header::{COOKIE, HOST, ORIGIN, SET_COOKIE};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue};
use proto::ledger::v1::Reason;

use super::answer::{finish, see_other};
use super::form::filled;
use super::known;
use crate::Gateway;
use crate::web::negotiate::{Call, wrong};
use crate::web::rest::request::header;

const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
/// How long a browser remembers the name: a working day.
const KEPT_SECONDS: u32 = 12 * 3_600;
const LONGEST: usize = 64;

/// Who acts, as the cookie or the header of a call says it.
pub(super) fn of(headers: &HeaderMap) -> Option<String> {
    let named = header(headers, &HeaderName::from_static(ACTOR_HEADER));
    if !named.is_empty() {
        return Some(named).filter(|name| fits(name));
    }
    let cookies = header(headers, &COOKIE);
    let mut pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
    let (_, name) = pairs.find(|(key, _)| *key == ACTOR_HEADER)?;
    Some(name.to_owned()).filter(|name| fits(name))
}

/// Who acts.
///
/// # Errors
/// `ACTOR_REQUIRED` where nobody is named.
fn required(headers: &HeaderMap) -> Result<String, Refusal> {
    of(headers).ok_or_else(|| {
        Refusal::new(
            Reason::ActorRequired,
            "say at the desk who you are before you write",
            "请先在工作台写明操作人，再登记或核实",
        )
    })
}

/// The headers with which the departments are called.
pub(super) fn headers(actor: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if let Ok(actor) = HeaderValue::from_str(actor) {
        headers.insert(HeaderName::from_static(ACTOR_HEADER), actor);
    }
    headers
}

/// Refuses a form that another site's page sent: the browser says where it stood.
///
/// # Errors
/// `REQUEST_INVALID`.
fn own_page(headers: &HeaderMap) -> Result<(), Refusal> {
    let (origin, host) = (header(headers, &ORIGIN), header(headers, &HOST));
    let site = header(headers, &SITE);
    let own_origin = match origin.split_once("://") {
        Some((_, of)) => of.eq_ignore_ascii_case(&host),
        None => origin.is_empty(),
    };
    let own_site = site.is_empty() || site == "same-origin" || site == "none";
    if own_origin && own_site {
        return Ok(());
    }
    let message = format!("the form was sent by {origin}, not by a page of {host}");
    Err(wrong("origin", &message, &format!("表单来自 {origin}，不是 {host} 的页面，未受理")))
}

/// A form of the desk's own pages: who sent it, and what it holds.
///
/// # Errors
/// As [`own_page`] and [`required`] have it.
pub(super) fn sender(request: Request) -> Result<(String, Parts, Body), Refusal> {
    let (parts, body) = request.into_parts();
    own_page(&parts.headers)?;
    Ok((required(&parts.headers)?, parts, body))
}

/// `POST /desk/{county}/actor`: remembers who acts.
pub(super) async fn choose(
    State(_): State<Arc<Gateway>>,
    Path(county): Path<String>,
    call: Call,
    request: Request,
) -> Response {
    let answer = async || -> Result<Response, Refusal> {
        known(&county)?;
        let (parts, body) = request.into_parts();
        own_page(&parts.headers)?;
        let form = filled(body).await?;
        let name = form.get("actor").map(|name| name.trim()).unwrap_or_default();
        if !fits(name) {
            return Err(Refusal::request(FieldFault::new(
                "actor",
                Reason::TextInvalid,
                format!("{name:?} is not 1 to {LONGEST} of A-Z a-z 0-9 . _ - @"),
                format!("“{name}”应为 1 至 {LONGEST} 个字母、数字或 . _ - @"),
            )));
        }
        let back = form.get("back").filter(|back| back.starts_with(&format!("/desk/{county}")));
        let home = format!("/desk/{county}");
        let mut response = see_other(&call, back.unwrap_or(&home));
        let cookie = format!(
            "{ACTOR_HEADER}={name}; Path=/desk; Max-Age={KEPT_SECONDS}; HttpOnly; SameSite=Strict"
        );
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().insert(SET_COOKIE, cookie);
        }
        Ok(response)
    };
    finish(&call, answer().await)
}

fn fits(name: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphanumeric() || "._-@".contains(c);
    (1..=LONGEST).contains(&name.len()) && name.chars().all(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_pairs(pairs: &[(HeaderName, &str)]) -> HeaderMap {
        let pairs = pairs
            .iter()
            .map(|(name, value)| (name.clone(), HeaderValue::from_str(value).expect("a header")));
        pairs.collect()
    }

    #[test]
    fn a_form_of_another_site_is_refused() {
        let host = (HOST, "127.0.0.1:8080");
        assert!(own_page(&of_pairs(std::slice::from_ref(&host))).is_ok(), "no browser");
        let own = of_pairs(&[host.clone(), (ORIGIN, "http://127.0.0.1:8080")]);
        assert!(own_page(&own).is_ok());
        for other in ["http://example.org", "null"] {
            assert!(own_page(&of_pairs(&[host.clone(), (ORIGIN, other)])).is_err(), "{other}");
        }
        assert!(own_page(&of_pairs(&[host, (SITE, "cross-site")])).is_err());
    }

    #[test]
    fn the_cookie_names_who_acts_and_nothing_else_does() {
        let cookie = of_pairs(&[(COOKIE, "a=b; xianzhi-actor=li.recorder")]);
        assert_eq!(of(&cookie).as_deref(), Some("li.recorder"));
        assert_eq!(of(&of_pairs(&[(COOKIE, "xianzhi-actor=李")])), None);
        assert_eq!(of(&HeaderMap::new()), None);
    }
}
