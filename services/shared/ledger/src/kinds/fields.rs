//! The fields of a kind, read from its descriptor with the options that it carries.

use std::collections::BTreeMap;

use prost_reflect::{
    DynamicMessage, EnumDescriptor, FieldDescriptor, Kind as Type, MessageDescriptor, Value,
};
use proto::ledger::v1::{Format, Source};
use sea_orm::Value as Stored;

use super::pool;

/// How a field is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Text, never null.
    Text,
    /// An integer; null where the message says `optional` and there is none.
    Integer,
    /// Nested or repeated messages, as they stand on the wire; figures do not look inside.
    Opaque,
}

/// Who gives a field its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// The recorder.
    ByRecorder,
    /// A rule of the service, on entry.
    ByRule,
    /// An act of the kind's own service.
    ByAct,
    /// The ledger, which stamps the day of recording; an import may name an earlier one.
    ByRecording,
}

/// One field of a kind.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name in the contract, and of its column.
    pub name: String,
    /// Its number on the wire.
    pub number: u32,
    /// How it is stored.
    pub column: Column,
    /// Whether it may be absent, which is not zero.
    pub optional: bool,
    /// Whether a record without it is refused.
    pub required: bool,
    /// Whether it may be below zero.
    pub signed: bool,
    /// Whether it is an integer of 32 bits.
    pub narrow: bool,
    /// Who gives it.
    pub given: Given,
    /// The shape of its text.
    pub format: Format,
    /// The table of the kind that it is an id of.
    pub refers: Option<String>,
    /// Its name in a form.
    pub label: String,
    /// The unit of its number.
    pub unit: String,
    /// The numbers, names and labels of its values, where it is an enum.
    pub values: Option<BTreeMap<i64, (String, String)>>,
    /// Whether it says yes or no.
    pub boolean: bool,
}

impl Field {
    /// What it holds when nothing was said.
    pub fn default(&self) -> Stored {
        match self.column {
            Column::Text => Stored::String(Some(String::new())),
            Column::Integer if self.optional => Stored::BigInt(None),
            Column::Integer => Stored::BigInt(Some(0)),
            Column::Opaque => Stored::Bytes(Some(Vec::new())),
        }
    }
}

/// The fields of a kind's message after its metadata, in the order of their numbers.
///
/// # Panics
/// When one has a shape that no column has, which a kind's never does.
pub fn of_message(message: &MessageDescriptor) -> Vec<Field> {
    let mut fields: Vec<Field> =
        message.fields().filter(|field| field.name() != "metadata").map(|f| of_field(&f)).collect();
    fields.sort_by_key(|field| field.number);
    fields
}

fn of_field(field: &FieldDescriptor) -> Field {
    let options = Options(field.options());
    let column = match field.kind() {
        _ if field.is_list() || field.is_map() => Column::Opaque,
        Type::String => Column::Text,
        Type::Message(_) | Type::Bytes => Column::Opaque,
        Type::Int32 | Type::Int64 | Type::Bool | Type::Enum(_) => Column::Integer,
        other => panic!("{}: a {other:?} has no column", field.full_name()),
    };
    Field {
        name: field.name().to_owned(),
        number: field.number(),
        column,
        optional: field.supports_presence() && column == Column::Integer,
        required: options.flag("required"),
        signed: options.flag("signed"),
        narrow: matches!(field.kind(), Type::Int32),
        given: match Source::try_from(options.number("source")) {
            Ok(Source::Rule) => Given::ByRule,
            Ok(Source::Act) => Given::ByAct,
            Ok(Source::Recording) => Given::ByRecording,
            _ => Given::ByRecorder,
        },
        format: Format::try_from(options.number("format")).unwrap_or_default(),
        refers: Some(snake(&options.text("refers"))).filter(|table| !table.is_empty()),
        label: options.text("label"),
        unit: options.text("unit"),
        values: match field.kind() {
            Type::Enum(values) => Some(values_of(&values)),
            _ => None,
        },
        boolean: matches!(field.kind(), Type::Bool),
    }
}

fn values_of(values: &EnumDescriptor) -> BTreeMap<i64, (String, String)> {
    let named = values.values().map(|value| {
        let label = Options(value.options()).text("value_label");
        (i64::from(value.number()), (value.name().to_owned(), label))
    });
    named.collect()
}

/// The custom options of a descriptor.
struct Options(DynamicMessage);

impl Options {
    fn get(&self, name: &str) -> Option<Value> {
        let extension = pool().get_extension_by_name(&format!("xianzhi.ledger.v1.{name}"))?;
        self.0.has_extension(&extension).then(|| self.0.get_extension(&extension).into_owned())
    }

    fn flag(&self, name: &str) -> bool {
        self.get(name) == Some(Value::Bool(true))
    }

    fn number(&self, name: &str) -> i32 {
        match self.get(name) {
            Some(Value::EnumNumber(number)) => number,
            _ => 0,
        }
    }

    fn text(&self, name: &str) -> String {
        match self.get(name) {
            Some(Value::String(text)) => text,
            _ => String::new(),
        }
    }
}

/// What the table of a message is called: `TradeBulletin` as `trade_bulletin`.
pub fn snake(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 4);
    for (index, letter) in name.char_indices() {
        if letter.is_ascii_uppercase() && index > 0 {
            text.push('_');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}
