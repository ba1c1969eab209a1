//! Disputes on their way from register to archive.

use jiff::civil::{Date, date};
use proto::governance::v1::{CaseFile, CaseType, Outcome};

use super::super::calendar::{CUTOFF, after, working_days};
use super::super::places::{Village, villages};
use super::super::{CasePlan, Conclusion, cadre};
use super::Random;

/// How far a case came.
#[derive(Clone, Copy)]
enum Fate {
    Registered,
    Refused,
    Accepted,
    Assigned,
    Concluded(Outcome),
}

/// How many cases of a year came how far, and the last day that it is known for.
struct Year {
    last: Date,
    fates: [(Fate, usize); 8],
}

/// 1,002 of 1,036 accepted cases were resolved: 97 %.
const YEAR_2022: Year = Year {
    last: date(2022, 12, 31),
    fates: [
        (Fate::Concluded(Outcome::Resolved), 1_002),
        (Fate::Concluded(Outcome::ReferredToLaw), 11),
        (Fate::Concluded(Outcome::Discontinued), 18),
        (Fate::Concluded(Outcome::Withdrawn), 5),
        (Fate::Assigned, 0),
        (Fate::Accepted, 0),
        (Fate::Refused, 25),
        (Fate::Registered, 0),
    ],
};

/// 1,176 of 1,200 accepted cases were resolved: 98 %.
const YEAR_2023: Year = Year {
    last: CUTOFF,
    fates: [
        (Fate::Concluded(Outcome::Resolved), 1_176),
        (Fate::Concluded(Outcome::ReferredToLaw), 4),
        (Fate::Concluded(Outcome::Discontinued), 5),
        (Fate::Concluded(Outcome::Withdrawn), 2),
        (Fate::Assigned, 8),
        (Fate::Accepted, 5),
        (Fate::Refused, 30),
        (Fate::Registered, 12),
    ],
};

const MATTERS: [(CaseType, &str); 12] = [
    (CaseType::Neighbor, "相邻排水引发纠纷"),
    (CaseType::Neighbor, "院墙占用通道引发纠纷"),
    (CaseType::Neighbor, "房屋采光引发纠纷"),
    (CaseType::Family, "赡养费用分担引发纠纷"),
    (CaseType::Family, "婚姻财产分割引发纠纷"),
    (CaseType::Land, "山林边界不清引发纠纷"),
    (CaseType::Land, "承包地流转租金引发纠纷"),
    (CaseType::Land, "宅基地使用引发纠纷"),
    (CaseType::Labor, "务工工资结算引发纠纷"),
    (CaseType::Labor, "工伤赔偿引发纠纷"),
    (CaseType::Trade, "建材质量引发合同纠纷"),
    (CaseType::Other, "道路施工损坏青苗引发纠纷"),
];

const REFUSE_GROUNDS: [&str; 3] = [
    "已由人民法院受理，依法不予受理",
    "属于行政复议受理范围，告知法定途径",
    "同一事项已有生效调解协议，不予受理",
];

/// The plans in the order of registration, with a code that counts within the year.
pub fn plans(seed: u64) -> Vec<CasePlan> {
    let mut random = Random::new(seed, "case");
    let villages = villages();
    let mut plans = Vec::new();
    for year in [YEAR_2022, YEAR_2023] {
        let days = working_days(year.last.first_of_year(), year.last);
        for (fate, count) in year.fates {
            plans.extend((0..count).map(|_| plan(&mut random, &villages, &days, year.last, fate)));
        }
    }
    plans.sort_by(|one, other| one.register.register_date.cmp(&other.register.register_date));
    let mut number = 0;
    let mut year = String::new();
    for plan in &mut plans {
        let register_year = &plan.register.register_date[..4];
        number = if year == register_year { number + 1 } else { 1 };
        year = register_year.to_owned();
        plan.register.code = format!("AJ{year}-{number:05}");
    }
    plans
}

fn plan(
    random: &mut Random,
    villages: &[Village],
    days: &[Date],
    last: Date,
    fate: Fate,
) -> CasePlan {
    // Cases that are still open came in within the last weeks.
    let days = match fate {
        Fate::Registered | Fate::Accepted | Fate::Assigned => &days[days.len() - 17..],
        _ => days,
    };
    let accepted = *random.pick(days);
    let registered = after(accepted, -random.between(0, 4));
    let village = random.pick(villages);
    let mut plan = registration(random, village, registered);
    match fate {
        Fate::Registered => {}
        Fate::Refused => {
            plan.refuse_ground = Some((*random.pick(&REFUSE_GROUNDS)).to_owned());
            plan.archive_date = archive_date(random, accepted);
        }
        Fate::Accepted => plan.accept_date = Some(accepted.to_string()),
        Fate::Assigned => {
            plan.accept_date = Some(accepted.to_string());
            assign(random, &mut plan, village, accepted, last);
        }
        Fate::Concluded(outcome) => {
            plan.accept_date = Some(accepted.to_string());
            let assigned = assign(random, &mut plan, village, accepted, last);
            let concluded = after(assigned, random.between(1, 26)).min(last);
            let proof = proof(random, outcome, concluded);
            let conclude_date = concluded.to_string();
            plan.conclusion = Some(Conclusion { outcome, conclude_date, proof });
            plan.archive_date = archive_date(random, concluded);
        }
    }
    plan
}

fn registration(random: &mut Random, village: &Village, day: Date) -> CasePlan {
    let (kind, matter) = *random.pick(&MATTERS);
    let register = CaseFile {
        division: village.code.clone(),
        r#type: kind.into(),
        summary: format!("{}{matter}", village.name),
        person_count: i32::try_from(random.between(2, 9)).unwrap_or(2),
        register_date: day.to_string(),
        ..CaseFile::default()
    };
    CasePlan {
        register,
        accept_date: None,
        refuse_ground: None,
        assignment: None,
        conclusion: None,
        archive_date: None,
    }
}

/// Assigns the case to the village's township within three days.
fn assign(
    random: &mut Random,
    plan: &mut CasePlan,
    village: &Village,
    accepted: Date,
    last: Date,
) -> Date {
    let assigned = after(accepted, random.between(0, 3)).min(last);
    plan.assignment = Some((cadre::township_unit(village.township), assigned.to_string()));
    assigned
}

fn archive_date(random: &mut Random, closed: Date) -> Option<String> {
    let archived = after(closed, random.between(3, 20));
    (archived <= CUTOFF).then(|| archived.to_string())
}

fn proof(random: &mut Random, outcome: Outcome, day: Date) -> String {
    let paper = match outcome {
        Outcome::Resolved => "示例调解协议",
        Outcome::ReferredToLaw => "示例告知书",
        Outcome::Withdrawn => "示例撤回申请",
        _ => "示例终止调解书",
    };
    format!("{paper}〔{}〕{}号", day.year(), random.between(1, 1_900))
}
