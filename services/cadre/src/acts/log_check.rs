//! CheckWorkLogs: by the superior of the day, or within a sample by the unit that drew it.

use chassis::{FieldFault, Refusal};
use ledger::Books;
use ledger::kinds::{Kind, encode_with_metadata, today};
use ledger::reader::check_day;
use ledger::writer::{Call, Put, Step, Verdict, Written};
use prost::Message as _;
use proto::cadre::v1::log_check_service_server::LogCheckService;
use proto::cadre::v1::{
    Cadre, CheckOutcome, CheckWorkLogsRequest, CheckedWorkLogs, LogCheck, LogVerdict, Sample,
    WorkLog,
};
use proto::ledger::v1::Reason;
use tonic::{Request, Response, Status};

use super::people::{People, acting};
use super::read::existing;
use crate::Ours;

/// Logs of one call.
const MOST: usize = 500;

/// The acts on checks.
pub(super) struct LogChecks {
    books: Books,
}

/// One call, read.
struct Checking {
    county: String,
    position: i64,
    check_date: String,
    checker: Cadre,
    people: People,
    sample: Option<Sample>,
}

impl LogChecks {
    pub(super) fn new(books: Books) -> Self {
        Self { books }
    }

    async fn checking(&self, call: &Call, day: &str, sample: &str) -> Result<Checking, Refusal> {
        ledger::reader::check_county(&call.county)?;
        let today = today().to_string();
        check_day("check_date", day)?;
        if *day > *today {
            return Err(wrong_day(
                format!("{day} is after today, {today}"),
                format!("{day} 晚于今天 {today}"),
            ));
        }
        let (books, county) = (&self.books, call.county.clone());
        let position = books.reader.position(&county, 0).await?;
        let checker = acting(books, &county, &call.actor, position).await?;
        let people = People::read(books, &county, position).await?;
        let sample = match sample {
            "" => None,
            id => {
                let found: Option<Sample> = existing(books, &county, id, position).await?;
                Some(found.ok_or_else(|| unknown("sample_id", id))?)
            }
        };
        if let Some(sample) = &sample
            && people.unit_on(&checker, &today).0 != sample.unit_id
        {
            return Err(not_responsible(&checker, &format!("sample {}", sample.code)));
        }
        let check_date = day.to_owned();
        Ok(Checking { county, position, check_date, checker, people, sample })
    }

    async fn steps(&self, of: &Checking, said: LogVerdict) -> Result<Vec<Step>, Refusal> {
        let log: Option<WorkLog> =
            existing(&self.books, &of.county, &said.log_id, of.position).await?;
        let log = log.ok_or_else(|| unknown("verdicts.log_id", &said.log_id))?;
        let cadre: Option<Cadre> =
            existing(&self.books, &of.county, &log.cadre_id, of.position).await?;
        let cadre = cadre.ok_or_else(|| unknown("verdicts.log_id", &said.log_id))?;
        of.check_responsible(&said.log_id, &log, &cadre)?;
        if of.check_date < log.date {
            let (day, date) = (&of.check_date, &log.date);
            return Err(wrong_day(
                format!("{day} is before {date}, the day of log {}", said.log_id),
                format!("{day} 早于日志 {} 的日期 {date}", said.log_id),
            ));
        }
        let outcome = said.outcome();
        let mut steps = Vec::new();
        if of.keeps(outcome) {
            steps.push(self.kept(of, &said, &log).await?);
        }
        if of.sample.is_none() {
            let verdict = match outcome {
                CheckOutcome::Passed => Verdict::Verify,
                _ => Verdict::Return,
            };
            let kind = self.books.kind::<Ours, WorkLog>()?.clone();
            let LogVerdict { log_id: id, etag, ground: reason, .. } = said;
            steps.push(Step::Judge { kind, id, etag, verdict, reason });
        }
        Ok(steps)
    }

    /// The check as a record; a log that comes back is checked anew, and the first check is kept.
    async fn kept(&self, of: &Checking, said: &LogVerdict, log: &WorkLog) -> Result<Step, Refusal> {
        let check = LogCheck {
            log_id: said.log_id.clone(),
            checker_id: of.checker.code.clone(),
            division: log.division.clone(),
            check_date: of.check_date.clone(),
            sample_id: of.sample.as_ref().map(|one| one.code.clone()).unwrap_or_default(),
            outcome: said.outcome,
            ground: said.ground.clone(),
            ..LogCheck::default()
        };
        let kind = self.books.kind::<Ours, LogCheck>()?.clone();
        let before = self.books.reader.record(&kind, &of.county, &check.key(), of.position).await?;
        let put = match before {
            Some(before) => Put::Move { etag: before.etag(of.position) },
            None => Put::Register,
        };
        let record = kind.accept(&check.encode_to_vec())?;
        Ok(Step::Put { kind, record, put, explanation: String::new() })
    }
}

