//! What is answered beside records: reports, figures, health, and files that are sent whole.
//! These have views of their own, which the document describes by their first level.

use serde_json::{Map, Value, json};

use super::operations::{add_problems, parameter};

const PROBLEMS: [&str; 8] = ["400", "404", "405", "406", "500", "503", "504", "413"];

/// What is read.
struct View {
    /// Below a division, where it begins with nothing else.
    path: &'static str,
    summary: &'static str,
    /// The parameters in its query.
    query: &'static [&'static str],
    /// The fields of its answer as JSON.
    fields: &'static [&'static str],
    /// The other types that it is answered in.
    types: &'static [&'static str],
}

const SCOPE: &str = "/v1/divisions/{division}";
const PAGE: &[&str] = &["text/html"];
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const RENDERINGS: &[&str] = &["text/html", "text/markdown", DOCX, XLSX, "application/pdf"];
/// A year, or another period by its name.
const WHEN: [&str; 3] = ["year", "period", "as_of"];

const VIEWS: [View; 8] = [
    View {
        path: "/reports/{period}",
        summary: "Compiles a report.",
        query: &["as_of", "audience"],
        fields: &["title", "chapters"],
        types: RENDERINGS,
    },
    View {
        path: "/reports/{period}/materials",
        summary: "Lists what offices handed in for a report by section, and what papers state.",
        query: &["as_of"],
        fields: &["sections", "statements"],
        types: PAGE,
    },
    View {
        path: "/figures",
        summary: "Computes all figures.",
        query: &["year", "period", "as_of", "audience"],
        fields: &["figures"],
        types: PAGE,
    },
    View {
        path: "/figures/{code}",
        summary: "Explains a figure.",
        query: &WHEN,
        fields: &["figure"],
        types: PAGE,
    },
    View {
        path: "/figures/{code}/records",
        summary: "Lists the records behind a figure, or those left out for a reason.",
        query: &["year", "period", "as_of", "excluded", "page_size", "page_token"],
        fields: &["records", "next_page_token"],
        types: &["text/html", "text/csv", XLSX],
    },
    View {
        path: "/figures/{code}/breakdown",
        summary: "Breaks a figure down.",
        query: &["year", "period", "as_of", "by"],
        fields: &["cells"],
        types: PAGE,
    },
    View {
        path: "/search",
        summary: "Answers how many there are now: by a name, another word for it, or first letters.",
        query: &["q", "year", "period", "as_of", "audience"],
        fields: &["cards"],
        types: PAGE,
    },
    View {
        path: "/state",
        summary: "Says which departments are up, and what was written since yesterday.",
        query: &[],
        fields: &["departments"],
        types: PAGE,
    },
];

const DIVISIONS: View = View {
    path: "",
    summary: "Lists the divisions that have ledgers.",
    query: &[],
    fields: &["divisions"],
    types: PAGE,
};

const HEALTH: View = View {
    path: "",
    summary: "Says which departments are up.",
    query: &[],
    fields: &["status", "departments"],
    types: &[],
};

/// Adds the paths of the views.
pub(super) fn describe(paths: &mut Map<String, Value>) {
    for view in VIEWS {
        paths.insert(format!("{SCOPE}{}", view.path), view.describe());
    }
    paths.insert("/v1/divisions".to_owned(), without_division(DIVISIONS.describe()));
    paths.insert("/schemas/report.json".to_owned(), report_schema());
    paths.insert("/healthz".to_owned(), without_division(HEALTH.describe()));
    paths.insert(format!("{SCOPE}/forms/{{period}}"), form());
    paths.insert("/v1/counties/{county}/imports".to_owned(), import());
}

