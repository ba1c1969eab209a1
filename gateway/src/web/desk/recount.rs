//! Counts anew what rules give in the records of a kind, with a reason.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{OriginalUri, Path, Request, State};
use axum::response::Response;
use chassis::Refusal;
use http::StatusCode;
use proto::ledger::v1::ledger_service_client::LedgerServiceClient;
use proto::ledger::v1::{RecountRecordsRequest, RecountRecordsResponse, RefusedRecount};

use super::answer::{finish, said_with_reason};
use super::form::pairs;
use super::quality::{Told, show};
use super::{actor, known};
use crate::Gateway;
use crate::departments::Client;
use crate::web::negotiate::{Call, Language};
use crate::web::problems::http_status;
use crate::web::rest::calling::pass_on;

/// A call looks at a thousand records.
const PATIENCE: Duration = Duration::from_secs(60);
/// Records that stay as they are and are named; the rest is counted.
const SHOWN: usize = 200;

/// What was recounted of a kind.
#[derive(Default)]
struct Recounted {
    written: usize,
    refused: Vec<RefusedRecount>,
}

/// What a form asks for.
#[derive(Default)]
struct Asked {
    department: String,
    kind: String,
    reason: String,
}

/// `POST /desk/{county}/quality`
pub(super) async fn act(
    State(gateway): State<Arc<Gateway>>,
    Path(county): Path<String>,
    OriginalUri(uri): OriginalUri,
    call: Call,
    request: Request,
) -> Response {
    let answer = async || {
        let county = known(&county)?;
        let (who, _, body) = actor::sender(request)?;
        let asked = Asked::read(pairs(body).await?);
        let client = gateway.departments.required(&asked.department)?;
        let language = call.page_language();
        let (status, told) = match asked.recount(client, county, &who).await {
            Ok(recounted) => (StatusCode::OK, recounted.told(language)),
            Err(refusal) => {
                let fault = said_with_reason(&refusal, language);
                (http_status(&refusal), Told { fault, ..Told::default() })
            }
        };
        show(&gateway, &call, (county, Some(who), uri.path()), status, told).await
    };
    finish(&call, answer().await)
}

impl Asked {
    fn read(pairs: Vec<(String, String)>) -> Self {
        let mut asked = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "department" => asked.department = value,
                "kind" => asked.kind = value,
                "reason" => value.trim().clone_into(&mut asked.reason),
                _ => {}
            }
        }
        asked
    }

    /// Recounts all records of the kind. Sent again it finds nothing more to do, so that it needs
    /// no name of its own.
    async fn recount(self, client: &Client, county: &str, who: &str) -> Result<Recounted, Refusal> {
        let Self { department: _, kind, reason } = self;
        let mut recounted = Recounted::default();
        let mut after_id = String::new();
        let mut ledger = LedgerServiceClient::new(client.channel.clone());
        loop {
            let mut request = tonic::Request::new(RecountRecordsRequest {
                county: county.to_owned(),
                kind: kind.clone(),
                reason: reason.clone(),
                after_id,
                ..Default::default()
            });
            request.set_timeout(PATIENCE);
            pass_on(&actor::headers(who), request.metadata_mut());
            let answer = ledger.recount_records(request).await;
            let answer = answer.map_err(|status| client.named(Refusal::from_status(&status)))?;
            let RecountRecordsResponse { metadata, refusals, next_after_id, position: _ } =
                answer.into_inner();
            recounted.written += metadata.len();
            recounted.refused.extend(refusals);
            if next_after_id.is_empty() {
                return Ok(recounted);
            }
            after_id = next_after_id;
        }
    }
}

impl Recounted {
    fn told(self, language: Language) -> Told {
        let Self { written, refused } = self;
        let count = refused.len();
        let notice = match language {
            Language::Chinese => {
                format!("已重算 {written} 条，待他人核实后计入；未重算 {count} 条")
            }
            Language::English => format!(
                "{written} counted anew, which count once somebody else has verified them; {count} not"
            ),
        };
        let said = |one: RefusedRecount| {
            let RefusedRecount { id, reason, message, message_zh } = one;
            let text = language.pick(&message_zh, &message);
            (id, language.bracketed(text, &reason))
        };
        let refused = refused.into_iter().take(SHOWN).map(said).collect();
        Told { notice, refused, ..Told::default() }
    }
}
