//! Samples of the verified logs of a period, drawn by a seed.

use chassis::{FieldFault, Refusal};
use ledger::Books;
use ledger::divisions::after_prefix;
use ledger::figures::{CountyScope, counting};
use ledger::reader::check_day;
use ledger::storage::Sql;
use ledger::writer::Call;
use prost::Message as _;
use proto::cadre::v1::sample_service_server::SampleService;
use proto::cadre::v1::{DrawSampleRequest, Sample};
use proto::ledger::v1::Reason;
use tonic::{Request, Response, Status};

use super::read::{Asked, scope};
use crate::rules::draw::draw;

/// Logs of one sample.
const MOST: usize = 1_000;

/// The acts on samples.
pub(super) struct Samples {
    books: Books,
}

impl Samples {
    pub(super) fn new(books: Books) -> Self {
        Self { books }
    }

    /// The ids of the logs of a place and period that count.
    async fn population(&self, scope: &CountyScope) -> Result<Vec<String>, Refusal> {
        let mut sql = Sql::new("SELECT c.id, '', '' FROM work_log c WHERE c.county = ");
        sql.bind(scope.county.as_str()).push(" AND c.date >= ").bind(scope.first_date.as_str());
        sql.push(" AND c.date <= ").bind(scope.last_date.as_str());
        sql.push(" AND c.division >= ").bind(scope.division.as_str());
        sql.push(" AND c.division < ").bind(after_prefix(&scope.division)).push(" AND ");
        counting(&mut sql, "c", scope.position);
        Ok(self.books.reader.days(sql).await?.into_iter().map(|(id, _, _)| id).collect())
    }
}

#[tonic::async_trait]
impl SampleService for Samples {
    async fn draw_sample(
        &self,
        request: Request<DrawSampleRequest>,
    ) -> Result<Response<Sample>, Status> {
        let (metadata, _, request) = request.into_parts();
        let body = request.encode_to_vec();
        let DrawSampleRequest { county, code, unit_id, division, first_date, .. } = request;
        let DrawSampleRequest { last_date, size, seed, draw_date, .. } = request;
        let DrawSampleRequest { request_id, validate_only, .. } = request;
        let method = "DrawSample";
        let call = Call::read(&metadata, method, &county, &request_id, validate_only, &body)?;
        let asked = Asked {
            county: &county,
            division: &division,
            first_date: &first_date,
            last_date: &last_date,
            position: 0,
        };
        let scope = scope(&self.books, asked).await?;
        check_day("draw_date", &draw_date)?;
        let size = usize::try_from(size).ok().filter(|size| (1..=MOST).contains(size));
        let size = size.ok_or_else(wrong_size)?;
        let population = self.population(&scope).await?;
        let sample = Sample {
            code,
            unit_id,
            division: scope.division.clone(),
            first_date,
            last_date,
            draw_date,
            position: Some(scope.position),
            population_count: Some(population.len() as i64),
            log_ids: draw(&seed, population, size),
            seed,
            ..Sample::default()
        };
        Ok(Response::new(self.books.register(call, sample).await?))
    }
}

fn wrong_size() -> Refusal {
    Refusal::request(FieldFault::new(
        "size",
        Reason::ValueOutOfRange,
        format!("a sample is of 1 to {MOST} logs"),
        format!("抽查 1 至 {MOST} 篇日志"),
    ))
}
