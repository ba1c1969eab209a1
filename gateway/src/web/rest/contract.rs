//! What is answered over REST, read from the descriptors: collections, verbs, and which part of a
//! call each field of a request comes from. There is no code for any one kind.

use std::collections::BTreeMap;

use http::Method;
use ledger::kinds::pool;
use prost_reflect::{
    FieldDescriptor, Kind, MessageDescriptor, MethodDescriptor, ServiceDescriptor,
};
use proto::figure::v1::figure_service_server::SERVICE_NAME as FIGURES;
use proto::ledger::v1::ledger_service_server::SERVICE_NAME as LEDGER;

/// The message that names one state of one record.
const REFERENCE: &str = "xianzhi.ledger.v1.RecordRef";

/// The collections of every department that is configured.
#[derive(Debug)]
pub(crate) struct Contract(BTreeMap<String, BTreeMap<String, Collection>>);

/// The records of a kind, or a service that has no kind; by the name that stands in the path.
#[derive(Debug)]
pub(crate) struct Collection {
    pub(crate) name: String,
    /// What its records are; none for a service without.
    pub(crate) kind: Option<MessageDescriptor>,
    /// Whether any department may keep the kind, and need not.
    pub(crate) shared: bool,
    pub(crate) operations: Vec<Operation>,
}

/// One method of a service, where it is answered.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub(crate) http: Method,
    pub(crate) place: Place,
    pub(crate) method: MethodDescriptor,
}

/// What stands in a path after the department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// `/{collection}`, with an act `/{collection}:{act}`.
    Collection(Option<String>),
    /// `/{collection}/{id}`, with an act `/{collection}/{id}:{act}`.
    Record(Option<String>),
    /// `/{collection}/{id}/{below}`.
    Below(String),
}

/// Which part of a call a field of the request comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The path.
    County,
    /// The path.
    Id,
    /// `If-Match`.
    Etag,
    /// `Idempotency-Key`.
    RequestId,
    /// The record of the path, with `If-Match`.
    Reference,
    /// The body is this field.
    Record,
    /// The query.
    Query,
    /// A field of the body.
    Body,
}

impl Contract {
    /// What the departments of these names answer.
    pub(crate) fn of<'a>(departments: impl Iterator<Item = &'a str>) -> Self {
        let of = |name: &str| (name.to_owned(), collections(name));
        Self(departments.map(of).collect())
    }

    /// The collections of a department.
    pub(crate) fn department(&self, name: &str) -> Option<&BTreeMap<String, Collection>> {
        self.0.get(name)
    }

    /// All departments and their collections.
    pub(crate) fn departments(
        &self,
    ) -> impl Iterator<Item = (&String, &BTreeMap<String, Collection>)> {
        self.0.iter()
    }
}

fn collections(department: &str) -> BTreeMap<String, Collection> {
    let mut found = BTreeMap::new();
    let uniform = |service: &ServiceDescriptor| [LEDGER, FIGURES].contains(&service.full_name());
    let shared: Vec<_> = pool().services().filter(uniform).map(|s| package(&s)).collect();
    let own =
        |service: &ServiceDescriptor| package(service).split('.').rev().nth(1) == Some(department);
    let add = |found: &mut BTreeMap<String, Collection>, collection: Collection| {
        if !collection.operations.is_empty() {
            found.entry(collection.name.clone()).or_insert(collection);
        }
    };
    for service in pool().services().filter(own) {
        add(&mut found, Collection::of(&service, false));
    }
    for service in pool().services().filter(|service| shared.contains(&package(service))) {
        let collection = Collection::of(&service, true);
        if collection.kind.is_some() || service.full_name() == LEDGER {
            add(&mut found, collection);
        }
    }
    found
}

fn package(service: &ServiceDescriptor) -> String {
    service.package_name().to_owned()
}

impl Collection {
    fn of(service: &ServiceDescriptor, shared: bool) -> Self {
        let noun = service.name().strip_suffix("Service").unwrap_or(service.name());
        let kind = pool().get_message_by_name(&format!("{}.{noun}", service.package_name()));
        let kind = kind.filter(is_kind);
        let list =
            service.methods().find_map(|method| Some((page_of(&method, kind.as_ref()?)?, method)));
        let (name, list) = match list {
            Some((collection, list)) => (collection, Some(list)),
            None => (words(noun).join("_"), None),
        };
        let unary =
            service.methods().filter(|m| !m.is_client_streaming() && !m.is_server_streaming());
        let of = |method: MethodDescriptor| match list.as_ref() == Some(&method) {
            true => Some(Operation { http: Method::GET, place: Place::Collection(None), method }),
            false => Operation::of(method, noun, kind.as_ref()),
        };
        let mut operations: Vec<_> = unary.filter_map(of).collect();
        if kind.is_some() && operations.iter().any(|o| o.place == Place::Record(None)) {
            operations.extend(of_any_record());
        }
        Self { name, kind, shared, operations }
    }

    /// The operations at a place.
    pub(crate) fn at(&self, place: &Place) -> Vec<&Operation> {
        self.operations.iter().filter(|operation| operation.place == *place).collect()
    }

    /// The name of the kind's field in requests: `trade_bulletin`.
    pub(crate) fn record_field(&self) -> String {
        self.kind.as_ref().map(|kind| words(kind.name()).join("_")).unwrap_or_default()
    }
}

