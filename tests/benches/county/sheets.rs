//! A workbook of 200,000 rows through HTTP into the ledger, and verified by another; against
//! reading the same file with calamine alone and inserting the same rows bare.

use std::io::{Cursor, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use cadre::Ours;
use calamine::{Reader as _, Xlsx};
use ledger::kinds::{Given, KindInfo};
use prost_reflect::{DynamicMessage, ReflectMessage as _, Value};
use proto::cadre::v1::WorkLog;
use proto::ledger::v1::GetLedgerRequest;
use proto::ledger::v1::ledger_service_client::LedgerServiceClient;
use rust_xlsxwriter::Workbook;

use crate::bare::Bare;
use crate::data::{COUNTY, Staff, pack, reference};
use crate::entering::{YEAR, insert};
use crate::home::{Home, Store};
use crate::memory::Served;
use crate::office::{Office, RECORDER, by_recorder};
use crate::start_staffed;
use crate::table::{Bound, Measured, median};

const ROUNDS: usize = 3;
const MIB: f64 = 1_024.0;

/// What one round took, in seconds.
struct Round {
    import: f64,
    verify: f64,
    read: f64,
    bare: f64,
}

/// Measures rounds, each in a county of its own, and the memory of one in a process of its own.
pub async fn measure(store: Store, staff: &Staff) -> Result<Vec<Measured>> {
    let logs = staff.logs(YEAR);
    let book = workbook(&logs)?;
    println!("            {} rows, {} KiB", logs.len(), book.len() >> 10);
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let home = start_staffed(store, staff).await?;
        rounds.push(round(&home, &logs, &book).await?);
        drop(home.stop().await);
    }
    let of = |value: fn(&Round) -> f64| median(rounds.iter().map(value));
    let ratio = of(|r| (r.read + r.bare) / (r.import + r.verify));
    let (import, verify, read, bare) =
        (of(|r| r.import), of(|r| r.verify), of(|r| r.read), of(|r| r.bare));
    let detail = format!("{import:.2} + {verify:.2} s : {read:.2} + {bare:.2} s");
    let what = "XLSX over HTTP and verified : calamine and bare insert, speed";
    let speed = Measured { what, bound: Bound::AtLeast(0.5), value: ratio, detail };
    Ok(vec![speed, memory(store, staff, &book).await?])
}

/// Sends the file and has its rows verified; then reads it alone and inserts the rows bare.
async fn round(home: &Home, logs: &[WorkLog], book: &[u8]) -> Result<Round> {
    let office = Office::open(&home.county.url("cadre")).await?;
    let bare = Bare::open(&home.database, "cadre").await?;
    bare.settle().await?;
    let address = home.county.http.to_string();
    let start = Instant::now();
    tokio::task::block_in_place(|| send(&address, book, logs.len()))?;
    let import = start.elapsed().as_secs_f64();
    let ledger = GetLedgerRequest { county: COUNTY.to_owned() };
    let mut client = LedgerServiceClient::new(office.channel());
    let last = client.get_ledger(by_recorder(ledger)).await?.into_inner().position;
    let first = last - i64::try_from(logs.len())? + 1;
    let states = (first..).zip(logs).map(|(position, log)| reference(log, position)).collect();
    let verify = office.verify(states).await?.as_secs_f64();
    bare.settle().await?;
    let start = Instant::now();
    let cells = tokio::task::block_in_place(|| read(book))?;
    let read = start.elapsed().as_secs_f64();
    ensure!(cells > logs.len(), "calamine found {cells} cells");
    let bare = insert(&bare, logs, first).await?.as_secs_f64();
    println!(
        "            over HTTP {import:.2} s, verification {verify:.2} s, \
         calamine {read:.2} s, bare {bare:.2} s"
    );
    Ok(Round { import, verify, read, bare })
}

/// The peak of a county that takes the file, in a process of its own.
async fn memory(store: Store, staff: &Staff, book: &[u8]) -> Result<Measured> {
    let database = start_staffed(store, staff).await?.stop().await;
    let rows = staff.logs(YEAR).len();
    let served = Served::start(&database)?;
    let taken = tokio::task::block_in_place(|| send(served.address(), book, rows));
    let (start, peak) = served.stop()?;
    taken?;
    Ok(Measured {
        what: "peak memory of a county that takes XLSX, MiB",
        bound: Bound::AtMost(200.0),
        value: peak / MIB,
        detail: format!("{:.0} MiB when started", start / MIB),
    })
}

/// Posts a workbook, whose rows all must be new.
fn send(address: &str, book: &[u8], rows: usize) -> Result<()> {
    let mut stream = TcpStream::connect(address)?;
    write!(
        stream,
        "POST /v1/counties/{COUNTY}/imports?name=logs.xlsx&kind=WorkLog HTTP/1.0\r\n\
         Host: {address}\r\nxianzhi-actor: {RECORDER}\r\nAccept: application/json\r\n\
         Content-Length: {}\r\n\r\n",
        book.len()
    )?;
    stream.write_all(book)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").context("an answer without a body")?;
    ensure!(head.starts_with("HTTP/1.0 200"), "{head} {}", body.get(..2_000).unwrap_or(body));
    let answer: serde_json::Value = serde_json::from_str(body)?;
    ensure!(answer["created"] == rows, "{} of {rows} rows were created", answer["created"]);
    Ok(())
}

/// Reads every cell with calamine alone, as a stream; how many there are.
fn read(book: &[u8]) -> Result<usize> {
    let mut book = Xlsx::new(Cursor::new(book))?;
    let sheet = book.sheet_names().into_iter().next().context("a book without a sheet")?;
    let mut cells = book.worksheet_cells_reader(&sheet)?;
    let (mut count, mut seen) = (0, 0_usize);
    while let Some(cell) = cells.next_cell()? {
        count += 1;
        seen += std::hint::black_box(cell.get_position().1 as usize);
    }
    ensure!(seen > 0, "only one column was read");
    Ok(count)
}

/// The logs as a workbook with the titles of the form.
fn workbook(logs: &[WorkLog]) -> Result<Vec<u8>> {
    let kind = KindInfo::of::<Ours, WorkLog>();
    let fields: Vec<_> =
        kind.fields.iter().filter(|field| field.given == Given::ByRecorder).collect();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, field) in (0_u16..).zip(&fields) {
        let unit =
            if field.unit.is_empty() { String::new() } else { format!("（{}）", field.unit) };
        sheet.write_string(0, column, format!("{}{unit}", field.label))?;
    }
    let pool = ledger::kinds::pool();
    let message = pool.get_message_by_name(&kind.name).context("a kind without a message")?;
    for (row, log) in (1_u32..).zip(logs) {
        let log = DynamicMessage::decode(message.clone(), pack(log).value.as_slice())?;
        for (column, field) in (0_u16..).zip(&fields) {
            let described = log.descriptor().get_field(field.number).context("a field")?;
            match log.get_field(&described).as_ref() {
                Value::String(text) if !text.is_empty() => {
                    sheet.write_string(row, column, text)?;
                }
                Value::I32(number) if log.has_field(&described) => {
                    sheet.write_number(row, column, f64::from(*number))?;
                }
                _ => {}
            }
        }
    }
    Ok(book.save_to_buffer()?)
}
