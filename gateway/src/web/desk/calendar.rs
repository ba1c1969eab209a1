//! The reporting calendar: which office owes what for which month, and what has come.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{OriginalUri, Path, State};
use axum::response::Response;
use chassis::Refusal;
use http::HeaderMap;
use ledger::kinds::snake;
use proto::ledger::v1::ledger_service_client::LedgerServiceClient;
use proto::ledger::v1::{Collected, DuePeriod, ListObligationsRequest};
use serde::Serialize;
use tonic::Request;

use super::answer::{Frame, finish, page as page_answer, said};
use super::{actor, known};
use crate::Gateway;
use crate::departments::Client;
use crate::periods::today;
use crate::web::labels;
use crate::web::negotiate::{Call, Language, wrong};

/// No department is waited for longer.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Serialize)]
struct Calendar {
    frame: Frame,
    year: i16,
    earlier: i16,
    later: i16,
    rows: Vec<Row>,
    /// Departments that owe something; each has figures of what came of it.
    departments: Vec<String>,
    /// Departments that could not be asked, and why.
    faults: Vec<(String, String)>,
    totals: Totals,
}

/// The figures of the year so far.
#[derive(Default, Serialize)]
struct Totals {
    /// Periods that are due.
    expected: usize,
    received: usize,
    on_time: usize,
    verified: usize,
    nil: usize,
    missing: usize,
    closed: usize,
}

/// A kind that is owed, by month.
#[derive(Serialize)]
struct Row {
    department: String,
    owner: String,
    label: String,
    table: String,
    /// Twelve, of which those hold nothing in which no period ends.
    months: Vec<Option<Month>>,
}

#[derive(Serialize)]
struct Month {
    word: &'static str,
    class: &'static str,
    received: i64,
    expected: i64,
    verified: i64,
    late: bool,
    closed: bool,
    due: String,
    first: String,
    last: String,
    remark: String,
    /// The record whose withdrawal opens it again; empty while it is open.
    closing: String,
    /// Which parts have not come, where some have.
    lacks: Vec<String>,
    /// Whether something can still be said of it: zero, or that it is completed.
    open: bool,
}

/// `GET /desk/{county}/calendar?year=2023`
pub(super) async fn page(
    State(gateway): State<Arc<Gateway>>,
    Path(county): Path<String>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    call: Call,
) -> Response {
    let answer = async || {
        let county = known(&county)?;
        let year = year(call.parameter("year")?)?;
        let (mut rows, mut faults) = (Vec::new(), Vec::new());
        let (asked, language) = (county.to_owned(), call.page_language());
        let answers = gateway.departments.ask_all(move |client| {
            let county = asked.clone();
            async move { ask(&client, &county, year).await }
        });
        for (client, answer) in answers.await {
            match answer {
                Ok(periods) => rows.extend(rows_of(&client.name, &periods, language)),
                Err(refusal) => faults.push((client.name.clone(), said(&refusal, language))),
            }
        }
        let totals = Totals::of(&rows);
        let here = uri.path_and_query().map_or("", |path| path.as_str());
        let frame = Frame::new(county, actor::of(&headers), here);
        let (earlier, later) = (year - 1, year + 1);
        let mut departments: Vec<_> = rows.iter().map(|row| row.department.clone()).collect();
        departments.dedup();
        let view = Calendar { frame, year, earlier, later, rows, departments, faults, totals };
        page_answer(&call, "desk/calendar.html", &view)
    };
    finish(&call, answer().await)
}

/// The year that an address asks for; this one where it names none.
pub(super) fn year(asked: Option<&str>) -> Result<i16, Refusal> {
    let Some(text) = asked else { return Ok(today().year()) };
    let digits = text.len() == 4 && text.bytes().all(|letter| letter.is_ascii_digit());
    let year = text.parse().ok().filter(|year| (1..=9_998).contains(year) && digits);
    year.ok_or_else(|| wrong("year", "a year has four digits", "年份应为四位数字"))
}

async fn ask(client: &Client, county: &str, year: i16) -> Result<Vec<DuePeriod>, Refusal> {
    let mut request = Request::new(ListObligationsRequest {
        county: county.to_owned(),
        first_date: format!("{year:04}-01-01"),
        last_date: format!("{year:04}-12-31"),
    });
    request.set_timeout(PATIENCE);
    let mut ledger = LedgerServiceClient::new(client.channel.clone());
    let answer = ledger.list_obligations(request).await;
    let refused = |status| client.named(Refusal::from_status(&status));
    answer.map(|answer| answer.into_inner().periods).map_err(refused)
}

