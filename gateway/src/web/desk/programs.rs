//! Sheets of programs: a file as the body of a call, tried and taken at once.

use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use chassis::Refusal;
use http::StatusCode;
use proto::ledger::v1::Reason;
use serde::Serialize;
use sheets::{Entered, MOST_BYTES, Mode, Register};
use tonic::metadata::MetadataMap;

use super::answer::{finish, json};
use super::import::{choice, opened, planned, remembered};
use super::known;
use super::verdicts::{KeptView, VerdictView, several};
use crate::Gateway;
use crate::web::negotiate::{Call, Format, wrong};
use crate::web::rest::calling::pass_on;
use crate::web::rest::request::{IDEMPOTENCY_KEY, header};

/// `POST /v1/counties/{county}/imports?name=…&department=…&kind=…&dry_run=true&partial=true`: a
/// file as the body, tried and, unless it is a dry run, taken; for programs.
pub(super) async fn whole(
    State(gateway): State<Arc<Gateway>>,
    Path(county): Path<String>,
    call: Call,
    request: Request,
) -> Response {
    let answer = async || {
        let county = known(&county)?;
        let asked = Asked::read(&call)?;
        call.format_of_query(&[Format::Json])?;
        let (parts, body) = request.into_parts();
        let bytes = to_bytes(body, MOST_BYTES).await.map_err(|_| {
            let message = format!("the file is larger than {} MiB, or broke off", MOST_BYTES >> 20);
            let zh = format!("文件超过 {} MiB 上限，或中途断开", MOST_BYTES >> 20);
            Refusal::new(Reason::MessageTooLarge, message, zh)
        })?;
        let channels = gateway.channels();
        let profile = remembered(&gateway, &asked.profile, &asked.profile_name)?;
        let choice = choice(&asked.department, &asked.kind, &profile)?;
        let files = vec![(asked.name.clone(), bytes)];
        let plan = planned(files, &Register::learn(&channels).await, choice).await?;
        let plan = Arc::new(plan);
        let mut metadata = MetadataMap::new();
        pass_on(&parts.headers, &mut metadata);
        let key = header(&parts.headers, &IDEMPOTENCY_KEY);
        let mode = Mode {
            county: county.to_owned(),
            validate_only: asked.dry_run,
            partial: asked.partial,
            explanation: asked.explanation.clone(),
            opening: opened(&asked.opening, &asked.opening_date),
            withdraw_reason: asked.withdraw_reason.clone(),
            request_id: key.trim_matches('"').to_owned(),
            metadata,
            ..Mode::default()
        };
        // Once begun it goes on, though the caller may be gone: else a department might have taken
        // its rows, and the next not.
        let entering = {
            let plan = Arc::clone(&plan);
            async move { sheets::enter(&channels, &plan, &mode, |_| {}).await }
        };
        let entered = tokio::spawn(entering).await.map_err(|cause| Refusal::internal(&cause))?;
        let Entered { verdict, good, taken } = entered?;
        #[derive(Serialize)]
        struct Imported {
            /// Whether anything was written; a dry run and a refused file write nothing.
            taken: bool,
            /// What each sheet has no column for, so that it stays as it stands.
            kept: Vec<KeptView>,
            /// Columns of each sheet that are not taken, since rules and acts give them.
            given: Vec<KeptView>,
            /// The departments that take the rows, each by itself, where there are several.
            departments: Vec<String>,
            #[serde(flatten)]
            verdict: VerdictView,
        }
        let status = if good { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let verdict = VerdictView::new(&plan, &verdict, usize::MAX, call.page_language());
        let kept = KeptView::of(&plan, call.page_language());
        let given = KeptView::given(&plan, call.page_language());
        let departments = several(&plan);
        json(&call, status, &Imported { taken, kept, given, departments, verdict })
    };
    finish(&call, answer().await)
}

/// What a program says of its file.
#[derive(Default)]
struct Asked {
    name: String,
    department: String,
    kind: String,
    explanation: String,
    profile: String,
    profile_name: String,
    opening: String,
    opening_date: String,
    withdraw_reason: String,
    dry_run: bool,
    partial: bool,
}

impl Asked {
    fn read(call: &Call) -> Result<Self, Refusal> {
        let mut asked = Self { name: "file".to_owned(), ..Self::default() };
        for (name, value) in call.query()? {
            let yes = || match value.as_str() {
                "true" | "1" | "" => Ok(true),
                "false" | "0" => Ok(false),
                _ => Err(wrong(name, "it is true or false", "应为 true 或 false")),
            };
            match name.as_str() {
                "name" => asked.name.clone_from(value),
                "department" => asked.department.clone_from(value),
                "kind" => asked.kind.clone_from(value),
                "explanation" => asked.explanation.clone_from(value),
                "profile" => asked.profile.clone_from(value),
                "profile_name" => asked.profile_name.clone_from(value),
                "opening" => asked.opening.clone_from(value),
                "opening_date" => asked.opening_date.clone_from(value),
                "withdraw_reason" => asked.withdraw_reason.clone_from(value),
                "dry_run" => asked.dry_run = yes()?,
                "partial" => asked.partial = yes()?,
                "format" | "lang" => {}
                other => {
                    let known = "name, department, kind, explanation, profile, profile_name, opening, \
                                 opening_date, withdraw_reason, dry_run, partial";
                    let message = format!("there is no parameter {other:?}; there are {known}");
                    return Err(wrong(
                        other,
                        &message,
                        &format!("没有参数“{other}”，可用的有 {known}"),
                    ));
                }
            }
        }
        Ok(asked)
    }
}
