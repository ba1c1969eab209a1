//! Results that were kept, and what followed from them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use proto::cadre::v1::{
    Interview, Leave, Post, PromotionDecision, PromotionResult, Unit, UnitType, WorkLog,
};

use super::super::calendar::working_days;
use super::super::places::COUNTY;
use super::{DEPARTMENTS, Entered, TOWNSHIP_UNITS};

/// A ranking that the personnel office kept.
#[derive(Clone, Debug)]
pub struct RankingPlan {
    /// What it is called.
    pub code: String,
    /// Who is ranked.
    pub peer_group: String,
    /// The first day, `YYYY-MM-DD`.
    pub first_date: String,
    /// The last day.
    pub last_date: String,
}

/// A cadre's saturation that it kept.
#[derive(Clone, Debug)]
pub struct SaturationPlan {
    /// What it is called.
    pub code: String,
    /// Whose it is.
    pub cadre_id: String,
    /// The first day, `YYYY-MM-DD`.
    pub first_date: String,
    /// The last day.
    pub last_date: String,
}

/// The half-years that were ranked, and the day of the talk that followed.
const HALVES: [(&str, Date, Date, Date); 3] = [
    ("PM-2022-1", date(2022, 1, 1), date(2022, 6, 30), date(2022, 7, 20)),
    ("PM-2022-2", date(2022, 7, 1), date(2022, 12, 31), date(2023, 2, 10)),
    ("PM-2023-1", date(2023, 1, 1), date(2023, 6, 30), date(2023, 7, 21)),
];

/// Cadres whose saturation of 2022 was kept; the first two are below the threshold.
const KEPT: [&str; 3] = ["GB038", "GB089", "GB001"];

/// The rankings.
pub fn rankings() -> Vec<RankingPlan> {
    let plan = |code: String, peer_group: &str, first: Date, last: Date| RankingPlan {
        code,
        peer_group: peer_group.to_owned(),
        first_date: first.to_string(),
        last_date: last.to_string(),
    };
    let departments =
        HALVES.map(|(code, first, last, _)| plan(code.to_owned(), DEPARTMENTS, first, last));
    let (code, first, last, _) = HALVES[2];
    let townships = plan(format!("{code}-XZ"), TOWNSHIP_UNITS, first, last);
    departments.into_iter().chain([townships]).collect()
}

/// The saturations.
pub fn saturations() -> Vec<SaturationPlan> {
    let plan = |cadre: &str| SaturationPlan {
        code: kept(cadre),
        cadre_id: cadre.to_owned(),
        first_date: date(2022, 1, 1).to_string(),
        last_date: date(2022, 12, 31).to_string(),
    };
    KEPT.map(plan).into()
}

