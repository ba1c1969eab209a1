//! The standard verbs of every kind, answered by one generic face.

use std::sync::Arc;

use axum::Router;
use axum::routing::post;
use bytes::Bytes;
use chassis::{FieldFault, Refusal};
use prost::Message;
use prost_reflect::MethodDescriptor;
use proto::ledger::v1::Reason;
use tonic::codec::CompressionEncoding;
use tonic::server::Grpc;
use tonic::{Request, Response, Status};

use super::codec::RawCodec;
use super::messages::{Create, Get, List, Page, Revise};
use crate::Books;
use crate::books::{below, check_words};
use crate::kinds::{KindInfo, encode_with_metadata, pool, row_to_wire};
use crate::reader::page::{MOST_BYTES, PageToken, page_size};
use crate::reader::{check_county, check_division, check_id};
use crate::storage::Stored;
use crate::writer::{Call, Put, Step, Written, not_found};

#[derive(Clone, Copy)]
enum Verb {
    Create,
    Get,
    List,
    Revise,
}

#[derive(Clone)]
struct Face {
    books: Books,
    kind: Arc<KindInfo>,
    verb: Verb,
    method: &'static str,
}

/// A route a verb and kind, for every method of the contracts that is a standard verb.
pub fn router(books: &Books) -> Router {
    let mut router = Router::new();
    for kind in books.kinds.iter() {
        let name = format!("{}Service", kind.name);
        let Some(service) = pool().get_service_by_name(&name) else { continue };
        for method in service.methods() {
            let Some(verb) = verb_of(kind, &method) else { continue };
            // Lives as long as the program, like the contracts it comes from.
            let named: &'static str = Box::leak(method.name().to_owned().into_boxed_str());
            let face = Face { books: books.clone(), kind: kind.clone(), verb, method: named };
            let answer =
                move |request: http::Request<axum::body::Body>| answer(face.clone(), request);
            router = router.route(&format!("/{name}/{}", method.name()), post(answer));
        }
    }
    router
}

/// The standard verb of a method; an act that lists something else answers with a name of its own.
fn verb_of(kind: &KindInfo, method: &MethodDescriptor) -> Option<Verb> {
    let (name, output) = (method.name(), method.output());
    let is_page = output.name().strip_suffix("Response") == Some(name);
    match name.strip_suffix(kind.short.as_str()) {
        Some("Create") => Some(Verb::Create),
        Some("Get") => Some(Verb::Get),
        Some("Revise") => Some(Verb::Revise),
        _ if name.starts_with("List") && is_page => Some(Verb::List),
        _ => None,
    }
}

async fn answer(
    face: Face,
    request: http::Request<axum::body::Body>,
) -> http::Response<tonic::body::Body> {
    let call = tower::service_fn(move |request: Request<Bytes>| {
        let face = face.clone();
        async move { face.call(request).await.map(Response::new).map_err(Status::from) }
    });
    Grpc::new(RawCodec)
        .accept_compressed(CompressionEncoding::Gzip)
        .max_decoding_message_size(super::MOST_BYTES)
        .unary(call, request)
        .await
}

impl Face {
    async fn call(&self, request: Request<Bytes>) -> Result<Bytes, Refusal> {
        match self.verb {
            Verb::Create => self.create(&request).await,
            Verb::Get => self.get(decode(request.get_ref())?).await,
            Verb::List => self.list(decode(request.get_ref())?).await,
            Verb::Revise => self.revise(&request).await,
        }
    }

    async fn create(&self, request: &Request<Bytes>) -> Result<Bytes, Refusal> {
        let body = request.get_ref();
        let Create { county, record, request_id, validate_only, explanation } = decode(body)?;
        let metadata = request.metadata();
        let call = Call::read(metadata, self.method, &county, &request_id, validate_only, body)?;
        self.put(call, &record, Put::Create, explanation, None).await
    }

