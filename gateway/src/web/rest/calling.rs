//! Calls a method of a department by its descriptor, as whoever called over HTTP.

use std::time::Duration;

use bytes::Bytes;
use chassis::{ACTOR_HEADER, Refusal};
use http::HeaderMap;
use http::header::AUTHORIZATION;
use http::uri::PathAndQuery;
use ledger::faces::RawCodec;
use prost::Message as _;
use prost_reflect::{DynamicMessage, MethodDescriptor};
use proto::ledger::v1::Reason;
use tonic::Request;
use tonic::metadata::{MetadataMap, MetadataValue};

use crate::departments::Client;

/// A method that reads or writes records is waited for so long.
const PATIENCE: Duration = Duration::from_secs(30);
/// What may be repeated is, while the department is unavailable, after these pauses.
const PAUSES: [Duration; 2] = [Duration::from_millis(100), Duration::from_millis(250)];

/// Calls a method; again, if that is safe, while the department is unavailable.
///
/// # Errors
/// What the department refuses; `PATH_UNKNOWN` for a method that it does not have.
pub(crate) async fn call(
    client: &Client,
    method: &MethodDescriptor,
    request: &DynamicMessage,
    headers: &HeaderMap,
    repeatable: bool,
) -> Result<DynamicMessage, Refusal> {
    let body = Bytes::from(request.encode_to_vec());
    let path = format!("/{}/{}", method.parent_service().full_name(), method.name());
    let path = PathAndQuery::try_from(path).map_err(|cause| Refusal::internal(&cause))?;
    let mut pauses = PAUSES.into_iter().filter(|_| repeatable);
    let answer = loop {
        match once(client, path.clone(), body.clone(), headers).await {
            Err(refusal) if refusal.reason == Reason::ServiceDown => match pauses.next() {
                Some(pause) => tokio::time::sleep(pause).await,
                None => return Err(client.named(refusal)),
            },
            Err(refusal) if refusal.reason == Reason::MethodUnknown => {
                return Err(not_kept(client, method));
            }
            answer => break answer?,
        }
    };
    DynamicMessage::decode(method.output(), answer).map_err(|cause| Refusal::internal(&cause))
}

async fn once(
    client: &Client,
    path: PathAndQuery,
    body: Bytes,
    headers: &HeaderMap,
) -> Result<Bytes, Refusal> {
    let mut request = Request::new(body);
    request.set_timeout(PATIENCE);
    pass_on(headers, request.metadata_mut());
    let mut grpc = tonic::client::Grpc::new(client.channel.clone());
    grpc.ready().await.map_err(|cause| {
        tracing::warn!(%cause, department = client.name, "a department cannot be reached");
        Refusal::new(Reason::ServiceDown, "the service cannot be reached", "服务无法连接")
    })?;
    let answer = grpc.unary(request, path, RawCodec).await;
    answer.map(tonic::Response::into_inner).map_err(|status| Refusal::from_status(&status))
}

/// Who acts, and what proves it, goes on as it came.
pub(crate) fn pass_on(headers: &HeaderMap, metadata: &mut MetadataMap) {
    for name in [ACTOR_HEADER, AUTHORIZATION.as_str()] {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        if let Some(value) = value.and_then(|value| MetadataValue::try_from(value).ok())
            && let Ok(key) = name.parse::<tonic::metadata::MetadataKey<_>>()
        {
            metadata.insert(key, value);
        }
    }
}

fn not_kept(client: &Client, method: &MethodDescriptor) -> Refusal {
    let (department, name) = (&client.name, method.full_name());
    Refusal::new(
        Reason::PathUnknown,
        format!("the department {department} does not answer {name}"),
        format!("部门 {department} 不答复 {name}"),
    )
    .with("department", department)
}