impl Checking {
    /// Whether a check is kept as a record: of a superior, only that a log failed; that it passed
    /// is what its verification says.
    fn keeps(&self, outcome: CheckOutcome) -> bool {
        self.sample.is_some() || outcome == CheckOutcome::Failed
    }

    fn check_responsible(&self, log_id: &str, log: &WorkLog, cadre: &Cadre) -> Result<(), Refusal> {
        let own = log.cadre_id == self.checker.code;
        let is_drawn = |sample: &Sample| sample.log_ids.iter().any(|id| id == log_id);
        let may = match &self.sample {
            Some(sample) => !own && is_drawn(sample),
            None => {
                let order = self.people.order(&log.date);
                let unit = self.people.unit_on(cadre, &log.date).0;
                order.superior(&cadre.code, unit) == Some(&*self.checker.code)
            }
        };
        if may { Ok(()) } else { Err(not_responsible(&self.checker, &format!("log {log_id}"))) }
    }
}

#[tonic::async_trait]
impl LogCheckService for LogChecks {
    async fn check_work_logs(
        &self,
        request: Request<CheckWorkLogsRequest>,
    ) -> Result<Response<CheckedWorkLogs>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let CheckWorkLogsRequest { county, verdicts, check_date, sample_id, .. } = request;
        let CheckWorkLogsRequest { request_id, validate_only, .. } = request;
        let method = "CheckWorkLogs";
        let call = Call::read(&metadata, method, &county, &request_id, validate_only, &body)?;
        let checking = self.checking(&call, &check_date, &sample_id).await?;
        check_verdicts(&verdicts)?;
        let is_superior = checking.sample.is_none();
        let said = |outcome| verdicts.iter().filter(|one| one.outcome() == outcome).count() as i32;
        let (passed, failed) = (said(CheckOutcome::Passed), said(CheckOutcome::Failed));
        let mut steps = Vec::with_capacity(2 * verdicts.len());
        // A repeated call is answered from the ledger: the logs have moved on since.
        if self.books.writers.repeated(&call).await?.is_none() {
            for verdict in verdicts {
                steps.extend(self.steps(&checking, verdict).await?);
            }
        }
        let written = self.books.propose(call, steps).await?;
        Ok(Response::new(CheckedWorkLogs {
            verified_count: if is_superior { passed } else { 0 },
            returned_count: if is_superior { failed } else { 0 },
            log_checks: written.iter().filter_map(kept_check).collect(),
        }))
    }
}

/// The check that was written, where it is one.
fn kept_check(written: &Written) -> Option<LogCheck> {
    let wire = encode_with_metadata(&written.metadata, &written.content);
    let check = LogCheck::decode(wire.as_slice()).ok()?;
    (check.key() == written.metadata.id).then_some(check)
}

fn check_verdicts(verdicts: &[LogVerdict]) -> Result<(), Refusal> {
    let fault = |field: String, reason, message: String, zh: String| {
        Err(Refusal::request(FieldFault::new(field, reason, message, zh)))
    };
    if verdicts.is_empty() || verdicts.len() > MOST {
        return fault(
            "verdicts".to_owned(),
            Reason::ValueOutOfRange,
            format!("1 to {MOST} logs are checked at once"),
            format!("一次核查 1 至 {MOST} 篇日志"),
        );
    }
    let unsaid = verdicts.iter().position(|one| one.outcome() == CheckOutcome::Unspecified);
    if let Some(at) = unsaid {
        return fault(
            format!("verdicts[{at}].outcome"),
            Reason::EnumUnknown,
            "a check says whether the log passed or failed".to_owned(),
            "核查应给出合格或不合格的结论".to_owned(),
        );
    }
    Ok(())
}

fn wrong_day(message: String, zh: String) -> Refusal {
    Refusal::request(FieldFault::new("check_date", Reason::DateOrder, message, zh))
}

fn unknown(field: &str, id: &str) -> Refusal {
    Refusal::request(FieldFault::new(
        field,
        Reason::ReferenceUnknown,
        format!("there is no record {id:?}"),
        format!("没有编号为“{id}”的记录"),
    ))
}

fn not_responsible(checker: &Cadre, what: &str) -> Refusal {
    Refusal::new(
        Reason::NotResponsible,
        format!("{what} is not for cadre {} to check", checker.code),
        format!("干部 {} 无权核查（{what}）", checker.code),
    )
    .with("checker_id", &checker.code)
}
