//! Messages as JSON schemas: as they are answered, and as they are taken.

use std::collections::{BTreeMap, BTreeSet};

use ledger::kinds::{comment, pool};
use prost_reflect::{EnumDescriptor, FieldDescriptor, Kind, MessageDescriptor, Value as Reflected};
use proto::ledger::v1::{Format, Source};
use serde_json::{Map, Value, json};

/// Which way a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    /// From a caller: both spellings of a number, and null for what is not said.
    In,
    /// To a caller.
    Out,
}

/// The schemas that a document refers to.
#[derive(Default)]
pub(super) struct Schemas(BTreeMap<String, Value>);

impl Schemas {
    /// A reference to the schema of a message, which is written if it is not there.
    pub(super) fn message(&mut self, message: &MessageDescriptor, way: Way) -> Value {
        match message.full_name() {
            "google.protobuf.Timestamp" => return json!({"type": "string", "format": "date-time"}),
            "google.protobuf.Any" => return any(),
            _ => {}
        }
        let name = match way {
            Way::In => format!("{}.Input", message.full_name()),
            Way::Out => message.full_name().to_owned(),
        };
        if !self.0.contains_key(&name) {
            // Stands there already if the message contains itself.
            self.0.insert(name.clone(), Value::Null);
            let all: Vec<_> = message.fields().collect();
            let schema = self.object(message, &all, way);
            self.0.insert(name.clone(), schema);
        }
        json!({"$ref": format!("#/components/schemas/{name}")})
    }

    /// An object of some fields of a message.
    pub(super) fn object(
        &mut self,
        message: &MessageDescriptor,
        fields: &[FieldDescriptor],
        way: Way,
    ) -> Value {
        let mut properties = Map::new();
        let mut required = BTreeSet::new();
        for field in fields {
            properties.insert(field.name().to_owned(), self.field(field, way));
            let due = match way {
                Way::In => flag(field, "required") && source(field) == Source::Unspecified,
                Way::Out => !field.supports_presence(),
            };
            if due {
                required.insert(field.name().to_owned());
            }
        }
        let mut schema = json!({"type": "object", "properties": properties});
        let said = comment(&message.parent_file(), message.path());
        add(&mut schema, "title", &text(&message.options(), "kind_label"));
        add(&mut schema, "description", said);
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        if way == Way::In {
            schema["additionalProperties"] = Value::Bool(false);
        }
        schema
    }

    /// A field, with its name in a form, its unit and what the contract says of it.
    pub(super) fn field(&mut self, field: &FieldDescriptor, way: Way) -> Value {
        let mut schema = if field.is_map() {
            let value = field.kind().as_message().map(MessageDescriptor::map_entry_value_field);
            let value = value.map(|value| self.one(&value, way)).unwrap_or_default();
            json!({"type": "object", "additionalProperties": value})
        } else if field.is_list() {
            json!({"type": "array", "items": self.one(field, way)})
        } else {
            self.one(field, way)
        };
        add(&mut schema, "title", &text(&field.options(), "label"));
        let unit = text(&field.options(), "unit");
        let unit = if unit.is_empty() { unit } else { format!("单位 unit: {unit}.") };
        let said = [unit.as_str(), comment(&field.parent_message().parent_file(), field.path())];
        add(&mut schema, "description", said.join(" ").trim());
        if source(field) != Source::Unspecified || field.name() == "metadata" {
            schema["readOnly"] = Value::Bool(way == Way::Out);
        }
        schema
    }