/// The name by which an address asks for a type.
fn format(media: &&'static str) -> Option<&'static str> {
    match *media {
        "text/html" => Some("html"),
        "text/markdown" => Some("md"),
        "text/csv" => Some("csv"),
        "application/pdf" => Some("pdf"),
        XLSX => Some("xlsx"),
        DOCX => Some("docx"),
        _ => None,
    }
}

fn text(pattern: &str) -> Value {
    json!({"type": "string", "pattern": pattern})
}

fn division() -> Value {
    parameter("division", "path", text("^[0-9]{2,12}$"))
}

/// The pattern of a part of a path.
fn part(name: &str) -> Value {
    parameter(
        name,
        "path",
        match name {
            "period" => text("^[0-9]{4}(-(H[12]|Q[1-4]|[0-9]{2}))?$"),
            _ => text("^[a-z0-9_.]{1,80}$"),
        },
    )
}

fn asked(name: &str) -> Value {
    let schema = match name {
        "year" => text("^[0-9]{4}$"),
        "as_of" => json!({"type": "string", "format": "date"}),
        "audience" => json!({"type": "string", "enum": ["public", "internal", "leaders"]}),
        "by" => json!({"type": "string", "enum": ["township", "month"]}),
        "lang" => json!({"type": "string", "enum": ["zh", "en"]}),
        "format" => json!({"type": "string", "enum": ["json"]}),
        "page_size" => json!({"type": "integer", "minimum": 0, "maximum": i32::MAX}),
        "dry_run" | "partial" => json!({"type": "boolean"}),
        _ => json!({"type": "string"}),
    };
    let mut one = parameter(name, "query", schema);
    // A period may be named instead of a year; one of them is due.
    one["required"] = Value::Bool(name == "by");
    one
}

impl View {
    fn describe(&self) -> Value {
        let Self { path, summary, query, fields, types } = self;
        let mut parameters = vec![division()];
        parameters.extend(path.split(['{', '}']).skip(1).step_by(2).map(part));
        parameters.extend(query.iter().copied().chain(["lang"]).map(asked));
        let formats: Vec<_> = ["json"].into_iter().chain(types.iter().filter_map(format)).collect();
        if !types.is_empty() {
            let schema = json!({"type": "string", "enum": formats});
            let mut one = parameter("format", "query", schema);
            one["required"] = Value::Bool(false);
            parameters.push(one);
        }
        let properties: Map<_, _> =
            fields.iter().map(|name| ((*name).to_owned(), json!({}))).collect();
        let schema = json!({"type": "object", "properties": properties, "required": fields});
        let mut content = json!({"application/json": {"schema": schema}});
        for other in *types {
            content[*other] = json!({});
        }
        let mut responses = json!({
            "200": {"description": "As asked for.", "content": content},
            "304": {"description": "The caller has it (If-None-Match)."},
        });
        add_problems(&mut responses, PROBLEMS.iter());
        if types.contains(&"application/pdf") {
            add_problems(&mut responses, ["501"].iter());
        }
        let name: String = path.split(['/', '{', '}']).collect::<Vec<_>>().join("_");
        json!({"get": {
            "operationId": format!("view{name}_{}", fields.join("_")),
            "tags": ["report"], "summary": summary,
            "parameters": parameters, "responses": responses,
        }})
    }
}

/// What a department keeps.
pub(super) fn department(name: &str) -> Value {
    let schema = json!({"type": "object", "properties": {
        "department": {"type": "string"},
        "collections": {"type": "array", "items": {"type": "object"}},
    }, "required": ["department", "collections"]});
    let content = json!({"application/json": {"schema": schema}, "text/html": {}});
    let mut responses = json!({"200": {"description": "As asked for.", "content": content}});
    add_problems(&mut responses, PROBLEMS.iter());
    let county = parameter("county", "path", text("^[0-9]{6}$"));
    let mut format =
        parameter("format", "query", json!({"type": "string", "enum": ["json", "html"]}));
    format["required"] = Value::Bool(false);
    json!({"get": {
        "operationId": format!("list_collections_{name}"), "tags": ["report"],
        "summary": "Lists the collections of records that the department keeps.",
        "parameters": [county, format, asked("lang")], "responses": responses,
    }})
}

/// The JSON Schema of a report.
fn report_schema() -> Value {
    let content = json!({"application/json": {"schema": {"type": "object"}}});
    let mut responses = json!({"200": {"description": "The JSON Schema.", "content": content}});
    add_problems(&mut responses, PROBLEMS.iter());
    json!({"get": {
        "operationId": "view_report_schema", "tags": ["report"],
        "summary": "Describes a report in JSON (JSON Schema 2020-12).", "responses": responses,
        "parameters": [asked("lang")],
    }})
}

/// A form that comes back filled in.
fn form() -> Value {
    let parameters = [division(), part("period"), asked("as_of"), asked("lang")];
    let files = json!({XLSX: {}, DOCX: {}});
    let mut responses = json!({"200": {"description": "The form, filled in.", "content": files}});
    add_problems(&mut responses, PROBLEMS.iter().chain(["415"].iter()));
    json!({"post": {
        "operationId": "fill_form", "tags": ["report"],
        "summary": "Fills a workbook or a document in with the figures that its {{codes}} name.",
        "parameters": parameters, "responses": responses,
        "requestBody": {"required": true, "content": files},
    }})
}

/// A sheet that is taken in.
fn import() -> Value {
    let names = [
        "name",
        "department",
        "kind",
        "profile",
        "profile_name",
        "explanation",
        "opening",
        "opening_date",
        "withdraw_reason",
        "dry_run",
        "partial",
        "format",
        "lang",
    ];
    let mut parameters = vec![parameter("county", "path", text("^[0-9]{6}$"))];
    parameters.extend(names.map(asked));
    parameters.push(parameter("xianzhi-actor", "header", text("^[A-Za-z0-9._@-]{1,64}$")));
    let uuid = json!({"type": "string", "format": "uuid"});
    let mut key = parameter("Idempotency-Key", "header", uuid);
    key["required"] = Value::Bool(false);
    parameters.push(key);
    let counts = [
        "rows",
        "created",
        "revised",
        "unchanged",
        "refused",
        "examples",
        "unlisted",
        "vanished",
        "withdrawn",
    ];
    let mut properties: Map<_, _> =
        counts.iter().map(|name| ((*name).to_owned(), json!({"type": "integer"}))).collect();
    properties.insert("taken".to_owned(), json!({"type": "boolean"}));
    properties.insert("opening_list".to_owned(), json!({"type": "string"}));
    for list in ["remarks", "changes", "vanished_records", "kept", "given", "departments"] {
        properties.insert(list.to_owned(), json!({"type": "array"}));
    }
    let schema = json!({"type": "object", "properties": properties, "required": ["taken"]});
    let told = |description: &str| json!({"description": description, "content": {"application/json": {"schema": schema}}});
    let mut responses = json!({
        "200": told("Taken, or, as a dry run, fit to be."),
        "422": told("Refused: the remarks name every cell."),
    });
    let others = ["401", "403", "409"];
    add_problems(&mut responses, PROBLEMS.iter().chain(others.iter()));
    // A key that was used for another sheet, and a rule that asks for an explanation.
    responses["422"]["content"]["application/problem+json"] =
        json!({"schema": {"$ref": "#/components/schemas/Problem"}});
    json!({"post": {
        "operationId": "import_sheets", "tags": ["report"],
        "summary": "Tries a sheet and takes its rows, records or acts on them: all of a department's or none.",
        "parameters": parameters, "responses": responses,
        "requestBody": {"required": true, "content": {XLSX: {}, "text/csv": {}}},
    }})
}

fn without_division(mut view: Value) -> Value {
    if let Some(parameters) = view["get"]["parameters"].as_array_mut() {
        parameters.retain(|parameter| parameter["name"] != "division");
    }
    view
}
