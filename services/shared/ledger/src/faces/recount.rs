//! Recounts what rules give in records as they stand: by another calendar, under another rule.
//!
//! Nothing is recounted by itself. A new value is a revision like any other: until another account
//! verifies it the old one stands, and in a closed period it is refused.

use std::sync::Arc;

use chassis::{FieldFault, Refusal};
use proto::ledger::v1::{Reason, RecountRecordsRequest, RecountRecordsResponse, RefusedRecount};
use tonic::Request;

use crate::Books;
use crate::books::{check_words, metadata_of};
use crate::kinds::{KindInfo, row_to_wire};
use crate::reader::check_county;
use crate::storage::Stored;
use crate::writer::{Call, Put, Step, Written};

/// Records that one call looks at.
const PAGE: usize = 1_000;

/// Recounts a page of the records of a kind.
pub(super) async fn recount(
    books: &Books,
    request: Request<RecountRecordsRequest>,
) -> Result<RecountRecordsResponse, Refusal> {
    let (metadata, _, request) = request.into_parts();
    let body = prost::Message::encode_to_vec(&request);
    let RecountRecordsRequest { county, kind, reason, after_id, request_id, validate_only } =
        request;
    let method = "RecountRecords";
    let call = Call::read(&metadata, method, &county, &request_id, validate_only, &body)?;
    check_county(&county)?;
    check_words("reason", &reason)?;
    if reason.trim().is_empty() {
        let (en, zh) = ("say which calendar or rule is another", "须说明依据的工作日历或规则");
        return Err(Refusal::request(FieldFault::new("reason", Reason::FieldRequired, en, zh)));
    }
    let kind = books.kinds.get(&kind)?.clone();
    let position = books.reader.position(&county, 0).await?;
    let page = books.reader.records(&kind, &county, "", position, &after_id, PAGE).await?;
    let next_after_id = page.last_id.unwrap_or_default();
    let mut steps = Vec::new();
    let mut refusals = Vec::new();
    // What was returned is its recorder's to correct, and is recounted then.
    let stands = |stored: &&Stored| !stored.withdrawn && stored.returned.is_none();
    for stored in page.records.iter().filter(stands) {
        match step(&kind, stored, position, &reason) {
            Ok(step) => steps.extend(step),
            Err(refusal) => refusals.push(refused(&stored.id, &refusal)),
        }
    }
    let mut written = propose(books, &call, &steps).await;
    if written.is_err() {
        steps = taken(books, &call, steps, &mut refusals).await;
        written = propose(books, &call, &steps).await;
    }
    let position = books.reader.position(&county, 0).await?;
    Ok(RecountRecordsResponse {
        metadata: metadata_of(written?),
        refusals,
        next_after_id,
        position,
    })
}

/// Proposes the steps, if there are any, or answers a request that is repeated.
async fn propose(books: &Books, call: &Call, steps: &[Step]) -> Result<Vec<Written>, Refusal> {
    if steps.is_empty() && books.writers.repeated(call).await?.is_none() {
        return Ok(Vec::new());
    }
    books.propose(call.clone(), steps.to_vec()).await
}

/// The step that writes a record anew; nothing where the rules give what they gave.
fn step(
    kind: &Arc<KindInfo>,
    stored: &Stored,
    position: i64,
    reason: &str,
) -> Result<Option<Step>, Refusal> {
    let record = kind.accept(&row_to_wire(kind, &stored.values))?;
    let put = Put::Move { etag: stored.etag(position) };
    let step = Step::Put { kind: kind.clone(), record, put, explanation: reason.to_owned() };
    let is_same = matches!(&step, Step::Put { record, .. } if record.row == stored.values);
    Ok((!is_same).then_some(step))
}

/// The steps that are taken one by one; why others are not is told.
async fn taken(
    books: &Books,
    call: &Call,
    steps: Vec<Step>,
    refusals: &mut Vec<RefusedRecount>,
) -> Vec<Step> {
    let mut taken = Vec::with_capacity(steps.len());
    for step in steps {
        let asked = Call { validate_only: true, request_id: String::new(), ..call.clone() };
        match books.propose(asked, vec![step.clone()]).await {
            Ok(_) => taken.push(step),
            Err(refusal) => refusals.push(refused(step.id(), &refusal)),
        }
    }
    taken
}

fn refused(id: &str, refusal: &Refusal) -> RefusedRecount {
    let fault = refusal.fields.first();
    let (message, message_zh) = fault.map_or((&refusal.message, &refusal.message_zh), |fault| {
        (&fault.message, &fault.message_zh)
    });
    RefusedRecount {
        id: id.to_owned(),
        reason: fault.map_or(refusal.reason_name(), |fault| fault.reason_name()).to_owned(),
        message: message.clone(),
        message_zh: message_zh.clone(),
    }
}
