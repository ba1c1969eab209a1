//! A record's page: what it says, and its timeline: who entered, verified, returned, revised or
//! withdrew it, when, why, and what changed.

use std::collections::{BTreeMap, BTreeSet};

use chassis::Refusal;
use http::HeaderMap;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use prost_reflect::{DynamicMessage, FieldDescriptor, ReflectMessage as _};
use proto::ledger::v1::ledger_service_client::LedgerServiceClient;
use proto::ledger::v1::{
    Act, Entry, ListRevisionsRequest, ListRevisionsResponse, RecordRef, Revision, State,
    WatchEntriesRequest,
};
use serde::Serialize;
use tonic::transport::Channel;
use tonic::{Request, Status};

use super::labels::{act, labels, shown, state};
use super::negotiate::Language;
use super::page::{Shell, page, staying};
use super::records::decode;
use super::rest::calling::pass_on;
use super::rest::views::Form;
use crate::Gateway;
use crate::departments::Client;
use crate::periods::CHINA;
use crate::report::render::encoded;

/// Revisions that a timeline goes back.
const REVISIONS: i32 = 50;

/// A record by its county, its department and its kind.
pub(super) struct Wanted<'a> {
    pub(super) county: &'a str,
    pub(super) client: &'a Client,
    /// The full name of its kind.
    pub(super) kind: &'a str,
    pub(super) id: &'a str,
    /// The views that are answered about it.
    pub(super) views: &'a [Form],
}

#[derive(Serialize)]
struct RecordPage<'a> {
    label: String,
    id: &'a str,
    owner: Option<String>,
    state: &'static str,
    department: &'a str,
    department_link: String,
    collection_link: String,
    json_link: String,
    /// Where it is corrected, withdrawn or moved on.
    acts_link: String,
    fields: Vec<Field>,
    events: Vec<Event>,
    /// Whether there are older revisions than the timeline shows.
    cut: bool,
    views: &'a [Form],
}

#[derive(Serialize)]
struct Field {
    label: String,
    unit: String,
    text: String,
    /// The record that it names.
    link: Option<String>,
}

/// One entry of the ledger about the record.
#[derive(Debug, PartialEq, Serialize)]
struct Event {
    position: i64,
    time: String,
    act: &'static str,
    /// The verb of the kind's own service, where it is not one of the standard ones.
    verb: String,
    actor: String,
    reason: String,
    /// Whether the reason explains a record that was entered, and not a verdict.
    explains: bool,
    /// The revision that the entry is about.
    revision: i32,
    changes: Vec<Change>,
}

#[derive(Debug, PartialEq, Serialize)]
struct Change {
    label: String,
    before: String,
    after: String,
}

/// Where the page of a record is; none for a kind that has no address.
pub(super) fn link(
    gateway: &Gateway,
    (county, department): (&str, &str),
    (kind, id): (&str, &str),
    language: Language,
) -> Option<String> {
    let collections = gateway.contract.department(department)?;
    let of_kind = |of: &prost_reflect::MessageDescriptor| of.full_name() == kind;
    let found = collections.values().find(|c| c.kind.as_ref().is_some_and(of_kind))?;
    let (name, id) = (&found.name, encoded(id));
    let speaking = language.parameter().map(|lang| format!("&{lang}")).unwrap_or_default();
    Some(format!("/v1/counties/{county}/{department}/{name}/{id}?format=html{speaking}"))
}

/// The page of a record.
///
/// # Errors
/// What the department refuses, as `RECORD_NOT_FOUND`.
pub(super) async fn html(
    gateway: &Gateway,
    wanted: &Wanted<'_>,
    headers: &HeaderMap,
    (language, shell): (Language, &Shell),
) -> Result<String, Refusal> {
    let Wanted { county, client, kind, id, views } = wanted;
    let (listed, entries) = history(wanted, headers).await?;
    let revisions = listed.revisions;
    let newest = revisions.first().ok_or_else(|| Refusal::internal(&"a record of no revision"))?;
    let (_, message) = decode(newest)?;
    let descriptor = message.descriptor();
    let labels = labels()?;
    let department = client.name.as_str();
    let field = |field: FieldDescriptor| {
        let text = labels.value(&message, &field, language);
        let other = labels.refers(&field).filter(|_| text != "—" && !field.is_list());
        let other =
            other.and_then(|kind| link(gateway, (county, department), (&kind, &text), language));
        let (label, unit) = (labels.field(&field, language), labels.unit(&field, language));
        Field { label, unit, text, link: other }
    };
    let own = link(gateway, (county, department), (kind, id), language).unwrap_or_default();
    let (path, query) = own.split_once('?').unwrap_or_default();
    let collection = path.rsplit_once('/').unwrap_or_default().0;
    let state_of = newest.metadata.as_ref().map_or(State::Unspecified, |m| m.state());
    let view = RecordPage {
        label: labels.kind(&descriptor, language),
        id,
        owner: labels.owner(&descriptor),
        state: state(state_of, language),
        department,
        department_link: format!("/v1/counties/{county}/{department}?{query}"),
        collection_link: format!("{collection}?{query}"),
        json_link: format!("{path}?format=json"),
        acts_link: acts_link(path, language),
        fields: shown(&descriptor).map(field).collect(),
        events: timeline(&revisions, &entries, language)?,
        cut: !listed.next_page_token.is_empty(),
        views,
    };
    page("record.html", shell, &view)
}

