//! Every operation of the description is called with what is sound, wrong and hostile, drawn from
//! its own schemas: no answer is a failure, and none is one that the description does not know.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use serde_json::{Map, Value, json};
use tests::{each_database, start_county};

use crate::http::{Answer, send};
use crate::oracle::random::Draw;

/// The draw that is made; any other does as well.
const SEED: u64 = 7;
/// Calls of each operation.
const CALLS: u64 = 6;
/// Nested values are drawn so deep.
const DEEPEST: u32 = 4;

/// Texts that have broken programs before.
const TEXTS: [&str; 18] = [
    "",
    " ",
    "0",
    "-1",
    "9223372036854775808",
    "1e400",
    "NaN",
    "null",
    "'; DROP TABLE entry; --",
    "%00",
    "%F0%9F%92%A9",
    "..%2f..%2fetc%2fpasswd",
    "{{7*7}}",
    "示例\u{202e}文",
    "<script>alert(1)</script>",
    "2023-02-30",
    "\u{feff}421222",
    "\"812\"",
];

/// Draws requests by the schemas of a description.
struct Writer<'a> {
    document: &'a Value,
    draw: Draw,
    /// Whether the present request is drawn to be wrong; otherwise little of it is.
    wild: bool,
}

impl Writer<'_> {
    /// Whether something is to be wrong: once in so many where all is to be, else seldom.
    fn astray(&mut self, wild: u64) -> bool {
        let bound = if self.wild { wild } else { 60 };
        self.draw.one_in(bound)
    }

    fn text(&mut self) -> String {
        match self.draw.below(12) {
            0 => "长".repeat(3_000),
            1 => "\u{1}\u{7f}".to_owned(),
            _ => self.draw.pick(&TEXTS).unwrap_or_default().to_owned(),
        }
    }

    /// A value of a schema, or of none at all.
    fn value(&mut self, schema: &Value, depth: u32) -> Value {
        if self.astray(9) {
            return self.stray();
        }
        if let Some(name) = schema["$ref"].as_str() {
            let pointed = name.strip_prefix('#').and_then(|path| self.document.pointer(path));
            let pointed = pointed.unwrap_or_else(|| panic!("{name} is not described")).clone();
            return self.value(&pointed, depth);
        }
        if let Some(values) = schema["enum"].as_array() {
            return self.draw.pick(values).unwrap_or_default();
        }
        for several in ["oneOf", "anyOf", "allOf"] {
            if let Some(schemas) = schema[several].as_array() {
                let one = self.draw.pick(schemas).unwrap_or_default();
                return self.value(&one, depth);
            }
        }
        match kind(schema) {
            "object" if depth < DEEPEST => self.object(schema, depth),
            "array" if depth < DEEPEST => {
                let count = self.draw.below(3);
                (0..count).map(|_| self.value(&schema["items"], depth + 1)).collect()
            }
            "integer" | "number" => json!(self.draw.below(1_000)),
            "boolean" => json!(self.draw.one_in(2)),
            "string" => json!(self.sound(schema)),
            _ => Value::Null,
        }
    }

    fn object(&mut self, schema: &Value, depth: u32) -> Value {
        let mut object = Map::new();
        for (name, of) in schema["properties"].as_object().into_iter().flatten() {
            if !self.astray(5) {
                object.insert(name.clone(), self.value(of, depth + 1));
            }
        }
        if self.astray(12) {
            object.insert(self.text(), Value::Null);
        }
        Value::Object(object)
    }

    /// A text that the schema may take.
    fn sound(&mut self, schema: &Value) -> String {
        match (schema["format"].as_str(), schema["pattern"].as_str()) {
            _ if self.astray(4) => self.text(),
            (Some("date"), _) => self.draw.day(),
            (Some("int64" | "uint64"), _) => self.draw.below(1_000_000).to_string(),
            (Some("uuid"), _) => "123e4567-e89b-42d3-a456-426614174000".to_owned(),
            (_, Some(pattern)) if pattern.contains("{6}") => "421222".to_owned(),
            (_, Some(pattern)) if pattern.contains('"') => "\"1\"".to_owned(),
            _ => self
                .draw
                .pick(&["421222106", "D-1", "X", "示例", "2023"])
                .unwrap_or_default()
                .to_owned(),
        }
    }

    /// A value of no schema.
    fn stray(&mut self) -> Value {
        match self.draw.below(7) {
            0 => Value::Null,
            1 => json!(-1),
            2 => json!(1.5e300),
            3 => json!(u64::MAX),
            4 => json!([[[[[]]]]]),
            5 => json!({"": {"@type": "type.googleapis.com/x"}}),
            _ => json!(self.text()),
        }
    }
}

fn kind(schema: &Value) -> &str {
    let of = &schema["type"];
    of.as_str().or_else(|| of.get(0)?.as_str()).unwrap_or_default()
}

/// A request as it goes over the wire.
struct Drawn {
    path: String,
    headers: Vec<(String, String)>,
    body: String,
}

