//! An office at the other end of the wire: imports records and verifies them.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use cadre::Ours;
use ledger::kinds::Kind;
use prost_types::Any;
use proto::figure::v1::Parameter;
use proto::ledger::v1::ledger_service_client::LedgerServiceClient;
use proto::ledger::v1::{
    ImportOptions, ImportRecordsRequest, ImportSummary, RecordRef, VerifyRecordsRequest,
};
use tonic::Request;
use tonic::transport::Channel;

use crate::data::{COUNTY, Staff, YEARS, pack, reference};

/// Who enters.
pub const RECORDER: &str = "bench.recorder";
const VERIFIER: &str = "bench.verifier";
/// Records of one message of an import.
const MESSAGE_RECORDS: usize = 500;
/// Records of one verification.
const VERIFY_RECORDS: usize = 5_000;

/// A client of the cadre department.
#[derive(Clone)]
pub struct Office {
    channel: Channel,
}

impl Office {
    /// Connects.
    pub async fn open(address: &str) -> Result<Self> {
        let endpoint = tonic::transport::Endpoint::from_shared(address.to_owned())?;
        Ok(Self { channel: endpoint.tcp_nodelay(true).connect().await? })
    }

    /// The connection.
    pub fn channel(&self) -> Channel {
        self.channel.clone()
    }

    /// Enters and verifies units, cadres and all their leaves.
    pub async fn staff(&self, staff: &Staff) -> Result<()> {
        self.put(&[checker()]).await?;
        self.put(&staff.units).await?;
        self.put(&staff.cadres).await?;
        for year in YEARS {
            self.put(&staff.leaves(year)).await?;
        }
        Ok(())
    }

    /// Enters and verifies the logs of a year; how long each took.
    pub async fn enter(&self, staff: &Staff, year: i16) -> Result<(Duration, Duration)> {
        self.put(&staff.logs(year)).await
    }

    /// Enters and verifies records; how long each took.
    pub async fn put<K: Kind<Ours>>(&self, records: &[K]) -> Result<(Duration, Duration)> {
        let (imported, summary) = self.import(records.iter().map(pack).collect()).await?;
        let states = (summary.first_position..).zip(records);
        let states = states.map(|(position, record)| reference(record, position)).collect();
        Ok((imported, self.verify(states).await?))
    }

    /// Imports records as one act; how long it took until all was durable.
    pub async fn import(&self, records: Vec<Any>) -> Result<(Duration, ImportSummary)> {
        let count = records.len();
        let options = ImportOptions { county: COUNTY.to_owned(), ..ImportOptions::default() };
        let mut messages: Vec<ImportRecordsRequest> = records
            .chunks(MESSAGE_RECORDS)
            .map(|part| ImportRecordsRequest { records: part.to_vec(), ..Default::default() })
            .collect();
        messages.first_mut().context("nothing to import")?.options = Some(options);
        messages.last_mut().context("nothing to import")?.complete = true;
        drop(records);
        let mut client = LedgerServiceClient::new(self.channel());
        let start = Instant::now();
        let request = by(RECORDER, tokio_stream::iter(messages));
        let mut answers = client.import_records(request).await?.into_inner();
        let mut summary = None;
        while let Some(answer) = answers.message().await? {
            ensure!(answer.refusals.is_empty(), "refused: {:?}", answer.refusals.first());
            summary = answer.summary.or(summary);
        }
        let took = start.elapsed();
        let summary = summary.context("an import without a summary")?;
        ensure!(summary.created_count == count as i64, "not all were imported: {summary:?}");
        Ok((took, summary))
    }

    /// Verifies states of records; how long it took.
    pub async fn verify(&self, states: Vec<RecordRef>) -> Result<Duration> {
        let request = |part: &[RecordRef]| VerifyRecordsRequest {
            county: COUNTY.to_owned(),
            records: part.to_vec(),
            ..VerifyRecordsRequest::default()
        };
        let requests: Vec<_> = states.chunks(VERIFY_RECORDS).map(request).collect();
        drop(states);
        let mut client = LedgerServiceClient::new(self.channel());
        let start = Instant::now();
        for request in requests {
            let due = request.records.len();
            let answer = client.verify_records(by(VERIFIER, request)).await?.into_inner();
            ensure!(answer.metadata.len() == due, "not all were verified");
        }
        Ok(start.elapsed())
    }
}

/// A call by an actor.
pub fn by<T>(actor: &'static str, message: T) -> Request<T> {
    let mut request = Request::new(message);
    let actor = tonic::metadata::MetadataValue::from_static(actor);
    request.metadata_mut().insert(chassis::ACTOR_HEADER, actor);
    request
}

/// A call by the recorder.
pub fn by_recorder<T>(message: T) -> Request<T> {
    by(RECORDER, message)
}

/// The parameter by which the verifier checks logs above whose cadres nobody stands.
fn checker() -> Parameter {
    Parameter {
        code: "worklog.check.account".to_owned(),
        value: VERIFIER.to_owned(),
        ..<Parameter as Kind<Ours>>::sample(0)
    }
}