/// Talks with heads of county departments at the end of a ranking, a different one each time;
/// others that rest on none, or are with a township; and one not verified.
pub fn interviews(
    units: &[Unit],
    posts: &[Post],
    leaves: &[Leave],
    logs: &[WorkLog],
) -> Entered<Interview> {
    let mut verified: Vec<Interview> = Vec::new();
    let mut talked: BTreeSet<String> = BTreeSet::new();
    for (ranking, first, last, day) in HALVES {
        let standing = standing(posts, leaves, logs, (first, last));
        let of_group = |unit: &&String| {
            let of = units.iter().find(|one| one.code == **unit);
            of.is_some_and(|one| one.r#type() == UnitType::CountyDepartment)
        };
        let lowest = standing.iter().filter(of_group).find(|unit| !talked.contains(*unit));
        if let Some(unit) = lowest {
            talked.insert(unit.clone());
            verified.push(interview(verified.len() + 1, unit, ranking, day));
        }
    }
    // The same unit once more, one that rests on no ranking, and one with a township.
    let again = verified[0].unit_id.clone();
    let number = verified.len();
    verified.push(interview(number + 1, &again, "PM-2022-2", date(2023, 2, 13)));
    verified.push(interview(number + 2, &units[7].code, "", date(2023, 5, 8)));
    let township = units.iter().find(|one| one.r#type() == UnitType::Township);
    let township =
        township.map(|one| interview(number + 3, &one.code, "PM-2023-1-XZ", HALVES[2].3));
    verified.extend(township);
    let waiting = vec![interview(number + 4, &units[9].code, "PM-2023-1", date(2023, 7, 24))];
    Entered { verified, waiting }
}

/// Decisions on promotions: two cadres were denied one for their logs, others for other reasons.
pub fn decisions() -> Entered<PromotionDecision> {
    let denied = PromotionResult::Denied;
    let decided = [
        ("GB038", denied, kept("GB038"), date(2023, 3, 10)),
        ("GB089", denied, kept("GB089"), date(2023, 3, 10)),
        ("GB038", denied, kept("GB038"), date(2023, 9, 15)),
        ("GB001", denied, kept("GB001"), date(2023, 3, 10)),
        ("GB042", denied, String::new(), date(2023, 9, 15)),
        ("GB010", PromotionResult::Granted, String::new(), date(2023, 3, 10)),
        ("GB064", denied, String::new(), date(2023, 11, 20)),
    ];
    let of =
        |(number, (cadre, result, saturation_id, day)): (usize, (_, PromotionResult, _, Date))| {
            let cadre: &str = cadre;
            PromotionDecision {
                metadata: None,
                code: format!("JS{}-{number:02}", day.year()),
                cadre_id: cadre.to_owned(),
                result: result.into(),
                saturation_id,
                division: COUNTY.to_owned(),
                decide_date: day.to_string(),
                document: format!("示例组发〔{}〕{number}号", day.year()),
            }
        };
    let mut verified: Vec<PromotionDecision> = (1..).zip(decided).map(of).collect();
    let waiting = verified.split_off(6);
    Entered { verified, waiting }
}

fn kept(cadre: &str) -> String {
    format!("BH-2022-{cadre}")
}

fn interview(number: usize, unit: &str, ranking: &str, day: Date) -> Interview {
    Interview {
        metadata: None,
        code: format!("YT{}-{number:02}", day.year()),
        unit_id: unit.to_owned(),
        ranking_id: ranking.to_owned(),
        division: COUNTY.to_owned(),
        hold_date: day.to_string(),
        document: format!("示例组函〔{}〕{number}号", day.year()),
    }
}

/// The units by saturation over a period, the lowest first.
fn standing(
    posts: &[Post],
    leaves: &[Leave],
    logs: &[WorkLog],
    (first, last): (Date, Date),
) -> Vec<String> {
    let logged: BTreeSet<(&str, &str)> =
        logs.iter().map(|log| (&*log.cadre_id, &*log.date)).collect();
    let mut sums: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for day in working_days(first, last).into_iter().map(|day| day.to_string()) {
        let holds = |first: &str, last: &str| first <= &*day && (last.is_empty() || &*day <= last);
        let away: BTreeMap<&str, i64> = leaves
            .iter()
            .filter(|leave| holds(&leave.first_date, &leave.last_date))
            .map(|leave| (&*leave.cadre_id, if leave.half_day { 1 } else { 2 }))
            .collect();
        for post in posts.iter().filter(|post| holds(&post.first_date, &post.last_date)) {
            let due = 2 - away.get(&*post.cadre_id).copied().unwrap_or(0);
            let (valid, required) = sums.entry(&post.unit_id).or_default();
            *required += due;
            *valid += if logged.contains(&(&*post.cadre_id, &*day)) { due } else { 0 };
        }
    }
    let mut standing: Vec<(&str, (i64, i64))> = sums.into_iter().collect();
    standing.sort_by(|(_, one), (_, other)| (one.0 * other.1).cmp(&(other.0 * one.1)));
    standing.into_iter().map(|(unit, _)| unit.to_owned()).collect()
}
