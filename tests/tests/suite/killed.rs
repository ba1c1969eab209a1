//! A process that is killed in the middle of an import: after a restart all of it is there, or none.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use ::ledger::kinds::Kind as _;
use prost::Message as _;
use proto::cadre::v1::Unit;
use proto::ledger::v1::ledger_service_client::LedgerServiceClient;
use proto::ledger::v1::{
    AuditLedgerRequest, GetLedgerRequest, ImportRecordsRequest, ImportSummary,
};
use tests::each_database;
use tonic::transport::Channel;

use crate::desk::{COUNTY, Desk, RECORDER, by, options};

/// Where the process that is killed keeps its books.
const DATABASE: &str = "XIANZHI_TEST_KILLED_DATABASE";
/// What it says once it answers.
const SERVES: &str = "serves ";
/// Records of one import.
const RECORDS: u32 = 4_000;
/// Moments at which it is killed, in parts of the time that an import takes.
const MOMENTS: u32 = 6;

/// The process that is killed.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "it is what the test below starts, and serves until it is killed"]
async fn process() {
    let database = std::env::var(DATABASE).expect("a database");
    let desk = Desk::open(&cadre::DEPARTMENT, &database).await;
    println!("{SERVES}http://{}", desk.opened.served.address);
    std::future::pending::<()>().await;
}

/// A department in a process of its own.
struct Running {
    child: Child,
    channel: Channel,
}

impl Running {
    fn start(database: &str) -> Self {
        let program = std::env::current_exe().expect("this program");
        let mut child = Command::new(program)
            .args(["--exact", "killed::process", "--ignored", "--nocapture"])
            .env(DATABASE, database)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a process");
        let said = BufReader::new(child.stdout.take().expect("what it says"));
        let address = said
            .lines()
            .map_while(Result::ok)
            .find_map(|line| line.split_once(SERVES).map(|(_, address)| address.trim().to_owned()));
        let channel = chassis::connect(&address.expect("it serves")).expect("an address");
        Self { child, channel }
    }

    fn ledger(&self) -> LedgerServiceClient<Channel> {
        LedgerServiceClient::new(self.channel.clone())
    }

    /// How many entries there are, all of them in one chain.
    async fn entries(&self) -> i64 {
        let request = GetLedgerRequest { county: COUNTY.to_owned() };
        let state = self.ledger().get_ledger(by(RECORDER, request)).await.expect("a ledger");
        let request = AuditLedgerRequest { county: COUNTY.to_owned() };
        let audit = self.ledger().audit_ledger(by(RECORDER, request)).await;
        assert_eq!(audit.expect("audited").into_inner().finding, None, "the chain holds");
        state.into_inner().position
    }

    /// Sends an import to its end; what it is answered, unless its answerer dies before.
    fn import(&self, round: u32) -> tokio::task::JoinHandle<Option<ImportSummary>> {
        let units =
            (0..RECORDS).map(|n| Unit { code: format!("U-{round}-{n}"), ..Unit::sample(n) });
        let records: Vec<_> = units
            .map(|unit| prost_types::Any {
                type_url: "/xianzhi.cadre.v1.Unit".to_owned(),
                value: unit.encode_to_vec(),
            })
            .collect();
        let mut messages: Vec<_> = records
            .chunks(500)
            .map(|part| ImportRecordsRequest { records: part.to_vec(), ..Default::default() })
            .collect();
        messages[0].options = Some(options());
        messages.last_mut().expect("a message").complete = true;
        let mut ledger = self.ledger();
        tokio::spawn(async move {
            let request = by(RECORDER, tokio_stream::iter(messages));
            let mut answers = ledger.import_records(request).await.ok()?.into_inner();
            let mut summary = None;
            while let Some(answer) = answers.message().await.ok()? {
                summary = answer.summary.or(summary);
            }
            summary
        })
    }

    /// Kills it: nothing of it runs on.
    fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_import_leaves_all_or_none() {
    each_database(async |database| {
        let url = database.url();
        let running = Running::start(&url);
        let start = Instant::now();
        let summary = running.import(0).await.expect("no panic").expect("it was not killed");
        assert_eq!(summary.created_count, i64::from(RECORDS));
        let whole = start.elapsed();
        running.kill();
        let (mut taken, mut broken) = (i64::from(RECORDS), 0);
        for round in 1..=MOMENTS {
            let running = Running::start(&url);
            let answer = running.import(round);
            tokio::time::sleep(whole * round / (MOMENTS + 1)).await;
            running.kill();
            let answered = answer.await.expect("no panic").is_some();
            let again = Running::start(&url);
            let entries = again.entries().await;
            let came = entries - taken;
            assert!(came == 0 || came == i64::from(RECORDS), "{came} of {RECORDS} are there");
            assert!(!answered || came > 0, "what was answered is there");
            broken += i32::from(!answered);
            // The same again takes what is not there, and knows what is.
            let summary = again.import(round).await.expect("no panic").expect("taken");
            let counts = (summary.created_count, summary.unchanged_count);
            assert_eq!(counts, (i64::from(RECORDS) - came, came));
            taken += i64::from(RECORDS);
            assert_eq!(again.entries().await, taken);
            again.kill();
        }
        assert!(broken > 0, "no import was killed before it was answered; one took {whole:?}");
        assert!(whole > Duration::from_millis(50), "there is a middle to kill it in");
    })
    .await;
}
