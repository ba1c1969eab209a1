//! Sheets into the books: uploaded or pasted, tried, then taken; with progress, and a way out.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{OriginalUri, Path, Request, State};
use axum::response::Response;
use bytes::Bytes;
use chassis::Refusal;
use http::{HeaderMap, StatusCode};
use proto::ledger::v1::Reason;
use serde::Serialize;
use sheets::{Choice, Fault, File, MOST_BYTES, Opening, Plan, Profile, Register, Remark};

use super::answer::{Frame, finish, json, page as page_answer, see_other};
use super::form::filled;
use super::job::{Job, Said};
use super::multipart::{Part, parts};
use super::verdicts::JobView;
use super::{actor, known};
use crate::Gateway;
use crate::report::render::encoded;
use crate::web::labels;
use crate::web::negotiate::{Call, Format, wrong};

/// Files of one upload.
const MOST_FILES: usize = 16;
/// What pasted cells are called.
const PASTED: &str = "粘贴内容.tsv";

/// `GET /desk/{county}/import`
pub(super) async fn page(
    State(gateway): State<Arc<Gateway>>,
    Path(county): Path<String>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    call: Call,
) -> Response {
    #[derive(Serialize)]
    struct Upload {
        frame: Frame,
        kinds: Vec<(String, String, String)>,
        /// By department, the tables of its kinds and what they are called.
        templates: BTreeMap<String, Vec<(String, String)>>,
        /// The profiles that are remembered.
        profiles: Vec<String>,
        most_mib: usize,
    }
    let answer = async || {
        let county = known(&county)?;
        let register = Register::learn(&gateway.channels()).await;
        let called = |kind: &str| labels::kind_of(kind, call.page_language());
        let (mut kinds, mut templates) = (Vec::new(), BTreeMap::<_, Vec<_>>::new());
        for kind in register.sheets() {
            kinds.push((kind.department.clone(), kind.name.clone(), called(&kind.name)));
        }
        for kind in register.iter().filter(|kind| !kind.is_computed()) {
            let (department, label) = (kind.department.clone(), called(&kind.name));
            templates.entry(department).or_default().push((kind.table.clone(), label));
        }
        let frame = Frame::new(county, actor::of(&headers), uri.path());
        let profiles = gateway.profiles.names();
        let view = Upload { frame, kinds, templates, profiles, most_mib: MOST_BYTES >> 20 };
        page_answer(&call, "desk/import.html", &view)
    };
    finish(&call, answer().await)
}

/// What an upload holds.
#[derive(Default)]
struct Uploaded {
    files: Vec<(String, Bytes)>,
    kind: String,
    explanation: String,
    /// What an office's own export looks like.
    profile: String,
    /// The name of one that is remembered.
    profile_name: String,
    opening: String,
    open_date: String,
}

/// `POST /desk/{county}/import`: begins an import by its trial.
pub(super) async fn upload(
    State(gateway): State<Arc<Gateway>>,
    Path(county): Path<String>,
    call: Call,
    request: Request,
) -> Response {
    let answer = async || {
        let county = known(&county)?;
        let (who, parts, body) = actor::sender(request)?;
        let Uploaded { files, kind, explanation, profile, profile_name, opening, open_date } =
            received(&parts.headers, body).await?;
        let profile = remembered(&gateway, &profile, &profile_name)?;
        if files.is_empty() {
            return Err(wrong("file", "choose a file, or paste cells", "请选择文件或粘贴表格"));
        }
        let names = files.iter().map(|(name, _)| name.clone()).collect();
        // `department|full name`, or nothing.
        let (department, kind) = kind.split_once('|').unwrap_or_default();
        let choice = choice(department, kind, &profile)?;
        let channels = gateway.channels();
        let plan = planned(files, &Register::learn(&channels).await, choice).await?;
        let explanation = explanation.trim().to_owned();
        let opening = opened(&opening, &open_date);
        let said = Said { explanation, profile, opening };
        let job = Job::new(county, &who, said, names, plan);
        let name = call.request_id.clone();
        gateway.jobs.begin(&name, job, channels)?;
        Ok(see_other(&call, &format!("/desk/{county}/import/{name}")))
    };
    finish(&call, answer().await)
}

/// The text of a profile: as it is given, or as it is remembered under a name.
///
/// # Errors
/// `REQUEST_INVALID` for a name under which nothing is remembered.
pub(super) fn remembered(gateway: &Gateway, text: &str, name: &str) -> Result<String, Refusal> {
    match name.trim() {
        "" => Ok(text.to_owned()),
        _ if !text.trim().is_empty() => Ok(text.to_owned()),
        name => gateway.profiles.read(name).map_err(|fault| of_profile(&fault)),
    }
}

fn of_profile(fault: &Fault) -> Refusal {
    wrong("profile", &fault.message, &fault.message_zh)
}

/// What is said of the files: a profile, or the department and the kind.
///
/// # Errors
/// What is wrong with the profile.
pub(super) fn choice(department: &str, kind: &str, profile: &str) -> Result<Choice, Refusal> {
    if !profile.trim().is_empty() {
        let read = Profile::parse(profile);
        return read.map(Choice::of).map_err(|fault| of_profile(&fault));
    }
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Ok(Choice { department: given(department), kind: given(kind), ..Choice::default() })
}

/// What an opening list is handed in with, if the rows are one.
pub(super) fn opened(document: &str, open_date: &str) -> Option<Opening> {
    let (document, open_date) = (document.trim().to_owned(), open_date.trim().to_owned());
    let said = !document.is_empty() || !open_date.is_empty();
    said.then_some(Opening { document, open_date })
}

