//! What the demo does with the ledger of any department: import and verify.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use prost::{Message, Name as _};
use prost_types::Any;
use proto::ledger::v1::ledger_service_client::LedgerServiceClient;
use proto::ledger::v1::{
    ImportOptions, ImportRecordsRequest, ImportRecordsResponse, ImportSummary, Opening,
    OpeningList, RecordRef, Refusal, VerifyRecordsRequest,
};
use tonic::transport::{Channel, Endpoint};
use tonic::{Status, Streaming};

use super::request::{RECORDER, VERIFIER, request_id, streaming, unary};
use super::{IdOf, Progress};

/// Records and bytes of one message of an import.
const MESSAGE_RECORDS: usize = 500;
const MESSAGE_BYTES: usize = 1 << 20;
/// Records of one verification.
const VERIFY_RECORDS: usize = 5_000;
/// Refusals that an error names.
const NAMED_REFUSALS: usize = 5;

/// A department's service and what is needed to call it.
pub struct Department<'a> {
    pub channel: Channel,
    pub county: &'a str,
    pub progress: &'a dyn Progress,
    id_of: IdOf<'a>,
}

impl<'a> Department<'a> {
    /// Connects to the service at an address.
    pub async fn open(
        address: &str,
        county: &'a str,
        id_of: IdOf<'a>,
        progress: &'a dyn Progress,
    ) -> Result<Self> {
        let endpoint = Endpoint::from_shared(address.to_owned())
            .with_context(|| format!("{address} is no address of a service"))?
            .connect_timeout(Duration::from_secs(2));
        let channel =
            endpoint.connect().await.with_context(|| format!("cannot reach {address}"))?;
        Ok(Self { channel, county, progress, id_of })
    }

    /// The name of a record.
    pub fn id_of(&self, record: &Any) -> Result<String> {
        (self.id_of)(record)
    }

    /// Enters records as one act; the states in which they then are.
    pub async fn import(&self, label: &str, records: Vec<Any>) -> Result<Vec<RecordRef>> {
        Ok(self.import_with(label, records, None).await?.0)
    }

    /// Enters records as an opening list and has it verified as a whole; the states in which the
    /// records then are.
    pub async fn open_list(
        &self,
        label: &str,
        records: Vec<Any>,
        opening: Opening,
    ) -> Result<Vec<RecordRef>> {
        let (mut entered, summary) = self.import_with(label, records, Some(opening)).await?;
        let list = RecordRef {
            kind: OpeningList::full_name(),
            id: summary.opening_list_id,
            etag: format!("\"{}\"", summary.position),
        };
        let verified = self.verify(label, vec![list]).await?;
        let of_list = verified.first().and_then(|list| list.etag.trim_matches('"').parse().ok());
        let of_list: i64 = of_list.with_context(|| format!("verification of {label}"))?;
        // The verification of each record follows that of the list.
        for (record, position) in entered.iter_mut().zip(of_list + 1..) {
            record.etag = format!("\"{position}\"");
        }
        Ok(entered)
    }

    async fn import_with(
        &self,
        label: &str,
        records: Vec<Any>,
        opening: Option<Opening>,
    ) -> Result<(Vec<RecordRef>, ImportSummary)> {
        let mut entered = Vec::with_capacity(records.len());
        for record in &records {
            let kind = record.type_url.rsplit('/').next().unwrap_or_default().to_owned();
            entered.push(RecordRef { kind, id: self.id_of(record)?, etag: String::new() });
        }
        self.progress.begin(label, records.len() as u64);
        let sent = self.send(records, opening).await;
        self.progress.end();
        let summary = sent.with_context(|| format!("import of {label}"))?;
        ensure!(
            summary.created_count + summary.revised_count == entered.len() as i64,
            "{label}: {} of {} records were new; the ledger is not empty",
            summary.created_count + summary.revised_count,
            entered.len()
        );
        for (record, position) in entered.iter_mut().zip(summary.first_position..) {
            record.etag = format!("\"{position}\"");
        }
        Ok((entered, summary))
    }

