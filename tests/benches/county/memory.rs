//! The peak memory of a whole county, in a process of its own, while it serves.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use county::{County, Options};
use tests::Database;

use crate::data::COUNTY;
use crate::table::{Bound, Measured};

/// The argument that makes this program the county.
pub const CHILD: &str = "serve-child";

const MIB: f64 = 1_024.0;
const ROUNDS: usize = 3;
/// Clients that read side by side.
const CLIENTS: usize = 4;
/// Pages of evidence that a client reads.
const PAGES: usize = 20;

/// Serves the county of a folder or a database until the input ends.
pub fn serve(data: &str, database: &str) -> Result<()> {
    let options = Options {
        data: data.into(),
        database: (!database.is_empty()).then(|| database.to_owned()),
        http: ([127, 0, 0, 1], 0).into(),
        grpc_port: 0,
        open_network: false,
        outlines: Vec::new(),
    };
    tokio::runtime::Runtime::new()?.block_on(async {
        let county = County::start(options).await?;
        println!("{}", county.http);
        tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await??;
        county.stop().await;
        Ok(())
    })
}

/// The county as a child, while it serves.
pub struct Served {
    child: Child,
    address: String,
    /// The memory when started, in KiB.
    start: f64,
}

impl Served {
    /// Starts it.
    pub fn start(database: &Database) -> Result<Self> {
        let options = database.options();
        let mut child = Command::new(std::env::current_exe()?)
            .args([CHILD, &options.data.display().to_string()])
            .arg(options.database.unwrap_or_default())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut address = String::new();
        let said = child.stdout.take().context("the county says nothing")?;
        BufReader::new(said).read_line(&mut address)?;
        let address = address.trim().to_owned();
        ensure!(!address.is_empty(), "the county did not start");
        let start = status(&child, "VmHWM")?;
        Ok(Self { child, address, start })
    }

    /// Where it serves.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Ends it; the memory when started and the peak, in KiB.
    pub fn stop(mut self) -> Result<(f64, f64)> {
        let peak = status(&self.child, "VmHWM");
        drop(self.child.stdin.take());
        self.child.wait()?;
        Ok((self.start, peak?))
    }
}

/// Starts the county as a child, reads of it what people read, and looks at its peak.
pub async fn measure(database: &Database) -> Result<Measured> {
    let served = Served::start(database)?;
    let visited = tokio::task::block_in_place(|| visit(served.address()));
    let (start, peak) = served.stop()?;
    visited?;
    Ok(Measured {
        what: "peak memory while serving, MiB",
        bound: Bound::AtMost(300.0),
        value: peak / MIB,
        detail: format!("{:.0} MiB when started", start / MIB),
    })
}

/// Reads what people read, side by side.
fn visit(address: &str) -> Result<()> {
    for _ in 0..ROUNDS {
        std::thread::scope(|scope| {
            let readers: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(|| read_all(address))).collect();
            readers.into_iter().try_for_each(|reader| match reader.join() {
                Ok(read) => read,
                Err(_) => anyhow::bail!("a reader broke down"),
            })
        })?;
    }
    Ok(())
}

fn status(child: &Child, name: &str) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id()))?;
    let line = status.lines().find(|line| line.starts_with(name)).context("no peak of memory")?;
    let number = line.split_whitespace().nth(1).context("no number")?;
    Ok(number.parse()?)
}

fn read_all(address: &str) -> Result<()> {
    for period in ["2023", "2022", "2024", "2023-H1", "2023-Q3", "2023-06"] {
        for format in ["json", "html", "md"] {
            get(address, &format!("reports/{period}?format={format}"))?;
        }
        get(address, &format!("figures?year={period}"))?;
    }
    for code in ["cadre.worklog.logs", "cadre.worklog.saturation", "ecology.air.good_days_rate"] {
        get(address, &format!("figures/{code}?year=2023&format=html"))?;
    }
    for by in ["township", "month"] {
        get(address, &format!("figures/cadre.worklog.logs/breakdown?year=2023&by={by}"))?;
    }
    for excluded in ["", "outside_period"] {
        let path = "figures/cadre.worklog.logs/records?year=2023&page_size=1000";
        let mut token = String::new();
        for _ in 0..PAGES {
            let asked = format!("{path}&excluded={excluded}&page_token={token}");
            let page: serde_json::Value = serde_json::from_str(&get(address, &asked)?)?;
            token = page["next_page_token"].as_str().unwrap_or_default().to_owned();
            if token.is_empty() {
                break;
            }
        }
    }
    Ok(())
}

/// The body of a page of the county.
fn get(address: &str, path: &str) -> Result<String> {
    let mut stream = TcpStream::connect(address)?;
    let path = format!("/v1/divisions/{COUNTY}/{path}");
    // With HTTP/1.0 the body comes in one piece.
    write!(stream, "GET {path} HTTP/1.0\r\nHost: {address}\r\nAccept: */*\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8(answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").context("an answer without a body")?;
    ensure!(head.starts_with("HTTP/1.0 200"), "{path}: {head} {body}");
    Ok(body.to_owned())
}
