//! The first page of the board of open cases over ten years, against a scan of all of them.

use std::time::Instant;

use anyhow::{Result, ensure};
use governance::Ours;
use governance::rules::case_flow::OPEN;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use ledger::divisions::Divisions;
use ledger::kinds::KindInfo;
use ledger::storage::entry::{COLUMNS, content_hash};
use ledger::storage::{FOREVER, insert_many};
use prost::Message;
use proto::governance::v1::case_file_service_client::CaseFileServiceClient;
use proto::governance::v1::{
    BrowseCaseBoardRequest, BrowseCaseBoardResponse, CaseAction, CaseEvent, CaseFile,
    CaseProcedure, CaseStage, CaseTerm, CaseType, DayKind, Outcome, Rating,
};
use sea_orm::{DbBackend, TransactionTrait, Value};
use tests::Database;
use tonic::transport::Channel;

use crate::Scale;
use crate::bare::Bare;
use crate::data::COUNTY;
use crate::entering::{SYSTEM, row};
use crate::home::{Home, Store};
use crate::office::{Office, by_recorder};
use crate::table::{Bound, Measured, median};

const YEAR: i16 = 2023;
const YEARS: i16 = 10;
const ROUNDS: i64 = 9;
/// Processes whose first page is measured.
const COLD: usize = 3;
/// One case of so many is still open at the year's end.
const OPEN_OF: usize = 26;
const PAGE: i32 = 50;
const TODAY: Date = date(YEAR, 12, 29);

/// What was done with a case, and what began with it.
type Done = (i64, CaseAction, Option<(CaseTerm, i32)>);

const WAY: [Done; 10] = [
    (0, CaseAction::Register, Some((CaseTerm::Decide, 7))),
    (1, CaseAction::Accept, Some((CaseTerm::Handle, 30))),
    (2, CaseAction::Assign, None),
    (3, CaseAction::Acknowledge, None),
    (4, CaseAction::Handle, None),
    (6, CaseAction::Urge, None),
    (12, CaseAction::Conclude, None),
    (14, CaseAction::Answer, None),
    (15, CaseAction::Rate, None),
    (16, CaseAction::Archive, None),
];

/// Measures the page over cases put straight into the tables: of a county that is running, where
/// the open cases are remembered, and the very first one of a process, which reads them all.
pub async fn measure(store: Store, scale: Scale) -> Result<Vec<Measured>> {
    let of_year = scale.of(100_000, 1_000);
    let mut database = filled(store, of_year).await?;
    let bare = Bare::open(&database, "governance").await?;
    let scan = median(scans(&bare).await?);
    drop(bare);
    let (mut cold, mut pages) = (Vec::new(), Vec::new());
    for round in 0..COLD {
        let home = Home::start(database).await;
        let channel = Office::open(&home.county.url("governance")).await?.channel();
        let mut client = CaseFileServiceClient::new(channel);
        cold.push(page(&mut client, TODAY, of_year).await?);
        for day in 0..if round + 1 < COLD { 0 } else { ROUNDS } {
            // Each day is asked for once: what is remembered are cases, not answers.
            pages.push(page(&mut client, TODAY.saturating_add(day.days()), of_year).await?);
        }
        database = home.stop().await;
    }
    let (page, cold) = (median(pages), median(cold));
    let measured = |what, bound, page: f64| Measured {
        what,
        bound: Bound::AtMost(bound),
        value: page / scan,
        detail: format!("{page:.1} ms : {scan:.0} ms"),
    };
    Ok(vec![
        measured("first page of the board : full scan, time", 1.0 / 100.0, page),
        measured("first page of a process : full scan, time", 1.0, cold),
    ])
}

/// The milliseconds that the first page of a day takes.
async fn page(
    client: &mut CaseFileServiceClient<Channel>,
    day: Date,
    of_year: usize,
) -> Result<f64> {
    let request = BrowseCaseBoardRequest {
        county: COUNTY.to_owned(),
        date: day.to_string(),
        page_size: PAGE,
        ..BrowseCaseBoardRequest::default()
    };
    let start = Instant::now();
    let page = client.browse_case_board(by_recorder(request)).await?.into_inner();
    let took = milliseconds(start);
    check(&page, of_year)?;
    Ok(took)
}