    /// Verifies states of records; the states in which they then are.
    pub async fn verify(&self, label: &str, records: Vec<RecordRef>) -> Result<Vec<RecordRef>> {
        self.progress.begin(&format!("{label} ✓"), records.len() as u64);
        let verified = self.verify_as(VERIFIER, label, records).await?;
        self.progress.end();
        Ok(verified)
    }

    /// Has an account verify states of records, as a part of a longer piece of work.
    pub async fn verify_as(
        &self,
        verifier: &str,
        label: &str,
        records: Vec<RecordRef>,
    ) -> Result<Vec<RecordRef>> {
        let mut client = LedgerServiceClient::new(self.channel.clone());
        let mut verified = Vec::with_capacity(records.len());
        for part in records.chunks(VERIFY_RECORDS) {
            let mut message = VerifyRecordsRequest {
                county: self.county.to_owned(),
                records: part.to_vec(),
                request_id: String::new(),
                validate_only: false,
            };
            message.request_id = request_id("VerifyRecords", [&message]);
            let answer = client
                .verify_records(unary(message, verifier))
                .await
                .with_context(|| format!("verification of {label}"))?
                .into_inner();
            ensure!(answer.metadata.len() == part.len(), "{label}: not all were verified");
            verified.extend(part.iter().zip(answer.metadata).map(|(record, metadata)| RecordRef {
                kind: record.kind.clone(),
                id: metadata.id,
                etag: metadata.etag,
            }));
            self.progress.advance(part.len() as u64);
        }
        Ok(verified)
    }

    async fn send(&self, records: Vec<Any>, opening: Option<Opening>) -> Result<ImportSummary> {
        let messages = self.messages(records, opening);
        let mut client = LedgerServiceClient::new(self.channel.clone());
        let stream = streaming(tokio_stream::iter(messages), RECORDER);
        let mut answers = client.import_records(stream).await?.into_inner();
        let mut refusals = Vec::new();
        let outcome = self.read(&mut answers, &mut refusals).await;
        if !refusals.is_empty() {
            bail!("refused: {}", name(&refusals));
        }
        outcome?.context("the import ended without a summary")
    }

    async fn read(
        &self,
        answers: &mut Streaming<ImportRecordsResponse>,
        refusals: &mut Vec<Refusal>,
    ) -> Result<Option<ImportSummary>, Status> {
        let mut read = 0;
        let mut summary = None;
        while let Some(answer) = answers.message().await? {
            self.progress.advance(u64::try_from(answer.read_count - read).unwrap_or(0));
            read = read.max(answer.read_count);
            refusals.extend(answer.refusals);
            summary = answer.summary.or(summary);
        }
        Ok(summary)
    }

    fn messages(&self, records: Vec<Any>, opening: Option<Opening>) -> Vec<ImportRecordsRequest> {
        let options = ImportOptions {
            county: self.county.to_owned(),
            request_id: request_id("ImportRecords", &records),
            opening,
            ..ImportOptions::default()
        };
        let mut messages =
            vec![ImportRecordsRequest { options: Some(options), ..Default::default() }];
        let mut bytes = 0;
        for record in records {
            bytes += record.encoded_len() + 8;
            let is_full = messages
                .last()
                .is_none_or(|last| last.records.len() == MESSAGE_RECORDS || bytes > MESSAGE_BYTES);
            if is_full {
                bytes = record.encoded_len() + 8;
                messages.push(ImportRecordsRequest::default());
            }
            if let Some(last) = messages.last_mut() {
                last.records.push(record);
            }
        }
        if let Some(last) = messages.last_mut() {
            last.complete = true;
        }
        messages
    }
}

/// The first refusals in words.
fn name(refusals: &[Refusal]) -> String {
    let named: Vec<String> = refusals
        .iter()
        .take(NAMED_REFUSALS)
        .map(|one| format!("record {} {}: {} ({})", one.index, one.field, one.message, one.reason))
        .collect();
    let more = refusals.len().saturating_sub(NAMED_REFUSALS);
    let more = if more > 0 { format!("; and {more} more") } else { String::new() };
    format!("{}{more}", named.join("; "))
}