fn drawn(writer: &mut Writer<'_>, path: &str, operation: &Value) -> Drawn {
    let mut path = path.to_owned();
    let (mut query, mut headers) = (Vec::new(), Vec::new());
    for one in operation["parameters"].as_array().into_iter().flatten() {
        let name = one["name"].as_str().expect("a name");
        let required = one["required"] == true;
        let given = writer.draw.one_in(if writer.wild { 2 } else { 8 });
        if !required && !given || required && writer.astray(20) {
            if one["in"] == "path" {
                path = path.replace(&format!("{{{name}}}"), "x");
            }
            continue;
        }
        let value = match writer.value(&one["schema"], DEEPEST) {
            Value::String(text) => text,
            other => other.to_string(),
        };
        match one["in"].as_str() {
            Some("path") => {
                let sound = if name == "county" && !writer.astray(6) { "421222" } else { &value };
                path = path.replace(&format!("{{{name}}}"), &escaped(sound));
            }
            Some("query") => query.push(format!("{name}={}", escaped(&value))),
            _ => {
                headers.push((name.to_owned(), value.replace(|c: char| !c.is_ascii_graphic(), "")))
            }
        }
    }
    let content = &operation["requestBody"]["content"];
    let mut body = String::new();
    if let Some((media, of)) = content.as_object().and_then(|all| all.iter().next()) {
        headers.push(("content-type".to_owned(), media.clone()));
        body = match if writer.wild { writer.draw.below(12) } else { 12 } {
            0 => "{".to_owned(),
            1 => writer.text(),
            2 => format!("{}1{}", "[".repeat(400), "]".repeat(400)),
            _ => writer.value(&of["schema"], 0).to_string(),
        };
    }
    if !query.is_empty() {
        path = format!("{path}?{}", query.join("&"));
    }
    Drawn { path, headers, body }
}

/// What would end a line or a path of the request itself is escaped; what is escaped already stays.
fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%*'".contains(&byte);
    let one =
        |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().take(1_500).map(one).collect()
}

async fn call(http: SocketAddr, method: &str, drawn: &Drawn) -> Answer {
    let headers = drawn.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let headers: Vec<_> = headers.collect();
    send(http, method, &drawn.path, &headers, &drawn.body).await
}

/// The schemas of a description, each read once.
struct Bodies<'a> {
    document: &'a Value,
    known: BTreeMap<String, jsonschema::Validator>,
}

impl Bodies<'_> {
    /// What of a body is not as a schema has it, if anything is.
    fn fault(&mut self, schema: &Value, body: &str) -> Option<String> {
        let components = &self.document["components"];
        let validator = self.known.entry(schema.to_string()).or_insert_with(|| {
            let whole = json!({"components": components, "allOf": [schema]});
            jsonschema::draft202012::new(&whole).expect("a schema")
        });
        match serde_json::from_str(body) {
            Ok(body) => {
                let fault = validator.iter_errors(&body).next()?;
                Some(format!("at {}: {fault:.200}", fault.instance_path()))
            }
            Err(cause) => Some(format!("no JSON: {cause}")),
        }
    }
}

/// What is wrong with an answer, if anything is.
fn fault(bodies: &mut Bodies<'_>, operation: &Value, answer: &Answer) -> Option<String> {
    let described = &operation["responses"][answer.status.to_string()];
    if answer.status >= 500 {
        return Some(format!("{} {}", answer.status, answer.body));
    }
    if !described.is_object() {
        return Some(format!("{} is not described: {}", answer.status, answer.body));
    }
    let content = answer.header("content-type").split(';').next().unwrap_or_default().to_owned();
    let media = described["content"].as_object();
    let known = media.is_none_or(|media| media.contains_key(&content));
    if !known && !answer.body.is_empty() {
        return Some(format!("{} with {content:?} is not described", answer.status));
    }
    let schema = media.and_then(|media| media.get(&content)?.get("schema"));
    let fault = bodies.fault(schema.filter(|_| !answer.body.is_empty())?, &answer.body)?;
    Some(format!("{} is not as described, {fault}: {}", answer.status, answer.body))
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_sent_the_answer_is_one_that_the_description_knows() {
    each_database(async |database| {
        let county = start_county(database).await;
        let document = send(county.http, "GET", "/openapi.json", &[], "").await;
        let document: Value = serde_json::from_str(&document.body).expect("JSON");
        let mut writer = Writer { document: &document, draw: Draw::new(SEED), wild: false };
        let mut bodies = Bodies { document: &document, known: BTreeMap::new() };
        let (mut calls, mut taken, mut wrong) = (0, 0, Vec::new());
        for (path, item) in document["paths"].as_object().expect("paths") {
            for (method, operation) in item.as_object().expect("an item") {
                for number in 0..CALLS {
                    writer.wild = number % 2 == 1;
                    let drawn = drawn(&mut writer, path, operation);
                    let answer = call(county.http, &method.to_uppercase(), &drawn).await;
                    calls += 1;
                    taken += i32::from(answer.status < 300);
                    if let Some(fault) = fault(&mut bodies, operation, &answer) {
                        let Drawn { path, body, .. } = drawn;
                        wrong.push(format!("{method} {path} {body:.300}: {fault:.600}"));
                    }
                }
            }
        }
        let name = database.name();
        assert!(wrong.is_empty(), "{name}: {} of {calls}: {wrong:#?}", wrong.len());
        assert!(taken * 20 > calls, "{name}: only {taken} of {calls} calls were taken");
        county.stop().await;
    })
    .await;
}
