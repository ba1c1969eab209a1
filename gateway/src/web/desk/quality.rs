//! What the rules of quality find in a county's records, and what to do about it.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{OriginalUri, Path, State};
use axum::response::Response;
use chassis::Refusal;
use http::{HeaderMap, StatusCode};
use proto::ledger::v1::ledger_service_client::LedgerServiceClient;
use proto::ledger::v1::{ListViolationsRequest, RuleOutcome, Severity};
use serde::Serialize;
use tonic::Request;

use super::answer::{Frame, finish, page_of, said};
use super::{actor, known};
use crate::Gateway;
use crate::departments::Client;
use crate::web::answers::Answer;
use crate::web::labels;
use crate::web::negotiate::{Call, Language};

/// A run reads all records of some kinds.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Serialize)]
struct Quality {
    frame: Frame,
    departments: Vec<Department>,
    told: Told,
}

/// What a recount came to.
#[derive(Default, Serialize)]
pub(super) struct Told {
    /// How much was written anew.
    pub(super) notice: String,
    /// Why nothing was.
    pub(super) fault: String,
    /// Records that stay as they are, and why.
    pub(super) refused: Vec<(String, String)>,
}

#[derive(Serialize)]
struct Department {
    name: String,
    rules: Vec<Rule>,
    fault: String,
}

#[derive(Serialize)]
struct Rule {
    code: String,
    name: String,
    label: String,
    owner: String,
    severity: &'static str,
    class: &'static str,
    remedy: String,
    checked: i64,
    found: i64,
    /// Of these, how many were explained when they were entered; nothing where it is not asked.
    explained: Option<i64>,
    collection: String,
    /// The full name of the kind, where what is found can be counted anew.
    recounts: String,
    violations: Vec<(String, String, String)>,
}

/// `GET /desk/{county}/quality`
pub(super) async fn page(
    State(gateway): State<Arc<Gateway>>,
    Path(county): Path<String>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    call: Call,
) -> Response {
    let answer = async || {
        let county = known(&county)?;
        let around = (county, actor::of(&headers), uri.path());
        show(&gateway, &call, around, StatusCode::OK, Told::default()).await
    };
    finish(&call, answer().await)
}

/// The page of what rules find, with what is to be told.
pub(super) async fn show(
    gateway: &Gateway,
    call: &Call,
    (county, actor, here): (&str, Option<String>, &str),
    status: StatusCode,
    told: Told,
) -> Answer {
    let language = call.page_language();
    let mut departments = Vec::new();
    let asked = county.to_owned();
    let outcomes = gateway.departments.ask_all(move |client| {
        let county = asked.clone();
        async move { ask(&client, &county).await }
    });
    for (client, outcome) in outcomes.await {
        let name = client.name.as_str();
        let fault = outcome.as_ref().err().map(|refusal| said(refusal, language));
        let rules = outcome.unwrap_or_default().into_iter();
        departments.push(Department {
            name: name.to_owned(),
            rules: rules.map(|rule| Rule::new(gateway, (name, language), rule)).collect(),
            fault: fault.unwrap_or_default(),
        });
    }
    let frame = Frame::new(county, actor, here);
    page_of(call, status, "desk/quality.html", &Quality { frame, departments, told })
}

async fn ask(client: &Client, county: &str) -> Result<Vec<RuleOutcome>, Refusal> {
    let message = ListViolationsRequest { county: county.to_owned(), position: 0 };
    let mut request = Request::new(message);
    request.set_timeout(PATIENCE);
    let mut ledger = LedgerServiceClient::new(client.channel.clone());
    let answer = ledger.list_violations(request).await;
    let refused = |status| client.named(Refusal::from_status(&status));
    answer.map(|answer| answer.into_inner().rules).map_err(refused)
}

impl Rule {
    fn new(
        gateway: &Gateway,
        (department, language): (&str, Language),
        outcome: RuleOutcome,
    ) -> Self {
        let (severity, class) = match outcome.severity() {
            Severity::Error => (language.pick("错误", "error"), "error"),
            Severity::Warning => (language.pick("存疑", "doubtful"), "warning"),
            Severity::Notice | Severity::Unspecified => (language.pick("提示", "hint"), "hint"),
        };
        let collections = gateway.contract.department(department).into_iter().flatten();
        let mut kept = collections.map(|(_, collection)| collection);
        let of_kind = kept.find(|collection| {
            collection.kind.as_ref().is_some_and(|kind| kind.full_name() == outcome.kind)
        });
        let message = |zh: &str, en: &str| language.prefer(zh, en).to_owned();
        let told = outcome
            .violations
            .into_iter()
            .map(|found| (found.id, message(&found.message_zh, &found.message), found.explanation));
        Self {
            collection: of_kind.map(|collection| collection.name.clone()).unwrap_or_default(),
            violations: told.collect(),
            recounts: if outcome.recounts { outcome.kind.clone() } else { String::new() },
            code: outcome.code,
            name: message(&outcome.name, &outcome.name_en),
            label: labels::kind_of(&outcome.kind, language),
            owner: outcome.owner,
            severity,
            class,
            remedy: message(&outcome.remedy, &outcome.remedy_en),
            checked: outcome.checked_count,
            found: outcome.violation_count,
            explained: outcome.asks_on_entry.then_some(outcome.explained_count),
        }
    }
}
