//! GetOpenings: what was opened in a period, a table of townships and figures.

use std::collections::BTreeMap;

use chassis::Refusal;
use ledger::Books;
use ledger::figures::Dimension;
use ledger::reader::check_county;
use proto::figure::v1::Scope;
use proto::livelihood::v1::facility_service_server::FacilityService;
use proto::livelihood::v1::{GetOpeningsRequest, OpeningColumn, OpeningRow, Openings};
use tonic::{Request, Response, Status};

use super::check_period;

/// The figures of the table, in its order.
const COLUMNS: [&str; 6] = [
    "livelihood.education.new_schools",
    "livelihood.education.new_places",
    "livelihood.health.new_institutions",
    "livelihood.elderly.new_private_institutions",
    "livelihood.elderly.new_nursing_beds",
    "livelihood.elderly.facilities_opened",
];

/// The acts on facilities.
pub(super) struct Facilities {
    books: Books,
}

impl Facilities {
    pub(super) fn new(books: Books) -> Self {
        Self { books }
    }
}

#[tonic::async_trait]
impl FacilityService for Facilities {
    async fn get_openings(
        &self,
        request: Request<GetOpeningsRequest>,
    ) -> Result<Response<Openings>, Status> {
        Ok(Response::new(of(&self.books, request.into_inner()).await?))
    }
}

async fn of(books: &Books, request: GetOpeningsRequest) -> Result<Openings, Refusal> {
    let GetOpeningsRequest { county, first_date, last_date, position } = request;
    check_county(&county)?;
    check_period(&first_date, &last_date)?;
    let position = books.reader.position(&county, position).await?;
    let positions = [(county.clone(), position)].into();
    let asked = Scope { division: county, first_date, last_date, positions };
    let scope = books.engine.scope(Some(&asked)).await?;
    let codes = COLUMNS.map(str::to_owned);
    let figures = books.engine.compute(&scope, &codes, false).await?;
    let mut rows: BTreeMap<String, OpeningRow> = BTreeMap::new();
    for (column, code) in COLUMNS.into_iter().enumerate() {
        let broken = books.engine.break_down(&scope, code, Dimension::Township).await?;
        for cell in broken.cells {
            let row = rows.entry(cell.key).or_insert_with_key(|key| OpeningRow {
                division: key.clone(),
                name: cell.name,
                values: vec!["0".to_owned(); COLUMNS.len()],
            });
            if let Some(exact) = cell.figure.and_then(|figure| figure.exact) {
                row.values[column] = exact;
            }
        }
    }
    let column = |figure: proto::figure::v1::Figure| OpeningColumn {
        code: figure.code,
        name: figure.name,
        unit: figure.unit,
        total: figure.text,
    };
    let columns = figures.into_iter().map(column).collect();
    Ok(Openings { columns, rows: rows.into_values().collect(), position })
}
