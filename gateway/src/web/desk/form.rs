//! A form a kind, from the descriptors: filled in, checked, sent, shown again with what is wrong.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{OriginalUri, Path, Request, State};
use axum::response::Response;
use chassis::Refusal;
use http::{HeaderMap, StatusCode};
use ledger::divisions::Divisions;
use proto::ledger::v1::Reason;
use serde::Serialize;
use sheets::{Kind, Shape};

use super::answer::{Frame, finish, form_key, json, page_of, see_other};
use super::entry::{Faults, Sent, put as put_record, read};
use super::{actor, kind_of, known, words};
use crate::Gateway;
use crate::report::render::encoded;
use crate::web::answers::Answer;
use crate::web::labels;
use crate::web::negotiate::Call;
use crate::web::problems::http_status;

/// A form is at most so large.
const MOST_BYTES: usize = 1024 * 1024;
/// Names of a form's own inputs begin with it; no field of a kind does.
const OWN: char = '~';

#[derive(Serialize)]
struct FormPage {
    frame: Frame,
    department: String,
    collection: String,
    label: String,
    owner: String,
    comment: &'static str,
    /// The record that is revised; empty for a new one.
    id: String,
    etag: String,
    request_id: String,
    inputs: Vec<InputView>,
    towns: Vec<String>,
    explanation: String,
    asks: bool,
    faults: Vec<String>,
    /// The record that was taken before this page.
    taken: String,
}

#[derive(Serialize)]
struct InputView {
    name: String,
    label: String,
    unit: String,
    required: bool,
    note: &'static str,
    refers: String,
    shape: &'static str,
    choices: Vec<(String, String)>,
    value: String,
    faults: Vec<String>,
}

type Three = (String, String, String);

/// `GET /desk/{county}/forms/{department}/{collection}?id=…`: an empty form, one filled in with a
/// record, or with what the address says.
pub(super) async fn page(
    State(gateway): State<Arc<Gateway>>,
    Path((county, department, name)): Path<Three>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    call: Call,
) -> Response {
    let here = uri.path_and_query().map_or("", |path| path.as_str());
    let answer = async || {
        let county = known(&county)?;
        let (client, collection) = gateway.kept(&department, &name)?;
        let kind = kind_of(&department, collection)?;
        let mut filled: BTreeMap<String, String> = call.query()?.iter().cloned().collect();
        let id = filled.get("id").cloned().unwrap_or_default();
        let mut etag = String::new();
        // A kind may have a field of that name: then it is that of a new record.
        if !id.is_empty() {
            let (record, tag) = read(client, collection, county, &id).await?;
            filled.extend(kind.filled(&record));
            etag = tag;
        }
        let form = Form { county, department: &department, collection: &name, kind: &kind };
        let state = Filled { id, etag, request_id: form_key(), filled };
        form.show(&call, actor::of(&headers), here, &state, Faults::default())
    };
    finish(&call, answer().await)
}

/// `POST /desk/{county}/forms/{department}/{collection}`: puts the record and goes on to the next.
pub(super) async fn put(
    State(gateway): State<Arc<Gateway>>,
    Path((county, department, name)): Path<Three>,
    OriginalUri(uri): OriginalUri,
    call: Call,
    request: Request,
) -> Response {
    let answer = async || {
        let county = known(&county)?;
        let (who, _, body) = actor::sender(request)?;
        let (client, collection) = gateway.kept(&department, &name)?;
        let kind = kind_of(&department, collection)?;
        let filled = filled(body).await?;
        let sent = sent(county, &who, &filled, &call);
        match put_record(client, collection, &kind, &filled, &sent).await {
            Ok(id) if sent.id.is_empty() => {
                Ok(see_other(&call, &format!("{}?~taken={}", uri.path(), encoded(&id))))
            }
            Ok(_) => {
                let to = format!("/desk/{county}/waiting/{department}?state=returned&mine=1");
                Ok(see_other(&call, &to))
            }
            Err(faults) => {
                let form = Form { county, department: &department, collection: &name, kind: &kind };
                let Sent { id, etag, request_id, .. } = sent;
                let state = Filled { id, etag, request_id, filled };
                form.show(&call, Some(who), uri.path(), &state, faults)
            }
        }
    };
    finish(&call, answer().await)
}

#[derive(Serialize)]
struct Checked {
    fields: BTreeMap<String, Vec<String>>,
    faults: Vec<String>,
    asks: bool,
}

