//! The description of everything that is answered over HTTP (OpenAPI 3.1), from the descriptors.

mod operations;
mod schemas;
mod views;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::Response;
use chassis::Refusal;
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use proto::ledger::v1::ListKindsRequest;
use proto::ledger::v1::ledger_service_client::LedgerServiceClient;
use serde_json::{Map, Value, json};

use self::schemas::Schemas;
use super::contract::{Collection, Contract};
use crate::Gateway;
use crate::departments::Client;
use crate::web::answers::common_headers;
use crate::web::negotiate::{Call, Format};
use crate::web::problems;

/// How long a department has to say which kinds it keeps.
const PATIENCE: Duration = Duration::from_secs(2);

/// Kinds that a department said it keeps, by department.
type Kept = BTreeSet<(String, String)>;

/// `GET /openapi.json`
pub(super) async fn document(State(gateway): State<Arc<Gateway>>, call: Call) -> Response {
    let answer = async || -> Result<Response, Refusal> {
        let format = call.format(&[Format::Json])?;
        let document = describe(&gateway.contract, &kept(&gateway).await);
        let mut response = Response::new(document.to_string().into());
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(format.content_type()));
        common_headers(headers, &call);
        Ok(response)
    };
    answer().await.unwrap_or_else(|refusal| problems::problem(&refusal, &call))
}

/// Asks every department which kinds it keeps; one that is down says nothing.
async fn kept(gateway: &Gateway) -> Kept {
    let ask = |client: Arc<Client>| async move {
        let mut ledger = LedgerServiceClient::new(client.channel.clone());
        let listed = tokio::time::timeout(PATIENCE, ledger.list_kinds(ListKindsRequest {})).await;
        listed.ok().and_then(Result::ok).map(|answer| answer.into_inner().kinds)
    };
    let answers = gateway.departments.ask_all(ask).await;
    let named = answers.into_iter().flat_map(|(client, kinds)| {
        let kinds = kinds.unwrap_or_default().into_iter();
        kinds.map(move |kind| (client.name.clone(), kind.name)).collect::<Vec<_>>()
    });
    named.collect()
}

/// Whether a collection is answered: those of a department's own always are.
fn is_kept(department: &str, collection: &Collection, kept: &Kept) -> bool {
    let kind = collection.kind.as_ref().filter(|_| collection.shared);
    kind.is_none_or(|kind| kept.contains(&(department.to_owned(), kind.full_name().to_owned())))
}

/// The document.
fn describe(contract: &Contract, kept: &Kept) -> Value {
    let (mut paths, mut schemas, mut tags) = (Map::new(), Schemas::default(), Vec::new());
    views::describe(&mut paths);
    tags.push(json!({"name": "report", "description": "报告与指标 Reports and figures"}));
    for (department, collections) in contract.departments() {
        let keeps = format!("/v1/counties/{{county}}/{department}");
        paths.insert(keeps, views::department(department));
        for collection in collections.values().filter(|c| is_kept(department, c, kept)) {
            let tag = format!("{department}/{}", collection.name);
            let options = collection.kind.as_ref().map(|kind| kind.options());
            let label = options.map(|options| schemas::text(&options, "kind_label"));
            tags.push(json!({"name": tag, "description": label.unwrap_or_default()}));
            for operation in &collection.operations {
                let path = operations::path(department, collection, operation);
                let described =
                    operations::describe(department, collection, operation, &mut schemas);
                let verb = operation.http.as_str().to_ascii_lowercase();
                let item = paths.entry(path).or_insert_with(|| json!({}));
                item[verb] = described;
            }
        }
    }
    let mut components = schemas.into_components();
    components.insert("Problem".to_owned(), operations::problem());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "县志 Xianzhi",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Records over REST, mapped by rule from the gRPC contracts; reports and figures.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": tags,
        "paths": paths,
        "components": {"schemas": components},
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Value {
        let contract = Contract::of(["industry", "ecology", "governance"].into_iter());
        describe(&contract, &Kept::new())
    }

    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str));
                fields.values().for_each(|value| references(value, found));
            }
            Value::Array(values) => values.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }

    #[test]
    fn every_reference_leads_somewhere_and_every_operation_has_a_name_of_its_own() {
        let document = document();
        let mut found = Vec::new();
        references(&document, &mut found);
        assert!(found.len() > 100);
        for reference in found {
            let pointer = reference.trim_start_matches('#');
            assert!(document.pointer(pointer).is_some_and(Value::is_object), "{reference}");
        }
        let mut names = BTreeSet::new();
        for (path, item) in document["paths"].as_object().expect("paths") {
            for (verb, operation) in item.as_object().expect("an item") {
                let name = operation["operationId"].as_str().expect("a name");
                assert!(names.insert(name), "{verb} {path}: {name} stands twice");
                assert!(operation["responses"]["400"].is_object(), "{verb} {path}");
                let stands = |parameter: &str| {
                    operation["parameters"].as_array().is_some_and(|all| {
                        all.iter().any(|p| p["name"] == parameter && p["in"] == "path")
                    })
                };
                for part in path.split(['{', '}']).skip(1).step_by(2) {
                    assert!(stands(part), "{verb} {path} does not describe {part}");
                }
            }
        }
    }

    #[test]
    fn a_kind_has_its_labels_units_and_required_fields() {
        let document = document();
        let kinds = &document["components"]["schemas"];
        let input = &kinds["xianzhi.industry.v1.TradeBulletin.Input"];
        assert_eq!(input["title"], "外贸月报");
        assert_eq!(input["properties"]["value_fen"]["title"], "人民币值");
        let required = input["required"].as_array().expect("a list");
        assert!(required.contains(&json!("value_fen")) && !required.contains(&json!("metadata")));
        let output = &kinds["xianzhi.industry.v1.TradeBulletin"];
        assert_eq!(output["properties"]["value_fen"]["type"], "string");
        let put = &document["paths"]["/v1/counties/{county}/industry/trade_bulletins/{id}"]["put"];
        let names: Vec<_> = put["parameters"].as_array().expect("a list").iter().collect();
        assert!(names.iter().any(|p| p["name"] == "If-Match" && p["required"] == true));
        let difficulty = "/v1/counties/{county}/industry/difficulties/{id}:resolve";
        assert!(document["paths"][difficulty]["post"].is_object());
    }
}
