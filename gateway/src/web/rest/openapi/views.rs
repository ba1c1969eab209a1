//! What is read beside records: reports, figures, health. These have views of their own, which
//! the document describes by their first level.

use serde_json::{Map, Value, json};

use super::operations::{add_problems, parameter};

const PROBLEMS: [&str; 8] = ["400", "404", "405", "406", "500", "503", "504", "413"];

/// A path, what it is for, its parameters in the query, and the fields of its answer.
type View = (&'static str, &'static str, &'static [&'static str], &'static [&'static str]);

const SCOPE: &str = "/v1/divisions/{division}";

/// The first part of a path below a division is left out.
const VIEWS: [View; 8] = [
    ("/reports/{period}", "Compiles a report.", &["as_of", "audience"], &["title", "chapters"]),
    (
        "/reports/{period}/materials",
        "Lists what offices handed in for a report by section, and what papers state.",
        &["as_of"],
        &["sections", "statements"],
    ),
    ("/figures", "Computes all figures.", &["year", "as_of"], &["figures"]),
    ("/figures/{code}", "Explains a figure.", &["year", "as_of"], &["figure"]),
    (
        "/figures/{code}/records",
        "Lists the records behind a figure, or those left out for a reason.",
        &["year", "as_of", "excluded", "page_size", "page_token"],
        &["records", "next_page_token"],
    ),
    (
        "/search",
        "Answers how many there are now: by a name, another word for it, or first letters.",
        &["q", "year", "as_of"],
        &["cards"],
    ),
    (
        "/state",
        "Says which departments are up, and what was written since yesterday.",
        &[],
        &["departments"],
    ),
    ("/figures/{code}/breakdown", "Breaks a figure down.", &["year", "as_of", "by"], &["cells"]),
];

/// Adds the paths of the views.
pub(super) fn describe(paths: &mut Map<String, Value>) {
    for (path, summary, query, fields) in VIEWS {
        paths.insert(format!("{SCOPE}{path}"), view(path, summary, query, fields));
    }
    let listed = view("", "Lists the divisions that have ledgers.", &[], &["divisions"]);
    paths.insert("/v1/divisions".to_owned(), without_division(listed));
    let health = view("", "Says which departments are up.", &[], &["status", "departments"]);
    paths.insert("/healthz".to_owned(), without_division(health));
}

fn view(path: &str, summary: &str, query: &[&str], fields: &[&str]) -> Value {
    let text = |pattern: &str| json!({"type": "string", "pattern": pattern});
    let mut parameters = vec![parameter("division", "path", text("^[0-9]{2,12}$"))];
    for name in path.split(['{', '}']).skip(1).step_by(2) {
        let pattern = if name == "period" {
            "^[0-9]{4}(-(H[12]|Q[1-4]|[0-9]{2}))?$"
        } else {
            "^[a-z0-9_.]{1,80}$"
        };
        parameters.push(parameter(name, "path", text(pattern)));
    }
    for name in query.iter().copied().chain(["lang"]) {
        let schema = match name {
            "year" => text("^[0-9]{4}$"),
            "as_of" => json!({"type": "string", "format": "date"}),
            "audience" => json!({"type": "string", "enum": ["public", "internal", "leaders"]}),
            "by" => json!({"type": "string", "enum": ["township", "month"]}),
            "lang" => json!({"type": "string", "enum": ["zh", "en"]}),
            "page_size" => json!({"type": "integer", "minimum": 0, "maximum": i32::MAX}),
            _ => json!({"type": "string"}),
        };
        let mut one = parameter(name, "query", schema);
        one["required"] = Value::Bool(name == "year" || name == "by");
        parameters.push(one);
    }
    let properties: Map<_, _> = fields.iter().map(|name| ((*name).to_owned(), json!({}))).collect();
    let schema = json!({"type": "object", "properties": properties, "required": fields});
    let mut responses = json!({
        "200": {
            "description": "As asked for.",
            "content": {"application/json": {"schema": schema}, "text/html": {}, "text/markdown": {}},
        },
        "304": {"description": "The caller has it (If-None-Match)."},
    });
    add_problems(&mut responses, PROBLEMS.iter());
    let name: String = path.split(['/', '{', '}']).collect::<Vec<_>>().join("_");
    json!({"get": {
        "operationId": format!("view{name}_{}", fields.join("_")),
        "tags": ["report"], "summary": summary,
        "parameters": parameters, "responses": responses,
    }})
}

fn without_division(mut view: Value) -> Value {
    if let Some(parameters) = view["get"]["parameters"].as_array_mut() {
        parameters.retain(|parameter| parameter["name"] != "division");
    }
    view
}
