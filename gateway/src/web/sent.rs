//! Reports as they were sent: the same question is answered with the same bytes, as long as no
//! ledger has moved and no day has passed.

use std::sync::Arc;

use axum::extract::Request;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use http::{HeaderMap, StatusCode};
use jiff::civil::Date;
use moka::sync::Cache;

use super::negotiate::{REQUEST_ID, has, joined, request_id};
use crate::Gateway;
use crate::departments::Budget;
use crate::periods::today;
use crate::stands::Stand;

/// Bytes of answers kept; the documents in them are kept once, here and among the documents.
const KEPT: u64 = 16 << 20;

/// All that an answer depends on besides the ledgers.
pub(super) struct Question {
    /// The address and what is negotiated.
    asked: String,
    /// A period that has not ended is counted up to today.
    day: Date,
}

/// An answer, and what must not have moved for it to be right.
struct Given {
    division: String,
    stands: Arc<Vec<Stand>>,
    day: Date,
    headers: HeaderMap,
    body: Bytes,
}

/// Answers by their questions.
pub(crate) struct Sent(Cache<String, Arc<Given>>);

impl Question {
    /// What is asked now.
    pub(super) fn of(request: &Request) -> Self {
        let headers = request.headers();
        let (accept, encoding) = (joined(headers, ACCEPT), joined(headers, ACCEPT_ENCODING));
        Self { asked: format!("{}\n{accept}\n{encoding}", request.uri()), day: today() }
    }
}

impl Sent {
    pub(crate) fn new() -> Self {
        let size = |question: &String, given: &Arc<Given>| {
            u32::try_from(question.len() + given.body.len()).unwrap_or(u32::MAX)
        };
        Self(Cache::builder().weigher(size).max_capacity(KEPT).build())
    }

    /// Remembers an answer that was made of a report which `stands` are the stands of.
    pub(super) fn keep(
        &self,
        question: Question,
        division: &str,
        stands: Arc<Vec<Stand>>,
        (mut headers, body): (HeaderMap, Bytes),
    ) {
        headers.remove(REQUEST_ID);
        let (Question { asked, day }, division) = (question, division.to_owned());
        self.0.insert(asked, Arc::new(Given { division, stands, day, headers, body }));
    }
}

/// The answer to a question that was answered before, if it is still the right one: the
/// departments are asked where they stand, and nothing else is done.
pub(super) async fn again(
    gateway: &Gateway,
    question: &Question,
    headers: &HeaderMap,
) -> Option<Response> {
    let given = gateway.sent.0.get(&question.asked)?;
    let stands = gateway.stand(&given.division, Budget::of(crate::LONGEST)).await;
    if !Arc::ptr_eq(&stands, &given.stands) || given.day != question.day {
        gateway.sent.0.invalidate(&question.asked);
        return None;
    }
    let tag = given.headers.get(ETAG).and_then(|tag| tag.to_str().ok()).unwrap_or_default();
    let known = headers.contains_key(IF_NONE_MATCH) && has(&joined(headers, IF_NONE_MATCH), tag);
    let mut response = match known {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => given.body.clone().into_response(),
    };
    *response.headers_mut() = given.headers.clone();
    if known {
        // They describe a body.
        for name in [CONTENT_TYPE, CONTENT_ENCODING] {
            response.headers_mut().remove(name);
        }
    }
    if let Ok(id) = request_id(headers).parse() {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    Some(response)
}
