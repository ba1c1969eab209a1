//! A call over HTTP as the request of a method: path, query, headers and body, each field from
//! the part that the contract names.

use chassis::{FieldFault, Refusal};
use http::HeaderMap;
use http::header::{CONTENT_TYPE, HeaderName, IF_MATCH};
use prost_reflect::{
    DeserializeOptions, DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, Value,
};
use proto::ledger::v1::Reason;

use super::contract::{Collection, Operation, Role};
use crate::web::negotiate::wrong;

/// Names a request, so that it may be sent again.
pub(crate) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// Parameters that are about the answer, not about the request.
const OF_THE_ANSWER: [&str; 2] = ["format", "lang"];

/// What came over HTTP.
pub(crate) struct Input<'a> {
    pub(crate) county: &'a str,
    pub(crate) id: &'a str,
    pub(crate) query: &'a [(String, String)],
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
}

/// The request of an operation.
///
/// # Errors
/// `REQUEST_INVALID` for a parameter that is unknown, given twice or no value of its field,
/// `MEDIA_TYPE_UNKNOWN`, or `MESSAGE_MALFORMED` with the place in the body.
pub(crate) fn build(
    operation: &Operation,
    collection: &Collection,
    input: &Input<'_>,
) -> Result<DynamicMessage, Refusal> {
    let mut request = body(operation, input)?;
    for field in operation.method.input().fields() {
        let value = match operation.role(&field) {
            Role::County => Value::String(input.county.to_owned()),
            Role::Id => Value::String(input.id.to_owned()),
            Role::Etag => Value::String(header(input.headers, &IF_MATCH)),
            Role::RequestId => {
                let key = header(input.headers, &IDEMPOTENCY_KEY);
                Value::String(key.trim_matches('"').to_owned())
            }
            Role::Reference => {
                let etag = header(input.headers, &IF_MATCH);
                reference(&field, collection, (input.id, &etag))?
            }
            Role::Record | Role::Query | Role::Body => continue,
        };
        request.set_field(&field, value);
    }
    set_query(operation, input, &mut request)?;
    Ok(request)
}

/// A header; what is not text is none.
pub(crate) fn header(headers: &HeaderMap, name: &HeaderName) -> String {
    let text = headers.get(name).and_then(|value| value.to_str().ok());
    text.unwrap_or_default().trim().to_owned()
}

/// A record as a reference to the state that the caller saw.
pub(crate) fn reference(
    field: &FieldDescriptor,
    collection: &Collection,
    (id, etag): (&str, &str),
) -> Result<Value, Refusal> {
    let described = field.kind().as_message().cloned();
    let described = described.ok_or_else(|| Refusal::internal(&"a reference is no message"))?;
    let mut reference = DynamicMessage::new(described);
    let kind = collection.kind.as_ref().map(|kind| kind.full_name().to_owned());
    for (name, text) in [("kind", kind.unwrap_or_default().as_str()), ("id", id), ("etag", etag)] {
        reference.set_field_by_name(name, Value::String(text.to_owned()));
    }
    let one = Value::Message(reference);
    Ok(if field.is_list() { Value::List(vec![one]) } else { one })
}

fn set_query(
    operation: &Operation,
    input: &Input<'_>,
    request: &mut DynamicMessage,
) -> Result<(), Refusal> {
    let fields = operation.fields(Role::Query);
    let mut given: Vec<&str> = Vec::new();
    for (name, text) in input.query {
        if OF_THE_ANSWER.contains(&name.as_str()) {
            continue;
        }
        let named = |field: &&FieldDescriptor| field.name() == name || field.json_name() == name;
        let Some(field) = fields.iter().find(named) else {
            return Err(no_parameter(name, &fields));
        };
        let value = scalar(field, text)?;
        if field.is_list() {
            if let Value::List(values) = request.get_field_mut(field) {
                values.push(value);
            }
        } else if given.contains(&field.name()) {
            let message = format!("the parameter {name} is given twice");
            return Err(wrong(name, &message, &format!("参数 {name} 重复")));
        } else if !text.is_empty() {
            request.set_field(field, value);
        }
        given.push(field.name());
    }
    Ok(())
}

fn no_parameter(name: &str, fields: &[FieldDescriptor]) -> Refusal {
    let known = fields.iter().map(FieldDescriptor::name).chain(OF_THE_ANSWER);
    let known = known.map(str::to_owned).collect::<Vec<_>>().join(", ");
    let message = format!("there is no parameter {name:?} here; there are {known}");
    wrong(name, &message, &format!("这里没有参数“{name}”，可用的有 {known}"))
}