impl Operation {
    /// Where a method of a service of this noun is answered; nowhere, if only a record of any
    /// kind tells.
    fn of(method: MethodDescriptor, noun: &str, kind: Option<&MessageDescriptor>) -> Option<Self> {
        let request = method.input();
        if request.fields().any(|field| is_reference(&field) && !field.is_list()) {
            return None;
        }
        let whole = |verb: &str| method.name().strip_prefix(verb) == Some(noun);
        let answers_record = kind.is_none_or(|kind| method.output() == *kind);
        let has_id = request.get_field_by_name("id").is_some();
        let at = |verb| if has_id { Place::Record(verb) } else { Place::Collection(verb) };
        let (http, place) = match method.name() {
            _ if whole("Create") && answers_record => (Method::POST, Place::Collection(None)),
            _ if whole("Revise") && answers_record => (Method::PUT, at(None)),
            _ if whole("Get") && answers_record => (Method::GET, at(None)),
            name => {
                let reads = is_read(&method);
                let http = if reads { Method::GET } else { Method::POST };
                (http, at(Some(act(name, noun, reads))))
            }
        };
        Some(Self { http, place, method })
    }

    /// Which part of a call a field of the request comes from.
    pub(crate) fn role(&self, field: &FieldDescriptor) -> Role {
        match field.name() {
            "county" => Role::County,
            "id" => Role::Id,
            "etag" => Role::Etag,
            "request_id" => Role::RequestId,
            "validate_only" => Role::Query,
            _ if is_reference(field)
                && self.place != Place::Collection(None)
                && self.of_record() =>
            {
                Role::Reference
            }
            _ if self.http == Method::GET => Role::Query,
            _ if self.is_standard() && matches!(field.kind(), Kind::Message(_)) => Role::Record,
            _ if self.is_standard() => Role::Query,
            _ => Role::Body,
        }
    }

    /// Whether it is create, get, list or revise.
    pub(crate) fn is_standard(&self) -> bool {
        matches!(self.place, Place::Collection(None) | Place::Record(None))
    }

    /// Whether it is about one record.
    pub(crate) fn of_record(&self) -> bool {
        !matches!(self.place, Place::Collection(_))
    }

    /// Whether it writes a new record.
    pub(crate) fn creates(&self) -> bool {
        self.http == Method::POST && self.place == Place::Collection(None)
    }

    /// The fields of the request that come from a part of the call, by number.
    pub(crate) fn fields(&self, role: Role) -> Vec<FieldDescriptor> {
        let request = self.method.input();
        let fields = request.fields().filter(|field| self.role(field) == role);
        let mut fields: Vec<_> = fields.collect();
        fields.sort_by_key(FieldDescriptor::number);
        fields
    }
}

/// What the ledger does with a record of whatever kind: the methods that take references.
fn of_any_record() -> Vec<Operation> {
    let Some(ledger) = pool().get_service_by_name(LEDGER) else { return Vec::new() };
    let of = |method: MethodDescriptor| {
        let reference = method.input().fields().find(is_reference)?;
        if !reference.is_list() {
            let below = method.output().fields().find(FieldDescriptor::is_list)?;
            let place = Place::Below(below.name().to_owned());
            return Some(Operation { http: Method::GET, place, method });
        }
        let place = Place::Record(Some(act(method.name(), "Records", false)));
        Some(Operation { http: Method::POST, place, method })
    };
    ledger.methods().filter(|m| !m.is_client_streaming()).filter_map(of).collect()
}

fn is_reference(field: &FieldDescriptor) -> bool {
    field.kind().as_message().is_some_and(|message| message.full_name() == REFERENCE)
}

/// Whether a method changes nothing and all it takes fits into a query.
fn is_read(method: &MethodDescriptor) -> bool {
    let reading = ["Get", "List", "Search", "Browse", "Rank"];
    let named = reading.iter().any(|verb| method.name().starts_with(verb));
    named && method.input().fields().all(|field| !matches!(field.kind(), Kind::Message(_)))
}

fn is_kind(message: &MessageDescriptor) -> bool {
    let option = pool().get_extension_by_name("xianzhi.ledger.v1.kind_label");
    option.is_some_and(|option| message.options().has_extension(&option))
}

/// The collection of a kind, if the method lists it: the repeated field of its answer.
fn page_of(method: &MethodDescriptor, kind: &MessageDescriptor) -> Option<String> {
    let holds =
        |field: &FieldDescriptor| field.is_list() && field.kind().as_message() == Some(kind);
    let listed = method.output().fields().find(holds)?;
    let pages = method.output().get_field_by_name("next_page_token").is_some();
    (method.name().starts_with("List") && pages).then(|| listed.name().to_owned())
}

/// What is left of a method's name without the noun it is about: `resolve`, `air_calendar`.
fn act(method: &str, noun: &str, reads: bool) -> String {
    let (mut said, noun) = (words(method), words(noun));
    if let Some(at) = said.windows(noun.len()).position(|part| part == noun.as_slice()) {
        said.drain(at..at + noun.len());
    } else if said[0] == "search" {
        // What is searched for is the collection that the path names already.
        said.truncate(1);
    }
    if reads && said.len() > 1 && said[0] != "search" {
        said.remove(0);
    }
    said.join("_")
}

/// `TradeBulletin` as `trade`, `bulletin`.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for letter in name.chars() {
        match words.last_mut().filter(|_| !letter.is_ascii_uppercase()) {
            Some(word) => word.push(letter),
            None => words.push(letter.to_ascii_lowercase().to_string()),
        }
    }
    words
}

#[cfg(test)]
mod tests;
