//! The handlers: unwrap, ask, choose a rendering.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::response::{Redirect, Response};
use bytes::Bytes;
use chassis::Refusal;
use ledger::divisions::Divisions;
use proto::figure::v1::Dimension;
use proto::ledger::v1::{Reason, Revision};
use serde::Serialize;

use super::answers::{Answer, body_of, file_of, finish, tag, tagged};
use super::evidence::Sheet;
use super::negotiate::{Call, Format, wrong};
use super::page::{Shell, page, staying};
use super::report::view;
use super::start::Start;
use super::{breakdown, figure, listing, record, records};
use crate::Gateway;
use crate::departments::Budget;
use crate::figures::{Asked, Page};
use crate::report::render::{html, json};

/// How long a department has to say that it is up.
const HEALTH_PATIENCE: Duration = Duration::from_secs(2);

const JSON_OR_PAGE: [Format; 2] = [Format::Json, Format::Html];

/// `GET /`
pub(crate) async fn start(call: Call) -> Redirect {
    let speaking = call.page_language().parameter();
    Redirect::to(&staying("/v1/divisions?format=html", speaking.unwrap_or_default()))
}

/// `GET /v1/divisions`: the divisions that have ledgers, and their reports.
pub(crate) async fn divisions(State(gateway): State<Arc<Gateway>>, call: Call) -> Response {
    let answer = async || -> Answer {
        let format = call.format(&JSON_OR_PAGE)?;
        let start = Start::new(&gateway.counties().await, call.page_language());
        let body = match format {
            Format::Html => page("start.html", &Shell::of(&call), &start)?,
            _ => json::text(&start),
        };
        Ok(body_of(&call, format, body))
    };
    finish(&call, answer().await)
}

/// `GET /schemas/report.json`: what the report in JSON holds, as a JSON Schema (2020-12).
pub(crate) async fn report_schema(call: Call) -> Response {
    body_of(&call, Format::Json, include_str!("schemas/report.json"))
}

/// `GET /v1/divisions/{division}/figures?year=2023&audience=internal`
pub(crate) async fn figures(
    State(gateway): State<Arc<Gateway>>,
    Path(division): Path<String>,
    call: Call,
) -> Response {
    let answer = async || -> Answer {
        let format = call.format(&JSON_OR_PAGE)?;
        let (period, as_of) = (period(&call)?, call.parameter("as_of")?);
        let report = gateway.compile_view(&division, period, as_of, view(&call)?).await?;
        let tag = tag(&report, format);
        let list = match (call.has(&tag), format) {
            (true, _) => None,
            (false, Format::Html) => {
                let marked = gateway.marked(&report, &html::links(&report)).await;
                Some(html::figure_list(&report, marked)?)
            }
            (false, _) => Some(json::figure_list(&report)),
        };
        Ok(tagged(&call, &tag, format, list.map(Bytes::from)))
    };
    finish(&call, answer().await)
}

/// `GET /v1/divisions/{division}/figures/{code}?year=2023`
pub(crate) async fn figure(
    State(gateway): State<Arc<Gateway>>,
    Path((division, code)): Path<(String, String)>,
    call: Call,
) -> Response {
    let answer = async || -> Answer {
        let format = call.format(&JSON_OR_PAGE)?;
        let asked = asked(&gateway, &division, &code, &call).await?;
        let positions = asked.positions().await?;
        let body = match format {
            Format::Html => {
                let explained = asked.explain(positions.clone());
                let parts = figure::Parts::ask(&asked, positions);
                let (explained, parts) = tokio::join!(explained, parts);
                let language = call.page_language();
                let link = |county: &str, kind: &str, id: &str| {
                    record::link(&gateway, (county, asked.department()), (kind, id), language)
                };
                let around = (language, &Shell::of(&call));
                figure::html(&asked, &explained?, &parts, &link, around)?
            }
            _ => figure::json(&asked, &asked.explain(positions).await?),
        };
        Ok(body_of(&call, format, body))
    };
    finish(&call, answer().await)
}

/// `GET /v1/divisions/{division}/figures/{code}/records?year=2023`
pub(crate) async fn records(
    State(gateway): State<Arc<Gateway>>,
    Path((division, code)): Path<(String, String)>,
    call: Call,
) -> Response {
    let answer = async || -> Answer {
        let excluded = call.parameter("excluded")?.unwrap_or_default();
        let language = call.page_language();
        if let Some(sheet) = Sheet::wanted(&call) {
            let asked = asked(&gateway, &division, &code, &call).await?;
            let file = sheet.write(&asked, excluded, language).await?;
            let name = format!("{division}-{code}-{}.{}", asked.period.label, sheet.ending());
            return Ok(file_of(&call, (sheet.content_type(), &name), file));
        }
        let format = call.format(&JSON_OR_PAGE)?;
        let page = Page {
            excluded_reason: excluded.to_owned(),
            page_size: page_size(&call)?,
            page_token: call.parameter("page_token")?.unwrap_or_default().to_owned(),
        };
        let asked = asked(&gateway, &division, &code, &call).await?;
        let listed = asked.records(page.clone()).await?;
        let body = match format {
            Format::Html => {
                let link = |kind: &str, revision: &Revision| {
                    let county = county_of(&division, revision)?;
                    let id = revision.metadata.as_ref()?.id.as_str();
                    record::link(&gateway, (&county, asked.department()), (kind, id), language)
                };
                listing::html(&asked, &page, &listed, &link, (language, &Shell::of(&call)))?
            }
            _ => listing::json(&asked, &page, &listed)?,
        };
        Ok(body_of(&call, format, body))
    };
    finish(&call, answer().await)
}

