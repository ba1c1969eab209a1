//! What waits in a department: records for a verifier, or returned ones for their recorder.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{OriginalUri, Path, State};
use axum::response::Response;
use chassis::Refusal;
use http::{HeaderMap, StatusCode};
use prost::Name as _;
use proto::ledger::v1::ledger_service_client::LedgerServiceClient;
use proto::ledger::v1::{
    ListWaitingRecordsRequest, ListWaitingRecordsResponse, OpeningList, Revision,
    State as Standing, WaitingRecord,
};
use serde::Serialize;
use tonic::Request;

use super::answer::{Frame, finish, form_key, page_of};
use super::selection::{MOST, Selection};
use super::{actor, known, registers};
use crate::Gateway;
use crate::departments::Client;
use crate::web::answers::Answer;
use crate::web::negotiate::{Call, Language};
use crate::web::records;

/// Records on one page.
const PAGE: i32 = 100;
/// No department is waited for longer.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Serialize)]
struct Waiting {
    frame: Frame,
    department: String,
    /// Whether it is returned records that are shown, and not those that wait for a verifier.
    returned: bool,
    /// Whether only the actor's own are.
    mine: bool,
    /// Where the page itself is, without what is asked.
    path: String,
    /// The kinds that can be asked for, and the one that is.
    kinds: Vec<(String, String)>,
    kind: String,
    /// Whose records are asked for.
    recorder: String,
    /// The opening list whose records are shown; empty for what waits by itself.
    list: String,
    groups: Vec<Group>,
    next_link: String,
    /// Names what the form asks for, so that it is not done twice.
    request_id: String,
    /// Where the ledger stood when the page was written, and how many are judged at once.
    position: i64,
    most: usize,
    /// What was done, or why it was not.
    notice: String,
    fault: String,
}

/// Records of one kind.
#[derive(Serialize)]
struct Group {
    table: records::Table,
    collection: String,
    /// Whether they are opening lists, which are judged with all that they hold.
    is_lists: bool,
    rows: Vec<Row>,
    /// Whether there is something that a verifier should look at in one of them.
    remarked: bool,
}

/// What stands beside a record.
#[derive(Serialize)]
struct Row {
    /// Names the state that was seen: kind, id and etag.
    reference: String,
    id: String,
    recorders: String,
    /// Who acted last, when and why.
    actor: String,
    time: String,
    reason: String,
    /// What the recorder said when a rule asked for it.
    explanation: String,
    /// What a verifier should look at.
    remarks: String,
    /// Whether the visitor wrote it and cannot verify it.
    own: bool,
    /// Whether its withdrawal is what waits.
    withdrawal: bool,
}

/// `GET /desk/{county}/waiting/{department}?state=returned&mine=1`
pub(super) async fn page(
    State(gateway): State<Arc<Gateway>>,
    Path((county, department)): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    call: Call,
) -> Response {
    let here = uri.path_and_query().map_or("", |path| path.as_str());
    let seen = Seen { county: &county, department: &department, here };
    let actor = actor::of(&headers);
    let answer = show(&gateway, &call, &seen, actor, StatusCode::OK, Default::default()).await;
    finish(&call, answer)
}

/// What is looked at.
pub(super) struct Seen<'a> {
    pub(super) county: &'a str,
    pub(super) department: &'a str,
    pub(super) here: &'a str,
}

/// What an act came to: what was done, or why nothing was.
#[derive(Default)]
pub(super) struct Told {
    pub(super) notice: String,
    pub(super) fault: String,
}

