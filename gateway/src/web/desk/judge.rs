//! Verifies, returns or withdraws many records at once, with a reason.

use std::sync::Arc;

use axum::extract::{OriginalUri, Path, Request, State};
use axum::response::Response;
use chassis::Refusal;
use proto::ledger::v1::ledger_service_client::LedgerServiceClient;
use proto::ledger::v1::{
    RecordRef, ReturnRecordsRequest, VerifyRecordsRequest, WithdrawRecordsRequest,
};
use tonic::metadata::MetadataMap;

use super::answer::{finish, said_with_reason, see_other};
use super::form::pairs;
use super::selection::Selection;
use super::waiting::{Seen, Told, show};
use super::{actor, known};
use crate::Gateway;
use crate::departments::Client;
use crate::web::negotiate::{Call, Language, wrong};
use crate::web::problems::http_status;
use crate::web::rest::calling::pass_on;

/// What is said of the records that were chosen.
struct Judgement {
    records: Vec<RecordRef>,
    verdict: String,
    reason: String,
    request_id: String,
    /// Whether all that is selected is meant, as it stood at a position, and not what was chosen.
    whole: Option<i64>,
}

/// `POST /desk/{county}/waiting/{department}`
pub(super) async fn act(
    State(gateway): State<Arc<Gateway>>,
    Path((county, department)): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
    call: Call,
    request: Request,
) -> Response {
    let here = uri.path_and_query().map_or("", |path| path.as_str());
    let seen = Seen { county: &county, department: &department, here };
    let answer = async || {
        let county = known(&county)?;
        let (who, _, body) = actor::sender(request)?;
        let mut judgement = Judgement::read(pairs(body).await?)?;
        let client = gateway.departments.required(&department)?;
        let selection = Selection::read(&call)?;
        let judged = async {
            if let Some(position) = judgement.whole {
                judgement.records = selection.all(&gateway, &seen, &who, position).await?;
            }
            let count = judgement.records.len();
            judgement.say(client, county, &who).await.map(|()| count)
        };
        match judged.await {
            Ok(count) => {
                let path = here.split('?').next().unwrap_or_default();
                Ok(see_other(&call, &format!("{path}{}&done={count}", selection.query(""))))
            }
            Err(refusal) => {
                let fault = told(&refusal, call.page_language());
                let told = Told { fault, ..Told::default() };
                show(&gateway, &call, &seen, Some(who), http_status(&refusal), told).await
            }
        }
    };
    finish(&call, answer().await)
}

/// A refusal as it is told: nothing was done, and because of which record.
fn told(refusal: &Refusal, language: Language) -> String {
    let index = refusal.metadata.get("index").and_then(|index| index.parse::<usize>().ok());
    let which = index.map(|index| match language {
        Language::Chinese => format!("第 {} 条：", index + 1),
        Language::English => format!("record {}: ", index + 1),
    });
    let nothing = language.pick("未处理任何记录。", "Nothing was done. ");
    let said = said_with_reason(refusal, language);
    format!("{nothing}{}{said}", which.unwrap_or_default())
}

impl Judgement {
    fn read(pairs: Vec<(String, String)>) -> Result<Self, Refusal> {
        let (mut records, mut verdict) = (Vec::new(), String::new());
        let (mut reason, mut request_id) = (String::new(), String::new());
        let (mut whole, mut position) = (false, None);
        for (name, value) in pairs {
            match name.as_str() {
                "record" => records.push(reference(&value)?),
                "verdict" => verdict = value,
                "reason" => value.trim().clone_into(&mut reason),
                "request_id" => request_id = value,
                "whole" => whole = !value.is_empty(),
                "position" => position = value.parse().ok(),
                _ => {}
            }
        }
        let whole = position.filter(|_| whole);
        Ok(Self { records, verdict, reason, request_id, whole })
    }

    async fn say(self, client: &Client, county: &str, actor: &str) -> Result<(), Refusal> {
        let Self { records, verdict, reason, request_id, whole: _ } = self;
        let mut metadata = MetadataMap::new();
        pass_on(&actor::headers(actor), &mut metadata);
        let county = county.to_owned();
        let mut ledger = LedgerServiceClient::new(client.channel.clone());
        fn of<Q>(metadata: MetadataMap, message: Q) -> tonic::Request<Q> {
            tonic::Request::from_parts(metadata, Default::default(), message)
        }
        let validate_only = false;
        let said = match verdict.as_str() {
            "verify" => {
                let asked = VerifyRecordsRequest { county, records, request_id, validate_only };
                ledger.verify_records(of(metadata, asked)).await.map(drop)
            }
            "return" => {
                let asked =
                    ReturnRecordsRequest { county, records, request_id, validate_only, reason };
                ledger.return_records(of(metadata, asked)).await.map(drop)
            }
            "withdraw" => {
                let asked =
                    WithdrawRecordsRequest { county, records, request_id, validate_only, reason };
                ledger.withdraw_records(of(metadata, asked)).await.map(drop)
            }
            _ => {
                let message = "verdict is verify, return or withdraw";
                return Err(wrong("verdict", message, "处理方式应为核实、退回或撤回"));
            }
        };
        said.map_err(|status| client.named(Refusal::from_status(&status)))
    }
}

/// A record and the state of it that was seen: `kind|id|entry`.
fn reference(text: &str) -> Result<RecordRef, Refusal> {
    let mut parts = text.split('|').map(str::to_owned);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(kind), Some(id), Some(entry)) => {
            Ok(RecordRef { kind, id, etag: format!("\"{entry}\"") })
        }
        _ => Err(wrong("record", "a record is kind|id|entry", "记录标识有误")),
    }
}
