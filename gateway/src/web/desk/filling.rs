//! Other people's forms at the desk: a workbook or a document goes in, and comes back filled in.

use std::sync::Arc;

use axum::extract::{OriginalUri, Path, Request, State};
use axum::response::Response;
use bytes::Bytes;
use chassis::{FieldFault, Refusal};
use http::{HeaderMap, StatusCode};
use serde::Serialize;

use super::answer::{Frame, finish, page_of, said_with_reason};
use super::multipart::{Part, parts};
use super::{actor, known};
use crate::Gateway;
use crate::periods::today;
use crate::report::fill::{Filled, Form};
use crate::web::answers::{Answer, file_of};
use crate::web::negotiate::{Call, wrong};
use crate::web::problems::http_status;

#[derive(Serialize)]
struct Filling {
    frame: Frame,
    period: String,
    as_of: String,
    fault: String,
}

/// What is asked for.
#[derive(Default)]
struct Asked {
    form: Bytes,
    period: String,
    as_of: String,
}

/// `GET /desk/{county}/fill`
pub(super) async fn page(
    State(_): State<Arc<Gateway>>,
    Path(county): Path<String>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    call: Call,
) -> Response {
    let period = (today().year() - 1).to_string();
    let asked = Asked { period, ..Asked::default() };
    let around = (county.as_str(), actor::of(&headers), uri.path());
    finish(&call, show(&call, around, asked, None))
}

/// `POST /desk/{county}/fill`: the form, filled in; or the page again with what is wrong.
pub(super) async fn fill(
    State(gateway): State<Arc<Gateway>>,
    Path(county): Path<String>,
    OriginalUri(uri): OriginalUri,
    call: Call,
    request: Request,
) -> Response {
    let answer = async || {
        let who = actor::of(request.headers());
        let asked = Asked::read(request).await?;
        let Asked { form, period, as_of } = &asked;
        let as_of = Some(as_of.as_str()).filter(|day| !day.is_empty());
        if form.is_empty() {
            let refusal = wrong("file", "choose a form", "请选择要填的表格");
            return show(&call, (&county, who, uri.path()), asked, Some(refusal));
        }
        match gateway.fill(known(&county)?, period, as_of, form.clone()).await {
            Ok(Filled { form, bytes, .. }) => {
                let name = match form {
                    Form::Xlsx => "filled.xlsx",
                    Form::Docx => "filled.docx",
                };
                Ok(file_of(&call, (form.content_type(), name), bytes))
            }
            Err(refusal) => show(&call, (&county, who, uri.path()), asked, Some(refusal)),
        }
    };
    finish(&call, answer().await)
}

fn show(
    call: &Call,
    (county, actor, here): (&str, Option<String>, &str),
    asked: Asked,
    refusal: Option<Refusal>,
) -> Answer {
    let frame = Frame::new(known(county)?, actor, here);
    let language = call.page_language();
    let status = refusal.as_ref().map_or(StatusCode::OK, http_status);
    // Every token that names no figure is one of its faults.
    let told = |refusal: &Refusal| {
        let said = |fault: &FieldFault| {
            language.pick(fault.message_zh.as_str(), fault.message.as_str()).to_owned()
        };
        let each: Vec<String> = refusal.fields.iter().map(said).collect();
        if each.is_empty() { said_with_reason(refusal, language) } else { each.join("；") }
    };
    let fault = refusal.as_ref().map(told).unwrap_or_default();
    let Asked { period, as_of, form: _ } = asked;
    page_of(call, status, "desk/fill.html", &Filling { frame, period, as_of, fault })
}

impl Asked {
    async fn read(request: Request) -> Result<Self, Refusal> {
        let (head, body) = request.into_parts();
        let mut asked = Self::default();
        for Part { name, bytes, .. } in parts(&head.headers, body).await? {
            let text = || String::from_utf8_lossy(&bytes).trim().to_owned();
            match name.as_str() {
                "period" => asked.period = text(),
                "as_of" => asked.as_of = text(),
                "file" => asked.form = bytes,
                _ => {}
            }
        }
        Ok(asked)
    }
}