/// The page of what waits, with what is to be told.
pub(super) async fn show(
    gateway: &Gateway,
    call: &Call,
    seen: &Seen<'_>,
    actor: Option<String>,
    status: StatusCode,
    told: Told,
) -> Answer {
    let county = known(seen.county)?;
    let selection = Selection::read(call)?;
    let client = gateway.departments.required(seen.department)?;
    let asked = selection.asked(gateway, seen, actor.as_deref(), PAGE)?;
    let mut answer = ask(client, asked).await?;
    registers::add_remarks(gateway, county, &mut answer.records).await?;
    let path = seen.here.split('?').next().unwrap_or_default();
    let next_link = match answer.next_page_token.as_str() {
        "" => String::new(),
        token => format!("{path}{}", selection.query(token)),
    };
    let language = call.page_language();
    let around = (seen.department, actor.as_deref(), language);
    let groups = groups(gateway, around, &answer.records)?;
    let notice = match (selection.done.as_str(), language) {
        ("", _) => told.notice,
        (done, Language::Chinese) => format!("已处理 {done} 条"),
        (done, Language::English) => format!("{done} done"),
    };
    let collections = gateway.contract.department(seen.department);
    let kinds = collections.into_iter().flatten().filter_map(|(name, collection)| {
        Some((name.clone(), records::label(collection.kind.as_ref()?, language)))
    });
    let Selection { returned, mine, collection, recorder, list, .. } = selection;
    let view = Waiting {
        frame: Frame::new(county, actor, seen.here),
        department: seen.department.to_owned(),
        path: path.to_owned(),
        returned,
        mine,
        kinds: kinds.collect(),
        kind: collection,
        recorder,
        list,
        groups,
        next_link,
        request_id: form_key(),
        position: answer.position,
        most: MOST,
        notice,
        fault: told.fault,
    };
    page_of(call, status, "desk/waiting.html", &view)
}

/// Asks a department what waits.
///
/// # Errors
/// What the department refuses, or that it is away.
pub(super) async fn ask(
    client: &Client,
    asked: ListWaitingRecordsRequest,
) -> Result<ListWaitingRecordsResponse, Refusal> {
    let mut request = Request::new(asked);
    request.set_timeout(PATIENCE);
    let mut ledger = LedgerServiceClient::new(client.channel.clone());
    let answer = ledger.list_waiting_records(request).await;
    let refused = |status| client.named(Refusal::from_status(&status));
    answer.map(tonic::Response::into_inner).map_err(refused)
}

/// The records by kind, as they come.
fn groups(
    gateway: &Gateway,
    (department, actor, language): (&str, Option<&str>, Language),
    waiting: &[WaitingRecord],
) -> Result<Vec<Group>, Refusal> {
    let kind = |one: &WaitingRecord| {
        let record = one.revision.as_ref().and_then(|revision| revision.record.as_ref());
        record.and_then(|record| record.type_url.rsplit('/').next().map(str::to_owned))
    };
    let mut groups = Vec::new();
    for records in waiting.chunk_by(|one, next| kind(one) == kind(next)) {
        let revisions: Vec<Revision> = records.iter().filter_map(|r| r.revision.clone()).collect();
        let name = records.first().and_then(kind).unwrap_or_default();
        let collections = gateway.contract.department(department);
        let kept = collections.into_iter().flatten().map(|(_, collection)| collection);
        let of_kind = kept
            .filter(|collection| collection.kind.as_ref().is_some_and(|k| k.full_name() == name));
        let collection = of_kind.map(|collection| collection.name.clone()).next();
        for table in records::tables(&revisions, language, &|_, _| None)? {
            groups.push(Group {
                table,
                collection: collection.clone().unwrap_or_default(),
                is_lists: name == OpeningList::full_name(),
                rows: records.iter().map(|one| row(&name, one, (actor, language))).collect(),
                remarked: records.iter().any(|one| !one.remarks.is_empty()),
            });
        }
    }
    Ok(groups)
}

fn row(kind: &str, one: &WaitingRecord, (actor, language): (Option<&str>, Language)) -> Row {
    let metadata = one.revision.as_ref().and_then(|revision| revision.metadata.clone());
    let metadata = metadata.unwrap_or_default();
    let said = one.revision.as_ref().and_then(records::explanation);
    let entry = one.last_entry.clone().unwrap_or_default();
    let remarks =
        one.remarks.iter().map(|one| language.pick(one.text_zh.as_str(), one.text.as_str()));
    let remarks: Vec<&str> = remarks.collect();
    let time = entry.create_time.map(records::moment).unwrap_or_default();
    Row {
        reference: format!("{kind}|{}|{}", metadata.id, metadata.etag.trim_matches('"')),
        own: actor.is_some_and(|actor| metadata.recorders.iter().any(|one| one == actor)),
        withdrawal: metadata.state() == Standing::WithdrawalPending,
        recorders: metadata.recorders.join(language.pick("、", ", ")),
        id: metadata.id,
        actor: entry.actor,
        time,
        reason: entry.reason,
        explanation: said.unwrap_or_default().to_owned(),
        remarks: remarks.join(language.pick("；", "; ")),
    }
}