fn check(page: &BrowseCaseBoardResponse, of_year: usize) -> Result<()> {
    let open: i64 = page.counts.iter().map(|count| count.count).sum();
    let due = of_year.div_ceil(OPEN_OF) as i64;
    ensure!(open == due, "{open} open cases, not {due}");
    ensure!(page.cards.len() == PAGE as usize, "a page of {} cases", page.cards.len());
    Ok(())
}

/// A county with the cases of a year, and those of the years before it, which are all archived.
async fn filled(store: Store, of_year: usize) -> Result<Database> {
    let database = Home::start(store.fresh().await?).await.stop().await;
    let bare = Bare::open(&database, "governance").await?;
    let kind = KindInfo::of::<Ours, CaseFile>();
    let places: Vec<&str> = Divisions::standard().townships(COUNTY).map(|(code, _)| code).collect();
    let cases: Vec<CaseFile> = (0..of_year).map(|n| case(n, of_year, &places)).collect();
    let rows = (1..).zip(&cases);
    let rows = rows.map(|(n, case)| row::<Ours, _>(&kind, case, 2 * n - 1, Some(2 * n)));
    let rows: Vec<_> = rows.collect::<Result<_>>()?;
    let own = kind.fields.iter().map(|field| field.name.as_str());
    let columns: Vec<&str> = SYSTEM.into_iter().chain(own).collect();
    let transaction = bare.connection().begin().await?;
    insert_many(&transaction, "case_file", &columns, rows).await?;
    let entries = (1..).zip(&cases).flat_map(|(n, case)| entries(&kind, case, n)).collect();
    insert_many(&transaction, "entry", &COLUMNS, entries).await?;
    transaction.commit().await?;
    let head = 2 * of_year as i64;
    for before in 1..YEARS {
        let offset = head * i64::from(before);
        bare.run(&copy_of_cases(&columns, YEAR - before, offset, head)).await?;
        bare.run(&copy_of_entries(YEAR - before, offset, head)).await?;
    }
    bare.run(&format!("INSERT INTO ledger (county, format) VALUES ('{COUNTY}', 1)")).await?;
    bare.run("ANALYZE").await?;
    bare.settle().await?;
    Ok(database)
}

/// The `n`th case of a year: most have gone their whole way, some stand where it took them.
fn case(n: usize, of_year: usize, places: &[&str]) -> CaseFile {
    let is_open = n.is_multiple_of(OPEN_OF);
    let steps = if is_open { n / OPEN_OF % 5 + 1 } else { WAY.len() };
    // Cases that are open came in within the last forty days.
    let ago = if is_open { n / OPEN_OF % 40 } else { 60 + n * 300 / of_year };
    let begun = TODAY.saturating_sub(i64::try_from(ago).unwrap_or(0).days());
    let taken = &WAY[..steps];
    let day = |action: CaseAction| {
        let step = taken.iter().find(|(_, one, _)| *one == action);
        step.map(|(after, ..)| begun.saturating_add(after.days()).to_string()).unwrap_or_default()
    };
    let concluded = day(CaseAction::Conclude);
    let outcome = if concluded.is_empty() { Outcome::Unspecified } else { Outcome::Resolved };
    let stage = [
        CaseStage::Registered,
        CaseStage::Accepted,
        CaseStage::Assigned,
        CaseStage::Acknowledged,
        CaseStage::Handling,
    ];
    CaseFile {
        code: format!("CS{YEAR}-{n:06}"),
        division: places[n % places.len()].to_owned(),
        r#type: CaseType::Neighbor.into(),
        procedure: CaseProcedure::Dispute.into(),
        summary: "宅基地界址争议".to_owned(),
        person_count: 2,
        register_date: begun.to_string(),
        stage: stage.get(steps - 1).copied().unwrap_or(CaseStage::Archived).into(),
        accept_date: day(CaseAction::Accept),
        assign_date: day(CaseAction::Assign),
        handler_id: if steps > 2 { "CS-001".to_owned() } else { String::new() },
        outcome: outcome.into(),
        first_outcome: outcome.into(),
        conclude_date: concluded.clone(),
        first_conclude_date: concluded,
        answer_date: day(CaseAction::Answer),
        archive_date: day(CaseAction::Archive),
        rating: if is_open { Rating::Unspecified } else { Rating::Satisfied }.into(),
        events: taken.iter().map(|done| event(begun, done)).collect(),
        ..CaseFile::default()
    }
}

