//! Other people's forms over HTTP: sent as the body, answered filled in.

use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse as _, Response};
use chassis::Refusal;
use http::HeaderValue;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use proto::ledger::v1::Reason;

use super::answers::{Answer, common_headers, finish};
use super::negotiate::Call;
use crate::Gateway;
use crate::report::fill::{Filled, Form};

/// A form is at most so large.
const MOST_BYTES: usize = 16 << 20;

/// `POST /v1/divisions/{division}/forms/{period}?as_of=2023-12-08`
pub(crate) async fn fill(
    State(gateway): State<Arc<Gateway>>,
    Path((division, period)): Path<(String, String)>,
    call: Call,
    request: Request,
) -> Response {
    let answer = async || -> Answer {
        let as_of = call.parameter("as_of")?;
        let form = to_bytes(request.into_body(), MOST_BYTES).await.map_err(|_| {
            let message = format!("the form is larger than {} MiB, or broke off", MOST_BYTES >> 20);
            let zh = format!("表格超过 {} MiB 上限，或中途断开", MOST_BYTES >> 20);
            Refusal::new(Reason::MessageTooLarge, message, zh)
        })?;
        let Filled { form, bytes, tokens } = gateway.fill(&division, &period, as_of, form).await?;
        tracing::debug!(tokens, division, period, "a form was filled in");
        let mut response = bytes.into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(form.content_type()));
        let name = match form {
            Form::Xlsx => "attachment; filename=\"filled.xlsx\"",
            Form::Docx => "attachment; filename=\"filled.docx\"",
        };
        headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static(name));
        common_headers(headers, &call);
        Ok(response)
    };
    finish(&call, answer().await)
}
