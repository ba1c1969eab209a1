//! What an act asks for, and its request: filled in as a form, sent or tried.

use std::collections::BTreeMap;

use chassis::Refusal;
use http::HeaderMap;
use ledger::kinds::Given::ByRecorder;
use prost_reflect::{DynamicMessage, FieldDescriptor, Kind as Type, Value};
use sheets::{Input, Kind};

use super::entry::{Faults, Sent};
use super::{actor, words};
use crate::departments::Client;
use crate::periods::today;
use crate::web::negotiate::Language;
use crate::web::rest::calling;
use crate::web::rest::contract::{Collection, Operation, Role};
use crate::web::rest::request::reference;

/// What an act asks for: fields of its request, and those of messages inside it.
pub(super) struct Asked {
    own: Kind,
    parts: Vec<(FieldDescriptor, Kind)>,
}

impl Asked {
    /// What an act on records of a kind asks for.
    pub(super) fn of(operation: &Operation, kind: &Kind) -> Self {
        let input = operation.method.input();
        let (inside, own): (Vec<_>, Vec<_>) = operation
            .fields(Role::Body)
            .into_iter()
            .partition(|field| !field.is_list() && field.kind().as_message().is_some());
        let parts = inside.into_iter().filter_map(|field| {
            let message = field.kind().as_message().cloned()?;
            let given = |name: &str| {
                let own = kind.fields.iter().find(|field| field.name == name);
                message.full_name() != kind.name
                    || own.is_some_and(|field| field.given == ByRecorder)
            };
            let mut part = kind.asking(&message, given);
            // Of a kind that can be created as well, an act fills in what a form would have to.
            for field in part.fields.iter_mut().filter(|_| !kind.moved_by_acts) {
                field.required = false;
            }
            Some((field, part))
        });
        let parts = parts.collect();
        Self {
            own: kind.asking(&input, |name| own.iter().any(|field| field.name() == name)),
            parts,
        }
    }

    /// The inputs of its form; those of a message inside are named after its field.
    pub(super) fn inputs(&self, language: Language) -> Vec<Input> {
        let parts = self.parts.iter().flat_map(|(field, part)| {
            words::inputs(part, language)
                .into_iter()
                .map(|input| Input { name: format!("{}.{}", field.name(), input.name), ..input })
        });
        parts.chain(words::inputs(&self.own, language)).collect()
    }

    /// The request, without what stands in every one.
    fn read(
        &self,
        filled: &BTreeMap<String, String>,
        language: Language,
    ) -> Result<Given, Box<Faults>> {
        let mut faults = Faults::default();
        let own = self.own.read(filled).map_err(|wrong| faults.add("", wrong, language));
        let mut parts = Vec::new();
        for (field, part) in &self.parts {
            let prefix = format!("{}.", field.name());
            let below = filled.iter().filter_map(|(name, text)| {
                Some((name.strip_prefix(&prefix)?.to_owned(), text.clone()))
            });
            match part.read(&below.collect()) {
                Ok(bytes) => parts.push((field.clone(), bytes)),
                Err(wrong) => faults.add(&prefix, wrong, language),
            }
        }
        match own {
            Ok(own) if faults.fields.is_empty() => Ok(Given { own, parts }),
            _ => Err(Box::new(faults)),
        }
    }

    /// The input that a fault of a request is about: by its path, or by the end of it.
    fn input_of(&self, path: &str) -> Option<String> {
        let path = path.strip_prefix("records[0].").unwrap_or(path);
        let path = path.split('[').next().unwrap_or(path);
        let own = self.own.columns().map(|(_, field)| field.name.clone());
        let parts = self.parts.iter().flat_map(|(field, part)| {
            part.columns().map(move |(_, known)| format!("{}.{}", field.name(), known.name))
        });
        let names: Vec<String> = own.chain(parts).collect();
        let last = path.rsplit('.').next().unwrap_or(path);
        let ends = |name: &&String| name.rsplit('.').next() == Some(last);
        names.iter().find(|name| *name == path).or_else(|| names.iter().find(ends)).cloned()
    }
}

