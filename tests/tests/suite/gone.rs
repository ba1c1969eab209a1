//! A caller who goes away in the middle of an import over HTTP: all of it is there, or none.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use ::ledger::kinds::Kind as _;
use proto::industry::v1::Enterprise;
use serde_json::Value;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::desk_pages::with_county;
use crate::http::send;

/// Rows of one import.
const ROWS: u32 = 2_000;
/// Moments at which the caller goes, in parts of the time that an import takes.
const MOMENTS: u32 = 6;

fn sheet(round: u32) -> String {
    let mut text = "统一社会信用代码,名称,所在地,行业代码\n".to_owned();
    for n in round * ROWS..(round + 1) * ROWS {
        let code = Enterprise::sample(n).credit_code;
        let _ = writeln!(text, "{code},示例{n}有限公司,421222106,3099");
    }
    text
}

/// Sends a sheet to its end; what became of it.
async fn sent(http: SocketAddr, sheet: &str, query: &str) -> Value {
    let path = format!("/v1/counties/421222/imports?name=a.csv&kind=Enterprise{query}");
    let headers = [("xianzhi-actor", "program"), ("content-type", "text/csv")];
    let answer = send(http, "POST", &path, &headers, sheet).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    serde_json::from_str(&answer.body).expect("JSON")
}

/// Sends so much of a sheet, waits, and goes away.
async fn left(http: SocketAddr, sheet: &str, share: usize, wait: Duration) {
    let mut stream = TcpStream::connect(http).await.expect("connected");
    let head = format!(
        "POST /v1/counties/421222/imports?name=a.csv&kind=Enterprise HTTP/1.1\r\nHost: {http}\r\n\
         xianzhi-actor: program\r\ncontent-type: text/csv\r\nContent-Length: {}\r\n\r\n",
        sheet.len()
    );
    stream.write_all(head.as_bytes()).await.expect("sent");
    stream.write_all(&sheet.as_bytes()[..share]).await.expect("sent");
    tokio::time::sleep(wait).await;
}

/// How many rows of a sheet are there: some of them at no time.
async fn there(http: SocketAddr, sheet: &str) -> u64 {
    let tried = sent(http, sheet, "&dry_run=true").await;
    let (new, known) = (tried["created"].as_u64(), tried["unchanged"].as_u64());
    assert_eq!(new.zip(known).map(|(new, known)| new + known), Some(u64::from(ROWS)), "{tried}");
    let known = known.unwrap_or_default();
    assert!(known == 0 || known == u64::from(ROWS), "{known} of {ROWS} are there");
    known
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_whose_caller_goes_away_is_there_whole_or_not_at_all() {
    with_county(async |http| {
        let start = Instant::now();
        assert_eq!(sent(http, &sheet(0), "").await["taken"], Value::Bool(true));
        let whole = start.elapsed();
        let cut = sheet(1);
        left(http, &cut, cut.len() / 2, Duration::from_millis(50)).await;
        tokio::time::sleep(whole).await;
        assert_eq!(there(http, &cut).await, 0, "of a sheet that broke off nothing is taken");
        let mut taken = 0;
        for round in 1..=MOMENTS {
            let sheet = sheet(round);
            left(http, &sheet, sheet.len(), whole * round / (MOMENTS + 1)).await;
            let since = Instant::now();
            let mut known = 0;
            while known == 0 && since.elapsed() < whole * 3 {
                known = there(http, &sheet).await;
            }
            taken += u32::from(known > 0);
            // The server goes on: the same again takes what is not there, and knows what is.
            let again = sent(http, &sheet, "").await;
            assert_eq!(again["unchanged"], Value::from(known), "{again}");
            assert_eq!(again["created"], Value::from(u64::from(ROWS) - known), "{again}");
            assert_eq!(there(http, &sheet).await, u64::from(ROWS));
        }
        assert!(taken > 0, "no import went on without its caller; one took {whole:?}");
    })
    .await;
}
