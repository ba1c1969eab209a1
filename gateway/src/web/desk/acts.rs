//! Acts on a record, and those that enter one: which there are, and a form for each, from the
//! descriptor of its request.

use std::sync::Arc;

use axum::extract::{OriginalUri, Path, Request, State};
use axum::response::Response;
use chassis::Refusal;
use futures_util::future::join_all;
use http::{HeaderMap, StatusCode};
use proto::ledger::v1::Reason;
use serde::Serialize;
use sheets::Kind;

use super::acting::{Acting, Asked};
use super::answer::{Frame, finish, form_key, json, page as page_answer, said, see_other};
use super::entry::{Faults, Sent, metadata, read};
use super::form::{Checked, filled, sent};
use super::form_page::{Filled, Form};
use super::{actor, known, registered};
use crate::Gateway;
use crate::report::render::encoded;
use crate::web::labels::{act_of, kind_of};
use crate::web::negotiate::{Call, Language};
use crate::web::rest::contract::{Collection, Operation, Place};

type Three = (String, String, String);
type Four = (String, String, String, String);

/// What stands in the way of an act as the record is, whatever the act would bring.
const HINDRANCES: [Reason; 3] =
    [Reason::TransitionNotAllowed, Reason::VerifierIsRecorder, Reason::OpeningListWaits];

#[derive(Serialize)]
struct Acts {
    frame: Frame,
    label: String,
    owner: String,
    /// The record; empty where acts enter one.
    id: String,
    record_link: String,
    /// Where the record is corrected; empty where only acts move it.
    correct_link: String,
    /// The sheets on which many acts are filled in at once; empty where there are none, and for one
    /// record.
    sheets_link: String,
    possible: Vec<Listed>,
    hindered: Vec<Listed>,
    /// What was done before this page.
    done: String,
}

#[derive(Serialize)]
struct Listed {
    link: String,
    label: String,
    /// Why it cannot be done now.
    why: String,
}

/// `GET /desk/{county}/acts/{department}/{collection}?id=…`: what can be done with the record as
/// it stands; without one, what enters records.
pub(super) async fn list(
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
        let kind = registered(&department, collection)?;
        let (actor, language) = (actor::of(&headers), call.page_language());
        call.query()?;
        let id = call.queried("id").unwrap_or_default().to_owned();
        let etag = match id.as_str() {
            "" => String::new(),
            id => read(client, collection, county, id).await?.1,
        };
        let acts: Vec<&Operation> = of(collection, !id.is_empty()).collect();
        let tried = acts.iter().map(async |operation| {
            let who = actor.as_deref()?;
            let acting = Acting { client, collection, operation };
            let refusal = acting.trial(county, (&id, &etag), who).await.err()?;
            HINDRANCES.contains(&refusal.reason).then(|| said(&refusal, language))
        });
        let root = format!("/desk/{county}/acts/{department}/{name}");
        let listed = acts.iter().zip(join_all(tried).await).map(|(operation, why)| Listed {
            link: format!("{root}/{}?id={}", named(operation), encoded(&id)),
            label: act_of(&operation.method, language),
            why: why.unwrap_or_default(),
        });
        let (possible, hindered) = listed.partition(|act| act.why.is_empty());
        let revises =
            collection.at(&Place::Record(None)).iter().any(|o| o.http == http::Method::PUT);
        let (record, correct) = links((county, &department, &name), &id);
        let view = Acts {
            frame: Frame::new(county, actor, here),
            label: kind_of(&kind.name, language),
            owner: kind.owner.clone(),
            record_link: record,
            correct_link: if revises { correct } else { String::new() },
            sheets_link: match id.is_empty() && kind.moved_by_acts && !kind.is_computed() {
                true => format!("/desk/{county}/templates/{department}/{}", kind.table),
                false => String::new(),
            },
            id,
            possible,
            hindered,
            done: done(collection, call.queried("done").unwrap_or_default(), language),
        };
        page_answer(&call, "desk/acts.html", &view)
    };
    finish(&call, answer().await)
}

/// `GET /desk/{county}/acts/{department}/{collection}/{act}?id=…`
pub(super) async fn page(
    State(gateway): State<Arc<Gateway>>,
    Path(path): Path<Four>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    call: Call,
) -> Response {
    let here = uri.path_and_query().map_or("", |path| path.as_str());
    let answer = async || {
        let (county, department, name, act) = &path;
        let county = known(county)?;
        let (client, collection) = gateway.kept(department, name)?;
        let kind = registered(department, collection)?;
        let filled: std::collections::BTreeMap<_, _> = call.query()?.iter().cloned().collect();
        let operation = find(collection, act)?;
        let id = filled.get("id").filter(|_| operation.of_record()).cloned().unwrap_or_default();
        let etag = match operation.of_record() {
            true => read(client, collection, county, &id).await?.1,
            false => String::new(),
        };
        let form = form(&path, (&kind, operation), &Asked::of(operation, &kind), &call);
        let state = Filled { id, etag, request_id: form_key(), filled };
        form.show(&call, actor::of(&headers), here, &state, Faults::default())
    };
    finish(&call, answer().await)
}

