//! The report in every format: written once for its positions, sent again as it was.

use std::sync::Arc;

use axum::extract::{FromRequestParts as _, Path, Request, State};
use axum::response::Response;
use chassis::Refusal;
use http::HeaderValue;
use http::header::CONTENT_ENCODING;

use super::answers::{Answer, disposition, finish, tag, tagged};
use super::negotiate::{Call, Format, wrong};
use super::sent::{self, Question};
use crate::{Gateway, View};

/// `GET /v1/divisions/{division}/reports/{period}`
pub(super) async fn answer(State(gateway): State<Arc<Gateway>>, request: Request) -> Response {
    let question = Question::of(&request);
    if let Some(response) = sent::again(&gateway, &question, request.headers()).await {
        return response;
    }
    let mut parts = request.into_parts().0;
    let path = Path::<(String, String)>::from_request_parts(&mut parts, &gateway).await;
    let Ok(call) = Call::from_request_parts(&mut parts, &gateway).await;
    let answer = async || -> Answer {
        let Path((division, period)) =
            path.map_err(|_| wrong("", "the path cannot be read", "地址无法识别"))?;
        let format = call.format(&Format::ALL)?;
        let (as_of, view) = (call.parameter("as_of")?, view(&call)?);
        let compiled = gateway.compile_standing(&division, &period, as_of, view).await?;
        let (report, stands) = compiled;
        let tag = tag(&report, format);
        // A package is compressed already.
        let small = call.takes_gzip() && format.disposition().is_none();
        let document = match (call.has(&tag), small) {
            (true, _) => None,
            (false, true) => Some(gateway.compressed(&report, format).await?),
            (false, false) => Some(gateway.document(&report, format).await?),
        };
        let mut response = tagged(&call, &tag, format, document.clone());
        if small && document.is_some() {
            response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        disposition(&mut response, &report, format);
        if let Some(document) = document.filter(|_| report.is_complete()) {
            let answer = (response.headers().clone(), document);
            gateway.sent.keep(question, &division, stands, answer);
        }
        Ok(response)
    };
    finish(&call, answer().await)
}

/// Whose view of a report is wanted, in which language; the public's in Chinese where none is named.
pub(super) fn view(call: &Call) -> Result<View, Refusal> {
    let audience = call.parameter("audience")?.map(str::parse).transpose();
    let audience = audience.map_err(|fault: String| {
        wrong("audience", &fault, "audience 应为 public、internal 或 leaders")
    })?;
    let language = call.parameter("lang")?.map(str::parse).transpose();
    let language = language.map_err(|fault: String| wrong("lang", &fault, "lang 应为 zh 或 en"))?;
    Ok(View { audience: audience.unwrap_or_default(), language: language.unwrap_or_default() })
}
