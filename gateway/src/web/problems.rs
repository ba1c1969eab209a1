//! Problems (RFC 9457): a refusal as HTTP answers it.

use std::collections::BTreeMap;

use axum::extract::Request;
use axum::response::{IntoResponse as _, Response};
use chassis::{FieldFault, Refusal};
use http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, Method, StatusCode, Uri};
use proto::ledger::v1::Reason;
use serde::Serialize;
use tonic::Status;

use super::answers::common_headers;
use super::negotiate::{Call, Language};
use super::page::{Shell, page};
use crate::report::render::json::text;

/// Seconds after which a service that is down may be asked again.
const RETRY_SECONDS: &str = "5";

/// The HTTP status of a refusal.
pub(crate) fn http_status(refusal: &Refusal) -> StatusCode {
    match refusal.reason {
        Reason::ActorRequired => StatusCode::UNAUTHORIZED,
        Reason::VerifierIsRecorder | Reason::NotResponsible => StatusCode::FORBIDDEN,
        Reason::RecordNotFound
        | Reason::CountyUnknown
        | Reason::FigureUnknown
        | Reason::PathUnknown => StatusCode::NOT_FOUND,
        Reason::MethodUnknown => StatusCode::METHOD_NOT_ALLOWED,
        Reason::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
        Reason::RecordExists
        | Reason::TransitionNotAllowed
        | Reason::PeriodLocked
        | Reason::ImportAbandoned
        | Reason::OpeningListWaits
        | Reason::OpeningListChanged
        | Reason::KindMovedByActs => StatusCode::CONFLICT,
        Reason::EtagStale => StatusCode::PRECONDITION_FAILED,
        Reason::MessageTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Reason::ExplanationRequired | Reason::RequestIdReused => StatusCode::UNPROCESSABLE_ENTITY,
        Reason::EtagRequired => StatusCode::PRECONDITION_REQUIRED,
        Reason::MediaTypeUnknown => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Reason::Internal | Reason::Unspecified => StatusCode::INTERNAL_SERVER_ERROR,
        Reason::FormatNotBuilt | Reason::FontMissing => StatusCode::NOT_IMPLEMENTED,
        Reason::WriterBusy | Reason::ServiceDown => StatusCode::SERVICE_UNAVAILABLE,
        Reason::DeadlinePassed => StatusCode::GATEWAY_TIMEOUT,
        _ => StatusCode::BAD_REQUEST,
    }
}

#[derive(Serialize)]
struct Problem<'a> {
    r#type: String,
    title: String,
    status: u16,
    detail: &'a str,
    code: String,
    reason: &'static str,
    instance: &'a str,
    errors: Vec<ProblemField<'a>>,
    /// What varies in the detail.
    metadata: BTreeMap<&'a str, &'a str>,
}

#[derive(Serialize)]
struct ProblemField<'a> {
    field: &'a str,
    pointer: String,
    reason: &'static str,
    message: &'a str,
}

/// A refusal as a response: problem+json, or a page for somebody who reads pages.
pub(crate) fn problem(refusal: &Refusal, call: &Call) -> Response {
    let status = http_status(refusal);
    let language = call.language();
    let reason = refusal.reason_name();
    let metadata = refusal.metadata.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let view = Problem {
        r#type: format!("/problems/{}", reason.to_ascii_lowercase().replace('_', "-")),
        title: title(refusal, status, language),
        status: status.as_u16(),
        detail: said(&refusal.message, &refusal.message_zh, language),
        code: screaming(&format!("{:?}", refusal.code())),
        reason,
        instance: &call.request_id,
        errors: refusal.fields.iter().map(|fault| field(fault, language)).collect(),
        metadata: metadata.collect(),
    };
    let (body, content_type) =
        match call.wants_page().then(|| page("problem.html", &Shell::of(call), &view)) {
            Some(Ok(page)) => (page, "text/html; charset=utf-8"),
            _ => (text(&view), "application/problem+json"),
        };
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(RETRY_AFTER, HeaderValue::from_static(RETRY_SECONDS));
    }
    if status == StatusCode::METHOD_NOT_ALLOWED {
        let allowed = refusal.metadata.get("allow").map_or("GET, HEAD", String::as_str);
        if let Ok(allowed) = HeaderValue::from_str(allowed) {
            headers.insert(ALLOW, allowed);
        }
    }
    common_headers(headers, call);
    response
}

fn field(fault: &FieldFault, language: Language) -> ProblemField<'_> {
    // `records[3].etag` is `/records/3/etag` as a JSON pointer.
    let parts = fault.field.split(['.', '[', ']']).filter(|part| !part.is_empty());
    ProblemField {
        field: &fault.field,
        pointer: parts.map(|part| format!("/{part}")).collect(),
        reason: fault.reason_name(),
        message: said(&fault.message, &fault.message_zh, language),
    }
}

fn said<'a>(english: &'a str, chinese: &'a str, language: Language) -> &'a str {
    match language {
        Language::Chinese if !chinese.is_empty() => chinese,
        _ => english,
    }
}

/// What kind of problem it is, the same for every one of the kind.
fn title(refusal: &Refusal, status: StatusCode, language: Language) -> String {
    if language == Language::English {
        let words = refusal.reason_name().to_ascii_lowercase().replace('_', " ");
        return words.get(..1).map_or_else(String::new, |first| {
            format!("{}{}", first.to_ascii_uppercase(), &words[1..])
        });
    }
    let title = match refusal.reason {
        Reason::PeriodInvalid => "没有这个报告期",
        Reason::DateInvalid => "日期有误",
        Reason::DivisionUnknown => "没有这个行政区划",
        Reason::FigureUnknown => "没有这个指标",
        Reason::BreakdownUnknown => "不能这样分列",
        Reason::PageTokenMismatch => "翻页标记不符",
        Reason::PathUnknown => "没有这个页面",
        Reason::NotAcceptable => "没有这种格式",
        Reason::ServiceDown => "部门服务无法连接",
        Reason::DeadlinePassed => "超过时限",
        _ if status.is_server_error() => "服务出错",
        _ => "请求有误",
    };
    title.to_owned()
}

/// `InvalidArgument` as gRPC writes it: `INVALID_ARGUMENT`.
fn screaming(name: &str) -> String {
    let mut screamed = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !screamed.is_empty() {
            screamed.push('_');
        }
        screamed.push(letter.to_ascii_uppercase());
    }
    screamed
}

/// Answers a path that does not exist; a gRPC call gets a gRPC status.
pub(crate) async fn unknown_path(call: Call, request: Request) -> Response {
    let path = request.uri().path();
    let grpc = request.headers().get(CONTENT_TYPE);
    if grpc.is_some_and(|t| t.as_bytes().starts_with(b"application/grpc")) {
        let message = format!("no method {path}");
        let refusal = Refusal::new(Reason::MethodUnknown, message, format!("没有方法 {path}"));
        return Status::from(refusal).into_http::<axum::body::Body>();
    }
    let (message, zh) = (format!("no page {path}"), format!("没有页面 {path}"));
    problem(&Refusal::new(Reason::PathUnknown, message, zh), &call)
}

/// Answers a method that a path does not take: everything here is read only.
pub(crate) async fn unknown_method(call: Call, method: Method, uri: Uri) -> Response {
    let path = uri.path();
    let message = format!("{path} does not take {method}; it can only be read");
    let zh = format!("{path} 不接受 {method}，只能读取");
    problem(&Refusal::new(Reason::MethodUnknown, message, zh), &call)
}