/// `POST /desk/{county}/acts/{department}/{collection}/{act}`
pub(super) async fn act(
    State(gateway): State<Arc<Gateway>>,
    Path(path): Path<Four>,
    OriginalUri(uri): OriginalUri,
    call: Call,
    request: Request,
) -> Response {
    let answer = async || {
        let (county, department, name, act) = &path;
        let county = known(county)?;
        let (who, _, body) = actor::sender(request)?;
        let (client, collection) = gateway.kept(department, name)?;
        let kind = registered(department, collection)?;
        let operation = find(collection, act)?;
        let asked = Asked::of(operation, &kind);
        let filled = filled(body).await?;
        let sent = sent(county, &who, &filled, &call);
        match (Acting { client, collection, operation }).send(&asked, &filled, &sent).await {
            Ok(answer) => {
                let id = Some(metadata(&answer, "id")).filter(|id| !id.is_empty());
                let id = encoded(&id.unwrap_or(sent.id));
                let to = format!("/desk/{county}/acts/{department}/{name}?id={id}&done={act}");
                Ok(see_other(&call, &to))
            }
            Err(faults) => {
                let form = form(&path, (&kind, operation), &asked, &call);
                let Sent { id, etag, request_id, .. } = sent;
                let state = Filled { id, etag, request_id, filled };
                form.show(&call, Some(who), uri.path(), &state, faults)
            }
        }
    };
    finish(&call, answer().await)
}

/// `POST /desk/{county}/trials/{department}/{collection}/{act}`: what would be wrong with the act.
pub(super) async fn check(
    State(gateway): State<Arc<Gateway>>,
    Path((county, department, name, act)): Path<Four>,
    call: Call,
    request: Request,
) -> Response {
    let answer = async || {
        let county = known(&county)?;
        let (who, _, body) = actor::sender(request)?;
        let (client, collection) = gateway.kept(&department, &name)?;
        let kind = registered(&department, collection)?;
        let operation = find(collection, &act)?;
        let filled = filled(body).await?;
        let sent = Sent { validate_only: true, ..sent(county, &who, &filled, &call) };
        let acting = Acting { client, collection, operation };
        let tried = acting.send(&Asked::of(operation, &kind), &filled, &sent).await;
        json(&call, StatusCode::OK, &Checked::from(tried.err().unwrap_or_default()))
    };
    finish(&call, answer().await)
}

/// The acts of a collection: on a record, or those that enter one. An act can be tried.
pub(super) fn of(collection: &Collection, on_record: bool) -> impl Iterator<Item = &Operation> {
    collection.operations.iter().filter(move |operation| {
        let place = match &operation.place {
            Place::Collection(act) => !on_record && act.is_some(),
            Place::Record(act) => on_record && act.is_some(),
            Place::Below(_) => false,
        };
        let is_tried = operation.method.input().get_field_by_name("validate_only").is_some();
        place && is_tried && operation.http == http::Method::POST
    })
}

/// The name of an act, as it stands in a path.
pub(super) fn named(operation: &Operation) -> &str {
    match &operation.place {
        Place::Collection(Some(act)) | Place::Record(Some(act)) => act,
        _ => "",
    }
}

fn find<'a>(collection: &'a Collection, act: &str) -> Result<&'a Operation, Refusal> {
    let all = || of(collection, true).chain(of(collection, false));
    all().find(|operation| named(operation) == act).ok_or_else(|| {
        let (name, names) = (&collection.name, all().map(named).collect::<Vec<_>>().join(", "));
        Refusal::new(
            Reason::PathUnknown,
            format!("{name} have no act {act:?}; there are {names}"),
            format!("“{name}”没有动作“{act}”，可用的有 {names}"),
        )
    })
}

/// What was done, as it is told; nothing for what is no act.
fn done(collection: &Collection, act: &str, language: Language) -> String {
    let found = find(collection, act).ok();
    found.map(|operation| act_of(&operation.method, language)).unwrap_or_default()
}

/// The page of a record, and the form that corrects it.
fn links((county, department, name): (&str, &str, &str), id: &str) -> (String, String) {
    if id.is_empty() {
        return Default::default();
    }
    let id = encoded(id);
    (
        format!("/v1/counties/{county}/{department}/{name}/{id}?format=html"),
        format!("/desk/{county}/forms/{department}/{name}?id={id}"),
    )
}

/// The form of an act.
fn form<'a>(
    (county, department, collection, act): &'a Four,
    (kind, operation): (&Kind, &Operation),
    asked: &Asked,
    call: &Call,
) -> Form<'a> {
    let language = call.page_language();
    let method = &operation.method;
    let file = method.parent_service().parent_file();
    Form {
        county,
        action: format!("/desk/{county}/acts/{department}/{collection}/{act}"),
        check: format!("/desk/{county}/trials/{department}/{collection}/{act}"),
        records: format!("/v1/counties/{county}/{department}/{collection}"),
        label: kind_of(&kind.name, language),
        act: act_of(method, language),
        owner: kind.owner.clone(),
        comment: ledger::kinds::comment(&file, method.path()),
        inputs: asked.inputs(language),
        explains: false,
    }
}
