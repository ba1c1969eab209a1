//! A record on its way from a form into a department, and back into the form when it is refused.

use std::collections::BTreeMap;
use std::sync::Arc;

use chassis::Refusal;
use prost::Message as _;
use prost_reflect::{DynamicMessage, Value};
use proto::ledger::v1::Reason;
use sheets::{Fault, Kind};

use super::actor;
use super::answer::said_with_reason;
use crate::departments::Client;
use crate::web::negotiate::Language;
use crate::web::rest::calling;
use crate::web::rest::contract::{Collection, Operation, Place, Role};

/// What a form says, apart from the record.
pub(super) struct Sent {
    pub(super) county: String,
    pub(super) actor: String,
    /// The record that is revised; empty for a new one.
    pub(super) id: String,
    /// The state that was seen.
    pub(super) etag: String,
    pub(super) explanation: String,
    pub(super) request_id: String,
    pub(super) validate_only: bool,
    /// In which faults are told.
    pub(super) language: Language,
}

/// What is wrong with a form: by field, and with all of it.
#[derive(Default)]
pub(super) struct Faults {
    pub(super) fields: BTreeMap<String, Vec<String>>,
    pub(super) whole: Vec<String>,
    /// Whether an explanation would have it taken.
    pub(super) asks: bool,
    pub(super) refusal: Option<Refusal>,
}

/// A record as it stands, with the tag of its state.
pub(super) async fn read(
    client: &Client,
    collection: &Collection,
    county: &str,
    id: &str,
) -> Result<(Vec<u8>, String), Refusal> {
    let get = operation(collection, &Place::Record(None), http::Method::GET)?;
    let mut request = DynamicMessage::new(get.method.input());
    set(&mut request, "county", county);
    set(&mut request, "id", id);
    let headers = http::HeaderMap::new();
    let record = calling::call(client, &get.method, &request, &headers, true).await?;
    Ok((record.encode_to_vec(), metadata(&record, "etag")))
}

/// Puts a record, or tries to: the id that it has then.
///
/// # Errors
/// What is wrong with which field.
pub(super) async fn put(
    client: &Client,
    collection: &Collection,
    kind: &Arc<Kind>,
    filled: &BTreeMap<String, String>,
    sent: &Sent,
) -> Result<String, Faults> {
    let record = kind.read(filled).map_err(|wrong| {
        let mut faults = Faults::default();
        faults.add("", wrong, sent.language);
        faults
    })?;
    let refused =
        |refusal: Refusal| Faults::of(refusal, &|path| input_of(kind, path), sent.language);
    let request = request(collection, kind, record, sent).map_err(refused)?;
    let headers = actor::headers(&sent.actor);
    let (operation, message) = request;
    let answer = calling::call(client, &operation.method, &message, &headers, true).await;
    let answer = answer.map_err(refused)?;
    Ok(Some(metadata(&answer, "id")).filter(|id| !id.is_empty()).unwrap_or(sent.id.clone()))
}

fn request<'a>(
    collection: &'a Collection,
    kind: &Kind,
    record: Vec<u8>,
    sent: &Sent,
) -> Result<(&'a Operation, DynamicMessage), Refusal> {
    let new = sent.id.is_empty();
    let operation = match new {
        true => operation(collection, &Place::Collection(None), http::Method::POST)?,
        false => operation(collection, &Place::Record(None), http::Method::PUT)?,
    };
    let mut message = DynamicMessage::new(operation.method.input());
    let texts = [
        ("county", &sent.county),
        ("explanation", &sent.explanation),
        ("request_id", &sent.request_id),
        ("id", &sent.id),
        ("etag", &sent.etag),
    ];
    for (name, text) in texts {
        set(&mut message, name, text);
    }
    message.set_field_by_name("validate_only", Value::Bool(sent.validate_only));
    for field in operation.fields(Role::Record) {
        let described = field.kind().as_message().cloned();
        let described = described.ok_or_else(|| Refusal::internal(&"a record is no message"))?;
        let record = DynamicMessage::decode(described, record.as_slice());
        let record =
            record.map_err(|cause| Refusal::internal(&format!("{}: {cause}", kind.name)))?;
        message.set_field(&field, Value::Message(record));
    }
    Ok((operation, message))
}

fn operation<'a>(
    collection: &'a Collection,
    place: &Place,
    method: http::Method,
) -> Result<&'a Operation, Refusal> {
    let found = collection.at(place).into_iter().find(|operation| operation.http == method);
    found.ok_or_else(|| {
        let name = &collection.name;
        let message = format!("{name} are moved by their own acts");
        Refusal::new(Reason::KindMovedByActs, message, format!("“{name}”由其自身流程推进"))
    })
}

/// Sets a text, where the message has a field of the name.
fn set(message: &mut DynamicMessage, name: &str, text: &str) {
    if message.get_field_by_name(name).is_some() {
        message.set_field_by_name(name, Value::String(text.to_owned()));
    }
}

/// A part of what the ledger says of a record; empty where there is none.
pub(super) fn metadata(record: &DynamicMessage, name: &str) -> String {
    let metadata = record.get_field_by_name("metadata");
    let text =
        metadata.as_ref().and_then(|metadata| metadata.as_message()?.get_field_by_name(name));
    text.and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The input of a kind's form that a fault of a request is about.
fn input_of(kind: &Kind, path: &str) -> Option<String> {
    let name = path.strip_prefix(&format!("{}.", kind.table)).unwrap_or(path);
    let field = name.split(['.', '[']).next().unwrap_or(name);
    // A key that does not fit is told of `code`, whatever the field is called.
    kind.columns().any(|(_, known)| known.name == field).then(|| field.to_owned())
}

impl Faults {
    /// Adds what is wrong with inputs whose names begin with a prefix.
    pub(super) fn add(&mut self, prefix: &str, wrong: Vec<(String, Fault)>, language: Language) {
        for (field, fault) in wrong {
            let said = language.pick(&fault.message_zh, &fault.message).to_owned();
            self.fields.entry(format!("{prefix}{field}")).or_default().push(said);
        }
    }

    /// A refusal, told of the inputs that `input` finds by the paths of its faults.
    pub(super) fn of(
        refusal: Refusal,
        input: &dyn Fn(&str) -> Option<String>,
        language: Language,
    ) -> Self {
        let mut faults =
            Self { asks: refusal.reason == Reason::ExplanationRequired, ..Self::default() };
        for fault in &refusal.fields {
            let told = language.pick(&fault.message_zh, &fault.message).to_owned();
            match input(&fault.field) {
                Some(input) => faults.fields.entry(input).or_default().push(told),
                None => faults.whole.push(told),
            }
        }
        if refusal.fields.is_empty() || faults.asks {
            faults.whole.push(said_with_reason(&refusal, language));
        }
        faults.refusal = Some(refusal);
        faults
    }
}