fn rows_of(department: &str, periods: &[DuePeriod], language: Language) -> Vec<Row> {
    let mut rows = Vec::new();
    for periods in periods.chunk_by(|one, next| one.kind == next.kind) {
        let Some(first) = periods.first() else { continue };
        let mut months: Vec<Option<Month>> = (0..12).map(|_| None).collect();
        for period in periods {
            let month = period.last_date.get(5..7).and_then(|month| month.parse::<usize>().ok());
            if let Some(cell) = month.and_then(|month| months.get_mut(month.wrapping_sub(1))) {
                *cell = Some(Month::of(period, language));
            }
        }
        rows.push(Row {
            department: department.to_owned(),
            owner: first.owner.clone(),
            label: labels::kind_of(&first.kind, language),
            table: snake(first.kind.rsplit('.').next().unwrap_or_default()),
            months,
        });
    }
    rows
}

impl Month {
    fn of(period: &DuePeriod, language: Language) -> Self {
        let (zh, en, class) = match period.collected() {
            Collected::Unspecified | Collected::Open => ("未到期", "not due", "open"),
            Collected::Missing => ("缺报", "missing", "missing"),
            Collected::Partial => ("部分", "in part", "partial"),
            Collected::Nil => ("零报告", "nil return", "nil"),
            Collected::Received => ("已报", "received", "received"),
            Collected::Verified => ("已核实", "verified", "verified"),
        };
        let word = language.pick(zh, en);
        let is_over = period.first_date.as_str() <= today().to_string().as_str();
        Self {
            word,
            class,
            received: period.received_count,
            expected: period.expected_count,
            verified: period.verified_count,
            late: period.late,
            closed: period.closed,
            due: period.due_date.clone(),
            first: period.first_date.clone(),
            last: period.last_date.clone(),
            remark: period.remark.clone(),
            closing: period.closing_id.clone(),
            lacks: period
                .missing_parts
                .iter()
                .map(|part| part_of(period, part, language))
                .collect(),
            open: !period.closed && is_over,
        }
    }
}

/// What a part of a period is called: a place, a day, or the value of a field.
fn part_of(period: &DuePeriod, part: &str, language: Language) -> String {
    if period.part_field == "division" {
        return labels::division(part, language).unwrap_or(part).to_owned();
    }
    labels::value_of(&period.kind, &period.part_field, part, language)
}

impl Totals {
    fn of(rows: &[Row]) -> Self {
        let mut totals = Self::default();
        for month in rows.iter().flat_map(|row| row.months.iter().flatten()) {
            let whole = matches!(month.class, "received" | "verified");
            totals.expected += usize::from(month.class != "open");
            let nil = month.class == "nil";
            // Who says in time that there is nothing has done what was owed.
            totals.received += usize::from(whole || nil);
            totals.on_time += usize::from((whole || nil) && !month.late);
            totals.verified += usize::from(month.class == "verified" || nil && month.verified > 0);
            totals.nil += usize::from(nil);
            totals.missing += usize::from(matches!(month.class, "missing" | "partial"));
            totals.closed += usize::from(month.closed);
        }
        totals
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(collected: Collected, verified: i64, late: bool) -> DuePeriod {
        DuePeriod {
            kind: "xianzhi.industry.v1.TradeBulletin".to_owned(),
            first_date: "2023-03-01".to_owned(),
            last_date: "2023-03-31".to_owned(),
            collected: collected.into(),
            verified_count: verified,
            late,
            ..DuePeriod::default()
        }
    }

    fn totals(period: DuePeriod) -> [usize; 6] {
        let rows = rows_of("industry", &[period], Language::Chinese);
        let Totals { expected, received, on_time, verified, nil, missing, closed: _ } =
            Totals::of(&rows);
        [expected, received, on_time, verified, nil, missing]
    }

    #[test]
    fn a_nil_return_is_received_in_time_and_verified_as_any_other() {
        assert_eq!(totals(period(Collected::Nil, 0, false)), [1, 1, 1, 0, 1, 0]);
        assert_eq!(totals(period(Collected::Nil, 1, true)), [1, 1, 0, 1, 1, 0]);
        assert_eq!(totals(period(Collected::Verified, 2, false)), [1, 1, 1, 1, 0, 0]);
        assert_eq!(totals(period(Collected::Received, 0, true)), [1, 1, 0, 0, 0, 0]);
        assert_eq!(totals(period(Collected::Partial, 1, false)), [1, 0, 0, 0, 0, 1]);
        assert_eq!(totals(period(Collected::Open, 0, false)), [0; 6]);
    }

    #[test]
    fn a_part_that_has_not_come_is_called_by_its_name() {
        let part = |field: &str, part: &str, language| {
            let period =
                DuePeriod { part_field: field.to_owned(), ..period(Collected::Partial, 0, false) };
            part_of(&period, part, language)
        };
        assert_eq!(part("direction", "DIRECTION_IMPORT", Language::Chinese), "进口");
        assert_eq!(part("direction", "DIRECTION_IMPORT", Language::English), "import");
        assert_eq!(part("division", "421222106", Language::Chinese), "石南镇");
        assert_eq!(part("first_date", "2023-03-05", Language::English), "2023-03-05");
    }
}
