//! Work logs: submitted, listed for their checkers, missing, and their saturation.

use chassis::{FieldFault, Refusal};
use ledger::Books;
use ledger::kinds::{encode_with_metadata, today};
use ledger::writer::{Call, Put, Step, Written};
use prost::Message as _;
use proto::cadre::v1::work_log_service_server::WorkLogService;
use proto::cadre::v1::{
    Cadre, GetSaturationRequest, ListMissingLogsRequest, ListUncheckedLogsRequest, MissingLogs,
    SaturationGrain, SaturationTable, SubmitWorkLogRequest, SubmitWorkLogsRequest,
    SubmittedWorkLogs, UncheckedLogs, WorkLog,
};
use proto::ledger::v1::Reason;
use tonic::{Request, Response, Status};

use super::named::check_named;
use super::people::{People, acting};
use super::read::{Asked, existing, scope};
use super::{missing, table, unchecked};
use crate::Ours;

/// Logs of one call.
const MOST_LOGS: usize = 200;

/// The acts on work logs.
pub(super) struct WorkLogs {
    books: Books,
}

impl WorkLogs {
    pub(super) fn new(books: Books) -> Self {
        Self { books }
    }

    async fn submit(&self, call: Call, logs: Vec<WorkLog>) -> Result<Vec<WorkLog>, Refusal> {
        if logs.is_empty() || logs.len() > MOST_LOGS {
            return Err(Refusal::request(FieldFault::new(
                "work_logs",
                Reason::ValueOutOfRange,
                format!("1 to {MOST_LOGS} logs are submitted at once"),
                format!("一次提交 1 至 {MOST_LOGS} 篇日志"),
            )));
        }
        ledger::reader::check_county(&call.county)?;
        let position = self.books.reader.position(&call.county, 0).await?;
        let kind = self.books.kind::<Ours, WorkLog>()?.clone();
        let mut steps = Vec::with_capacity(logs.len());
        for log in logs {
            let cadre = self.writer(&call, &log, position).await?;
            let people = People::of(&self.books, &call.county, &cadre, position).await?;
            let log = completed(log, &cadre, &people)?;
            let record = kind.accept(&log.encode_to_vec()).map_err(|refusal| {
                let fields = refusal.fields.into_iter();
                Refusal::record(fields.map(|fault| fault.below("work_log")).collect())
            })?;
            let (kind, explanation) = (kind.clone(), String::new());
            steps.push(Step::Put { kind, record, put: Put::Create, explanation });
        }
        let written = self.books.propose(call, steps).await?;
        written.iter().map(decoded).collect()
    }

    /// The cadre whose log it is: the caller's own, or the one that is named.
    async fn writer(&self, call: &Call, log: &WorkLog, position: i64) -> Result<Cadre, Refusal> {
        let (county, actor) = (&call.county, &call.actor);
        if log.cadre_id.is_empty() {
            return acting(&self.books, county, actor, position).await;
        }
        let cadre: Option<Cadre> = existing(&self.books, county, &log.cadre_id, position).await?;
        cadre.ok_or_else(|| {
            Refusal::record(vec![FieldFault::new(
                "work_log.cadre_id",
                Reason::ReferenceUnknown,
                format!("there is no cadre {:?}", log.cadre_id),
                format!("没有编号为“{}”的干部", log.cadre_id),
            )])
        })
    }
}

/// A log with what the caller does not say: the unit of the day and its place. Its day of
/// submission is that of recording, which the ledger stamps.
fn completed(log: WorkLog, cadre: &Cadre, people: &People) -> Result<WorkLog, Refusal> {
    let today = today().to_string();
    if log.date > today {
        return Err(Refusal::record(vec![FieldFault::new(
            "work_log.date",
            Reason::DateOrder,
            format!("{} is after today, {today}", log.date),
            format!("{} 晚于今天 {today}", log.date),
        )]));
    }
    let (unit, division) = people.unit_on(cadre, &log.date);
    Ok(WorkLog {
        cadre_id: cadre.code.clone(),
        unit_id: unit.to_owned(),
        division: division.to_owned(),
        submit_date: String::new(),
        ..log
    })
}

fn decoded(written: &Written) -> Result<WorkLog, Refusal> {
    let wire = encode_with_metadata(&written.metadata, &written.content);
    WorkLog::decode(wire.as_slice()).map_err(|cause| Refusal::internal(&cause))
}

#[tonic::async_trait]
impl WorkLogService for WorkLogs {
    async fn submit_work_log(
        &self,
        request: Request<SubmitWorkLogRequest>,
    ) -> Result<Response<WorkLog>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let SubmitWorkLogRequest { county, work_log, request_id, validate_only } = request;
        let method = "SubmitWorkLog";
        let call = Call::read(&metadata, method, &county, &request_id, validate_only, &body)?;
        let mut logs = self.submit(call, vec![work_log.unwrap_or_default()]).await?;
        let log = logs.pop().ok_or_else(|| Refusal::internal(&"a log left no record"))?;
        Ok(Response::new(log))
    }

    async fn submit_work_logs(
        &self,
        request: Request<SubmitWorkLogsRequest>,
    ) -> Result<Response<SubmittedWorkLogs>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let SubmitWorkLogsRequest { county, work_logs, request_id, validate_only } = request;
        let method = "SubmitWorkLogs";
        let call = Call::read(&metadata, method, &county, &request_id, validate_only, &body)?;
        let work_logs = self.submit(call, work_logs).await?;
        Ok(Response::new(SubmittedWorkLogs { work_logs }))
    }

    async fn list_unchecked_logs(
        &self,
        request: Request<ListUncheckedLogsRequest>,
    ) -> Result<Response<UncheckedLogs>, Status> {
        let request = request.into_inner();
        Ok(Response::new(unchecked::list(&self.books, request).await?))
    }

    async fn list_missing_logs(
        &self,
        request: Request<ListMissingLogsRequest>,
    ) -> Result<Response<MissingLogs>, Status> {
        // Whoever does not say who asks is told no names.
        let actor = chassis::actor(request.metadata()).unwrap_or_default();
        let request = request.into_inner();
        let ListMissingLogsRequest { county, division, unit_id, first_date, last_date, .. } =
            &request;
        let position = request.position;
        let asked = Asked { county, division, first_date, last_date, position };
        let scope = scope(&self.books, asked).await?;
        Ok(Response::new(missing::list(&self.books, &scope, unit_id, &actor).await?))
    }

    async fn get_saturation(
        &self,
        request: Request<GetSaturationRequest>,
    ) -> Result<Response<SaturationTable>, Status> {
        let actor = chassis::actor(request.metadata()).unwrap_or_default();
        let request = request.into_inner();
        let GetSaturationRequest { county, division, first_date, last_date, .. } = &request;
        let position = request.position;
        let asked = Asked { county, division, first_date, last_date, position };
        let scope = scope(&self.books, asked).await?;
        if !request.cadre_id.is_empty() {
            check_named(&self.books, &scope, &request.cadre_id, &actor).await?;
        }
        let grain = SaturationGrain::try_from(request.grain).unwrap_or_default();
        let of = (&*request.unit_id, &*request.cadre_id);
        Ok(Response::new(table::saturation(&self.books, &scope, of, grain).await?))
    }
}
