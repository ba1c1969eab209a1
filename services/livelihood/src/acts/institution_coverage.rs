//! GetInstitutionCoverage: payment by disease group, institution by institution.

use std::collections::BTreeMap;

use chassis::Refusal;
use ledger::Books;
use ledger::reader::check_county;
use proto::livelihood::v1::payment_coverage_service_server::PaymentCoverageService;
use proto::livelihood::v1::{
    CoveredInstitution, DesignatedInstitution, GetInstitutionCoverageRequest, Institution,
    InstitutionCoverage, PaymentCoverage,
};
use tonic::{Request, Response, Status};

use super::{check_period, counted, thousandths};

/// The acts on payments.
pub(super) struct PaymentCoverages {
    books: Books,
}

impl PaymentCoverages {
    pub(super) fn new(books: Books) -> Self {
        Self { books }
    }
}

#[tonic::async_trait]
impl PaymentCoverageService for PaymentCoverages {
    async fn get_institution_coverage(
        &self,
        request: Request<GetInstitutionCoverageRequest>,
    ) -> Result<Response<InstitutionCoverage>, Status> {
        Ok(Response::new(of(&self.books, request.into_inner()).await?))
    }
}

async fn of(
    books: &Books,
    request: GetInstitutionCoverageRequest,
) -> Result<InstitutionCoverage, Refusal> {
    let GetInstitutionCoverageRequest { county, first_date, last_date, position } = request;
    check_county(&county)?;
    check_period(&first_date, &last_date)?;
    let position = books.reader.position(&county, position).await?;
    let designated: Vec<DesignatedInstitution> = counted(books, &county, position).await?;
    let mut payments: Vec<PaymentCoverage> = counted(books, &county, position).await?;
    payments.retain(|one| (&*first_date..=&*last_date).contains(&&*one.last_date));
    let institutions: Vec<Institution> = counted(books, &county, position).await?;
    let mut rows = rows(&designated, &payments, &last_date);
    for one in institutions {
        if let Some(row) = rows.get_mut(&one.code) {
            (row.name, row.division) = (one.name, one.division);
        }
    }
    Ok(InstitutionCoverage { institutions: rows.into_values().collect(), position })
}

/// A row an institution that is designated on the last day or has a payment of the period.
fn rows(
    designated: &[DesignatedInstitution],
    payments: &[PaymentCoverage],
    last_date: &str,
) -> BTreeMap<String, CoveredInstitution> {
    let mut rows: BTreeMap<String, CoveredInstitution> = BTreeMap::new();
    let new = |id: &String| CoveredInstitution { id: id.clone(), ..CoveredInstitution::default() };
    for one in payments {
        let row = rows.entry(one.institution_id.clone()).or_insert_with_key(new);
        row.inpatient_fund_fen += one.inpatient_fund_fen.unwrap_or(0);
        row.grouped_fund_fen += one.grouped_fund_fen.unwrap_or(0);
        row.inpatient_count += i64::from(one.inpatient_count.unwrap_or(0));
        row.grouped_count += i64::from(one.grouped_count.unwrap_or(0));
        row.month_count += 1;
    }
    for one in designated {
        let ended = !one.last_date.is_empty() && *one.last_date < *last_date;
        if ended || *one.first_date > *last_date {
            continue;
        }
        let row = rows.entry(one.institution_id.clone()).or_insert_with_key(new);
        row.designated = true;
        let settled = &one.first_settlement_date;
        row.covered = !settled.is_empty() && **settled <= *last_date;
        row.first_settlement_date.clone_from(settled);
    }
    for row in rows.values_mut() {
        let (part, whole) = (row.grouped_fund_fen.into(), row.inpatient_fund_fen.into());
        row.fund_x10 = thousandths(part, whole);
    }
    rows
}
