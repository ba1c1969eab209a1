//! Records for people: a page of a kind, one record, its revisions, and what a department keeps.

use std::collections::BTreeMap;

use chassis::Refusal;
use http::Method;
use prost::Message as _;
use prost_reflect::{DynamicMessage, ReflectMessage as _, Value};
use proto::ledger::v1::{ListRevisionsResponse, RecordMetadata, Revision};
use serde::Serialize;

use super::contract::{Collection, Operation, Place};
use super::views::{self, Form};
use crate::report::render::encoded;
use crate::web::labels;
use crate::web::negotiate::{Call, Format, Language};
use crate::web::page::{Shell, page};
use crate::web::records;

#[derive(Serialize)]
struct Browse<'a> {
    label: String,
    comment: &'a str,
    /// The department's page.
    department_link: String,
    /// Where the records of the kind are listed.
    collection_link: String,
    /// Whether the page is one of a list, which can be filtered.
    is_list: bool,
    division: String,
    tables: Vec<records::Table>,
    next_link: Option<String>,
}

/// Whether an answer can be shown as a page.
pub(crate) fn shows(collection: &Collection, place: &Place) -> bool {
    let acts = matches!(place, Place::Collection(Some(_)) | Place::Record(Some(_)));
    collection.kind.is_some() && !acts
}

/// The full name of the kind where a call asks for the page of one record.
///
/// # Errors
/// `NOT_ACCEPTABLE` for a format that there is not.
pub(crate) fn of_record<'a>(
    call: &Call,
    collection: &'a Collection,
    operation: &Operation,
) -> Result<Option<&'a str>, Refusal> {
    let one = match &operation.place {
        Place::Record(None) => true,
        Place::Below(below) => below == "revisions",
        _ => false,
    };
    let Some(kind) = collection.kind.as_ref().filter(|_| one && operation.http == Method::GET)
    else {
        return Ok(None);
    };
    let format = call.format_of_query(&[Format::Json, Format::Html])?;
    Ok((format == Format::Html).then(|| kind.full_name()))
}

/// An answer as a page.
///
/// # Errors
/// Internal: the answer is one of the contract's.
pub(crate) fn html(
    collection: &Collection,
    place: &Place,
    path: &str,
    request: &DynamicMessage,
    answer: &DynamicMessage,
    (language, shell): (Language, &Shell),
) -> Result<String, Refusal> {
    let revisions = match place {
        Place::Collection(_) => listed(collection, answer)?,
        Place::Record(_) => vec![revision(answer)?],
        Place::Below(_) => {
            let answer = ListRevisionsResponse::decode(answer.encode_to_vec().as_slice());
            answer.map_err(|cause| Refusal::internal(&cause))?.revisions
        }
    };
    let kind = collection.kind.as_ref();
    let root = path.split(&format!("/{}", collection.name)).next().unwrap_or_default().to_owned();
    let name = &collection.name;
    let speaking = language.parameter().map(|lang| format!("&{lang}")).unwrap_or_default();
    let token = text(answer, "next_page_token");
    let division = text(request, "division");
    let view = Browse {
        label: kind.map(|kind| records::label(kind, language)).unwrap_or_default(),
        comment: kind.map_or("", |k| ledger::kinds::comment(&k.parent_file(), k.path())),
        collection_link: format!("{root}/{name}"),
        department_link: root.clone(),
        is_list: matches!(place, Place::Collection(_)),
        next_link: (!token.is_empty()).then(|| {
            let filter = if division.is_empty() {
                String::new()
            } else {
                format!("&division={}", encoded(&division))
            };
            format!("{path}?format=html{speaking}{filter}&page_token={}", encoded(&token))
        }),
        division,
        tables: records::tables(&revisions, language, &|_, revision| {
            let id = encoded(&revision.metadata.as_ref()?.id);
            Some(format!("{root}/{name}/{id}?format=html{speaking}"))
        })?,
    };
    page("browse.html", shell, &view)
}

fn text(message: &DynamicMessage, name: &str) -> String {
    let value = message.get_field_by_name(name);
    value.and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn listed(collection: &Collection, answer: &DynamicMessage) -> Result<Vec<Revision>, Refusal> {
    let records = answer.get_field_by_name(&collection.name).map(|value| value.into_owned());
    let Some(Value::List(records)) = records else { return Ok(Vec::new()) };
    records.iter().filter_map(Value::as_message).map(revision).collect()
}

/// A record as the tables take it.
pub(crate) fn revision(record: &DynamicMessage) -> Result<Revision, Refusal> {
    let metadata = record.get_field_by_name("metadata").map(|value| value.into_owned());
    let metadata = match metadata {
        Some(Value::Message(metadata)) => {
            let bytes = metadata.encode_to_vec();
            let read = RecordMetadata::decode(bytes.as_slice());
            Some(read.map_err(|cause| Refusal::internal(&cause))?)
        }
        _ => None,
    };
    let type_url = format!("type.googleapis.com/{}", record.descriptor().full_name());
    let record = Some(prost_types::Any { type_url, value: record.encode_to_vec() });
    Ok(Revision { metadata, record, entry: None })
}

#[derive(Serialize)]
pub(super) struct Keeps<'a> {
    department: &'a str,
    collections: Vec<Kept<'a>>,
    /// What is answered beside the records.
    views: Vec<Form>,
}

#[derive(Serialize)]
struct Kept<'a> {
    name: &'a str,
    label: String,
    description: &'a str,
    owner: String,
    link: String,
}

impl<'a> Keeps<'a> {
    /// The kinds of a department, as it answers for them below a path.
    pub(super) fn new(
        department: &'a str,
        path: &str,
        collections: &'a BTreeMap<String, Collection>,
        language: Language,
    ) -> Self {
        let root = path.trim_end_matches('/');
        let kept = collections.values().filter(|collection| !collection.shared).filter_map(|c| {
            let kind = c.kind.as_ref()?;
            Some(Kept {
                name: &c.name,
                label: records::label(kind, language),
                description: ledger::kinds::comment(&kind.parent_file(), kind.path()),
                owner: labels::labels()
                    .ok()
                    .and_then(|labels| labels.owner(kind))
                    .unwrap_or_default(),
                link: format!("{root}/{}", c.name),
            })
        });
        let views = views::forms(collections, root, language);
        Self { department, collections: kept.collect(), views }
    }

    pub(super) fn html(&self, shell: &Shell) -> Result<String, Refusal> {
        page("department.html", shell, self)
    }
}
