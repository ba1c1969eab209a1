//! What offices handed in for a report, section by section, with the numbers of its figures put
//! in; and what only papers state. For whoever compiles the report.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use chassis::Refusal;
use http::HeaderMap;
use prost_reflect::{DynamicMessage, Value as Field};
use proto::ledger::v1::Reason;
use serde::Serialize;
use serde_json::Value;

use super::answers::{Answer, body_of, finish};
use super::negotiate::{Call, Format};
use super::page::{Shell, page};
use super::records;
use super::rest::{calling, contract::Place};
use crate::report::Report;
use crate::report::render::{Links, json};
use crate::{Gateway, View};

/// The kind whose view is the folder of a report.
const KIND: &str = "Material";
/// The view, as its path names it.
const VIEW: &str = "folder";

#[derive(Serialize)]
struct Folder {
    division: String,
    division_name: String,
    period: String,
    report_link: String,
    sections: Vec<Section>,
    /// As the paper has them; none of them is computed.
    statements: Vec<Value>,
    position: Value,
}

#[derive(Serialize)]
struct Section {
    id: String,
    /// Empty where the outline has no such section.
    title: String,
    materials: Vec<HandedIn>,
}

#[derive(Serialize)]
struct HandedIn {
    office: Value,
    signer: Value,
    sign_date: Value,
    paragraphs: Vec<Paragraph>,
}

#[derive(Serialize)]
struct Paragraph {
    /// With the numbers of the report in the place of tokens.
    text: String,
    /// Codes that have no value in the report, or are those of no figure.
    missing: Vec<String>,
}

/// `GET /v1/divisions/{division}/reports/{period}/materials`
pub(super) async fn materials(
    State(gateway): State<Arc<Gateway>>,
    Path((division, period)): Path<(String, String)>,
    call: Call,
) -> Response {
    let answer = async || -> Answer {
        let format = call.format(&[Format::Json, Format::Html])?;
        let (as_of, view) = (call.parameter("as_of")?, View::in_language(call.page_language()));
        let report = gateway.compile_view(&division, &period, as_of, view).await?;
        let folder = folder(&gateway, &report).await?;
        let body = match format {
            Format::Html => page("materials.html", &Shell::of(&call), &folder)?,
            _ => json::text(&folder),
        };
        Ok(body_of(&call, format, body))
    };
    finish(&call, answer().await)
}

async fn folder(gateway: &Gateway, report: &Report) -> Result<Folder, Refusal> {
    let found = asked(gateway, report).await?;
    let list = |value: &Value, name: &str| value[name].as_array().cloned().unwrap_or_default();
    let section = |section: Value| {
        let id = section["section"].as_str().unwrap_or_default().to_owned();
        let materials = list(&section, "materials").into_iter().map(|one| HandedIn {
            office: one["office"].clone(),
            signer: one["material"]["signer"].clone(),
            sign_date: one["material"]["sign_date"].clone(),
            paragraphs: list(&one["material"], "paragraphs")
                .iter()
                .filter_map(Value::as_str)
                .map(|text| put_in(text, report))
                .collect(),
        });
        Section { title: title(report, &id), materials: materials.collect(), id }
    };
    Ok(Folder {
        division: report.division.clone(),
        division_name: report.division_name.clone(),
        period: report.period.label.clone(),
        report_link: Links::new(&report.division, &report.period).report(),
        sections: list(&found, "sections").into_iter().map(section).collect(),
        statements: list(&found, "statements"),
        position: found["position"].clone(),
    })
}

/// Asks whichever department keeps materials; a county without one is told.
async fn asked(gateway: &Gateway, report: &Report) -> Result<Value, Refusal> {
    let place = Place::Collection(Some(VIEW.to_owned()));
    let view = gateway.contract.departments().find_map(|(department, collections)| {
        let kept = |message: &prost_reflect::MessageDescriptor| message.name() == KIND;
        let of_kind = collections.values().find(|one| one.kind.as_ref().is_some_and(kept))?;
        Some((gateway.departments.named(department)?, *of_kind.at(&place).first()?))
    });
    let Some((client, view)) = view else { return Err(none_kept()) };
    let mut request = DynamicMessage::new(view.method.input());
    let (first, last) = (report.period.first.to_string(), report.period.last.to_string());
    let county = report.division.get(..6).unwrap_or(&report.division).to_owned();
    for (name, text) in [("county", county), ("first_date", first), ("last_date", last)] {
        request.set_field_by_name(name, Field::String(text));
    }
    let answer = calling::call(client, &view.method, &request, &HeaderMap::new(), true).await?;
    records::write(&answer)
}

/// The title of a section; empty where the report has none of that id.
fn title(report: &Report, id: &str) -> String {
    let sections = report.chapters.iter().flat_map(|chapter| &chapter.sections);
    let found = sections.into_iter().find(|section| section.id == id);
    found.map(|section| section.title.clone()).unwrap_or_default()
}

/// Puts what the report prints of figures in the place of their codes in braces.
fn put_in(text: &str, report: &Report) -> Paragraph {
    let (mut said, mut missing, mut rest) = (String::new(), Vec::new(), text);
    while let Some((before, after)) = rest.split_once('{') {
        let Some((code, behind)) = after.split_once('}') else { break };
        said.push_str(before);
        let computed = report.figures.get(code).filter(|one| one.figure.value.is_some());
        match computed {
            Some(computed) => said.push_str(&computed.figure.text),
            None => {
                said.push_str("【缺】");
                missing.push(code.to_owned());
            }
        }
        rest = behind;
    }
    said.push_str(rest);
    Paragraph { text: said, missing }
}

fn none_kept() -> Refusal {
    Refusal::new(
        Reason::PathUnknown,
        "no department keeps the materials of reports",
        "没有保存报告材料的部门",
    )
}
