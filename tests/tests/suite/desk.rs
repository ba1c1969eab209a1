//! A desk: one department on a database of its own, and somebody who calls it over gRPC.

use std::sync::Arc;

pub use ::ledger::faces::messages::{Create, Get, List, Revise};
use ::ledger::kinds::KindInfo;
use ::ledger::{Department, Opened};
use prost::Message;
use proto::ledger::v1::ledger_service_client::LedgerServiceClient;
use proto::ledger::v1::{
    ImportOptions, ImportRecordsRequest, ImportRecordsResponse, RecordMetadata, RecordRef,
    VerifyRecordsRequest,
};
use tests::each_database;
use tonic::transport::Channel;
use tonic::{Request, Status};
use tonic_prost::ProstCodec;

/// The county of the samples.
pub const COUNTY: &str = "421222";
/// Who enters.
pub const RECORDER: &str = "recorder";
/// Who verifies.
pub const VERIFIER: &str = "verifier";

/// One department, open.
pub struct Desk {
    pub opened: Opened,
    pub channel: Channel,
}

/// A record of any kind, of which only the metadata is looked at.
#[derive(Clone, PartialEq, Message)]
pub struct Stored {
    #[prost(message, optional, tag = "1")]
    pub metadata: Option<RecordMetadata>,
}

/// A page of records of any kind.
#[derive(Clone, PartialEq, Message)]
pub struct Page {
    #[prost(message, repeated, tag = "1")]
    pub records: Vec<Stored>,
    #[prost(string, tag = "2")]
    pub next_page_token: String,
    #[prost(int64, tag = "3")]
    pub position: i64,
}

impl Stored {
    pub fn metadata(&self) -> RecordMetadata {
        self.metadata.clone().unwrap_or_default()
    }
}

/// Runs a test at a desk on each database.
pub async fn at_desk(department: &'static Department, test: impl AsyncFn(&Desk)) {
    each_database(async |database| {
        let desk = Desk::open(department, &database.url()).await;
        test(&desk).await;
        desk.opened.close().await;
    })
    .await;
}

impl Desk {
    pub async fn open(department: &'static Department, url: &str) -> Self {
        let options =
            ::ledger::Options { database: url.to_owned(), address: ([127, 0, 0, 1], 0).into() };
        let opened = department.serve(options).await.expect("the department opens");
        let address = format!("http://{}", opened.served.address);
        let channel = chassis::connect(&address).expect("an address");
        Self { opened, channel }
    }

    pub fn kind(&self, short: &str) -> Arc<KindInfo> {
        self.opened.books.kinds.short(short).expect("a kind").clone()
    }

    pub fn ledger(&self) -> LedgerServiceClient<Channel> {
        LedgerServiceClient::new(self.channel.clone())
    }

    /// Calls any unary method by its path.
    pub async fn call<Q, A>(&self, actor: &str, path: &str, request: Q) -> Result<A, Status>
    where
        Q: Message + Default + Send + Sync + 'static,
        A: Message + Default + Send + Sync + 'static,
    {
        call(&self.channel, actor, path, request).await
    }

    pub async fn create(&self, kind: &KindInfo, record: Vec<u8>) -> Result<Stored, Status> {
        self.create_as(RECORDER, kind, record).await
    }

    pub async fn create_as(
        &self,
        actor: &str,
        kind: &KindInfo,
        record: Vec<u8>,
    ) -> Result<Stored, Status> {
        let request = Create { county: COUNTY.to_owned(), record, ..Create::default() };
        self.call(actor, &path(kind, "Create"), request).await
    }

    pub async fn revise(
        &self,
        kind: &KindInfo,
        id: &str,
        etag: &str,
        record: Vec<u8>,
    ) -> Result<Stored, Status> {
        let (county, id, etag) = (COUNTY.to_owned(), id.to_owned(), etag.to_owned());
        let request = Revise { county, id, record, etag, ..Revise::default() };
        self.call(RECORDER, &path(kind, "Revise"), request).await
    }

