//! Keeps the deadline of a call, and gives a reason to every status that has no details.
//!
//! tonic answers oversized and malformed messages and unknown methods before any handler of ours
//! runs, without details.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use http::{HeaderMap, Request, Response};
use tonic::body::Body;
use tonic::{Code, Status};
use tower::{Layer, Service};

use crate::Refusal;

/// No unary call takes longer, whatever its caller asks for.
const LONGEST: Duration = Duration::from_secs(300);

#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadlines;

#[derive(Clone, Debug)]
pub(crate) struct WithDeadlines<S>(S);

impl<S> Layer<S> for Deadlines {
    type Service = WithDeadlines<S>;

    fn layer(&self, inner: S) -> Self::Service {
        WithDeadlines(inner)
    }
}

impl<S, B> Service<Request<B>> for WithDeadlines<S>
where
    S: Service<Request<B>, Response = Response<Body>, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        if !is_grpc(request.headers()) {
            return Box::pin(self.0.call(request));
        }
        // A little earlier than tonic's own timer, whose answer would have no details.
        let asked = deadline(request.headers()).unwrap_or(LONGEST).min(LONGEST);
        let start = Instant::now();
        let answer = self.0.call(request);
        Box::pin(async move {
            match tokio::time::timeout(asked - asked / 50, answer).await {
                // The timer counts milliseconds: an answer may come before it and be late.
                Ok(response) if start.elapsed() < asked => response.map(explain),
                _ => Ok(Status::from(Refusal::of_code(Code::DeadlineExceeded, "deadline passed"))
                    .into_http()),
            }
        })
    }
}

fn is_grpc(headers: &HeaderMap) -> bool {
    headers
        .get(http::header::CONTENT_TYPE)
        .is_some_and(|t| t.as_bytes().starts_with(b"application/grpc"))
}

/// Reads `grpc-timeout`: up to 8 digits and a unit.
fn deadline(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get("grpc-timeout")?.to_str().ok()?;
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let count: u64 = digits.parse().ok()?;
    Some(match unit {
        "H" => Duration::from_secs(count.saturating_mul(3600)),
        "M" => Duration::from_secs(count.saturating_mul(60)),
        "S" => Duration::from_secs(count),
        "m" => Duration::from_millis(count),
        "u" => Duration::from_micros(count),
        "n" => Duration::from_nanos(count),
        _ => return None,
    })
}

fn explain(response: Response<Body>) -> Response<Body> {
    let bare = Status::from_header_map(response.headers())
        .filter(|status| status.code() != Code::Ok && status.details().is_empty());
    match bare {
        Some(status) => Status::from(Refusal::of_code(status.code(), status.message())).into_http(),
        None => response,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_is_read_in_every_unit() {
        let read = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("grpc-timeout", text.parse().expect("a header"));
            deadline(&headers)
        };
        assert_eq!(read("5S"), Some(Duration::from_secs(5)));
        assert_eq!(read("100m"), Some(Duration::from_millis(100)));
        assert_eq!(read("2H"), Some(Duration::from_secs(7200)));
        assert_eq!(read("x"), None);
        assert_eq!(read("5秒"), None);
    }
}
