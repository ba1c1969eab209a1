//! CheckWorkLogs: by the superior of the day, or within a sample by the unit that drew it.

use std::sync::Arc;

use chassis::{FieldFault, Refusal};
use ledger::Books;
use ledger::acts::{Act, Deed, Scene};
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

/// Who checks, and under whom everybody stands; the same for all checks of one caller.
struct Checker {
    position: i64,
    cadre: Cadre,
    people: People,
}

/// One request, read.
struct Checking<'a> {
    books: &'a Books,
    county: &'a str,
    check_date: String,
    by: Arc<Checker>,
    sample: Option<Arc<Sample>>,
}

/// The acts whose requests an import may hold.
pub(super) fn imported() -> Vec<Act> {
    vec![Act::of(|scene, request| Box::pin(checks(scene, request)))]
}

/// Checks logs as a request asks for it.
async fn checks(scene: &Scene, request: CheckWorkLogsRequest) -> Result<Deed, Refusal> {
    let CheckWorkLogsRequest { verdicts, check_date, sample_id, .. } = request;
    let checking = Checking::of(scene, &check_date, &sample_id).await?;
    check_verdicts(&verdicts)?;
    let mut steps = Vec::with_capacity(2 * verdicts.len());
    // A repeated call is answered from the ledger: the logs have moved on since.
    if scene.books.writers.repeated(&scene.call).await?.is_none() {
        for verdict in verdicts {
            steps.extend(checking.steps(verdict).await?);
        }
    }
    Ok(Deed::steps(steps))
}

impl LogChecks {
    pub(super) fn new(books: Books) -> Self {
        Self { books }
    }
}

impl<'a> Checking<'a> {
    async fn of(scene: &'a Scene, day: &str, sample: &str) -> Result<Self, Refusal> {
        let (books, call) = (&scene.books, &scene.call);
        let county = call.county.as_str();
        ledger::reader::check_county(county)?;
        let today = today().to_string();
        check_day("check_date", day)?;
        if *day > *today {
            return Err(wrong_day(
                format!("{day} is after today, {today}"),
                format!("{day} 晚于今天 {today}"),
            ));
        }
        let by = scene.once("", Checker::read(books, call)).await?;
        let sample = match sample {
            "" => None,
            id => Some(scene.once(id, sampled(books, county, id, by.position)).await?),
        };
        if let Some(sample) = &sample
            && by.people.unit_on(&by.cadre, &today).0 != sample.unit_id
        {
            return Err(not_responsible(&by.cadre, &format!("sample {}", sample.code)));
        }
        Ok(Self { books, county, check_date: day.to_owned(), by, sample })
    }

    async fn steps(&self, said: LogVerdict) -> Result<Vec<Step>, Refusal> {
        let log: Option<WorkLog> =
            existing(self.books, self.county, &said.log_id, self.by.position).await?;
        let log = log.ok_or_else(|| unknown("verdicts.log_id", &said.log_id))?;
        let cadre: Option<Cadre> =
            existing(self.books, self.county, &log.cadre_id, self.by.position).await?;
        let cadre = cadre.ok_or_else(|| unknown("verdicts.log_id", &said.log_id))?;
        self.check_responsible(&said.log_id, &log, &cadre)?;
        if self.check_date < log.date {
            let (day, date) = (&self.check_date, &log.date);
            return Err(wrong_day(
                format!("{day} is before {date}, the day of log {}", said.log_id),
                format!("{day} 早于日志 {} 的日期 {date}", said.log_id),
            ));
        }
        let outcome = said.outcome();
        let mut steps = Vec::new();
        if self.keeps(outcome) {
            steps.push(self.kept(&said, &log).await?);
        }
        if self.sample.is_none() {
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
    async fn kept(&self, said: &LogVerdict, log: &WorkLog) -> Result<Step, Refusal> {
        let check = LogCheck {
            log_id: said.log_id.clone(),
            checker_id: self.by.cadre.code.clone(),
            division: log.division.clone(),
            check_date: self.check_date.clone(),
            sample_id: self.sample.as_ref().map(|one| one.code.clone()).unwrap_or_default(),
            outcome: said.outcome,
            ground: said.ground.clone(),
            ..LogCheck::default()
        };
        let kind = self.books.kind::<Ours, LogCheck>()?.clone();
        let before =
            self.books.reader.record(&kind, self.county, &check.key(), self.by.position).await?;
        let put = match before {
            Some(before) => Put::Move { etag: before.etag(self.by.position) },
            None => Put::Register,
        };
        let record = kind.accept(&check.encode_to_vec())?;
        Ok(Step::Put { kind, record, put, explanation: String::new() })
    }
    /// Whether a check is kept as a record: of a superior, only that a log failed; that it passed
    /// is what its verification says.
    fn keeps(&self, outcome: CheckOutcome) -> bool {
        self.sample.is_some() || outcome == CheckOutcome::Failed
    }

    fn check_responsible(&self, log_id: &str, log: &WorkLog, cadre: &Cadre) -> Result<(), Refusal> {
        let checker = &self.by.cadre;
        let own = log.cadre_id == checker.code;
        let is_drawn = |sample: &Sample| sample.log_ids.iter().any(|id| id == log_id);
        let may = match &self.sample {
            Some(sample) => !own && is_drawn(sample),
            None => {
                let order = self.by.people.order(&log.date);
                let unit = self.by.people.unit_on(cadre, &log.date).0;
                order.superior(&cadre.code, unit) == Some(&*checker.code)
            }
        };
        if may { Ok(()) } else { Err(not_responsible(checker, &format!("log {log_id}"))) }
    }
}

impl Checker {
    async fn read(books: &Books, call: &Call) -> Result<Self, Refusal> {
        let county = call.county.as_str();
        let position = books.reader.position(county, 0).await?;
        let cadre = acting(books, county, &call.actor, position).await?;
        let people = People::read(books, county, position).await?;
        Ok(Self { position, cadre, people })
    }
}

async fn sampled(books: &Books, county: &str, id: &str, position: i64) -> Result<Sample, Refusal> {
    let found: Option<Sample> = existing(books, county, id, position).await?;
    found.ok_or_else(|| unknown("sample_id", id))
}

#[tonic::async_trait]
impl LogCheckService for LogChecks {
    async fn check_work_logs(
        &self,
        request: Request<CheckWorkLogsRequest>,
    ) -> Result<Response<CheckedWorkLogs>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let CheckWorkLogsRequest { county, request_id, validate_only, .. } = &request;
        let method = "CheckWorkLogs";
        let call = Call::read(&metadata, method, county, request_id, *validate_only, &body)?;
        let is_superior = request.sample_id.is_empty();
        let said =
            |outcome| request.verdicts.iter().filter(|one| one.outcome() == outcome).count() as i32;
        let (passed, failed) = (said(CheckOutcome::Passed), said(CheckOutcome::Failed));
        let scene = Scene::new(&self.books, call);
        let deed = checks(&scene, request).await?;
        let written = self.books.acted(scene.call, deed).await?;
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
