//! Saturation and ranking over ten years of work logs: cold against the bare count of the same
//! cadre-days, and again after one more log was checked.

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use cadre::Ours;
use calendar::Calendar;
use jiff::civil::date;
use ledger::kinds::KindInfo;
use ledger::storage::FOREVER;
use proto::cadre::v1::ranking_service_client::RankingServiceClient;
use proto::cadre::v1::work_log_service_client::WorkLogServiceClient;
use proto::cadre::v1::{
    GetSaturationRequest, PeerGroup, RankUnitsRequest, Ranking, SaturationGrain, SaturationTable,
    Unit, WorkLog,
};
use tests::Database;
use tonic::transport::Channel;

use crate::Scale;
use crate::bare::Bare;
use crate::data::{COUNTY, Staff};
use crate::entering::{SYSTEM, YEAR};
use crate::home::{Home, Store};
use crate::office::{Office, by_recorder};
use crate::start_staffed;
use crate::table::{Bound, Measured, median};

/// Years of logs, of which the newest one is asked for.
const YEARS: i16 = 10;
const ROUNDS: usize = 3;
const CHECKED: usize = 15;
const GROUP: &str = "测速组";

/// What was measured, in milliseconds.
#[derive(Default)]
struct Times {
    bare: Vec<f64>,
    saturation: Vec<f64>,
    ranking: Vec<f64>,
    again: Vec<f64>,
}

/// Measures in a county that has just started, so that nothing is remembered.
pub async fn measure(store: Store, scale: Scale) -> Result<Vec<Measured>> {
    let staff = Staff::of(scale.of(3_000, 40));
    let mut database = filled(store, &staff).await?;
    let mut times = Times::default();
    for round in 0..ROUNDS {
        let days = bare(&database, &mut times).await?;
        let home = Home::start(database).await;
        let channel = Office::open(&home.county.url("cadre")).await?.channel();
        let start = Instant::now();
        let table = saturation(&channel).await?;
        times.saturation.push(milliseconds(start));
        database = home.stop().await;
        let home = Home::start(database).await;
        let office = Office::open(&home.county.url("cadre")).await?;
        let start = Instant::now();
        let ranking = rank(&office.channel()).await?;
        times.ranking.push(milliseconds(start));
        compare(&table, &ranking, days)?;
        check_one_by_one(&office, &staff, round, &mut times).await?;
        database = home.stop().await;
    }
    Ok(times.measured())
}

/// A county with the logs of the year, entered and verified, and of the years before it: copies
/// of them, put straight into the tables.
async fn filled(store: Store, staff: &Staff) -> Result<Database> {
    let home = start_staffed(store, staff).await?;
    let office = Office::open(&home.county.url("cadre")).await?;
    let group = |unit: &Unit| PeerGroup {
        unit_id: unit.code.clone(),
        name: GROUP.to_owned(),
        division: unit.division.clone(),
        first_date: unit.first_date.clone(),
        document: "示例发〔2019〕1号".to_owned(),
        ..PeerGroup::default()
    };
    office.put(&staff.units.iter().map(group).collect::<Vec<_>>()).await?;
    office.enter(staff, YEAR).await?;
    let database = home.stop().await;
    let bare = Bare::open(&database, "cadre").await?;
    let head = number(&bare, "SELECT MAX(seq) FROM entry").await?;
    for before in 1..YEARS {
        let offset = head * i64::from(before);
        bare.run(&copy_of_logs(YEAR - before, offset, head)).await?;
        bare.run(&copy_of_entries(YEAR - before, offset, head)).await?;
    }
    bare.run("ANALYZE").await?;
    bare.settle().await?;
    Ok(database)
}

fn copy_of_logs(year: i16, offset: i64, head: i64) -> String {
    let kind = KindInfo::of::<Ours, WorkLog>();
    let own = kind.fields.iter().map(|field| field.name.as_str());
    let columns: Vec<&str> = SYSTEM.into_iter().chain(own).collect();
    let value = |column: &&str| match *column {
        "id" => format!("replace(id, '.{YEAR}-', '.{year}-')"),
        "since" | "verified" => format!("{column} + {offset}"),
        "date" | "submit_date" => format!("'{year}' || substr({column}, 5)"),
        other => format!("\"{other}\""),
    };
    let values: Vec<String> = columns.iter().map(value).collect();
    let columns: Vec<String> = columns.iter().map(|column| format!("\"{column}\"")).collect();
    format!(
        "INSERT INTO work_log ({}) SELECT {} FROM work_log WHERE since <= {head} ORDER BY since",
        columns.join(", "),
        values.join(", ")
    )
}

fn copy_of_entries(year: i16, offset: i64, head: i64) -> String {
    format!(
        "INSERT INTO entry (county, seq, at, actor, act, method, kind, id, since, reason, request, \
         content, hash) SELECT county, seq + {offset}, at, actor, act, method, kind, \
         replace(id, '.{YEAR}-', '.{year}-'), since + {offset}, reason, request, content, hash \
         FROM entry WHERE seq <= {head} AND kind = 'xianzhi.cadre.v1.WorkLog' ORDER BY seq"
    )
}

