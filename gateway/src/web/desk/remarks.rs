//! The files of an import as they came, with the remarks of its trial in them.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use chassis::Refusal;
use http::HeaderValue;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use proto::ledger::v1::Reason;
use sheets::Remarked;

use super::answer::finish;
use super::job::{Phase, no_file};
use super::known;
use crate::Gateway;
use crate::report::render::encoded;
use crate::web::answers::{Answer, common_headers};
use crate::web::negotiate::Call;

/// `GET /desk/{county}/import/{job}/remarks/{number}`: one of the files, from 1, with the remarks.
pub(super) async fn remarks(
    State(gateway): State<Arc<Gateway>>,
    Path((county, name, number)): Path<(String, String, String)>,
    call: Call,
) -> Response {
    let answer = async || -> Answer {
        let job = gateway.jobs.get(known(&county)?, &name)?;
        if job.forgotten {
            return Err(no_file());
        }
        let (Phase::Tried(verdict) | Phase::Taken(verdict)) = job.phase() else {
            let message = "the import has not been tried yet";
            return Err(Refusal::new(Reason::TransitionNotAllowed, message, "尚未核对完毕"));
        };
        let number = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let at = number.ok_or_else(no_such_file)?;
        let plan = Arc::clone(&job.plan);
        let work = move || sheets::remarked(&plan, &verdict, at);
        let file = tokio::task::spawn_blocking(work).await;
        let file = file.map_err(|cause| Refusal::internal(&cause))?;
        let file = file.map_err(|cause| Refusal::internal(&cause))?;
        Ok(saved(file.ok_or_else(no_such_file)?, &call))
    };
    finish(&call, answer().await)
}

/// A file as an answer that is saved under its own name.
fn saved(file: Remarked, call: &Call) -> Response {
    let Remarked { name, content_type, bytes } = file;
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let plain = if ending.bytes().all(|byte| byte.is_ascii_alphanumeric()) { ending } else { "" };
    let (plain, title) = (format!("remarks.{plain}"), encoded(&name));
    let kept = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{title}");
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    let said = [(CONTENT_TYPE, content_type), (CONTENT_DISPOSITION, kept)];
    for (header, value) in said {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(header, value);
        }
    }
    common_headers(headers, call);
    response
}

fn no_such_file() -> Refusal {
    let message = "the import has no file of this number";
    Refusal::new(Reason::PathUnknown, message, "这次导入没有这个序号的文件")
}
