//! Single creates from many clients, against the same acts committed one by one.

use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};
use ledger::{Books, Opened};
use prost::Message;
use proto::cadre::v1::{CreateWorkLogRequest, WorkLog};
use tonic::transport::Channel;
use tonic_prost::ProstCodec;

use ledger::writer::{Call, Put, Step};

use crate::Scale;
use crate::data::{COUNTY, Staff};
use crate::home::Store;
use crate::office::{Office, by_recorder};
use crate::table::{Bound, Measured, per_second};

const CLIENTS: usize = 64;
const CONNECTIONS: usize = 8;
const YEAR: i16 = 2022;
const CREATE: &str = "/xianzhi.cadre.v1.WorkLogService/CreateWorkLog";

/// Measures both on the same department.
pub async fn measure(store: Store, staff: &Staff, scale: Scale) -> Result<Measured> {
    let database = store.fresh().await?;
    let address = ([127, 0, 0, 1], 0).into();
    let options = ledger::Options { database: database.url_of("cadre"), address };
    let opened = cadre::DEPARTMENT.serve(options).await?;
    let url = format!("http://{}", opened.served.address);
    Office::open(&url).await?.staff(staff).await?;
    let mut logs = staff.logs(YEAR).into_iter();
    let one_by_one: Vec<_> = logs.by_ref().take(scale.of(4_000, 400)).collect();
    let side_by_side: Vec<_> = logs.take(scale.of(32_000, 1_600)).collect();
    let (few, many) = (one_by_one.len(), side_by_side.len());
    let alone = alone(&opened, one_by_one).await?;
    let together = together(&url, side_by_side).await?;
    opened.close().await;
    Ok(Measured {
        what: "creates of 64 clients : one by one, speed",
        bound: Bound::AtLeast(3.0),
        value: (many as f64 / together) / (few as f64 / alone),
        detail: format!("{} : {}", per_second(many, together), per_second(few, alone)),
    })
}

/// Commits act after act on the writer's one connection, without the wire; the seconds it took.
async fn alone(opened: &Opened, logs: Vec<WorkLog>) -> Result<f64> {
    let start = Instant::now();
    for log in logs {
        create(&opened.books, &log).await?;
    }
    Ok(start.elapsed().as_secs_f64())
}

async fn create(books: &Books, log: &WorkLog) -> Result<()> {
    let kind = books.kind::<cadre::Ours, WorkLog>()?.clone();
    let record = kind.accept(&log.encode_to_vec())?;
    let step = Step::Put { kind, record, put: Put::Create, explanation: String::new() };
    let call = Call {
        county: COUNTY.to_owned(),
        actor: "bench.recorder".to_owned(),
        method: "CreateWorkLog",
        request_id: String::new(),
        digest: Vec::new(),
        validate_only: false,
    };
    books.propose(call, vec![step]).await?;
    Ok(())
}

/// Creates records over gRPC, every client waiting for each of its answers; the seconds it took.
async fn together(url: &str, logs: Vec<WorkLog>) -> Result<f64> {
    let mut channels = Vec::new();
    for _ in 0..CONNECTIONS {
        channels.push(Office::open(url).await?.channel());
    }
    let logs = Arc::new(std::sync::Mutex::new(logs));
    let start = Instant::now();
    let mut clients = tokio::task::JoinSet::new();
    for channel in channels.iter().cycle().take(CLIENTS) {
        clients.spawn(client(channel.clone(), Arc::clone(&logs)));
    }
    while let Some(ended) = clients.join_next().await {
        ended??;
    }
    Ok(start.elapsed().as_secs_f64())
}

async fn client(channel: Channel, logs: Arc<std::sync::Mutex<Vec<WorkLog>>>) -> Result<()> {
    let mut client = tonic::client::Grpc::new(channel);
    loop {
        let next = logs.lock().ok().and_then(|mut logs| logs.pop());
        let Some(log) = next else { return Ok(()) };
        let request = CreateWorkLogRequest {
            county: COUNTY.to_owned(),
            work_log: Some(log),
            ..CreateWorkLogRequest::default()
        };
        client.ready().await?;
        let codec = ProstCodec::<CreateWorkLogRequest, WorkLog>::default();
        let path = CREATE.parse()?;
        let answer = client.unary(by_recorder(request), path, codec).await?;
        answer.into_inner().metadata.context("a record without metadata")?;
    }
}
