//! One operation of the document: its path, parameters, body and answers.

use ledger::kinds::comment;
use serde_json::{Value, json};

use super::schemas::{Schemas, Way};
use crate::web::rest::contract::{Collection, Operation, Place, Role};
use crate::web::rest::{pages, views};

/// What may go wrong with any call, beside what writes may meet.
const OF_READS: [&str; 9] = ["400", "401", "403", "404", "405", "406", "500", "503", "504"];
/// What writes may meet as well.
const OF_WRITES: [&str; 6] = ["409", "412", "413", "415", "422", "428"];

/// The template of an operation's path.
pub(super) fn path(department: &str, collection: &Collection, operation: &Operation) -> String {
    let root = format!("/v1/counties/{{county}}/{department}/{}", collection.name);
    match &operation.place {
        Place::Collection(None) => root,
        Place::Collection(Some(act)) => format!("{root}:{act}"),
        Place::Record(None) => format!("{root}/{{id}}"),
        Place::Record(Some(act)) => format!("{root}/{{id}}:{act}"),
        Place::Below(below) => format!("{root}/{{id}}/{below}"),
    }
}

/// The operation as the document has it.
pub(super) fn describe(
    department: &str,
    collection: &Collection,
    operation: &Operation,
    schemas: &mut Schemas,
) -> Value {
    let method = &operation.method;
    let service = method.parent_service();
    let place = if operation.of_record() { "record_" } else { "" };
    let shared = if collection.shared { place } else { "" };
    let name = format!("{department}_{}_{shared}{}", collection.name, method.name());
    let mut described = json!({
        "operationId": name,
        "tags": [format!("{department}/{}", collection.name)],
        "summary": comment(&service.parent_file(), method.path()),
        "description": format!("gRPC: {}", method.full_name()),
        "parameters": parameters(collection, operation, schemas),
        "responses": responses(collection, operation, schemas),
    });
    if let Some(body) = body(operation, schemas) {
        described["requestBody"] = body;
    }
    described
}

/// Whether an operation is answered as a page as well.
fn has_page(collection: &Collection, operation: &Operation) -> bool {
    let shown = views::shows(operation) || pages::shows(collection, &operation.place);
    operation.http == http::Method::GET && shown
}

fn parameters(collection: &Collection, operation: &Operation, schemas: &mut Schemas) -> Vec<Value> {
    let mut all =
        vec![parameter("county", "path", json!({"type": "string", "pattern": "^[0-9]{6}$"}))];
    if operation.of_record() {
        let id = json!({"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$"});
        all.push(parameter("id", "path", id));
    }
    for field in operation.fields(Role::Query) {
        let mut schema = schemas.field(&field, Way::Out);
        let whole = |bits: u32, most: i64| json!({"type": "integer", "format": format!("int{bits}"), "minimum": 0, "maximum": most});
        match field.kind() {
            prost_reflect::Kind::Int64 => schema = whole(64, i64::MAX),
            prost_reflect::Kind::Int32 => schema = whole(32, i64::from(i32::MAX)),
            _ => {}
        }
        let mut one = parameter(field.name(), "query", schema);
        one["required"] = Value::Bool(false);
        all.push(one);
    }
    let optional = |name: &str, place: &str, schema: Value| {
        let mut one = parameter(name, place, schema);
        one["required"] = Value::Bool(false);
        one
    };
    let writes = operation.http != http::Method::GET;
    if !operation.fields(Role::Etag).is_empty()
        || writes && !operation.fields(Role::Reference).is_empty()
    {
        all.push(parameter(
            "If-Match",
            "header",
            json!({"type": "string", "pattern": "^\"[0-9]{1,18}\"$"}),
        ));
    }
    if !operation.fields(Role::RequestId).is_empty() {
        all.push(optional(
            "Idempotency-Key",
            "header",
            json!({"type": "string", "format": "uuid"}),
        ));
        let actor = json!({"type": "string", "pattern": "^[A-Za-z0-9._@-]{1,64}$"});
        all.push(parameter("xianzhi-actor", "header", actor));
    }
    let formats: &[&str] =
        if has_page(collection, operation) { &["json", "html"] } else { &["json"] };
    all.push(optional("format", "query", json!({"type": "string", "enum": formats})));
    all.push(optional("lang", "query", json!({"type": "string", "enum": ["zh", "en"]})));
    all
}

/// A parameter, required unless it is said otherwise.
pub(super) fn parameter(name: &str, place: &str, schema: Value) -> Value {
    json!({"name": name, "in": place, "required": true, "schema": schema})
}

fn body(operation: &Operation, schemas: &mut Schemas) -> Option<Value> {
    let (schema, required) = match operation.fields(Role::Record).first() {
        Some(field) => (schemas.message(field.kind().as_message()?, Way::In), true),
        None => {
            let fields = operation.fields(Role::Body);
            if fields.is_empty() {
                return None;
            }
            (schemas.object(&operation.method.input(), &fields, Way::In), false)
        }
    };
    Some(json!({"required": required, "content": {"application/json": {"schema": schema}}}))
}

fn responses(collection: &Collection, operation: &Operation, schemas: &mut Schemas) -> Value {
    let schema = schemas.message(&operation.method.output(), Way::Out);
    let mut good = json!({
        "description": "As asked for.",
        "content": {"application/json": {"schema": schema}},
    });
    if operation.method.output().get_field_by_name("metadata").is_some() {
        let tag = "The entry that last touched the record; goes into If-Match.";
        good["headers"] = json!({"ETag": {"description": tag, "schema": {"type": "string"}}});
    }
    if has_page(collection, operation) {
        good["content"]["text/html"] = json!({});
    }
    let mut all = json!({"200": good});
    if operation.creates() {
        let mut created = all["200"].clone();
        created["description"] = json!("The record was created.");
        created["headers"]["Location"] = json!({"schema": {"type": "string"}});
        all["201"] = created;
        all["200"]["description"] = json!("The record would be created (validate_only).");
    }
    if operation.http == http::Method::GET {
        all["304"] = json!({"description": "The caller has it (If-None-Match)."});
    }
    let writes = OF_WRITES.iter().filter(|_| operation.http != http::Method::GET);
    add_problems(&mut all, OF_READS.iter().chain(writes));
    all
}

/// Adds the problems that an operation may answer with.
pub(super) fn add_problems<'a>(all: &mut Value, statuses: impl Iterator<Item = &'a &'a str>) {
    let problem = json!({"$ref": "#/components/schemas/Problem"});
    for status in statuses {
        all[*status] = json!({
            "description": "A problem (RFC 9457).",
            // A page for whoever asks for one.
            "content": {"application/problem+json": {"schema": problem}, "text/html": {}},
        });
    }
}

/// The schema of a problem.
pub(super) fn problem() -> Value {
    let text = json!({"type": "string"});
    json!({
        "type": "object",
        "description": "Why a call was refused (RFC 9457).",
        "required": ["type", "title", "status", "detail", "code", "reason", "instance", "errors"],
        "properties": {
            "type": text, "title": text, "status": {"type": "integer"}, "detail": text,
            "code": text, "reason": text, "instance": text,
            "errors": {"type": "array", "items": {
                "type": "object",
                "required": ["field", "pointer", "reason", "message"],
                "properties": {"field": text, "pointer": text, "reason": text, "message": text},
            }},
            "metadata": {"type": "object", "additionalProperties": text},
        },
    })
}
