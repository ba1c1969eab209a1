//! Where the desk begins: what there is to enter, what waits, what was returned to me.

use std::sync::Arc;

use axum::extract::{OriginalUri, Path, State};
use axum::response::Response;
use chassis::Refusal;
use http::HeaderMap;
use proto::ledger::v1::{ListWaitingRecordsRequest, State as Standing};
use serde::Serialize;
use sheets::Register;

use super::answer::{Frame, finish, page as page_answer, said};
use super::waiting::ask;
use super::{actor, acts, known};
use crate::Gateway;
use crate::departments::Client;
use crate::web::labels::act_of;
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
    /// The acts that enter it: as they are named, and as they are called.
    acts: Vec<(String, String)>,
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
        let (actor, language) = (actor::of(&headers), call.page_language());
        let register = Register::learn(&gateway.channels()).await;
        let asked = (county.to_owned(), actor.clone());
        let counts = gateway.departments.ask_all(move |client| {
            let (county, actor) = asked.clone();
            async move { waits(&client, &county, actor.as_deref()).await }
        });
        let mut departments = Vec::new();
        for (client, (waiting, returned)) in counts.await {
            let name = &client.name;
            let collections = gateway.contract.department(name).into_iter().flatten();
            let kinds =
                collections.filter_map(|(_, kept)| entered(kept, (name, language), &register));
            let fault = waiting.as_ref().err().map(|refusal| said(refusal, language));
            departments.push(Department {
                name: name.clone(),
                kinds: kinds.collect(),
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
fn entered(
    collection: &Collection,
    (department, language): (&str, Language),
    register: &Register,
) -> Option<Entered> {
    let kind = collection.kind.as_ref()?;
    let kept = register.named(kind.full_name());
    kept.iter().find(|kept| kept.department == department)?;
    let creates = collection.at(&Place::Collection(None)).iter().any(|o| o.creates());
    let acts = acts::of(collection, false)
        .map(|operation| (acts::named(operation).to_owned(), act_of(&operation.method, language)));
    Some(Entered {
        collection: collection.name.clone(),
        label: records::label(kind, language),
        owner: records::owner(kind),
        has_form: creates,
        acts: acts.collect(),
    })
}

/// How many records of a department wait for a verifier, and how many were returned to somebody.
async fn waits(
    client: &Client,
    county: &str,
    actor: Option<&str>,
) -> (Result<String, Refusal>, Result<String, Refusal>) {
    let returned = async {
        match actor {
            Some(actor) => count(client, county, Standing::Returned, actor).await,
            None => Ok(String::new()),
        }
    };
    tokio::join!(count(client, county, Standing::Recorded, ""), returned)
}

/// How many records of a department wait, as it is shown.
async fn count(
    client: &Client,
    county: &str,
    state: Standing,
    recorder: &str,
) -> Result<String, Refusal> {
    let (county, recorder) = (county.to_owned(), recorder.to_owned());
    let state = state.into();
    let asked = ListWaitingRecordsRequest {
        county,
        state,
        recorder,
        page_size: MOST,
        ..Default::default()
    };
    let answer = ask(client, asked).await?;
    let more = if answer.next_page_token.is_empty() { "" } else { "+" };
    Ok(format!("{}{more}", answer.records.len()))
}
