//! The units of an inspection beside the offices that owe it rectification.

use std::collections::{BTreeMap, BTreeSet};

use chassis::Refusal;
use ledger::Books;
use ledger::reader::{check_county, check_day, check_id};
use proto::ledger::v1::Reason;
use proto::reform::v1::inspection_service_server::InspectionService;
use proto::reform::v1::{
    Finding, GetInspectionComparisonRequest, InspectedOffice, Inspection, InspectionComparison,
    InspectionType, Office,
};
use tonic::{Request, Response, Status};

use super::counted;
use crate::Ours;

/// The acts on inspections.
pub(super) struct Inspections {
    books: Books,
}

impl Inspections {
    pub(super) fn new(books: Books) -> Self {
        Self { books }
    }
}

#[tonic::async_trait]
impl InspectionService for Inspections {
    async fn get_inspection_comparison(
        &self,
        request: Request<GetInspectionComparisonRequest>,
    ) -> Result<Response<InspectionComparison>, Status> {
        Ok(Response::new(of(&self.books, request.into_inner()).await?))
    }
}

async fn of(
    books: &Books,
    request: GetInspectionComparisonRequest,
) -> Result<InspectionComparison, Refusal> {
    let GetInspectionComparisonRequest { county, id, date, position } = request;
    check_county(&county)?;
    check_day("date", &date)?;
    check_id(books.kind::<Ours, Inspection>()?, &id)?;
    let position = books.reader.position(&county, position).await?;
    let inspections: Vec<Inspection> = counted(books, &county, position).await?;
    let inspection = inspections.into_iter().find(|one| one.code == id);
    let inspection = inspection.ok_or_else(|| unknown(&id))?;
    let mut findings: Vec<Finding> = counted(books, &county, position).await?;
    findings.retain(|one| one.inspection_id == id && one.find_date <= date);
    findings.retain(|one| !has_come(&one.merge_date, &date));
    let register: Vec<Office> = counted(books, &county, position).await?;
    let compared = compared(inspection, &findings, &register, &date);
    Ok(InspectionComparison { date, position, ..compared })
}

fn has_come(day: &str, date: &str) -> bool {
    !day.is_empty() && day <= date
}

/// An inspection beside its findings on a day, with the names of the register.
fn compared(
    inspection: Inspection,
    findings: &[Finding],
    register: &[Office],
    date: &str,
) -> InspectionComparison {
    let mut rows: BTreeMap<String, InspectedOffice> = BTreeMap::new();
    let new = |id: &String| InspectedOffice { unit_id: id.clone(), ..InspectedOffice::default() };
    for unit in &inspection.units {
        let row = rows.entry(unit.unit_id.clone()).or_insert_with_key(new);
        row.listed = true;
        if has_come(&unit.visit_date, date) {
            row.visit_date.clone_from(&unit.visit_date);
        }
    }
    for finding in findings {
        let row = rows.entry(finding.unit_id.clone()).or_insert_with_key(new);
        row.finding_count += 1;
        if has_come(&finding.strike_date, date) {
            row.struck_count += 1;
        } else {
            row.owed_count += 1;
            row.overdue_count += i32::from(has_come(&finding.overdue_date, date));
        }
    }
    for office in register {
        if let Some(row) = rows.get_mut(&office.code) {
            row.name.clone_from(&office.name);
        }
    }
    let omitted = omitted(&inspection, &rows, register);
    let (listed, others): (Vec<_>, Vec<_>) = rows.into_values().partition(|row| row.listed);
    let outside = others.iter().map(|row| row.unit_id.clone()).collect();
    let offices = listed.into_iter().chain(others).collect();
    let inspection = Some(inspection);
    InspectionComparison { inspection, offices, outside, omitted, ..Default::default() }
}

/// Offices that a full inspection owes a visit on its first day and does not list.
fn omitted(
    inspection: &Inspection,
    rows: &BTreeMap<String, InspectedOffice>,
    register: &[Office],
) -> Vec<String> {
    if inspection.r#type() != InspectionType::FullCoverage {
        return Vec::new();
    }
    let listed: BTreeSet<&str> =
        rows.values().filter(|row| row.listed).map(|row| row.unit_id.as_str()).collect();
    let day = &inspection.start_date;
    let stands = |office: &&Office| {
        office.first_date <= *day && (office.last_date.is_empty() || *day <= office.last_date)
    };
    let owed = register.iter().filter(|office| office.inspected).filter(stands);
    let omitted = owed.filter(|office| !listed.contains(office.code.as_str()));
    omitted.map(|office| office.code.clone()).collect()
}

fn unknown(id: &str) -> Refusal {
    Refusal::new(
        Reason::RecordNotFound,
        format!("there is no inspection {id:?} that counts"),
        format!("没有编号为“{id}”的已核实督察"),
    )
    .with("id", id)
}

#[cfg(test)]
mod tests {
    use ledger::kinds::Kind;
    use proto::reform::v1::InspectionUnit;

    use super::*;

    fn finding(unit: &str, deadline: &str, strike: &str) -> Finding {
        let mut finding = Finding {
            unit_id: unit.to_owned(),
            deadline_date: deadline.to_owned(),
            strike_date: strike.to_owned(),
            ..<Finding as Kind<Ours>>::sample(0)
        };
        Kind::<Ours>::derive(&mut finding);
        finding
    }

    #[test]
    fn offices_that_owe_stand_beside_the_units_that_were_listed() {
        let unit = |unit_id: &str, day: &str| InspectionUnit {
            unit_id: unit_id.to_owned(),
            visit_date: day.to_owned(),
        };
        let inspection = Inspection {
            r#type: InspectionType::FullCoverage.into(),
            units: vec![unit("office-0", "2023-05-10"), unit("office-1", "2023-08-01")],
            ..<Inspection as Kind<Ours>>::sample(0)
        };
        let findings = [
            finding("office-0", "2023-06-30", "2023-06-20"),
            finding("office-0", "2023-06-30", "2023-07-20"),
            finding("office-9", "2023-07-30", ""),
        ];
        let register: Vec<Office> = (0..3).map(<Office as Kind<Ours>>::sample).collect();
        let view = compared(inspection, &findings, &register, "2023-07-15");
        let row = |at: usize| {
            let InspectedOffice { finding_count, struck_count, owed_count, overdue_count, .. } =
                &view.offices[at];
            (*finding_count, *struck_count, *owed_count, *overdue_count)
        };
        assert_eq!(row(0), (2, 1, 1, 1), "one of the two is late on that day");
        assert_eq!(view.offices[1].visit_date, "", "the visit is still to come");
        assert_eq!(row(2), (1, 0, 1, 0));
        assert_eq!(
            (view.outside, view.omitted),
            (vec!["office-9".into()], vec!["office-2".into()])
        );
        assert_eq!(view.offices[0].name, "示例局0");
    }
}
