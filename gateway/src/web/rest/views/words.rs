//! What fields, values and views are called: by their labels in Chinese, by their names in English.

use ledger::divisions::TOWNSHIP_DIGITS;
use ledger::kinds::pool;
use prost_reflect::{
    DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, ReflectMessage as _, Value,
};

use crate::web::labels;
use crate::web::negotiate::Language;

/// The text of an option, unless it is not given.
pub(super) fn option(options: &DynamicMessage, name: &str) -> Option<String> {
    let option = pool().get_extension_by_name(&format!("xianzhi.ledger.v1.{name}"))?;
    let text = options.get_extension(&option).as_str()?.to_owned();
    Some(text).filter(|text| !text.is_empty())
}

/// Whether an option is given and true.
pub(super) fn flag(options: &DynamicMessage, name: &str) -> bool {
    let option = pool().get_extension_by_name(&format!("xianzhi.ledger.v1.{name}"));
    option.is_some_and(|option| options.get_extension(&option).as_bool() == Some(true))
}

/// What a field is called.
pub(super) fn label(field: &FieldDescriptor, language: Language) -> String {
    let label = option(&field.options(), "label").filter(|_| language == Language::Chinese);
    label.unwrap_or_else(|| spaced(field.name()))
}

/// The unit of a field; empty for none.
pub(super) fn unit(field: &FieldDescriptor, language: Language) -> String {
    labels::labels().map(|labels| labels.unit(field, language)).unwrap_or_default()
}

/// A division by its name and its code; a village by the name of its township, since villages are
/// records. Nothing for what is no division, or is not in the list.
pub(super) fn place(field: &FieldDescriptor, code: &str, language: Language) -> Option<String> {
    labels::labels().ok().filter(|labels| labels.is_division(field))?;
    let township = || labels::division(code.get(..TOWNSHIP_DIGITS)?, language);
    let name = labels::division(code, language).or_else(township)?;
    Some(format!("{name} {code}"))
}

/// What a view is called; one that answers a record is called as its kind.
pub(super) fn view(answer: &MessageDescriptor, language: Language) -> String {
    let labels = ["view_label", "kind_label"];
    let label = labels.iter().find_map(|name| option(&answer.options(), name));
    let label = label.filter(|_| language == Language::Chinese);
    label.unwrap_or_else(|| {
        let name = answer.name();
        let mut said = String::new();
        for letter in name.strip_suffix("Response").unwrap_or(name).chars() {
            if letter.is_ascii_uppercase() && !said.is_empty() {
                said.push(' ');
            }
            said.push(letter.to_ascii_lowercase());
        }
        said
    })
}

/// The values of an enum, the unspecified one aside: their names and what they are called.
pub(super) fn choices(kind: &Kind, language: Language) -> Vec<(String, String)> {
    let Some(values) = kind.as_enum() else { return Vec::new() };
    let known = values.values().filter(|value| value.number() != 0);
    known.map(|value| (value.name().to_owned(), named(kind, value.number(), language))).collect()
}

/// A value as a cell shows it.
pub(super) fn cell(value: &Value, kind: &Kind, language: Language) -> String {
    let chinese = language == Language::Chinese;
    match value {
        Value::Bool(true) => if chinese { "是" } else { "yes" }.to_owned(),
        Value::Bool(false) => if chinese { "否" } else { "no" }.to_owned(),
        Value::I32(number) => number.to_string(),
        Value::I64(number) => number.to_string(),
        Value::String(text) if text.is_empty() => "—".to_owned(),
        Value::String(text) => text.clone(),
        Value::EnumNumber(number) => named(kind, *number, language),
        Value::List(values) if values.is_empty() => "—".to_owned(),
        Value::List(values) => {
            let cells: Vec<_> = values.iter().map(|value| cell(value, kind, language)).collect();
            let messages = matches!(values.first(), Some(Value::Message(_)));
            cells.join(if messages { "；" } else { "、" })
        }
        Value::Message(message) => {
            let parts = super::fields::shown(&message.descriptor(), language).map(|field| {
                let cell = cell(&message.get_field(&field), &field.kind(), language);
                format!("{} {cell}", label(&field, language))
            });
            parts.collect::<Vec<_>>().join("，")
        }
        other => other.to_string(),
    }
}

/// What a value of an enum is called.
fn named(kind: &Kind, number: i32, language: Language) -> String {
    let Some(values) = kind.as_enum() else { return number.to_string() };
    let Some(value) = values.get_value(number).filter(|_| number != 0) else {
        return "—".to_owned();
    };
    let label = option(&value.options(), "value_label").filter(|_| language == Language::Chinese);
    // All values of an enum begin with its name: AIR_LEVEL_GOOD is good.
    let unspecified = values.get_value(0).map(|value| value.name().to_owned());
    let prefix = unspecified.and_then(|name| Some(name.strip_suffix("UNSPECIFIED")?.to_owned()));
    let short = value.name().strip_prefix(prefix.as_deref().unwrap_or_default());
    label.unwrap_or_else(|| spaced(short.unwrap_or(value.name())))
}

fn spaced(name: &str) -> String {
    name.to_ascii_lowercase().replace('_', " ")
}
