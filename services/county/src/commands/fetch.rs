//! Asks a running county over HTTP.

use anyhow::{Context as _, bail, ensure};
use bytes::Bytes;
use http::{Method, Request};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use proto::ledger::v1::Reason;

/// Reads a path of a server.
///
/// # Errors
/// When the server cannot be reached or refuses; its reason is told.
pub(super) async fn get(server: &str, path: &str) -> anyhow::Result<Bytes> {
    ask(server, Method::GET, path, Bytes::new()).await
}

/// Sends a file to a path of a server and reads what comes back.
///
/// # Errors
/// When the server cannot be reached or refuses; its reason is told.
pub(super) async fn post(server: &str, path: &str, file: Bytes) -> anyhow::Result<Bytes> {
    ask(server, Method::POST, path, file).await
}

async fn ask(server: &str, method: Method, path: &str, body: Bytes) -> anyhow::Result<Bytes> {
    let server = server.trim_end_matches('/');
    ensure!(
        !server.starts_with("https://"),
        "https is not spoken here: ask the county itself, or read the address with curl / \
         不支持 https，请直接访问县服务或改用 curl"
    );
    let address = match server.contains("://") {
        true => format!("{server}{path}"),
        false => format!("http://{server}{path}"),
    };
    let request = Request::builder().method(method).uri(&address).body(Full::new(body));
    let request = request.with_context(|| format!("{address} is no address"))?;
    let client = Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
    let unreachable = || format!("{server} does not answer / {server} 无法连接");
    let answer = client.request(request).await.with_context(unreachable)?;
    let status = answer.status();
    let body = answer.into_body().collect().await.with_context(unreachable)?.to_bytes();
    if !status.is_success() {
        bail!("{}", refusal(&body).unwrap_or_else(|| format!("{address}: {status}")));
    }
    Ok(body)
}

/// What a problem (RFC 9457) says.
fn refusal(body: &[u8]) -> Option<String> {
    let problem: serde_json::Value = serde_json::from_slice(body).ok()?;
    let reason = problem.get("reason")?.as_str()?;
    // Only a county's own problems are passed on as they are.
    Reason::from_str_name(&format!("REASON_{reason}"))?;
    Some(format!("{} ({reason})", problem.get("detail")?.as_str()?))
}