fn event(begun: Date, (after, action, term): &Done) -> CaseEvent {
    let (term, limit_count) = term.unwrap_or_default();
    CaseEvent {
        action: (*action).into(),
        date: begun.saturating_add(after.days()).to_string(),
        unit_id: "CS-001".to_owned(),
        actor: "bench.recorder".to_owned(),
        limit_count,
        limit_kind: DayKind::Working.into(),
        term: term.into(),
        ..CaseEvent::default()
    }
}

/// The entries that wrote and verified a case.
fn entries(kind: &KindInfo, case: &CaseFile, n: i64) -> [Vec<Value>; 2] {
    let entry = |act: i64, seq: i64| {
        vec![
            COUNTY.into(),
            seq.into(),
            seq.into(),
            "bench.recorder".into(),
            act.into(),
            "RegisterCaseFile".into(),
            kind.name.clone().into(),
            case.code.clone().into(),
            (2 * n - 1).into(),
            "".into(),
            "".into(),
            content_hash(&case.encode_to_vec()).into(),
            vec![0_u8; 32].into(),
        ]
    };
    [entry(1, 2 * n - 1), entry(3, 2 * n)]
}

fn copy_of_cases(columns: &[&str], year: i16, offset: i64, head: i64) -> String {
    let value = |column: &&str| match *column {
        "id" | "code" => format!("replace({column}, 'CS{YEAR}-', 'CS{year}-')"),
        "since" | "verified" => format!("{column} + {offset}"),
        day if day.ends_with("_date") => {
            format!("CASE WHEN {day} = '' THEN '' ELSE '{year}' || substr({day}, 5) END")
        }
        other => format!("\"{other}\""),
    };
    let values: Vec<String> = columns.iter().map(value).collect();
    let columns: Vec<String> = columns.iter().map(|column| format!("\"{column}\"")).collect();
    let archived = CaseStage::Archived as i32;
    format!(
        "INSERT INTO case_file ({}) SELECT {} FROM case_file WHERE since <= {head} AND \
         stage = {archived} ORDER BY since",
        columns.join(", "),
        values.join(", ")
    )
}

fn copy_of_entries(year: i16, offset: i64, head: i64) -> String {
    format!(
        "INSERT INTO entry (county, seq, at, actor, act, method, kind, id, since, reason, request, \
         content, hash) SELECT county, seq + {offset}, at, actor, act, method, kind, \
         replace(id, 'CS{YEAR}-', 'CS{year}-'), since + {offset}, reason, request, content, hash \
         FROM entry WHERE seq <= {head} ORDER BY seq"
    )
}

/// The times of a scan of all cases for the same page.
async fn scans(bare: &Bare) -> Result<Vec<f64>> {
    let stages: Vec<String> = OPEN.iter().map(|stage| (*stage as i32).to_string()).collect();
    let table = match bare.connection().get_database_backend() {
        DbBackend::Postgres => "case_file",
        _ => "case_file NOT INDEXED",
    };
    if table == "case_file" {
        bare.run("SET enable_indexscan = off").await?;
        bare.run("SET enable_bitmapscan = off").await?;
    }
    let text = format!(
        "SELECT id, open_due_date FROM {table} WHERE county = '{COUNTY}' AND withdrawn = 0 AND \
         until = {FOREVER} AND stage IN ({}) ORDER BY COALESCE(NULLIF(open_due_date, ''), '~'), \
         since LIMIT {PAGE}",
        stages.join(", ")
    );
    let mut times = Vec::new();
    for _ in 0..3 {
        let start = Instant::now();
        let rows = bare.rows(&text).await?;
        times.push(milliseconds(start));
        ensure!(rows.len() == PAGE as usize, "a scan of {} cases", rows.len());
    }
    Ok(times)
}

fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1_000.0
}
