//! How much faster a million days of the air are assessed than read from SQLite, in one run.
//!
//! `cargo bench -p ecology` runs it whole; without `--bench` on its command line, as under
//! `cargo test --benches`, it runs ten thousand days to show that it works.

use std::hint::black_box;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use ecology::rules::air::{self, Day};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use ledger::storage::insert_many;
use sea_orm::{
    ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement, TransactionTrait, Value,
};

const DAYS: usize = 1_000_000;
const DAYS_OF_A_TRIAL: usize = 10_000;
/// The assessment is to be so many times as fast as the reading.
const LEAST_RATIO: f64 = 20.0;

/// The columns of a day, in the order in which they are read.
const COLUMNS: [&str; 13] = [
    "date",
    "so2_ug",
    "no2_ug",
    "pm10_ug",
    "pm25_ug",
    "o3_8h_ug",
    "co_mg_x10",
    "so2_hours",
    "no2_hours",
    "pm10_hours",
    "pm25_hours",
    "o3_8h_windows",
    "co_hours",
];

fn main() -> Result<()> {
    let is_whole = std::env::args().any(|argument| argument == "--bench");
    let count = if is_whole { DAYS } else { DAYS_OF_A_TRIAL };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("air.db").display());
    let (days, read) = runtime.block_on(async {
        let connection = Database::connect(&url).await?;
        write(&connection, count).await?;
        let start = Instant::now();
        let days = read(&connection).await?;
        anyhow::Ok((days, start.elapsed()))
    })?;
    ensure!(days.len() == count, "{} of {count} days were read", days.len());
    let start = Instant::now();
    let valid = days.iter().filter(|(date, day)| black_box(air::assess(*date, day)).valid).count();
    let assessed = start.elapsed();
    report(count, valid, read, assessed);
    let ratio = read.as_secs_f64() / assessed.as_secs_f64();
    ensure!(!is_whole || ratio >= LEAST_RATIO, "{ratio:.1} is below {LEAST_RATIO}");
    Ok(())
}

fn report(count: usize, valid: usize, read: Duration, assessed: Duration) {
    let each = |time: Duration| time.as_nanos() / count.max(1) as u128;
    let ratio = read.as_secs_f64() / assessed.as_secs_f64();
    println!("{count} days, {valid} of them valid");
    println!("read from SQLite  {read:>12.3?}  {:>6} ns a day", each(read));
    println!("assessed          {assessed:>12.3?}  {:>6} ns a day", each(assessed));
    println!("assessing is {ratio:.1} times as fast as reading");
}

/// Writes days of a few decades, of stations that differ.
async fn write(connection: &DatabaseConnection, count: usize) -> Result<()> {
    let columns = COLUMNS[1..].join(" INTEGER, ");
    let table = format!("CREATE TABLE air_day (date TEXT, {columns} INTEGER)");
    connection.execute_unprepared("PRAGMA journal_mode = WAL").await?;
    connection.execute_unprepared(&table).await?;
    let change = connection.begin().await?;
    let first = date(2015, 1, 1);
    let rows: Vec<usize> = (0..count).collect();
    for chunk in rows.chunks(50_000) {
        let rows = chunk.iter().map(|number| row(first, *number)).collect();
        insert_many(&change, "air_day", &COLUMNS, rows).await?;
    }
    change.commit().await?;
    Ok(())
}

/// The day of a number: concentrations that look random, here and there with too few hours.
fn row(first: Date, number: usize) -> Vec<Value> {
    let day = first.saturating_add(i64::try_from(number % 5_000).unwrap_or(0).days());
    let noise = |factor: usize, span: usize| (number.wrapping_mul(factor) >> 7) % span;
    let numbers = [
        3 + noise(2_654_435_761, 20),
        8 + noise(2_246_822_519, 50),
        20 + noise(3_266_489_917, 140),
        8 + noise(668_265_263, 110),
        40 + noise(374_761_393, 160),
        4 + noise(2_869_860_233, 12),
        18 + noise(1_640_531_527, 7),
        21 + noise(97, 4),
        21 + noise(101, 4),
        21 + noise(103, 4),
        15 + noise(107, 3),
        21 + noise(109, 4),
    ];
    let numbers = numbers.map(|number| Value::BigInt(i64::try_from(number).ok()));
    std::iter::once(Value::String(Some(day.to_string()))).chain(numbers).collect()
}

/// Reads every day back, as far as the rules need it.
async fn read(connection: &DatabaseConnection) -> Result<Vec<(Date, Day)>> {
    let text = format!("SELECT {} FROM air_day", COLUMNS.join(", "));
    let rows = connection.query_all_raw(Statement::from_string(DbBackend::Sqlite, text)).await?;
    let mut days = Vec::with_capacity(rows.len());
    for row in rows {
        let date: String = row.try_get_by_index(0)?;
        let date = date.parse().context("a day")?;
        let number = |index| row.try_get_by_index::<Option<i32>>(index);
        days.push((
            date,
            Day {
                so2_ug: number(1)?,
                no2_ug: number(2)?,
                pm10_ug: number(3)?,
                pm25_ug: number(4)?,
                o3_8h_ug: number(5)?,
                co_mg_x10: number(6)?,
                so2_hours: number(7)?,
                no2_hours: number(8)?,
                pm10_hours: number(9)?,
                pm25_hours: number(10)?,
                o3_8h_windows: number(11)?,
                co_hours: number(12)?,
            },
        ));
    }
    Ok(days)
}