/// Counts the working days with a log of each cadre, and returns their sum.
async fn bare(database: &Database, times: &mut Times) -> Result<i64> {
    let bare = Bare::open(database, "cadre").await?;
    let (first, last) = (date(YEAR, 1, 1), date(YEAR, 12, 31));
    let rest = Calendar::standard().rest_days(first, last).map(|day| format!("'{day}'"));
    let text = format!(
        "SELECT c.cadre_id, COUNT(DISTINCT c.date) FROM work_log c WHERE c.county = '{COUNTY}' AND \
         c.date >= '{first}' AND c.date <= '{last}' AND c.withdrawn = 0 AND c.verified IS NOT NULL \
         AND c.superseded = {FOREVER} AND c.date NOT IN ({}) GROUP BY c.cadre_id",
        rest.collect::<Vec<_>>().join(", ")
    );
    let start = Instant::now();
    let rows = bare.rows(&text).await?;
    let counts = rows.iter().map(|row| row.try_get_by_index::<i64>(1));
    let days = counts.sum::<Result<i64, _>>()?;
    times.bare.push(milliseconds(start));
    Ok(days)
}

/// Everybody's saturation of the year, unit by unit.
async fn saturation(channel: &Channel) -> Result<SaturationTable> {
    let request = GetSaturationRequest {
        county: COUNTY.to_owned(),
        first_date: format!("{YEAR}-01-01"),
        last_date: format!("{YEAR}-12-31"),
        grain: SaturationGrain::Unit.into(),
        ..GetSaturationRequest::default()
    };
    let mut client = WorkLogServiceClient::new(channel.clone());
    Ok(client.get_saturation(by_recorder(request)).await?.into_inner())
}

async fn rank(channel: &Channel) -> Result<Ranking> {
    let request = RankUnitsRequest {
        county: COUNTY.to_owned(),
        peer_group: GROUP.to_owned(),
        first_date: format!("{YEAR}-01-01"),
        last_date: format!("{YEAR}-12-31"),
        ..RankUnitsRequest::default()
    };
    let mut client = RankingServiceClient::new(channel.clone());
    Ok(client.rank_units(by_recorder(request)).await?.into_inner())
}

/// The two answers agree with each other and with the bare count, of which leaves are taken.
fn compare(table: &SaturationTable, ranking: &Ranking, days: i64) -> Result<()> {
    let valid: i64 = table.rows.iter().map(|row| row.valid_halves).sum();
    let ranked: i64 = ranking.units.iter().map(|unit| unit.valid_halves).sum();
    ensure!(valid == ranked, "{valid} half-days by unit, {ranked} in the ranking");
    ensure!(valid <= 2 * days && 100 * valid > 190 * days, "{valid} half-days of {days} days");
    Ok(())
}

/// One more log of a cadre each time, entered and verified; then all units are ranked again.
async fn check_one_by_one(
    office: &Office,
    staff: &Staff,
    round: usize,
    times: &mut Times,
) -> Result<()> {
    for n in 0..CHECKED {
        let cadre = &staff.cadres[n % staff.cadres.len()];
        let log = WorkLog {
            cadre_id: cadre.code.clone(),
            unit_id: cadre.unit_id.clone(),
            division: cadre.division.clone(),
            date: format!("{YEAR}-06-{:02}", n % 28 + 1),
            start_time: format!("2{round}:00"),
            minutes: Some(30),
            place: "示例村".to_owned(),
            task: "值班".to_owned(),
            result: "无异常".to_owned(),
            submit_date: format!("{YEAR}-06-{:02}", n % 28 + 1),
            ..WorkLog::default()
        };
        office.put(&[log]).await?;
        let start = Instant::now();
        rank(&office.channel()).await?;
        times.again.push(milliseconds(start));
    }
    Ok(())
}

async fn number(bare: &Bare, text: &str) -> Result<i64> {
    let rows = bare.rows(text).await?;
    Ok(rows.first().context("no row")?.try_get_by_index(0)?)
}

impl Times {
    fn measured(self) -> Vec<Measured> {
        let (bare, again) = (median(self.bare), median(self.again));
        let (saturation, ranking) = (median(self.saturation), median(self.ranking));
        let of = |what, most, value: f64, to: f64| Measured {
            what,
            bound: Bound::AtMost(most),
            value: value / to,
            detail: format!("{value:.1} ms : {to:.1} ms"),
        };
        vec![
            of("saturation of a year cold : bare SQL, time", 2.0, saturation, bare),
            of("ranking of all units cold : bare SQL, time", 2.0, ranking, bare),
            of("ranking after one more log : cold, time", 1.0 / 20.0, again, ranking),
        ]
    }
}

fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1_000.0
}
