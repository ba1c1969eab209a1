//! The views of livelihood say what its figures say.

use std::collections::BTreeMap;

use county::County;
use proto::figure::v1::Figure;
use proto::livelihood::v1::facility_service_client::FacilityServiceClient;
use proto::livelihood::v1::payment_coverage_service_client::PaymentCoverageServiceClient;
use proto::livelihood::v1::service_target_service_client::ServiceTargetServiceClient;
use proto::livelihood::v1::{
    GetInstitutionCoverageRequest, GetOpeningsRequest, GetProgrammeProgressRequest,
    ServiceProgramme,
};
use tonic::transport::Channel;

use crate::desk::{COUNTY, VERIFIER, by};
use crate::figures::{all, scope};
use crate::filled::{CUTOFF, over_the_demo};
use crate::livelihood::phase;

const FIRST: &str = "2023-01-01";

type Figures = BTreeMap<String, Figure>;

fn number<'a>(figures: &'a Figures, code: &str) -> &'a Figure {
    &figures[&format!("livelihood.{code}")]
}

async fn check_phases(channel: &Channel, figures: &Figures) {
    for (id, code) in [("PC-1", "housing.phase1_progress"), ("PC-2", "housing.phase2_progress")] {
        let view = phase(channel.clone(), id, CUTOFF).await;
        let figure = number(figures, code);
        assert_eq!(figure.numerator, Some(view.done_fen.to_string()), "{code}");
        assert_eq!(figure.denominator, Some(view.due_fen.to_string()), "{code}");
        let percent = view.progress_x10.expect("a progress") / 10;
        assert_eq!(figure.value, Some(percent.to_string()), "{code}");
        assert!(view.projects.iter().any(|project| project.variations_fen != 0), "{code}");
    }
    let unmeasured = phase(channel.clone(), "PC-2", CUTOFF).await.unmeasured;
    assert_eq!(unmeasured, ["示例小区2-09改造"]);
    assert!(number(figures, "housing.unmeasured_projects").counted > 0);
}

async fn check_programme(channel: &Channel, figures: &Figures) {
    let request = GetProgrammeProgressRequest {
        county: COUNTY.to_owned(),
        programme: ServiceProgramme::Basic.into(),
        first_date: FIRST.to_owned(),
        last_date: CUTOFF.to_owned(),
        position: 0,
    };
    let mut client = ServiceTargetServiceClient::new(channel.clone());
    let answer = client.get_programme_progress(by(VERIFIER, request)).await.expect("a view");
    let view = answer.into_inner();
    assert_eq!((view.reached_count, view.item_count, view.completion_x10), (12, 12, Some(1000)));
    let completion = number(figures, "health.basic_ph_completion");
    assert_eq!(completion.numerator.as_deref(), Some("12"));
    assert_eq!(completion.denominator.as_deref(), Some("12"));
}

async fn check_institutions(channel: &Channel, figures: &Figures) {
    let request = GetInstitutionCoverageRequest {
        county: COUNTY.to_owned(),
        first_date: FIRST.to_owned(),
        last_date: CUTOFF.to_owned(),
        position: 0,
    };
    let mut client = PaymentCoverageServiceClient::new(channel.clone());
    let answer = client.get_institution_coverage(by(VERIFIER, request)).await.expect("a view");
    let rows = answer.into_inner().institutions;
    let covered = rows.iter().filter(|row| row.designated && row.covered).count();
    let designated = rows.iter().filter(|row| row.designated).count();
    let institutions = number(figures, "health.coverage_institutions");
    assert_eq!(institutions.numerator, Some(covered.to_string()));
    assert_eq!(institutions.denominator, Some(designated.to_string()));
    let fund: i64 = rows.iter().map(|row| row.grouped_fund_fen).sum();
    assert_eq!(number(figures, "health.coverage_fund").numerator, Some(fund.to_string()));
    assert!(rows.iter().all(|row| !row.name.is_empty() && row.month_count == 11));
}

async fn check_openings(channel: &Channel, figures: &Figures) {
    let request = GetOpeningsRequest {
        county: COUNTY.to_owned(),
        first_date: FIRST.to_owned(),
        last_date: CUTOFF.to_owned(),
        position: 0,
    };
    let mut client = FacilityServiceClient::new(channel.clone());
    let answer = client.get_openings(by(VERIFIER, request)).await.expect("a view");
    let table = answer.into_inner();
    for (index, column) in table.columns.iter().enumerate() {
        let parts = table.rows.iter().map(|row| row.values[index].parse::<i64>().expect("whole"));
        assert_eq!(figures[&column.code].exact, Some(parts.sum::<i64>().to_string()));
    }
    assert_eq!(table.columns[4].total, "560余张");
    assert!(table.rows.iter().all(|row| row.division.starts_with(COUNTY) && !row.name.is_empty()));
}

async fn check_views(running: &County) {
    let figures = all(running, &scope(COUNTY, FIRST, CUTOFF)).await;
    let channel = chassis::connect(&running.url("livelihood")).expect("an address");
    check_phases(&channel, &figures).await;
    check_programme(&channel, &figures).await;
    check_institutions(&channel, &figures).await;
    check_openings(&channel, &figures).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_views_agree_with_the_figures() {
    over_the_demo(check_views).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feature_is_about_the_event_that_its_parameter_names() {
    over_the_demo(async |running| {
        let teams = async |first: &str, last: &str| {
            let figures = all(running, &scope(COUNTY, first, last)).await;
            figures["livelihood.volunteer.teams"].clone()
        };
        let this_year = teams(FIRST, CUTOFF).await;
        assert_eq!(this_year.value.as_deref(), Some("26"));
        assert_eq!(this_year.same_period_last_year.as_deref(), Some("22"));
        let before = teams("2021-01-01", "2021-12-31").await;
        assert_eq!(before.value, None, "there was no event, which is no zero");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_cutoff_of_the_demo_nothing_happens() {
    over_the_demo(async |running| {
        let values = async |last: &str| -> BTreeMap<String, Option<String>> {
            let figures = all(running, &scope(COUNTY, FIRST, last)).await;
            // What is due goes on being due: the calendar does not stop.
            let ours = figures.into_iter().filter(|(code, _)| {
                code.starts_with("livelihood.") && !code.starts_with("livelihood.collection.")
            });
            ours.map(|(code, figure)| (code, figure.value)).collect()
        };
        assert_eq!(values(CUTOFF).await, values("2023-12-31").await);
    })
    .await;
}