/// `POST /desk/{county}/checks/{department}/{collection}`: what would be wrong with the record.
pub(super) async fn check(
    State(gateway): State<Arc<Gateway>>,
    Path((county, department, name)): Path<Three>,
    call: Call,
    request: Request,
) -> Response {
    let answer = async || {
        let county = known(&county)?;
        let (who, _, body) = actor::sender(request)?;
        let (client, collection) = gateway.kept(&department, &name)?;
        let kind = kind_of(&department, collection)?;
        let filled = filled(body).await?;
        let sent = Sent { validate_only: true, ..sent(county, &who, &filled, &call) };
        let tried = put_record(client, collection, &kind, &filled, &sent).await;
        let Faults { fields, whole, asks, .. } = tried.err().unwrap_or_default();
        json(&call, StatusCode::OK, &Checked { fields, faults: whole, asks })
    };
    finish(&call, answer().await)
}

fn sent(county: &str, who: &str, filled: &BTreeMap<String, String>, call: &Call) -> Sent {
    let own = |name: &str| filled.get(&format!("{OWN}{name}")).cloned().unwrap_or_default();
    Sent {
        county: county.to_owned(),
        actor: who.to_owned(),
        id: own("id"),
        etag: own("etag"),
        explanation: own("explanation").trim().to_owned(),
        request_id: own("request_id"),
        validate_only: false,
        language: call.page_language(),
    }
}

/// What a form was sent with, by the names of its inputs; the last of several counts.
pub(super) async fn filled(body: Body) -> Result<BTreeMap<String, String>, Refusal> {
    Ok(pairs(body).await?.into_iter().collect())
}

/// What a form was sent with, in its order.
pub(super) async fn pairs(body: Body) -> Result<Vec<(String, String)>, Refusal> {
    let bytes = to_bytes(body, MOST_BYTES).await.map_err(|_| {
        let message = "the form is larger than 1 MiB, or broke off";
        Refusal::new(Reason::MessageTooLarge, message, "表单超过 1 MiB 上限，或中途断开")
    })?;
    Ok(form_urlencoded::parse(&bytes).into_owned().collect())
}

/// What a form is shown with.
struct Filled {
    id: String,
    etag: String,
    request_id: String,
    filled: BTreeMap<String, String>,
}

struct Form<'a> {
    county: &'a str,
    department: &'a str,
    collection: &'a str,
    kind: &'a Kind,
}

impl Form<'_> {
    fn show(
        &self,
        call: &Call,
        actor: Option<String>,
        here: &str,
        state: &Filled,
        mut faults: Faults,
    ) -> Answer {
        let Filled { id, etag, request_id, filled } = state;
        let refused = !faults.fields.is_empty() || !faults.whole.is_empty();
        let status = match &faults.refusal {
            Some(refusal) => http_status(refusal),
            None if refused => StatusCode::BAD_REQUEST,
            None => StatusCode::OK,
        };
        let own = |name: &str| filled.get(&format!("{OWN}{name}")).cloned().unwrap_or_default();
        let towns = Divisions::standard().townships(self.county).map(|(code, _)| code);
        let towns = std::iter::once(self.county).chain(towns);
        let language = call.page_language();
        let inputs = words::inputs(self.kind, language).into_iter().map(|input| InputView {
            value: filled.get(&input.name).cloned().unwrap_or_default(),
            faults: faults.fields.remove(&input.name).unwrap_or_default(),
            refers: input.refers.unwrap_or_default(),
            shape: shape_name(input.shape),
            name: input.name,
            label: input.label,
            unit: input.unit,
            required: input.required,
            note: input.note,
            choices: input.choices,
        });
        let view = FormPage {
            frame: Frame::new(self.county, actor, here),
            department: self.department.to_owned(),
            collection: self.collection.to_owned(),
            label: labels::kind_of(&self.kind.name, language),
            owner: self.kind.owner.clone(),
            comment: self.kind.comment(),
            id: id.clone(),
            etag: etag.clone(),
            request_id: request_id.clone(),
            inputs: inputs.collect(),
            towns: towns.map(ToOwned::to_owned).collect(),
            explanation: own("explanation"),
            asks: faults.asks,
            faults: faults.whole,
            taken: own("taken"),
        };
        page_of(call, status, "desk/form.html", &view)
    }
}

fn shape_name(shape: Shape) -> &'static str {
    match shape {
        Shape::Text => "text",
        Shape::Number => "number",
        Shape::Day => "day",
        Shape::Time => "time",
        Shape::Division => "division",
        Shape::Choice => "choice",
        Shape::Parts => "parts",
    }
}
