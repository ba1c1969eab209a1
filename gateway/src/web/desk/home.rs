//! Where the desk begins: what there is to enter, what waits, what was returned to me.

use std::sync::Arc;

use axum::extract::{OriginalUri, Path, State};
use axum::response::Response;
use chassis::Refusal;
use http::HeaderMap;
use proto::ledger::v1::State as Standing;
use serde::Serialize;
use sheets::Register;

use super::answer::{Frame, finish, page as page_answer};
use super::waiting::ask;
use super::{actor, known};
use crate::Gateway;
use crate::web::negotiate::{Call, Language};
use crate::web::records;
use crate::web::rest::contract::{Collection, Place};

/// Records that are counted; more are said to be more.
const MOST: i32 = 1_000;

#[derive(Serialize)]
struct Home {
    frame: Frame,
    departments: Vec<Department>,
}

#[derive(Serialize)]
struct Department {
    name: String,
    kinds: Vec<Entered>,
    /// What waits for a verifier; why it is not known, where the department is away.
    waiting: String,
    returned: String,
    fault: String,
}

/// A kind that can be entered.
#[derive(Serialize)]
struct Entered {
    collection: String,
    label: String,
    owner: String,
    /// Whether it has a form; else its own acts move it.
    has_form: bool,
}

/// `GET /desk/{county}`
pub(super) async fn page(
    State(gateway): State<Arc<Gateway>>,
    Path(county): Path<String>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    call: Call,
) -> Response {
    let answer = async || {
        let county = known(&county)?;
        let actor = actor::of(&headers);
        let register = Register::learn(&gateway.channels()).await;
        let mut departments = Vec::new();
        for (name, collections) in gateway.contract.departments() {
            let waiting = count(&gateway, county, name, Standing::Recorded, "").await;
            let returned = match &actor {
                Some(actor) => count(&gateway, county, name, Standing::Returned, actor).await,
                None => Ok(String::new()),
            };
            let fault = waiting.as_ref().err().map(|refusal| refusal.message_zh.clone());
            departments.push(Department {
                name: name.clone(),
                kinds: collections.values().filter_map(|c| entered(c, name, &register)).collect(),
                waiting: waiting.unwrap_or_default(),
                returned: returned.unwrap_or_default(),
                fault: fault.unwrap_or_default(),
            });
        }
        let frame = Frame::new(county, actor, uri.path());
        page_answer(&call, "desk/home.html", &Home { frame, departments })
    };
    finish(&call, answer().await)
}

/// A kind that the department keeps; of those that any may keep, it said so.
fn entered(collection: &Collection, department: &str, register: &Register) -> Option<Entered> {
    let kind = collection.kind.as_ref()?;
    let kept = register.named(kind.full_name());
    kept.iter().find(|kept| kept.department == department)?;
    let creates = collection.at(&Place::Collection(None)).iter().any(|o| o.creates());
    Some(Entered {
        collection: collection.name.clone(),
        label: records::label(kind, Language::Chinese),
        owner: records::owner(kind),
        has_form: creates,
    })
}

/// How many records of a department wait, as it is shown.
async fn count(
    gateway: &Gateway,
    county: &str,
    department: &str,
    state: Standing,
    recorder: &str,
) -> Result<String, Refusal> {
    let answer = ask(gateway, county, department, state, recorder, (MOST, "")).await?;
    let more = if answer.next_page_token.is_empty() { "" } else { "+" };
    Ok(format!("{}{more}", answer.records.len()))
}
