//! LedgerService: what holds for records of every kind.

use std::pin::Pin;
use std::time::Duration;

use chassis::{FieldFault, Refusal};
use prost::Message;
use proto::ledger::v1::ledger_service_server::LedgerService;
use proto::ledger::v1::{
    AuditLedgerRequest, AuditLedgerResponse, Entry, GetLedgerRequest, ImportRecordsRequest,
    ImportRecordsResponse, Kind, Ledger, ListKindsRequest, ListKindsResponse,
    ListObligationsRequest, ListObligationsResponse, ListPeriodRecordsRequest,
    ListPeriodRecordsResponse, ListRevisionsRequest, ListRevisionsResponse, ListViolationsRequest,
    ListViolationsResponse, ListWaitingRecordsRequest, ListWaitingRecordsResponse, Reason,
    RecordRef, RecountRecordsRequest, RecountRecordsResponse, ReturnRecordsRequest,
    ReturnRecordsResponse, Revision, VerifyRecordsRequest, VerifyRecordsResponse,
    WatchEntriesRequest, WithdrawRecordsRequest, WithdrawRecordsResponse,
};
use tokio::sync::mpsc;
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status, Streaming};

use crate::Books;
use crate::books::{check_words, metadata_of};
use crate::kinds::row_to_wire;
use crate::reader::page::{PageToken, page_size};
use crate::reader::{check_county, check_id};
use crate::storage::{FOREVER, entry};
use crate::writer::{Call, Step, Verdict, Written, not_found};

/// One department's LedgerService.
pub struct LedgerFace {
    books: Books,
}

impl LedgerFace {
    pub fn new(books: Books) -> Self {
        Self { books }
    }

    async fn judge(
        &self,
        call: Call,
        records: Vec<RecordRef>,
        verdict: Verdict,
        reason: &str,
    ) -> Result<(i64, Vec<Written>), Refusal> {
        check_county(&call.county)?;
        if records.is_empty() {
            let (en, zh) = ("name at least one record", "至少指明一条记录");
            let fault = FieldFault::new("records", Reason::FieldRequired, en, zh);
            return Err(Refusal::request(fault));
        }
        if verdict != Verdict::Verify && reason.trim().is_empty() {
            let (en, zh) = ("say why", "须说明理由");
            let fault = FieldFault::new("reason", Reason::FieldRequired, en, zh);
            return Err(Refusal::request(fault));
        }
        check_words("reason", reason)?;
        let steps: Result<Vec<_>, Refusal> = records
            .into_iter()
            .map(|RecordRef { kind, id, etag }| {
                let kind = self.books.kinds.get(&kind)?.clone();
                check_id(&kind, &id)?;
                Ok(Step::Judge { kind, id, etag, verdict, reason: reason.to_owned() })
            })
            .collect();
        let steps = steps?;
        if steps.iter().any(Step::is_on_list) {
            return self.books.judge_lists(call, steps).await;
        }
        let county = call.county.clone();
        let written = self.books.propose(call, steps).await?;
        let last = written.iter().filter_map(|w| w.metadata.etag.trim_matches('"').parse().ok());
        let position = match last.max() {
            Some(position) => position,
            None => self.books.reader.position(&county, 0).await?,
        };
        Ok((position, written))
    }

    async fn revisions(
        &self,
        request: ListRevisionsRequest,
    ) -> Result<ListRevisionsResponse, Refusal> {
        let ListRevisionsRequest { county, record, page_size: size, page_token } = request;
        check_county(&county)?;
        let RecordRef { kind, id, etag: _ } = record.unwrap_or_default();
        let kind = self.books.kinds.get(&kind)?.clone();
        check_id(&kind, &id)?;
        let size = page_size(size)?;
        let query = ["revisions", &county, &kind.name, &id];
        let token = PageToken::read(&page_token, &query)?;
        let (asked, before) = token.map_or((0, FOREVER), |token| (token.position, token.rest));
        let reader = &self.books.reader;
        let position = reader.position(&county, asked).await?;
        let mut rows = reader.revisions(&kind, &county, &id, position, before, size + 1).await?;
        if rows.is_empty() && before == FOREVER {
            return Err(not_found(&kind, &id));
        }
        let more = rows.len() > size;
        rows.truncate(size);
        let rest = rows.last().filter(|_| more).map(|(stored, _)| stored.since);
        let token = |rest| PageToken { position, rest, ..PageToken::default() }.write(&query);
        let type_url = format!("type.googleapis.com/{}", kind.name);
        let revisions = rows.iter().map(|(stored, entry)| Revision {
            metadata: Some(stored.metadata(position)),
            record: Some(prost_types::Any {
                type_url: type_url.clone(),
                value: row_to_wire(&kind, &stored.values),
            }),
            entry: Some(entry.to_wire()),
        });
        let next_page_token = rest.map(token).unwrap_or_default();
        Ok(ListRevisionsResponse { revisions: revisions.collect(), next_page_token })
    }
}

type Streamed<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

#[tonic::async_trait]
impl LedgerService for LedgerFace {
    type ImportRecordsStream = Streamed<ImportRecordsResponse>;
    type WatchEntriesStream = Streamed<Entry>;

    async fn list_kinds(
        &self,
        _: Request<ListKindsRequest>,
    ) -> Result<Response<ListKindsResponse>, Status> {
        let kinds = self.books.kinds.iter().map(|kind| Kind {
            name: kind.name.clone(),
            label: kind.label.clone(),
            owner: kind.owner.clone(),
            moved_by_acts: kind.moved_by_acts,
        });
        Ok(Response::new(ListKindsResponse { kinds: kinds.collect() }))
    }

