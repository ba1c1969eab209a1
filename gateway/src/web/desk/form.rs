//! A form a kind, from the descriptors: filled in, checked, sent, shown again with what is wrong.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{OriginalUri, Path, Request, State};
use axum::response::Response;
use chassis::Refusal;
use http::{HeaderMap, StatusCode};
use proto::ledger::v1::Reason;
use serde::Serialize;
use sheets::Kind;

use super::answer::{finish, form_key, json, see_other};
use super::entry::{Faults, Sent, put as put_record, read};
use super::form_page::{Filled, Form, own};
use super::{actor, kind_of, known, words};
use crate::Gateway;
use crate::report::render::encoded;
use crate::web::labels;
use crate::web::negotiate::{Call, Language};

/// A form is at most so large.
const MOST_BYTES: usize = 1024 * 1024;

type Three = (String, String, String);

/// `GET /desk/{county}/forms/{department}/{collection}?id=…`: an empty form, one filled in with a
/// record, or with what the address says.
pub(super) async fn page(
    State(gateway): State<Arc<Gateway>>,
    Path(path): Path<Three>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    call: Call,
) -> Response {
    let here = uri.path_and_query().map_or("", |path| path.as_str());
    let answer = async || {
        let (county, department, name) = &path;
        let county = known(county)?;
        let (client, collection) = gateway.kept(department, name)?;
        let kind = kind_of(department, collection)?;
        let mut filled: BTreeMap<String, String> = call.query()?.iter().cloned().collect();
        let id = filled.get("id").cloned().unwrap_or_default();
        let mut etag = String::new();
        // A kind may have a field of that name: then it is that of a new record.
        if !id.is_empty() {
            let (record, tag) = read(client, collection, county, &id).await?;
            filled.extend(kind.filled(&record));
            etag = tag;
        }
        let state = Filled { id, etag, request_id: form_key(), filled };
        let form = form(&path, &kind, call.page_language());
        form.show(&call, actor::of(&headers), here, &state, Faults::default())
    };
    finish(&call, answer().await)
}

/// `POST /desk/{county}/forms/{department}/{collection}`: puts the record and goes on to the next,
/// or to the record that was corrected.
pub(super) async fn put(
    State(gateway): State<Arc<Gateway>>,
    Path(path): Path<Three>,
    OriginalUri(uri): OriginalUri,
    call: Call,
    request: Request,
) -> Response {
    let answer = async || {
        let (county, department, name) = &path;
        let county = known(county)?;
        let (who, _, body) = actor::sender(request)?;
        let (client, collection) = gateway.kept(department, name)?;
        let kind = kind_of(department, collection)?;
        let filled = filled(body).await?;
        let sent = sent(county, &who, &filled, &call);
        match put_record(client, collection, &kind, &filled, &sent).await {
            Ok(id) if sent.id.is_empty() => {
                Ok(see_other(&call, &format!("{}?~taken={}", uri.path(), encoded(&id))))
            }
            Ok(_) if own(&filled, "from") == "returned" => {
                let to = format!("/desk/{county}/waiting/{department}?state=returned&mine=1");
                Ok(see_other(&call, &to))
            }
            Ok(id) => {
                let id = encoded(&id);
                let to = format!("/v1/counties/{county}/{department}/{name}/{id}?format=html");
                Ok(see_other(&call, &to))
            }
            Err(faults) => {
                let Sent { id, etag, request_id, .. } = sent;
                let state = Filled { id, etag, request_id, filled };
                let form = form(&path, &kind, call.page_language());
                form.show(&call, Some(who), uri.path(), &state, faults)
            }
        }
    };
    finish(&call, answer().await)
}

/// What would be wrong with a form, told to the script that checks it as it is filled in.
#[derive(Serialize)]
pub(super) struct Checked {
    fields: BTreeMap<String, Vec<String>>,
    faults: Vec<String>,
    asks: bool,
}

impl From<Faults> for Checked {
    fn from(faults: Faults) -> Self {
        let Faults { fields, whole, asks, refusal: _ } = faults;
        Self { fields, faults: whole, asks }
    }
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
        json(&call, StatusCode::OK, &Checked::from(tried.err().unwrap_or_default()))
    };
    finish(&call, answer().await)
}

/// The form of a kind.
fn form<'a>(
    (county, department, collection): &'a Three,
    kind: &Kind,
    language: Language,
) -> Form<'a> {
    Form {
        county,
        action: format!("/desk/{county}/forms/{department}/{collection}"),
        check: format!("/desk/{county}/checks/{department}/{collection}"),
        records: format!("/v1/counties/{county}/{department}/{collection}"),
        label: labels::kind_of(&kind.name, language),
        act: String::new(),
        owner: kind.owner.clone(),
        comment: kind.comment(),
        inputs: words::inputs(kind, language),
        explains: true,
    }
}

/// What a form is sent with, apart from its inputs.
pub(super) fn sent(
    county: &str,
    who: &str,
    filled: &BTreeMap<String, String>,
    call: &Call,
) -> Sent {
    Sent {
        county: county.to_owned(),
        actor: who.to_owned(),
        id: own(filled, "id"),
        etag: own(filled, "etag"),
        explanation: own(filled, "explanation").trim().to_owned(),
        request_id: own(filled, "request_id"),
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
