//! Farmland, forest, patrols, loans and the batch of the county.

use std::collections::BTreeMap;

use proto::ecology::v1::{
    BatchPlace, ChiefSystem, DemonstrationZone, FarmlandPlot, FertilizerUse, ForestSurvey,
    GreenLoan, GreenLoanType, Patrol, PollutionGrade, ProduceResult, ZoneType,
};
use proto::figure::v1::{ExternalClaim, Parameter};

use super::super::super::{Batch, SEED, ecology};
use super::super::{records, unverified};

/// Asserts what the figures of farmland, forest, patrols and loans rest on.
pub fn assert_figures(batches: &[Batch]) {
    assert_farmland(batches);
    assert_fertilizer(batches);
    assert_forest(batches);
    assert_patrols(batches);
    assert_finance(batches);
}

#[test]
fn farmland_is_safe_and_the_zones_have_their_areas() {
    assert_farmland(&ecology::batches(SEED));
}

#[test]
fn the_same_parcels_took_three_percent_less() {
    assert_fertilizer(&ecology::batches(SEED));
}

#[test]
fn the_approved_survey_has_5407_hundredths_of_forest() {
    assert_forest(&ecology::batches(SEED));
}

#[test]
fn what_patrols_found_is_closed_but_for_the_last_weeks() {
    assert_patrols(&ecology::batches(SEED));
}

#[test]
fn the_county_is_one_of_seven_places_of_its_batch() {
    assert_finance(&ecology::batches(SEED));
}

/// Whether a plot counts: slight, moderate with a passing sample, or heavy; all have a measure.
fn is_safe(plot: &FarmlandPlot) -> bool {
    let is_tested = plot.grade() == PollutionGrade::Moderate;
    plot.measure != 0 && (!is_tested || plot.produce_result() == ProduceResult::Passed)
}

fn assert_farmland(batches: &[Batch]) {
    let plots: Vec<FarmlandPlot> = records(batches);
    let counts = |year: i32| {
        let season: Vec<_> = plots.iter().filter(|one| one.season_year == Some(year)).collect();
        (season.len(), season.iter().filter(|plot| is_safe(plot)).count())
    };
    assert_eq!((counts(2022), counts(2023)), ((66, 64), (66, 66)));
    assert_eq!(unverified::<FarmlandPlot>(batches).len(), 2);
    let zones: Vec<DemonstrationZone> = records(batches);
    let area = |year: i32, kind: ZoneType| -> i64 {
        let such = zones.iter().filter(|one| one.season_year == Some(year) && one.r#type() == kind);
        such.filter_map(|zone| zone.area_mu_x100).sum()
    };
    assert_eq!(area(2023, ZoneType::FertilizerReduction), 8_000 * 100);
    assert_eq!(area(2023, ZoneType::GreenManure), 50_000 * 100);
    assert!(area(2022, ZoneType::FertilizerReduction) < 8_000 * 100);
}

fn assert_fertilizer(batches: &[Batch]) {
    let uses: Vec<FertilizerUse> = records(batches);
    let of = |year: i32| -> BTreeMap<&str, (i64, i64)> {
        let season = uses.iter().filter(|one| one.season_year == Some(year));
        let amounts = season
            .filter_map(|one| Some((&*one.parcel, (one.nutrient_kg_x100?, one.area_mu_x100?))));
        amounts.collect()
    };
    for year in [2022, 2023] {
        let (before, now) = (of(year - 1), of(year));
        let (mut k0, mut a0, mut k1, mut a1) = (0, 0, 0, 0);
        for (parcel, (nutrient, area)) in &now {
            if let Some((earlier, earlier_area)) = before.get(parcel) {
                (k0, a0, k1, a1) = (k0 + earlier, a0 + earlier_area, k1 + nutrient, a1 + area);
            }
        }
        // In hundredths of a percent: at least 3 and below 5 percent less.
        let reduction =
            10_000 - 10_000 * i128::from(k1) * i128::from(a0) / (i128::from(k0) * i128::from(a1));
        assert!((300..500).contains(&reduction), "{year}: {reduction}");
        assert!(a1 <= 8_000 * 100, "{year}: more than the zones have");
        assert_eq!(now.len(), 46);
    }
    assert_eq!(unverified::<FertilizerUse>(batches).len(), 2);
}

fn assert_forest(batches: &[Batch]) {
    let surveys: Vec<ForestSurvey> = records(batches);
    let forest = |survey: &ForestSurvey| -> i64 {
        let areas = [survey.arbor_m2, survey.bamboo_m2, survey.special_shrub_m2];
        areas.into_iter().chain([survey.shelterbelt_m2, survey.beside_m2]).flatten().sum()
    };
    let coverage = |cutoff: &str| {
        let approved = surveys
            .iter()
            .filter(|one| !one.approve_date.is_empty() && *one.approve_date <= *cutoff);
        let latest = approved.max_by_key(|one| one.reference_date.clone()).expect("a survey");
        let land = latest.land_m2.expect("land");
        // Hundredths of a percent, rounded.
        (forest(latest) * 10_000 + land / 2) / land
    };
    assert_eq!((coverage("2023-12-08"), coverage("2022-12-31")), (5_407, 5_386));
    for survey in &surveys {
        let land: i64 = survey.parts.iter().map(|part| part.land_m2).sum();
        let wood: i64 = survey.parts.iter().map(|part| part.forest_m2).sum();
        assert_eq!((Some(land), wood), (survey.land_m2, forest(survey)));
        assert!(survey.parts.iter().all(|part| part.forest_m2 <= part.land_m2));
        assert_eq!(survey.parts.len(), 16);
    }
}

fn assert_patrols(batches: &[Batch]) {
    let patrols: Vec<Patrol> = records(batches);
    for year in ["2022", "2023"] {
        for (system, count) in [(ChiefSystem::River, 220), (ChiefSystem::Forest, 140)] {
            let such = patrols.iter().filter(|one| one.patrol_date.starts_with(year));
            let such: Vec<_> = such.filter(|one| one.system() == system).collect();
            assert_eq!(such.len(), count, "{year}");
            let found = such.iter().filter(|one| one.problem_count > Some(0)).count();
            assert!((15..80).contains(&found), "{year}: {found}");
            assert!(year == "2023" || such.iter().all(|one| is_closed(one)));
        }
    }
    assert!(patrols.iter().any(|one| !is_closed(one)));
    assert_eq!(unverified::<Patrol>(batches).len(), 3);
}

fn is_closed(patrol: &Patrol) -> bool {
    patrol.problem_count == Some(0) || !patrol.close_date.is_empty()
}

fn assert_finance(batches: &[Batch]) {
    let loans: Vec<GreenLoan> = records(batches);
    let pledged = loans.iter().filter(|one| one.r#type() == GreenLoanType::EmissionRight);
    let first = pledged.map(|one| &*one.loan_date).min();
    let claims: Vec<ExternalClaim> = records(batches);
    assert_eq!((claims.len(), claims[0].rank, &*claims[0].place), (1, Some(1), "42"));
    assert!(first.is_some_and(|day| *day <= *claims[0].claim_date));
    let places: Vec<BatchPlace> = records(batches);
    let parameters: Vec<Parameter> = records(batches);
    let of_batch = places.iter().filter(|one| one.batch == parameters[0].value);
    let of_batch: Vec<&str> = of_batch.map(|one| &*one.place_code).collect();
    assert_eq!(of_batch.iter().filter(|code| code.starts_with("42")).count(), 7);
    assert_eq!(of_batch.iter().filter(|code| code.starts_with("4212")).count(), 1);
}