    async fn verify_records(
        &self,
        request: Request<VerifyRecordsRequest>,
    ) -> Result<Response<VerifyRecordsResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let VerifyRecordsRequest { county, records, request_id, validate_only } = request;
        let call =
            Call::read(&metadata, "VerifyRecords", &county, &request_id, validate_only, &body)?;
        let (position, written) = self.judge(call, records, Verdict::Verify, "").await?;
        let metadata = metadata_of(written);
        Ok(Response::new(VerifyRecordsResponse { position, metadata }))
    }

    async fn return_records(
        &self,
        request: Request<ReturnRecordsRequest>,
    ) -> Result<Response<ReturnRecordsResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let ReturnRecordsRequest { county, records, request_id, validate_only, reason } = request;
        let call =
            Call::read(&metadata, "ReturnRecords", &county, &request_id, validate_only, &body)?;
        let (position, written) = self.judge(call, records, Verdict::Return, &reason).await?;
        let metadata = metadata_of(written);
        Ok(Response::new(ReturnRecordsResponse { position, metadata }))
    }

    async fn withdraw_records(
        &self,
        request: Request<WithdrawRecordsRequest>,
    ) -> Result<Response<WithdrawRecordsResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let WithdrawRecordsRequest { county, records, request_id, validate_only, reason } = request;
        let call =
            Call::read(&metadata, "WithdrawRecords", &county, &request_id, validate_only, &body)?;
        let (position, written) = self.judge(call, records, Verdict::Withdraw, &reason).await?;
        let metadata = metadata_of(written);
        Ok(Response::new(WithdrawRecordsResponse { position, metadata }))
    }

    async fn import_records(
        &self,
        request: Request<Streaming<ImportRecordsRequest>>,
    ) -> Result<Response<Self::ImportRecordsStream>, Status> {
        let answers = super::import::start(self.books.clone(), request)?;
        Ok(Response::new(Box::pin(answers)))
    }

    async fn list_revisions(
        &self,
        request: Request<ListRevisionsRequest>,
    ) -> Result<Response<ListRevisionsResponse>, Status> {
        Ok(Response::new(self.revisions(request.into_inner()).await?))
    }

    async fn list_period_records(
        &self,
        request: Request<ListPeriodRecordsRequest>,
    ) -> Result<Response<ListPeriodRecordsResponse>, Status> {
        Ok(Response::new(super::period::list(&self.books, request.into_inner()).await?))
    }

    async fn list_waiting_records(
        &self,
        request: Request<ListWaitingRecordsRequest>,
    ) -> Result<Response<ListWaitingRecordsResponse>, Status> {
        Ok(Response::new(super::waiting::list(&self.books, request.into_inner()).await?))
    }

    async fn list_obligations(
        &self,
        request: Request<ListObligationsRequest>,
    ) -> Result<Response<ListObligationsResponse>, Status> {
        Ok(Response::new(super::waiting::obligations(&self.books, request.into_inner()).await?))
    }

    async fn list_violations(
        &self,
        request: Request<ListViolationsRequest>,
    ) -> Result<Response<ListViolationsResponse>, Status> {
        Ok(Response::new(super::waiting::violations(&self.books, request.into_inner()).await?))
    }

    async fn recount_records(
        &self,
        request: Request<RecountRecordsRequest>,
    ) -> Result<Response<RecountRecordsResponse>, Status> {
        Ok(Response::new(super::recount::recount(&self.books, request).await?))
    }

    async fn get_ledger(
        &self,
        request: Request<GetLedgerRequest>,
    ) -> Result<Response<Ledger>, Status> {
        let GetLedgerRequest { county } = request.into_inner();
        check_county(&county)?;
        let head = self.books.reader.head(&county).await?;
        let (position, head_hash) = head.map_or((0, Vec::new()), |head| (head.seq, head.hash));
        Ok(Response::new(Ledger { county, position, head_hash }))
    }

    async fn watch_entries(
        &self,
        request: Request<WatchEntriesRequest>,
    ) -> Result<Response<Self::WatchEntriesStream>, Status> {
        let WatchEntriesRequest { county, start_position } = request.into_inner();
        check_county(&county)?;
        let (sender, receiver) = mpsc::channel(256);
        tokio::spawn(watch(self.books.clone(), county, start_position, sender));
        Ok(Response::new(Box::pin(ReceiverStream::new(receiver))))
    }

    async fn audit_ledger(
        &self,
        request: Request<AuditLedgerRequest>,
    ) -> Result<Response<AuditLedgerResponse>, Status> {
        let AuditLedgerRequest { county } = request.into_inner();
        check_county(&county)?;
        Ok(Response::new(self.books.reader.audit(&self.books.kinds, &county).await?))
    }
}

/// Sends entries as they are written, until nobody listens any more.
async fn watch(
    books: Books,
    county: String,
    mut position: i64,
    sender: mpsc::Sender<Result<Entry, Status>>,
) {
    let mut moves = books.writers.moves();
    while !sender.is_closed() {
        let entries = books.reader.entries_after(&county, position, 500).await;
        let entries: Vec<entry::Model> = match entries {
            Ok(entries) => entries,
            Err(refusal) => {
                let _ = sender.send(Err(refusal.into())).await;
                return;
            }
        };
        for entry in &entries {
            position = entry.seq;
            if sender.send(Ok(entry.to_wire())).await.is_err() {
                return;
            }
        }
        if entries.is_empty() {
            // Other processes may write as well: look again after a while in any case.
            let moved = moves.changed();
            let _ = tokio::time::timeout(Duration::from_secs(1), moved).await;
        }
    }
}
