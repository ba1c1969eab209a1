//! Cases on their way from register to archive: disputes, petitions, findings, market checks.

mod fates;
mod matters;
mod way;

use jiff::civil::Date;
use proto::governance::v1::{CaseAction, CaseFile, CaseProcedure, Outcome};

use super::super::CasePlan;
use super::super::calendar::{after, working_days};
use super::super::places::{Village, villages};
use super::Random;

use fates::{Fate, YEARS, Year};
use way::Way;

/// The plans in the order of registration, with a code that counts within the year; a case that
/// is merged comes after the one that it is merged into.
pub fn plans(seed: u64) -> Vec<CasePlan> {
    let mut random = Random::new(seed, "case");
    let villages = villages();
    let mut plans = Vec::new();
    for year in &YEARS {
        let days = working_days(year.last.first_of_year(), year.last);
        for (procedure, fate, count) in year.fates {
            for _ in 0..*count {
                plans.push(plan(&mut random, &villages, &days, year, *procedure, *fate));
            }
        }
    }
    plans.sort_by(|one, other| one.register.register_date.cmp(&other.register.register_date));
    number(&mut plans);
    merge(&mut plans);
    plans
}

/// Gives each case its code.
fn number(plans: &mut [CasePlan]) {
    let mut number = 0;
    let mut year = String::new();
    for plan in plans {
        let register_year = &plan.register.register_date[..4];
        number = if year == register_year { number + 1 } else { 1 };
        year = register_year.to_owned();
        plan.register.code = format!("AJ{year}-{number:05}");
    }
}

/// Merges each duplicate into the last dispute before it that was accepted by then and is not one
/// itself.
fn merge(plans: &mut [CasePlan]) {
    let mut originals: Vec<(String, CaseFile)> = Vec::new();
    for plan in plans {
        let CasePlan { register, steps } = plan;
        let accepted = steps.iter().find(|step| step.action == CaseAction::Accept);
        let accepted = accepted.map(|step| step.date.clone());
        let is_original = register.procedure() == CaseProcedure::Dispute
            && steps.len() > 3
            && steps.iter().all(|step| step.outcome != Outcome::Withdrawn);
        match (steps.iter_mut().find(|step| step.action == CaseAction::Merge), accepted) {
            (Some(step), _) => {
                let by_then = originals.iter().rev().find(|(accepted, _)| *accepted <= step.date);
                let Some((_, original)) = by_then else { continue };
                step.merged_into_id.clone_from(&original.code);
                register.division.clone_from(&original.division);
                register.summary.clone_from(&original.summary);
                register.r#type = original.r#type;
            }
            (None, Some(accepted)) if is_original => originals.push((accepted, register.clone())),
            _ => {}
        }
    }
}

fn plan(
    random: &mut Random,
    villages: &[Village],
    days: &[Date],
    year: &Year,
    procedure: CaseProcedure,
    fate: Fate,
) -> CasePlan {
    // What is still open came in within the last weeks; what took long came in early.
    let days = match fate {
        _ if fate.is_open() => &days[days.len() - 17..],
        Fate::Overdue => &days[days.len() - 70..days.len() - 50],
        Fate::Late | Fate::Rechecked | Fate::Upheld | Fate::Reopened | Fate::ReopenedLater => {
            &days[..days.len() / 2]
        }
        Fate::Merged => &days[40..],
        _ => days,
    };
    let accepted = *random.pick(days);
    let registered = after(accepted, -random.between(0, 4));
    let village = random.pick(villages);
    let (kind, matter) = matters::pick(random, procedure);
    let register = CaseFile {
        division: village.code.clone(),
        r#type: kind.into(),
        summary: format!("{}{matter}", village.name),
        person_count: i32::try_from(random.between(2, 9)).unwrap_or(2),
        register_date: registered.to_string(),
        procedure: procedure.into(),
        ..CaseFile::default()
    };
    let way = Way::new(random, procedure, village, year.last);
    CasePlan { register, steps: way.walk(accepted, fate) }
}