/// `GET /v1/divisions/{division}/figures/{code}/breakdown?year=2023&by=township`
pub(crate) async fn breakdown(
    State(gateway): State<Arc<Gateway>>,
    Path((division, code)): Path<(String, String)>,
    call: Call,
) -> Response {
    let answer = async || -> Answer {
        let format = call.format(&JSON_OR_PAGE)?;
        let by = dimension(&call)?;
        let asked = asked(&gateway, &division, &code, &call).await?;
        let cells = asked.break_down(by, asked.positions().await?).await?;
        let body = match format {
            Format::Html => {
                let around = (call.page_language(), &Shell::of(&call));
                breakdown::html(&asked, by, &cells, around)?
            }
            _ => breakdown::json(&asked, by, &cells),
        };
        Ok(body_of(&call, format, body))
    };
    finish(&call, answer().await)
}

#[derive(Serialize)]
struct Health {
    status: &'static str,
    departments: Vec<DepartmentHealth>,
}

#[derive(Serialize)]
struct DepartmentHealth {
    name: String,
    up: bool,
    figures: Option<usize>,
    reason: Option<String>,
}

/// `GET /healthz`: the gateway is up; which departments are.
pub(crate) async fn health(State(gateway): State<Arc<Gateway>>, call: Call) -> Response {
    let budget = Budget::of(HEALTH_PATIENCE);
    let asked =
        gateway.departments.ask_all(move |client| async move { client.learn_again(budget).await });
    let one = |(client, answer): (Arc<_>, Result<usize, Refusal>)| {
        let client: Arc<crate::departments::Client> = client;
        DepartmentHealth {
            name: client.name.clone(),
            up: answer.is_ok(),
            figures: answer.as_ref().ok().copied(),
            reason: answer.err().map(|refusal| refusal.message),
        }
    };
    let departments: Vec<_> = asked.await.into_iter().map(one).collect();
    let all = departments.iter().all(|department| department.up);
    let health = Health { status: if all { "ok" } else { "degraded" }, departments };
    body_of(&call, Format::Json, json::text(&health))
}

/// The county whose ledger a record stands in: of a city's records each says so itself.
fn county_of(division: &str, revision: &Revision) -> Option<String> {
    let around = Divisions::county_of(division).map(ToOwned::to_owned);
    around.or_else(|| records::county(revision))
}

async fn asked(
    gateway: &Gateway,
    division: &str,
    code: &str,
    call: &Call,
) -> Result<Asked, Refusal> {
    let (period, as_of) = (period(call)?, call.parameter("as_of")?);
    gateway.figure(division, period, as_of, code, call.page_language()).await
}

/// The period of a question about figures.
pub(super) fn period(call: &Call) -> Result<&str, Refusal> {
    match (call.parameter("year")?, call.parameter("period")?) {
        (Some(one), None) | (None, Some(one)) => Ok(one),
        (Some(year), Some(period)) if year == period => Ok(period),
        (Some(_), Some(_)) => Err(wrong(
            "period",
            "give year or period, not two different ones",
            "year 与 period 不一致，只需给出一个",
        )),
        (None, None) => Err(Refusal::new(
            Reason::PeriodInvalid,
            "no period is given; add year=2023 or period=2023-H1",
            "未给出报告期，请加上 year=2023 或 period=2023-H1",
        )),
    }
}

fn page_size(call: &Call) -> Result<i32, Refusal> {
    let size = call.parameter("page_size")?.map(str::parse::<i32>);
    let size = size.transpose().ok().filter(|size| size.is_none_or(|size| size >= 0));
    let (message, zh) = ("a page size is a whole number from 0", "page_size 应为不小于零的整数");
    Ok(size.ok_or_else(|| wrong("page_size", message, zh))?.unwrap_or_default())
}

fn dimension(call: &Call) -> Result<Dimension, Refusal> {
    match call.parameter("by")? {
        Some("township") => Ok(Dimension::Township),
        Some("month") => Ok(Dimension::Month),
        _ => Err(wrong("by", "by is township or month", "by 应为 township（乡镇）或 month（月）")),
    }
}
