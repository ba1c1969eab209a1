//! GetProjectProfile: a project on a day, its parts counted and its years beside the plan.

use std::collections::BTreeMap;

use chassis::Refusal;
use ledger::Books;
use ledger::kinds::parse_date;
use proto::industry::v1::project_service_server::ProjectService;
use proto::industry::v1::{
    GetProjectProfileRequest, Project, ProjectPart, ProjectPartCount, ProjectPlace, ProjectProfile,
    ProjectResult, ProjectYear,
};
use tonic::{Request, Response, Status};

use super::known::Known;

/// The acts on projects.
pub(super) struct Projects {
    books: Books,
}

impl Projects {
    pub(super) fn new(books: Books) -> Self {
        Self { books }
    }
}

#[tonic::async_trait]
impl ProjectService for Projects {
    async fn get_project_profile(
        &self,
        request: Request<GetProjectProfileRequest>,
    ) -> Result<Response<ProjectProfile>, Status> {
        Ok(Response::new(profile(&self.books, request.into_inner()).await?))
    }
}

async fn profile(
    books: &Books,
    request: GetProjectProfileRequest,
) -> Result<ProjectProfile, Refusal> {
    let GetProjectProfileRequest { county, id, date, position } = request;
    let known = Known::by(books, county, date, position).await?;
    let project: Project = known.one(&id).await?;
    let mut parts: Vec<ProjectPart> = known.pointing("project_id", &id).await?;
    parts.retain(|part| known.has_come(&part.plan_date));
    let mut years: Vec<ProjectYear> = known.pointing("project_id", &id).await?;
    years.retain(|year| known.has_come(&year.report_date));
    years.sort_by_key(|year| year.year);
    let mut places: Vec<ProjectPlace> = known.pointing("project_id", &id).await?;
    places.retain(|place| known.has_come(&place.first_date));
    places.sort_by_key(|place| (place.role, place.sequence));
    let planned = project.planned_capacity;
    Ok(ProjectProfile {
        part_counts: counts(&parts, &known),
        floor_m2: parts.iter().filter_map(|part| part.floor_m2).fold(0, i64::saturating_add),
        results: years.into_iter().map(|year| result(year, planned)).collect(),
        landing_days: landing_days(&project, &known),
        project: Some(project),
        parts,
        places,
        position: known.position,
        date: known.date,
    })
}

/// How many of each type are designed, and how many of them stand; a part without a quantity is
/// not counted.
fn counts(parts: &[ProjectPart], known: &Known<'_>) -> Vec<ProjectPartCount> {
    let mut counts: BTreeMap<(&str, &str), (i64, i64)> = BTreeMap::new();
    for part in parts {
        let Some(quantity) = part.quantity else { continue };
        let (designed, built) = counts.entry((&part.r#type, &part.quantity_unit)).or_default();
        *designed = designed.saturating_add(quantity);
        if known.has_come(&part.build_date) {
            *built = built.saturating_add(quantity);
        }
    }
    let counted = counts.into_iter().map(|((kind, unit), (designed, built))| ProjectPartCount {
        r#type: kind.to_owned(),
        designed,
        built,
        quantity_unit: unit.to_owned(),
    });
    counted.collect()
}

/// A year beside the plan; what is in use of the plan is truncated, so that 99.6 is not 100.
fn result(year: ProjectYear, planned: Option<i64>) -> ProjectResult {
    let planned = planned.filter(|planned| *planned > 0);
    let percent = year.capacity_in_use.zip(planned).and_then(|(used, planned)| {
        i32::try_from(i128::from(used) * 100 / i128::from(planned)).ok()
    });
    ProjectResult { year: Some(year), capacity_percent: percent }
}

fn landing_days(project: &Project, known: &Known<'_>) -> Option<i32> {
    let landed = Some(&project.land_date).filter(|day| known.has_come(day))?;
    let (signed, landed) = (parse_date(&project.sign_date)?, parse_date(landed)?);
    signed.until(landed).ok().map(|span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capacity_in_use_is_truncated_and_never_divided_by_nothing() {
        let of = |used, planned| {
            let year = ProjectYear { capacity_in_use: used, ..ProjectYear::default() };
            result(year, planned).capacity_percent
        };
        assert_eq!(of(Some(996), Some(1_000)), Some(99));
        assert_eq!(of(Some(1_000), Some(1_000)), Some(100));
        assert_eq!(of(Some(5), Some(0)), None);
        assert_eq!(of(None, Some(5)), None);
    }
}