/// Reads the files and looks which sheets hold what, which takes a while for large ones.
pub(super) async fn planned(
    files: Vec<(String, Bytes)>,
    register: &Register,
    choice: Choice,
) -> Result<Plan, Refusal> {
    let register = register.clone();
    let work = move || {
        let files = files.into_iter().map(|(name, bytes)| File::new(&name, bytes));
        let files: Vec<File> = files.collect::<Result<_, Remark>>().map_err(unreadable)?;
        Ok(Plan::of(files, &register, &choice))
    };
    let planned = tokio::task::spawn_blocking(work).await;
    planned.map_err(|cause| Refusal::internal(&cause))?
}

/// A file that is not taken, as a refusal of the request.
fn unreadable(remark: Remark) -> Refusal {
    let place = remark.place();
    let message = format!("{place}: {}", remark.fault.message);
    let zh = format!("{place}：{}", remark.fault.message_zh);
    let known = Reason::from_str_name(&format!("REASON_{}", remark.fault.reason));
    Refusal::new(known.unwrap_or(Reason::MessageMalformed), message, zh)
}

/// Reads what an upload holds.
async fn received(headers: &HeaderMap, body: Body) -> Result<Uploaded, Refusal> {
    let mut uploaded = Uploaded::default();
    for Part { name, file, bytes } in parts(headers, body).await? {
        let text = || String::from_utf8_lossy(&bytes).into_owned();
        match name.as_str() {
            "kind" => uploaded.kind = text(),
            "explanation" => uploaded.explanation = text(),
            "profile" => uploaded.profile = text(),
            "profile_name" => uploaded.profile_name = text(),
            "opening" => uploaded.opening = text(),
            "opening_date" => uploaded.open_date = text(),
            "pasted" if !bytes.trim_ascii().is_empty() => {
                // With a mark, by which programs of offices know what comes back for UTF-8.
                let marked = [b"\xef\xbb\xbf", &*bytes].concat();
                uploaded.files.push((PASTED.to_owned(), marked.into()));
            }
            // A browser sends an empty part where no file was chosen.
            "file" if bytes.is_empty() => {}
            "file" if uploaded.files.len() == MOST_FILES => return Err(too_many()),
            "file" => uploaded.files.push((file, bytes)),
            _ => {}
        }
    }
    Ok(uploaded)
}

fn too_many() -> Refusal {
    let message = format!("there are more than {MOST_FILES} files; send the others afterwards");
    wrong("file", &message, &format!("一次最多上传 {MOST_FILES} 个文件，其余请另行上传"))
}

/// `GET /desk/{county}/import/{job}`
pub(super) async fn job(
    State(gateway): State<Arc<Gateway>>,
    Path((county, name)): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    call: Call,
) -> Response {
    #[derive(Serialize)]
    struct JobPage {
        frame: Frame,
        job: JobView,
        /// Whether profiles can be remembered, and the name under which one just was.
        remembers: bool,
        remembered: String,
    }
    let answer = async || {
        let county = known(&county)?;
        let job = JobView::new(&*gateway.jobs.get(county, &name)?, call.page_language());
        match call.format_of_query(&[Format::Html, Format::Json])? {
            Format::Json => json(&call, StatusCode::OK, &job),
            _ => {
                let frame = Frame::new(county, actor::of(&headers), uri.path());
                let remembers = gateway.profiles.remembers();
                let remembered = call.queried("remembered").unwrap_or_default().to_owned();
                let view = JobPage { frame, job, remembers, remembered };
                page_answer(&call, "desk/job.html", &view)
            }
        }
    };
    finish(&call, answer().await)
}

/// `POST /desk/{county}/import/{job}`: takes all, takes the good rows, or stops.
pub(super) async fn act(
    State(gateway): State<Arc<Gateway>>,
    Path((county, name)): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
    call: Call,
    request: Request,
) -> Response {
    let answer = async || {
        let county = known(&county)?;
        let (who, _, body) = actor::sender(request)?;
        let job = gateway.jobs.get(county, &name)?;
        if who != job.actor {
            let message = format!("the import is {}'s", job.actor);
            let zh = format!("这次导入由 {} 发起", job.actor);
            return Err(Refusal::new(Reason::NotResponsible, message, zh));
        }
        let form = filled(body).await?;
        let reason = form.get("reason").map_or("", |reason| reason.trim());
        match form.get("act").map(String::as_str) {
            Some("all") => job.take(gateway.channels(), false, "")?,
            Some("good") => job.take(gateway.channels(), true, "")?,
            Some("withdraw") if reason.is_empty() => {
                let message = "say why what has vanished is withdrawn";
                return Err(wrong("reason", message, "请写明撤回消失记录的理由"));
            }
            Some("withdraw") => job.take(gateway.channels(), false, reason)?,
            Some("cancel") => job.cancel(),
            Some("remember") => {
                let name = form.get("name").map_or("", |name| name.trim());
                let kept = gateway.profiles.keep(name, job.profile_that_fits()?);
                kept.map_err(|fault| of_profile(&fault))?;
                return Ok(see_other(
                    &call,
                    &format!("{}?remembered={}", uri.path(), encoded(name)),
                ));
            }
            _ => {
                return Err(wrong(
                    "act",
                    "act is all, good, withdraw, remember or cancel",
                    "操作应为写入或取消",
                ));
            }
        }
        Ok(see_other(&call, uri.path()))
    };
    finish(&call, answer().await)
}
