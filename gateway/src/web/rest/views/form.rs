//! A form that asks for a view: a field for each part of its request that a person can give.

use ledger::kinds::{comment, pool};
use prost_reflect::{DynamicMessage, FieldDescriptor, Kind};
use serde::Serialize;

use super::super::contract::{Collection, Operation, Place, Role};
use super::words;
use crate::periods::today;
use crate::report::render::encoded;
use crate::web::negotiate::Language;

/// Parts of requests that a form does not ask for.
const NOT_ASKED: [&str; 3] = ["position", "page_token", "page_size"];

/// A view and how to ask for it.
#[derive(Debug, Serialize)]
pub(in crate::web) struct Form {
    label: String,
    description: &'static str,
    /// Without the record, which is a field; what answers there leads on to the record.
    action: String,
    fields: Vec<Asked>,
}

#[derive(Debug, Serialize)]
struct Asked {
    name: String,
    label: String,
    /// `date`, `text`, `number`, `checkbox`, or `choice`.
    kind: &'static str,
    value: String,
    required: bool,
    choices: Vec<(String, String)>,
}

impl Form {
    /// The form of a view, filled in with what was asked before.
    pub(super) fn new(
        collection: &Collection,
        operation: &Operation,
        root: &str,
        request: Option<&DynamicMessage>,
        language: Language,
    ) -> Self {
        let (Place::Collection(act) | Place::Record(act)) = &operation.place else {
            return Self::nothing();
        };
        let act = act.as_deref().unwrap_or_default();
        let method = &operation.method;
        let asked = |field: &FieldDescriptor| {
            let role = operation.role(field);
            matches!(role, Role::Id | Role::Query) && !NOT_ASKED.contains(&field.name())
        };
        let mut fields: Vec<_> = method.input().fields().filter(asked).collect();
        fields.sort_by_key(FieldDescriptor::number);
        let label = words::view(&method.output(), language);
        Self {
            label,
            description: comment(&method.parent_service().parent_file(), method.path()),
            action: format!("{root}/{}:{act}", collection.name),
            fields: fields.iter().map(|field| Asked::new(field, request, language)).collect(),
        }
    }

    /// The form filled in for a record.
    pub(super) fn about(mut self, id: &str) -> Self {
        if let Some(field) = self.fields.iter_mut().find(|field| field.name == "id") {
            id.clone_into(&mut field.value);
        }
        self
    }

    /// The address of the page after this one; empty where there is none.
    pub(super) fn next(&self, token: &str) -> String {
        if token.is_empty() {
            return String::new();
        }
        let given = self.fields.iter().filter(|field| !field.value.is_empty());
        let asked = given.map(|field| format!("&{}={}", field.name, encoded(&field.value)));
        let asked: String = asked.collect();
        format!("{}?format=html{asked}&page_token={}", self.action, encoded(token))
    }

    fn nothing() -> Self {
        let (label, action) = (String::new(), String::new());
        Self { label, description: "", action, fields: Vec::new() }
    }
}

impl Asked {
    fn new(field: &FieldDescriptor, request: Option<&DynamicMessage>, language: Language) -> Self {
        let given = request.filter(|request| request.has_field(field));
        let given = given.map(|request| request.get_field(field).into_owned());
        let kind = match field.kind() {
            Kind::Enum(_) => "choice",
            Kind::Bool => "checkbox",
            Kind::String if is_date(field) => "date",
            Kind::String => "text",
            _ => "number",
        };
        let value = match (&given, kind) {
            (Some(value), "choice") => value.as_enum_number().map_or_else(String::new, |number| {
                let value = field.kind().as_enum().and_then(|values| values.get_value(number));
                value.map(|value| value.name().to_owned()).unwrap_or_default()
            }),
            (Some(value), "checkbox") => (value.as_bool() == Some(true)).to_string(),
            (Some(value), _) => words::cell(value, &field.kind(), language),
            (None, "date") if request.is_none() => usual_day(field.name()),
            (None, _) => String::new(),
        };
        Self {
            name: field.name().to_owned(),
            label: match field.name() {
                "id" if language == Language::Chinese => "编号".to_owned(),
                _ => words::label(field, language),
            },
            required: kind == "date" || field.name() == "id",
            choices: words::choices(&field.kind(), language),
            kind,
            value,
        }
    }
}

/// Whether a text is a day, as its option or its name says.
fn is_date(field: &FieldDescriptor) -> bool {
    let option = pool().get_extension_by_name("xianzhi.ledger.v1.format");
    let given = option.is_some_and(|option| field.options().has_extension(&option));
    given || field.name() == "date" || field.name().ends_with("_date")
}

/// Where a form begins: this year, up to today.
fn usual_day(name: &str) -> String {
    let today = today();
    let day = if name == "first_date" { today.first_of_year() } else { today };
    day.to_string()
}
