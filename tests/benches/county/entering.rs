//! Import and verification of 200,000 work logs, against a bare insert of the same rows.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use cadre::Ours;
use ledger::kinds::{Kind, KindInfo};
use ledger::storage::FOREVER;
use proto::cadre::v1::WorkLog;
use sea_orm::Value;

use crate::bare::Bare;
use crate::data::{COUNTY, Staff, pack, reference};
use crate::home::{Home, Store};
use crate::office::Office;
use crate::start_staffed;
use crate::table::{Bound, Measured, median, per_second};

/// The year whose logs are measured.
pub const YEAR: i16 = 2023;
const ROUNDS: usize = 3;
/// The columns that every kind has, before its own.
pub const SYSTEM: [&str; 11] = [
    "county",
    "id",
    "revision",
    "since",
    "verified",
    "returned",
    "until",
    "superseded",
    "base",
    "withdrawn",
    "recorder",
];

/// What one round took.
struct Round {
    import: f64,
    bare: f64,
    verify: f64,
}

/// Measures rounds, each in a county of its own, and returns the last county.
pub async fn measure(store: Store, staff: &Staff) -> Result<(Vec<Measured>, Home)> {
    let count = staff.logs(YEAR).len();
    let mut rounds = Vec::new();
    let mut last = None;
    for _ in 0..ROUNDS {
        if let Some(before) = last.take() {
            drop(Home::stop(before).await);
        }
        let home = start_staffed(store, staff).await?;
        rounds.push(round(&home, staff).await?);
        last = Some(home);
    }
    let home = last.context("no round")?;
    let of = |value: fn(&Round) -> f64| median(rounds.iter().map(value));
    let (import, bare, verify) = (of(|r| r.import), of(|r| r.bare), of(|r| r.verify));
    let most = if store == Store::Sqlite { 1.0 } else { 2.5 };
    let measured = vec![
        Measured {
            what: "import over gRPC : bare insert, speed",
            bound: Bound::AtLeast(1.0 / 3.0),
            value: of(|r| r.bare / r.import),
            detail: format!("{} : {}", per_second(count, import), per_second(count, bare)),
        },
        Measured {
            what: "verification : import, time",
            bound: Bound::AtMost(most),
            value: of(|r| r.verify / r.import),
            detail: format!("{verify:.2} s : {import:.2} s"),
        },
    ];
    Ok((measured, home))
}

async fn round(home: &Home, staff: &Staff) -> Result<Round> {
    let logs = staff.logs(YEAR);
    let office = Office::open(&home.county.url("cadre")).await?;
    let bare = Bare::open(&home.database, "cadre").await?;
    bare.settle().await?;
    let (import, summary) = office.import(logs.iter().map(pack).collect()).await?;
    settle(&bare).await?;
    let inserted = insert(&bare, &logs, summary.first_position).await?;
    settle(&bare).await?;
    let states = (summary.first_position..).zip(&logs);
    let states = states.map(|(position, log)| reference(log, position)).collect();
    let verify = office.verify(states).await?;
    let seconds = |took: Duration| took.as_secs_f64();
    let (import, bare, verify) = (seconds(import), seconds(inserted), seconds(verify));
    println!("            import {import:.2} s, bare {bare:.2} s, verification {verify:.2} s");
    Ok(Round { import, bare, verify })
}

/// Waits for the statistics that follow a large act, and for what the database puts off.
async fn settle(bare: &Bare) -> Result<()> {
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    bare.settle().await
}

/// Inserts the rows that the import wrote into a table with the same columns and indexes.
pub async fn insert(bare: &Bare, logs: &[WorkLog], first: i64) -> Result<Duration> {
    let kind = KindInfo::of::<Ours, WorkLog>();
    let columns = SYSTEM.into_iter().chain(kind.fields.iter().map(|field| field.name.as_str()));
    let columns: Vec<&str> = columns.collect();
    let rows = (first..).zip(logs).map(|(since, log)| row(&kind, log, since, None));
    let rows = rows.collect::<Result<Vec<_>>>()?;
    bare.make_table("work_log").await?;
    let start = Instant::now();
    bare.insert("bare_work_log", &columns, rows).await?;
    let took = start.elapsed();
    bare.drop_table("work_log").await?;
    Ok(took)
}

/// A row as the ledger writes it, waiting for a verifier or verified by an entry.
pub fn row<D, K: Kind<D>>(
    kind: &KindInfo,
    record: &K,
    since: i64,
    verified: Option<i64>,
) -> Result<Vec<Value>> {
    let checked = kind.accept(&pack(record).value)?;
    let none = || Value::BigInt(None);
    let system = [
        COUNTY.into(),
        checked.id.into(),
        1_i64.into(),
        since.into(),
        Value::BigInt(verified),
        none(),
        FOREVER.into(),
        FOREVER.into(),
        none(),
        0_i64.into(),
        "bench.recorder".into(),
    ];
    Ok(system.into_iter().chain(checked.row).collect())
}
