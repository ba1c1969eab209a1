//! The report's page over HTTP, against a bare handler that returns the same bytes.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use axum::Router;
use axum::routing::get;
use bytes::Bytes;
use county::County;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::data::COUNTY;
use crate::table::{Bound, Measured, median};

/// Callers at the same time, each on a connection of its own.
const CALLERS: usize = 64;
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(2);

/// Requests a second of the page and of the bare handler, in turns.
pub async fn measure(county: &County) -> Result<Measured> {
    let path = format!("/v1/divisions/{COUNTY}/reports/2023?format=html");
    let page = Caller::connect(county.http, &path).await?.call().await?;
    let bare = serve(page).await?;
    let (mut pages, mut bares) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        pages.push(per_second(county.http, &path).await?);
        bares.push(per_second(bare, "/").await?);
    }
    let (page, bare) = (median(pages), median(bares));
    Ok(Measured {
        what: "report page : bare handler, requests",
        bound: Bound::AtLeast(0.7),
        value: page / bare,
        detail: format!("{page:.0}/s : {bare:.0}/s"),
    })
}

/// A handler that returns these bytes.
async fn serve(page: Bytes) -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let headers = [("content-type", "text/html; charset=utf-8"), ("content-encoding", "gzip")];
    let handler = move || async move { (headers, page) };
    let router = Router::new().route("/", get(handler));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

async fn per_second(address: SocketAddr, path: &str) -> Result<f64> {
    let mut callers = JoinSet::new();
    let start = Instant::now();
    for _ in 0..CALLERS {
        let mut caller = Caller::connect(address, path).await?;
        callers.spawn(async move {
            let mut calls = 0_u32;
            while start.elapsed() < ROUND {
                caller.call().await?;
                calls += 1;
            }
            anyhow::Ok(calls)
        });
    }
    let mut calls = 0;
    while let Some(made) = callers.join_next().await {
        calls += made??;
    }
    Ok(f64::from(calls) / start.elapsed().as_secs_f64())
}

/// A connection on which one request follows the other.
struct Caller {
    stream: TcpStream,
    request: String,
    answer: Vec<u8>,
}

impl Caller {
    async fn connect(address: SocketAddr, path: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: {address}\r\naccept-encoding: gzip\r\n\r\n");
        Ok(Self { stream, request, answer: Vec::new() })
    }

    /// One request and its answer, whose length is told beforehand.
    async fn call(&mut self) -> Result<Bytes> {
        self.stream.write_all(self.request.as_bytes()).await?;
        self.answer.clear();
        loop {
            let read = self.stream.read_buf(&mut self.answer).await?;
            ensure!(read > 0, "the connection has gone");
            let end = self.answer.windows(4).position(|window| window == b"\r\n\r\n");
            let Some(end) = end else { continue };
            let head = std::str::from_utf8(&self.answer[..end])?;
            ensure!(head.starts_with("HTTP/1.1 200"), "{head}");
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.context("an answer without a length")?.parse()?;
            if let Some(body) = self.answer.get(end + 4..end + 4 + length) {
                return Ok(Bytes::copy_from_slice(body));
            }
        }
    }
}