    pub async fn get<A: Message + Default + Send + Sync + 'static>(
        &self,
        kind: &KindInfo,
        id: &str,
        position: i64,
    ) -> Result<A, Status> {
        let request = Get { county: COUNTY.to_owned(), id: id.to_owned(), position };
        self.call(VERIFIER, &path(kind, "Get"), request).await
    }

    pub async fn verify(
        &self,
        actor: &str,
        records: Vec<RecordRef>,
    ) -> Result<Vec<RecordMetadata>, Status> {
        let county = COUNTY.to_owned();
        let request = VerifyRecordsRequest { county, records, ..Default::default() };
        let answer = self.ledger().verify_records(by(actor, request)).await?;
        Ok(answer.into_inner().metadata)
    }

    /// Imports records, and returns the last answer and all refusals.
    pub async fn import(
        &self,
        options: ImportOptions,
        records: Vec<prost_types::Any>,
    ) -> Result<ImportRecordsResponse, Status> {
        let mut messages =
            vec![ImportRecordsRequest { options: Some(options), ..Default::default() }];
        for chunk in records.chunks(500) {
            messages.push(ImportRecordsRequest { records: chunk.to_vec(), ..Default::default() });
        }
        messages.push(ImportRecordsRequest { complete: true, ..Default::default() });
        let stream = tokio_stream::iter(messages);
        let mut answers = self.ledger().import_records(by(RECORDER, stream)).await?.into_inner();
        let (mut last, mut refusals) = (ImportRecordsResponse::default(), Vec::new());
        while let Some(answer) = answers.message().await? {
            refusals.extend(answer.refusals.clone());
            last = answer;
        }
        last.refusals = refusals;
        Ok(last)
    }

    /// Imports and verifies records, which all are new.
    pub async fn enter(&self, records: Vec<prost_types::Any>) {
        self.enter_as(VERIFIER, records).await;
    }

    /// Imports records, which all are new, and has somebody verify them.
    pub async fn enter_as(&self, verifier: &str, records: Vec<prost_types::Any>) {
        let count = records.len();
        let ids: Vec<RecordRef> = records.iter().map(|record| self.reference(record)).collect();
        let answer = self.import(options(), records).await.expect("the import is answered");
        let summary = answer.summary.expect("a summary");
        assert_eq!(summary.created_count, count as i64, "{:?}", answer.refusals);
        let records = ids.into_iter().zip(summary.first_position..);
        let records = records.map(|(id, at)| RecordRef { etag: format!("\"{at}\""), ..id });
        self.verify(verifier, records.collect()).await.expect("they are verified");
    }

    fn reference(&self, record: &prost_types::Any) -> RecordRef {
        let kind = record.type_url.rsplit('/').next().unwrap_or_default().to_owned();
        let info = self.opened.books.kinds.get(&kind).expect("a kind");
        let id = info.key(&record.value).expect("a record");
        RecordRef { kind, id, etag: String::new() }
    }
}

/// Calls any unary method by its path.
pub async fn call<Q, A>(channel: &Channel, actor: &str, path: &str, request: Q) -> Result<A, Status>
where
    Q: Message + Default + Send + Sync + 'static,
    A: Message + Default + Send + Sync + 'static,
{
    let mut client = tonic::client::Grpc::new(channel.clone());
    client.ready().await.map_err(|cause| Status::unknown(cause.to_string()))?;
    let path = path.parse().expect("a path");
    let codec = ProstCodec::<Q, A>::default();
    client.unary(by(actor, request), path, codec).await.map(tonic::Response::into_inner)
}

/// A request made by somebody.
pub fn by<T>(actor: &str, message: T) -> Request<T> {
    let mut request = Request::new(message);
    request.metadata_mut().insert(chassis::ACTOR_HEADER, actor.parse().expect("a name"));
    request.set_timeout(std::time::Duration::from_secs(60));
    request
}

/// The path of a standard verb of a kind.
pub fn path(kind: &KindInfo, verb: &str) -> String {
    format!("/{}Service/{verb}{}", kind.name, kind.short)
}

/// The options of a usual import.
pub fn options() -> ImportOptions {
    ImportOptions { county: COUNTY.to_owned(), ..ImportOptions::default() }
}

/// Packs an encoded record.
pub fn any(kind: &KindInfo, value: Vec<u8>) -> prost_types::Any {
    prost_types::Any { type_url: format!("type.googleapis.com/{}", kind.name), value }
}

/// Names a state of a record.
pub fn reference(kind: &KindInfo, metadata: &RecordMetadata) -> RecordRef {
    let RecordMetadata { id, etag, .. } = metadata.clone();
    RecordRef { kind: kind.name.clone(), id, etag }
}

/// The reason of a refusal, and the fields that it names with their reasons.
pub fn reason(status: &Status) -> (String, Vec<(String, String)>) {
    let refusal = chassis::Refusal::from_status(status);
    let fields = refusal.fields.iter();
    let fields = fields.map(|f| (f.field.clone(), f.reason_name().to_owned())).collect();
    (refusal.reason_name().to_owned(), fields)
}