/// Where the desk acts on the record of a page.
fn acts_link(path: &str, language: Language) -> String {
    let below = path.strip_prefix("/v1/counties/").unwrap_or(path);
    let mut parts = below.splitn(4, '/');
    let [county, department, collection, id] = [(); 4].map(|()| parts.next().unwrap_or_default());
    let link = format!("/desk/{county}/acts/{department}/{collection}?id={id}");
    staying(&link, language.parameter().unwrap_or_default())
}

/// The newest revisions of a record, and the entries about them.
async fn history(
    wanted: &Wanted<'_>,
    headers: &HeaderMap,
) -> Result<(ListRevisionsResponse, BTreeMap<i64, Entry>), Refusal> {
    let Wanted { county, client, kind, id, .. } = wanted;
    let mut ledger = LedgerServiceClient::new(client.channel.clone());
    let record = RecordRef { kind: (*kind).to_owned(), id: (*id).to_owned(), etag: String::new() };
    let request = ListRevisionsRequest {
        county: (*county).to_owned(),
        record: Some(record),
        page_size: REVISIONS,
        page_token: String::new(),
    };
    let listed = ledger.list_revisions(as_caller(request, headers)).await;
    let listed = listed.map_err(|status| refused(client, &status))?.into_inner();
    let entries = entries(&mut ledger, county, &listed.revisions, headers).await;
    Ok((listed, entries.map_err(|status| refused(client, &status))?))
}

/// The entries about revisions, by position: what wrote, verified and last touched each.
async fn entries(
    ledger: &mut LedgerServiceClient<Channel>,
    county: &str,
    revisions: &[Revision],
    headers: &HeaderMap,
) -> Result<BTreeMap<i64, Entry>, Status> {
    let written = revisions.iter().filter_map(|revision| revision.entry.clone());
    let mut entries: BTreeMap<_, _> = written.map(|entry| (entry.position, entry)).collect();
    let touched = revisions.iter().filter_map(|revision| revision.metadata.as_ref());
    let touched = touched.flat_map(|metadata| {
        let last = metadata.etag.trim_matches('"').parse().unwrap_or_default();
        [metadata.verify_position, last]
    });
    let others: BTreeSet<i64> = touched.filter(|at| *at > 0 && !entries.contains_key(at)).collect();
    for position in others {
        let (county, start_position) = (county.to_owned(), position - 1);
        let request = as_caller(WatchEntriesRequest { county, start_position }, headers);
        let mut stream = ledger.watch_entries(request).await?.into_inner();
        if let Some(entry) = stream.message().await? {
            entries.insert(entry.position, entry);
        }
    }
    Ok(entries)
}

/// What happened, the newest first.
fn timeline(
    revisions: &[Revision],
    entries: &BTreeMap<i64, Entry>,
    language: Language,
) -> Result<Vec<Event>, Refusal> {
    let mut events = Vec::new();
    for entry in entries.values().rev() {
        let written = |revision: &&Revision| {
            revision.metadata.as_ref().is_some_and(|m| m.start_position == entry.start_position)
        };
        let at = revisions.iter().position(|revision| written(&revision));
        let revision = at.and_then(|at| revisions[at].metadata.as_ref());
        let writes = matches!(entry.act(), Act::Create | Act::Revise | Act::Withdraw);
        let changes = match at.filter(|_| writes).and_then(|at| revisions.get(at..=at + 1)) {
            Some([after, before]) => changes(&decode(before)?.1, &decode(after)?.1, language)?,
            _ => Vec::new(),
        };
        events.push(Event {
            position: entry.position,
            time: entry.create_time.as_ref().map(time).unwrap_or_default(),
            act: act(entry.act(), language),
            verb: verb(&entry.method),
            actor: entry.actor.clone(),
            reason: entry.reason.clone(),
            explains: matches!(entry.act(), Act::Create | Act::Revise),
            revision: revision.map_or(0, |metadata| metadata.revision),
            changes,
        });
    }
    Ok(events)
}

/// The fields in which two revisions differ.
fn changes(
    before: &DynamicMessage,
    after: &DynamicMessage,
    language: Language,
) -> Result<Vec<Change>, Refusal> {
    let labels = labels()?;
    let changed = shown(&after.descriptor()).map(|field| Change {
        before: labels.value(before, &field, language),
        after: labels.value(after, &field, language),
        label: labels.field(&field, language),
    });
    Ok(changed.filter(|change| change.before != change.after).collect())
}

/// The name of a method that is an act of its kind alone; the standard ones need no name.
fn verb(method: &str) -> String {
    let name = method.rsplit('/').next().unwrap_or_default();
    let standard = ["Create", "Revise", "Verify", "Return", "Withdraw", "Import"];
    match standard.iter().any(|verb| name.starts_with(verb)) {
        true => String::new(),
        false => name.to_owned(),
    }
}

/// By the clock of China, to the second.
pub(super) fn time(stamp: &prost_types::Timestamp) -> String {
    let instant = Timestamp::new(stamp.seconds, stamp.nanos).unwrap_or_default();
    let there = instant.to_zoned_datetime(TimeZone::fixed(CHINA));
    there.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// A request with who acts, as whoever called over HTTP said.
pub(super) fn as_caller<Q>(question: Q, headers: &HeaderMap) -> Request<Q> {
    let mut request = Request::new(question);
    pass_on(headers, request.metadata_mut());
    request
}

pub(super) fn refused(client: &Client, status: &Status) -> Refusal {
    client.named(Refusal::from_status(status))
}

#[cfg(test)]
mod tests;