/// What a form was filled in with, encoded: fields of the request, and messages inside it.
struct Given {
    own: Vec<u8>,
    parts: Vec<(FieldDescriptor, Vec<u8>)>,
}

/// An act of a department.
pub(super) struct Acting<'a> {
    pub(super) client: &'a Client,
    pub(super) collection: &'a Collection,
    pub(super) operation: &'a Operation,
}

impl Acting<'_> {
    /// Does, or tries, what a form was filled in for: the answer of the department.
    ///
    /// # Errors
    /// What is wrong with which input.
    pub(super) async fn send(
        &self,
        asked: &Asked,
        filled: &BTreeMap<String, String>,
        sent: &Sent,
    ) -> Result<DynamicMessage, Faults> {
        let Given { own, parts } = asked.read(filled, sent.language).map_err(|faults| *faults)?;
        let refused = |refusal| Faults::of(refusal, &|path| asked.input_of(path), sent.language);
        let mut message = decoded(self.operation.method.input(), &own).map_err(refused)?;
        for (field, bytes) in parts {
            let Type::Message(described) = field.kind() else { continue };
            let part = decoded(described, &bytes).map_err(refused)?;
            message.set_field(&field, Value::Message(part));
        }
        self.call(message, sent).await.map_err(refused)
    }

    /// Tries the act with something in every field: what stands in its way as the record is.
    ///
    /// # Errors
    /// What the department refuses.
    pub(super) async fn trial(
        &self,
        county: &str,
        (id, etag): (&str, &str),
        actor: &str,
    ) -> Result<DynamicMessage, Refusal> {
        let mut message = DynamicMessage::new(self.operation.method.input());
        for field in self.operation.fields(Role::Body) {
            fill(&mut message, &field);
        }
        let sent = Sent {
            county: county.to_owned(),
            actor: actor.to_owned(),
            id: id.to_owned(),
            etag: etag.to_owned(),
            explanation: String::new(),
            request_id: String::new(),
            validate_only: true,
            language: Language::Chinese,
        };
        self.call(message, &sent).await
    }

    async fn call(
        &self,
        mut message: DynamicMessage,
        sent: &Sent,
    ) -> Result<DynamicMessage, Refusal> {
        let Self { client, collection, operation } = *self;
        for field in operation.method.input().fields() {
            let value = match operation.role(&field) {
                Role::County => Value::String(sent.county.clone()),
                Role::Id => Value::String(sent.id.clone()),
                Role::Etag => Value::String(sent.etag.clone()),
                Role::RequestId => Value::String(sent.request_id.clone()),
                Role::Reference => reference(&field, collection, (&sent.id, &sent.etag))?,
                Role::Query => Value::Bool(sent.validate_only),
                Role::Record | Role::Body => continue,
            };
            message.set_field(&field, value);
        }
        let headers: HeaderMap = actor::headers(&sent.actor);
        calling::call(client, &operation.method, &message, &headers, true).await
    }
}

fn decoded(
    described: prost_reflect::MessageDescriptor,
    bytes: &[u8],
) -> Result<DynamicMessage, Refusal> {
    DynamicMessage::decode(described, bytes).map_err(|cause| Refusal::internal(&cause))
}

/// Something in a field, so that an act is not refused for what its form would ask.
fn fill(message: &mut DynamicMessage, field: &FieldDescriptor) {
    let value = match field.kind() {
        _ if field.is_list() => return,
        Type::String if field.name().ends_with("date") => Value::String(today().to_string()),
        Type::String => Value::String("-".to_owned()),
        Type::Int32 => Value::I32(1),
        Type::Int64 => Value::I64(1),
        Type::Enum(values) => {
            let first = values.values().map(|value| value.number()).find(|number| *number != 0);
            Value::EnumNumber(first.unwrap_or_default())
        }
        Type::Message(described) => {
            let mut inside = DynamicMessage::new(described.clone());
            for field in described.fields().filter(|field| field.name() != "metadata") {
                if !matches!(field.kind(), Type::Message(_)) {
                    fill(&mut inside, &field);
                }
            }
            Value::Message(inside)
        }
        _ => return,
    };
    message.set_field(field, value);
}