    fn one(&mut self, field: &FieldDescriptor, way: Way) -> Value {
        let number = |bits: u32| json!({"type": "string", "format": format!("int{bits}"), "pattern": "^-?[0-9]+$"});
        match (field.kind(), way) {
            (Kind::Message(message), Way::Out) => self.message(&message, way),
            (Kind::Message(message), Way::In) => {
                json!({"anyOf": [self.message(&message, way), {"type": "null"}]})
            }
            (Kind::Enum(values), _) => enumerated(&values, way, flag(field, "required")),
            (Kind::Bool, Way::Out) => json!({"type": "boolean"}),
            (Kind::Bool, Way::In) => json!({"type": ["boolean", "null"]}),
            (Kind::Int32, Way::Out) => json!({"type": "integer", "format": "int32"}),
            (Kind::Int32, Way::In) => whole(field, i64::from(i32::MIN), i64::from(i32::MAX)),
            (Kind::Int64, Way::Out) => number(64),
            (Kind::Int64, Way::In) => whole(field, i64::MIN, i64::MAX),
            (Kind::Bytes, _) => json!({"type": "string", "contentEncoding": "base64"}),
            (_, Way::Out) => json!({"type": "string"}),
            (_, Way::In) => string(field),
        }
    }

    /// All schemas, by name.
    pub(super) fn into_components(self) -> Map<String, Value> {
        self.0.into_iter().collect()
    }
}

/// A number as it is taken: bare, or as a string of digits.
fn whole(field: &FieldDescriptor, least: i64, most: i64) -> Value {
    let of_kind =
        source(field) == Source::Unspecified && !text(&field.options(), "label").is_empty();
    let least = if of_kind && !flag(field, "signed") { 0 } else { least };
    json!({
        "type": ["integer", "string", "null"],
        "minimum": least, "maximum": most,
        "pattern": if least == 0 { "^[0-9]{1,9}$" } else { "^-?[0-9]{1,9}$" },
    })
}

fn string(field: &FieldDescriptor) -> Value {
    let mut schema = json!({"type": ["string", "null"], "maxLength": 600});
    let pattern = match Format::try_from(number(field, "format")) {
        Ok(Format::Date) => "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$",
        Ok(Format::Division) => "^([0-9]{2,12})?$",
        Ok(Format::Time) => "^([0-9]{2}:[0-9]{2})?$",
        _ => "",
    };
    if flag(field, "required") && source(field) == Source::Unspecified {
        schema["type"] = json!("string");
        schema["minLength"] = json!(1);
    }
    add(&mut schema, "pattern", pattern);
    schema
}

fn enumerated(values: &EnumDescriptor, way: Way, required: bool) -> Value {
    let all = values.values().filter(|value| way == Way::Out || !required || value.number() != 0);
    let names: Vec<_> = all.map(|value| value.name().to_owned()).collect();
    let labels = values.values().filter_map(|value| {
        let label = text(&value.options(), "value_label");
        (!label.is_empty()).then(|| format!("{}: {label}", value.name()))
    });
    let labels = labels.collect::<Vec<_>>().join("; ");
    let mut schema = json!({"type": "string", "enum": names});
    add(&mut schema, "description", &labels);
    schema
}

fn any() -> Value {
    json!({
        "type": "object", "properties": {"@type": {"type": "string"}}, "required": ["@type"],
        "description": "A record of the kind that @type names."
    })
}

fn add(schema: &mut Value, name: &str, said: &str) {
    // A reference with siblings is taken since JSON Schema 2020-12.
    if !said.is_empty() && schema.get(name).is_none() {
        schema[name] = Value::String(said.to_owned());
    }
}

fn option(options: &prost_reflect::DynamicMessage, name: &str) -> Option<Reflected> {
    let extension = pool().get_extension_by_name(&format!("xianzhi.ledger.v1.{name}"))?;
    options.has_extension(&extension).then(|| options.get_extension(&extension).into_owned())
}

/// The text of an option; empty where it is not given.
pub(super) fn text(options: &prost_reflect::DynamicMessage, name: &str) -> String {
    option(options, name).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn flag(field: &FieldDescriptor, name: &str) -> bool {
    option(&field.options(), name) == Some(Reflected::Bool(true))
}

fn number(field: &FieldDescriptor, name: &str) -> i32 {
    option(&field.options(), name).and_then(|value| value.as_enum_number()).unwrap_or_default()
}

fn source(field: &FieldDescriptor) -> Source {
    Source::try_from(number(field, "source")).unwrap_or_default()
}
