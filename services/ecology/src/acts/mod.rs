//! The acts that only this department has: judging what is not stored, and the calendar.

mod air_day;
mod calendar;
mod water_sample;

use std::pin::Pin;

use chassis::Refusal;
use ledger::Books;
use proto::ecology::v1::air_day_service_server::AirDayServiceServer;
use proto::ecology::v1::water_sample_service_server::WaterSampleServiceServer;
use tokio_stream::{Stream, StreamExt};
use tonic::service::Routes;
use tonic::{Status, Streaming};

use air_day::AirDays;
use water_sample::WaterSamples;

/// Answers one after another, as requests come.
type Answers<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

/// Adds the services of the acts.
pub fn add(books: &Books, routes: Routes) -> Routes {
    routes
        .add_service(AirDayServiceServer::new(AirDays::new(books.clone())))
        .add_service(WaterSampleServiceServer::new(WaterSamples))
}

/// Judges a stream of requests; the first one that cannot be judged ends it.
fn judged<Q, A>(requests: Streaming<Q>, judge: fn(Q) -> Result<A, Refusal>) -> Answers<A>
where
    Q: Send + 'static,
    A: Send + 'static,
{
    let answers = requests.map(move |request| Ok(judge(request?)?));
    Box::pin(answers)
}
