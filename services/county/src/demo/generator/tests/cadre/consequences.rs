//! What followed from rankings and saturations: the figures by plain code.

use std::collections::BTreeMap;

use jiff::civil::date;
use proto::cadre::v1::{
    Cadre, Interview, Leave, PromotionDecision, PromotionResult, Unit, UnitType, WorkLog,
};

use super::super::super::{Batch, SEED, cadre};
use super::super::{distinct, records, unverified};
use super::saturations;

const CUTOFFS: [&str; 2] = ["2023-12-08", "2023-12-31"];

/// Asserts both figures, at the cutoff and at the end of the year.
pub fn assert_consequences(seed: u64) {
    let batches = cadre::batches(seed);
    let consequences = cadre::consequences(seed);
    let units: Vec<Unit> = records(&batches);
    let is_department = |id: &str| {
        let unit = units.iter().find(|one| one.code == id);
        unit.is_some_and(|one| one.r#type() == UnitType::CountyDepartment)
    };
    let below = below(&batches);
    for cutoff in CUTOFFS {
        let within = |day: &str| ("2021-03-01"..=cutoff).contains(&day);
        let interviews: Vec<Interview> = records(&consequences);
        let counted = interviews.iter().filter(|one| {
            !one.ranking_id.is_empty() && is_department(&one.unit_id) && within(&one.hold_date)
        });
        assert_eq!(distinct(counted.map(|one| &one.unit_id)), 3);
        let decisions: Vec<PromotionDecision> = records(&consequences);
        let counted = decisions.iter().filter(|one| {
            one.result() == PromotionResult::Denied
                && below.get(&one.saturation_id) == Some(&true)
                && within(&one.decide_date)
        });
        assert_eq!(distinct(counted.map(|one| &one.cadre_id)), 2);
    }
}

/// Which of the kept saturations are below 90 percent.
fn below(batches: &[Batch]) -> BTreeMap<String, bool> {
    let cadres: Vec<Cadre> = records(batches);
    let leaves: Vec<Leave> = records(batches);
    let logs: Vec<WorkLog> = records(batches);
    let plans = cadre::saturations().into_iter();
    let one = |plan: cadre::SaturationPlan| {
        let own: Vec<Cadre> =
            cadres.iter().filter(|one| one.code == plan.cadre_id).cloned().collect();
        let last = date(2022, 12, 31);
        assert_eq!(plan.last_date, last.to_string());
        let found = saturations(&own, &leaves, &logs, last);
        (plan.code, found[0].logged * 10 < found[0].due * 9)
    };
    plans.map(one).collect()
}

#[test]
fn three_units_were_interviewed_and_two_cadres_denied_a_promotion() {
    assert_consequences(SEED);
    let consequences = cadre::consequences(SEED);
    let rankings: Vec<String> = cadre::rankings().into_iter().map(|plan| plan.code).collect();
    let interviews: Vec<Interview> = records(&consequences);
    let named = interviews.iter().map(|one| &one.ranking_id).filter(|id| !id.is_empty());
    assert!(named.into_iter().all(|id| rankings.contains(id)));
    assert_eq!(unverified::<Interview>(&consequences).len(), 1);
    assert_eq!(unverified::<PromotionDecision>(&consequences).len(), 1);
}
