//! What the fields of a record point to, in its own department or in another's register, and the
//! methods that read it.

use chassis::Refusal;
use prost_reflect::{DynamicMessage, MethodDescriptor, ReflectMessage as _, Value};
use proto::ledger::v1::Revision;

use super::labels::{Labels, labels};
use super::negotiate::Language;
use super::records::decode;

/// A record that a field of another points to, and the method that reads it.
pub(crate) struct Pointer {
    /// The department that keeps the record.
    pub(crate) department: String,
    pub(crate) id: String,
    pub(crate) get: MethodDescriptor,
}

/// The record that a field points to; nothing where the field is empty, or no pointer.
pub(crate) fn pointer(revision: &Revision, field: &str) -> Result<Option<Pointer>, Refusal> {
    let labels = labels()?;
    let (_, message) = decode(revision)?;
    let kind = message.descriptor();
    let pointer = kind.get_field_by_name(field).and_then(|field| {
        let here = labels.refers(&field).map(|to| format!("{}.{to}", kind.package_name()));
        let kind = here.or_else(|| labels.names(&field))?;
        let Register { department, get, .. } = register(&kind)?;
        let id = message.get_field(&field).as_str().filter(|id| !id.is_empty())?.to_owned();
        Some(Pointer { department, id, get })
    });
    Ok(pointer)
}

/// What a record says of another department's register: a field of it, the full name of the kind
/// kept there, and an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// The field, as it is called in Chinese and in English.
    pub(crate) label: [String; 2],
    pub(crate) kind: String,
    pub(crate) id: String,
}

/// All that a record, and the parts that it lists, say of other departments' registers, each once.
pub(crate) fn named(revision: &Revision) -> Result<Vec<Named>, Refusal> {
    let (_, message) = decode(revision)?;
    let mut all = Vec::new();
    name(labels()?, &message, &mut all);
    Ok(all)
}

fn name(labels: &Labels, message: &DynamicMessage, all: &mut Vec<Named>) {
    let mut parts = Vec::new();
    for field in message.descriptor().fields() {
        let value = message.get_field(&field).into_owned();
        let values = match value {
            Value::List(list) => list,
            value => vec![value],
        };
        let Some(kind) = labels.names(&field) else {
            parts.extend(values.into_iter().filter(|_| field.is_list()));
            continue;
        };
        let label = [Language::Chinese, Language::English].map(|one| labels.field(&field, one));
        for id in values.iter().filter_map(Value::as_str).filter(|id| !id.is_empty()) {
            if !all.iter().any(|known| known.kind == kind && known.id == id) {
                all.push(Named { label: label.clone(), kind: kind.clone(), id: id.to_owned() });
            }
        }
    }
    // Its own fields say more precisely what is named than the parts do.
    parts.iter().filter_map(Value::as_message).for_each(|part| name(labels, part, all));
}

/// The register that a kind is: the department that keeps it, and the methods of its own service.
pub(crate) struct Register {
    pub(crate) department: String,
    /// What its records are called: `units`.
    pub(crate) collection: String,
    pub(crate) get: MethodDescriptor,
    pub(crate) list: MethodDescriptor,
}

/// The register of a kind, by its full name.
pub(crate) fn register(kind: &str) -> Option<Register> {
    let service = labels().ok()?.messages.get_service_by_name(&format!("{kind}Service"))?;
    let (package, short) = kind.rsplit_once('.')?;
    let get = service.methods().find(|method| method.name() == format!("Get{short}"))?;
    let listed = |method: MethodDescriptor| {
        let lists = method.name().starts_with("List");
        let field = method.output().fields().find(|field| {
            let of = field.kind();
            field.is_list() && of.as_message().is_some_and(|message| message.full_name() == kind)
        });
        field.filter(|_| lists).map(|field| (field.name().to_owned(), method))
    };
    let (collection, list) = service.methods().find_map(listed)?;
    let department = package.split('.').nth(1)?.to_owned();
    Some(Register { department, collection, get, list })
}
