//! What pages of records by period ask of a department, and the day that places records in one.

use std::time::Duration;

use chassis::Refusal;
use prost_reflect::MessageDescriptor;
use proto::ledger::v1::ledger_service_client::LedgerServiceClient;
use proto::ledger::v1::{Format, ListPeriodRecordsRequest, ListPeriodRecordsResponse};
use tonic::Request;

use crate::departments::Client;
use crate::web::negotiate::Language;

/// No department is waited for longer.
const PATIENCE: Duration = Duration::from_secs(30);

/// One page of what is asked for.
///
/// # Errors
/// What the department refuses, named after it.
pub(super) async fn page_of(
    client: &Client,
    asked: ListPeriodRecordsRequest,
) -> Result<ListPeriodRecordsResponse, Refusal> {
    let mut ledger = LedgerServiceClient::new(client.channel.clone());
    let mut request = Request::new(asked);
    request.set_timeout(PATIENCE);
    let answer = ledger.list_period_records(request).await;
    let refused = |status| client.named(Refusal::from_status(&status));
    Ok(answer.map_err(refused)?.into_inner())
}

/// The first required day of a kind, which places its records: its name and what it is called.
pub(super) fn placed_by(kind: &MessageDescriptor, language: Language) -> Option<(String, String)> {
    let fields = ledger::kinds::fields_of(kind);
    let days = fields.into_iter().filter(|field| field.format == Format::Date);
    days.max_by_key(|field| (field.required, std::cmp::Reverse(field.number))).map(|field| {
        let words = field.name.replace('_', " ");
        let label = language.pick(&field.label, &words).to_owned();
        (field.name, label)
    })
}