/// A value of the query; an empty one is none.
fn scalar(field: &FieldDescriptor, text: &str) -> Result<Value, Refusal> {
    let value = match field.kind() {
        Kind::String => Some(Value::String(text.to_owned())),
        kind if text.is_empty() => Some(Value::default_value(&kind)),
        Kind::Bool => text.parse().ok().map(Value::Bool),
        Kind::Int32 => text.parse().ok().map(Value::I32),
        Kind::Int64 => text.parse().ok().map(Value::I64),
        Kind::Enum(values) => {
            let named = values.get_value_by_name(text).map(|value| value.number());
            named.or_else(|| text.parse().ok()).map(Value::EnumNumber)
        }
        _ => None,
    };
    value.ok_or_else(|| {
        let name = field.name();
        let due = due(&field.kind());
        wrong(name, &format!("{text:?} is not {due}"), &format!("“{text}”不是 {name} 的值"))
    })
}

fn due(kind: &Kind) -> String {
    match kind {
        Kind::Bool => "true or false".to_owned(),
        Kind::Enum(values) => {
            let names = values.values().map(|value| value.name().to_owned());
            format!("one of {}", names.collect::<Vec<_>>().join(", "))
        }
        Kind::Int32 => "a whole number of 32 bits".to_owned(),
        _ => "a whole number of 64 bits".to_owned(),
    }
}

/// What the body gives: the record, the rest of the request, or nothing.
fn body(operation: &Operation, input: &Input<'_>) -> Result<DynamicMessage, Refusal> {
    let whole = operation.method.input();
    let mut request = DynamicMessage::new(whole.clone());
    if operation.http == http::Method::GET {
        return Ok(request);
    }
    if let Some(field) = operation.fields(Role::Record).first() {
        let described = field.kind().as_message().cloned();
        let described = described.ok_or_else(|| Refusal::internal(&"a record is no message"))?;
        check_media_type(input)?;
        request.set_field(field, Value::Message(parse(&described, input.body)?));
        return Ok(request);
    }
    if input.body.iter().all(u8::is_ascii_whitespace) {
        return Ok(request);
    }
    check_media_type(input)?;
    let parsed = parse(&whole, input.body)?;
    let bound = |field: &FieldDescriptor| operation.role(field) != Role::Body;
    if let Some(field) = whole.fields().filter(bound).find(|field| parsed.has_field(field)) {
        let name = field.name();
        return Err(wrong(
            name,
            &format!("{name} is given by the path, the query or a header, not by the body"),
            &format!("{name} 由路径、参数或请求头给出，不写在正文里"),
        ));
    }
    Ok(parsed)
}

/// Reads JSON as a message, by either spelling of its names; other names are refused.
fn parse(described: &MessageDescriptor, body: &[u8]) -> Result<DynamicMessage, Refusal> {
    let options = DeserializeOptions::new().deny_unknown_fields(true);
    let mut json = serde_json::Deserializer::from_slice(body);
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(&mut json, &mut track);
    let parsed = DynamicMessage::deserialize_with_options(described.clone(), tracked, &options);
    let path = || match track.path().to_string() {
        root if root == "." => String::new(),
        path => path,
    };
    let parsed = parsed.map_err(|cause| malformed(path(), &cause))?;
    json.end().map_err(|cause| malformed(String::new(), &cause))?;
    Ok(parsed)
}

fn malformed(path: String, cause: &serde_json::Error) -> Refusal {
    let fault = FieldFault::new(
        path,
        Reason::MessageMalformed,
        format!("the JSON is not what is due here: {cause}"),
        format!("此处的 JSON 不合约定：{cause}"),
    );
    let (message, zh) = (fault.message.clone(), fault.message_zh.clone());
    let mut refusal = Refusal::new(Reason::MessageMalformed, message, zh);
    refusal.fields.push(fault);
    refusal
}

fn check_media_type(input: &Input<'_>) -> Result<(), Refusal> {
    let given = header(input.headers, &CONTENT_TYPE);
    let essence = given.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    Err(Refusal::new(
        Reason::MediaTypeUnknown,
        format!("the body is {essence:?}; send application/json"),
        format!("正文类型为“{essence}”，应为 application/json"),
    ))
}

#[cfg(test)]
mod tests;