    async fn revise(&self, request: &Request<Bytes>) -> Result<Bytes, Refusal> {
        let body = request.get_ref();
        let Revise { county, id, record, etag, request_id, validate_only, explanation } =
            decode(body)?;
        let metadata = request.metadata();
        let call = Call::read(metadata, self.method, &county, &request_id, validate_only, body)?;
        self.put(call, &record, Put::Revise { etag }, explanation, Some(&id)).await
    }

    async fn put(
        &self,
        call: Call,
        record: &[u8],
        put: Put,
        explanation: String,
        id: Option<&str>,
    ) -> Result<Bytes, Refusal> {
        check_county(&call.county)?;
        check_words("explanation", &explanation)?;
        let kind = self.kind.clone();
        let record = kind.accept_typed(record).map_err(|refusal| below(refusal, &kind.table))?;
        if let Some(id) = id.filter(|id| *id != record.id) {
            return Err(key_changed(&kind, id, &record.id));
        }
        let step = Step::Put { kind, record, put, explanation };
        let written = self.books.propose(call, vec![step]).await?;
        let written = written.first().ok_or_else(|| Refusal::internal(&"nothing was written"))?;
        let Written { metadata, content } = written;
        Ok(encode_with_metadata(metadata, content).into())
    }

    async fn get(&self, request: Get) -> Result<Bytes, Refusal> {
        let Get { county, id, position } = request;
        check_county(&county)?;
        check_id(&self.kind, &id)?;
        let position = self.books.reader.position(&county, position).await?;
        let found = self.books.reader.record(&self.kind, &county, &id, position).await?;
        let stored = found.ok_or_else(|| not_found(&self.kind, &id))?;
        Ok(self.encode(&stored, position).into())
    }

    async fn list(&self, request: List) -> Result<Bytes, Refusal> {
        let List { county, page_size: size, page_token, position, division } = request;
        check_county(&county)?;
        if !division.is_empty() {
            check_division("division", &division)?;
        }
        let size = page_size(size)?;
        let query = [self.kind.name.as_str(), &county, &division];
        let token = PageToken::read(&page_token, &query)?;
        let asked = token.as_ref().map_or(position, |token| token.position);
        let position = self.books.reader.position(&county, asked).await?;
        let after = token.map(|token| token.key).unwrap_or_default();
        let reader = &self.books.reader;
        let page = reader.records(&self.kind, &county, &division, position, &after, size).await?;
        let (mut records, mut bytes, mut last_id) = (Vec::new(), 0, page.last_id);
        for stored in &page.records {
            let record = self.encode(stored, position);
            bytes += record.len();
            records.push(record);
            if bytes > MOST_BYTES && records.len() < page.records.len() {
                last_id = Some(stored.id.clone());
                break;
            }
        }
        let token = |key| PageToken { position, key, ..PageToken::default() }.write(&query);
        let next_page_token = last_id.map(token).unwrap_or_default();
        Ok(Page { records, next_page_token, position }.encode_to_vec().into())
    }

    fn encode(&self, stored: &Stored, position: i64) -> Vec<u8> {
        let content = row_to_wire(&self.kind, &stored.values);
        encode_with_metadata(&stored.metadata(position), &content)
    }
}

fn decode<M: Message + Default>(body: &Bytes) -> Result<M, Refusal> {
    M::decode(body.clone()).map_err(|cause| {
        Refusal::new(
            Reason::MessageMalformed,
            format!("the bytes are not the message of this method: {cause}"),
            format!("字节内容不是该方法的消息：{cause}"),
        )
    })
}

fn key_changed(kind: &KindInfo, id: &str, key: &str) -> Refusal {
    Refusal::record(vec![FieldFault::new(
        "id",
        Reason::KeyChanged,
        format!(
            "the record's key is {key}, not {id}: a key cannot be revised, withdraw the record"
        ),
        format!("记录的编号为 {key}，不是 {id}：编号不可修订，请撤销后重录"),
    )])
    .with("kind", &kind.name)
    .with("id", id)
}
