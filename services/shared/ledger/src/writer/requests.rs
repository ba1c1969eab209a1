//! Requests that name themselves: recognised when they come again, and answered as before.

use std::collections::HashMap;

use chassis::Refusal;
use proto::ledger::v1::{ImportSummary, Reason};
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};

use super::commit::Answer;
use super::{Call, Outcome};
use crate::storage::{Storage, insert_many, request};

/// The answer to a request that has been taken before.
pub(super) async fn look_up(storage: &Storage, call: &Call) -> Result<Option<Answer>, DbErr> {
    if call.request_id.is_empty() {
        return Ok(None);
    }
    let found = find_request(call).one(storage.reader()).await?;
    Ok(found.map(|found| repeated(call, &found)))
}

pub(super) fn find_request(call: &Call) -> sea_orm::Select<request::Entity> {
    request::Entity::find()
        .filter(request::Column::County.eq(&*call.county))
        .filter(request::Column::Actor.eq(&*call.actor))
        .filter(request::Column::Id.eq(&*call.request_id))
}

pub(super) fn made_request(call: &Call, outcome: &Outcome) -> request::Model {
    let ImportSummary { created_count, revised_count, unchanged_count, refused_count, .. } =
        &outcome.summary;
    let list = &outcome.summary.opening_list_id;
    request::Model {
        county: call.county.clone(),
        actor: call.actor.clone(),
        id: call.request_id.clone(),
        digest: call.digest.clone(),
        first: outcome.first,
        last: outcome.position,
        summary: format!(
            "{created_count} {revised_count} {unchanged_count} {refused_count} {list}"
        )
        .trim_end()
        .to_owned(),
    }
}

pub(super) fn repeated(call: &Call, found: &request::Model) -> Answer {
    if found.digest != call.digest {
        return Err(Refusal::new(
            Reason::RequestIdReused,
            format!("request_id {} was used for another request", call.request_id),
            format!("request_id {} 已用于另一请求", call.request_id),
        )
        .with("request_id", &call.request_id));
    }
    let mut words = found.summary.split(' ');
    let mut next = || words.next().and_then(|count| count.parse().ok()).unwrap_or(0);
    let summary = ImportSummary {
        created_count: next(),
        revised_count: next(),
        unchanged_count: next(),
        refused_count: next(),
        opening_list_id: words.next().unwrap_or_default().to_owned(),
        ..ImportSummary::default()
    };
    let (first, position) = (found.first, found.last);
    Ok(Outcome { position, first, repeated: true, summary, ..Outcome::default() })
}

pub(super) async fn write_requests(
    transaction: &DatabaseTransaction,
    requests: HashMap<(String, String), request::Model>,
) -> Result<(), DbErr> {
    let columns = ["county", "actor", "id", "digest", "first", "last", "summary"];
    let rows = requests.into_values().map(|request| {
        let request::Model { county, actor, id, digest, first, last, summary } = request;
        vec![
            county.into(),
            actor.into(),
            id.into(),
            digest.into(),
            first.into(),
            last.into(),
            summary.into(),
        ]
    });
    insert_many(transaction, "request", &columns, rows.collect()).await
}
