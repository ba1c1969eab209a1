//! Samples of the verified logs of a period, drawn by a seed of the service's own.
//!
//! Who draws is of the unit that checks, which a dated parameter of the county names. The seed comes
//! from the operating system and is kept with the list: nobody chooses it, and everybody can draw
//! the same again. What was drawn of a place and its days is not drawn again by the same unit.

use chassis::{FieldFault, Refusal};
use ledger::Books;
use ledger::divisions::after_prefix;
use ledger::figures::{CountyScope, counting};
use ledger::kinds::today;
use ledger::storage::Sql;
use ledger::writer::Call;
use prost::Message as _;
use proto::cadre::v1::sample_service_server::SampleService;
use proto::cadre::v1::{DrawSampleRequest, Sample};
use proto::ledger::v1::Reason;
use tonic::{Request, Response, Status};

use super::people::{People, acting};
use super::read::{Asked, scope_over};
use crate::figures::saturation::{SAMPLER, named_on};
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

    /// Refuses a unit that does not check samples, and a caller of another unit.
    async fn check_sampler(
        &self,
        call: &Call,
        scope: &CountyScope,
        unit_id: &str,
        today: &str,
    ) -> Result<(), Refusal> {
        let day = CountyScope { last_date: today.to_owned(), ..scope.clone() };
        let units = named_on(&self.books.reader, &day, SAMPLER).await?;
        if !units.iter().any(|unit| unit == unit_id) {
            return Err(no_sampler(unit_id, &units));
        }
        let cadre = acting(&self.books, &call.county, &call.actor, scope.position).await?;
        let people = People::of(&self.books, &call.county, &cadre, scope.position).await?;
        if people.unit_on(&cadre, today).0 != unit_id {
            return Err(other_unit(&call.actor, unit_id));
        }
        Ok(())
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
        let DrawSampleRequest { last_date, size, request_id, validate_only, .. } = request;
        let method = "DrawSample";
        let call = Call::read(&metadata, method, &county, &request_id, validate_only, &body)?;
        let asked = Asked {
            county: &county,
            division: &division,
            first_date: &first_date,
            last_date: &last_date,
            position: 0,
        };
        let scope = scope_over(&self.books, asked).await?;
        let size = usize::try_from(size).ok().filter(|size| (1..=MOST).contains(size));
        let size = size.ok_or_else(wrong_size)?;
        let today = today().to_string();
        // A repeated call is answered from the ledger.
        if self.books.writers.repeated(&call).await?.is_none() {
            self.check_sampler(&call, &scope, &unit_id, &today).await?;
        }
        let population = self.population(&scope).await?;
        let seed = seed()?;
        let sample = Sample {
            code,
            unit_id,
            division: scope.division.clone(),
            first_date,
            last_date,
            draw_date: today,
            position: Some(scope.position),
            population_count: Some(population.len() as i64),
            log_ids: draw(&seed, population, size),
            seed,
            ..Sample::default()
        };
        Ok(Response::new(self.books.register(call, sample).await?))
    }
}

/// A seed that nobody chose and nobody could foresee: 128 bits of the operating system.
fn seed() -> Result<String, Refusal> {
    let mut bits = [0_u8; 16];
    getrandom::fill(&mut bits).map_err(|cause| Refusal::internal(&cause))?;
    Ok(bits.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn no_sampler(unit_id: &str, units: &[String]) -> Refusal {
    let named = units.join(", ");
    Refusal::new(
        Reason::NotResponsible,
        format!("unit {unit_id} checks no samples; parameter {SAMPLER} names: {named}"),
        format!("单位 {unit_id} 不是抽查单位；参数 {SAMPLER} 指定的有：{named}"),
    )
    .with("unit_id", unit_id)
}

fn other_unit(actor: &str, unit_id: &str) -> Refusal {
    Refusal::new(
        Reason::NotResponsible,
        format!("{actor} is of another unit than {unit_id} and does not draw for it"),
        format!("账号“{actor}”不属于单位 {unit_id}，不能代其抽取"),
    )
    .with("unit_id", unit_id)
}

fn wrong_size() -> Refusal {
    Refusal::request(FieldFault::new(
        "size",
        Reason::ValueOutOfRange,
        format!("a sample is of 1 to {MOST} logs"),
        format!("抽查 1 至 {MOST} 篇日志"),
    ))
}
