//! Inspections of a year, and what they found on its way to being struck off.

use jiff::civil::{Date, date};
use proto::reform::v1::{Finding, Inspection, InspectionType, InspectionUnit};

use super::super::calendar::after;
use super::{Random, Setting, office, settings};

/// Inspections by kind: in the reported year, and in the year before.
const COUNTS: [(InspectionType, &str, &str, usize, usize); 3] = [
    (InspectionType::FullCoverage, "full", "改革全覆盖督察", 2, 1),
    (InspectionType::Special, "special", "重点任务专项督察", 4, 3),
    (InspectionType::Progress, "progress", "改革项目进展调度", 8, 6),
];

/// A full inspection that missed a unit, so that neither it nor what it found counts.
const MISSED: &str = "full-81";

/// What is wrong, and what was done about it.
const ISSUES: [(&str, &str); 6] = [
    ("配套制度未按期出台", "制度已印发"),
    ("试点经费未足额安排", "经费已落实"),
    ("任务台账更新不及时", "台账已补齐"),
    ("部门协同机制不健全", "已建立联席会议"),
    ("政策宣传不到位", "已开展专题宣传"),
    ("信息系统尚未对接", "系统已完成对接"),
];

/// A finding on its way; each act is taken only if its day is there.
#[derive(Clone, Debug)]
pub struct FindingPlan {
    /// What is registered.
    pub register: Finding,
    /// The first time that its unit says that it is rectified: the day, and what was done.
    pub rectified: Option<(String, String)>,
    /// A re-check that it failed before: the day, and the new deadline.
    pub failed: Option<Recheck>,
    /// The day of the re-check after which it was struck off.
    pub struck: Option<String>,
    /// Another finding that says the same, and the day on which this one was merged into it.
    pub merged: Option<(String, String)>,
    /// Whether a verifier is to verify where it stands.
    pub verified: bool,
}

/// A re-check that a finding failed.
#[derive(Clone, Debug)]
pub struct Recheck {
    /// The day of the re-check.
    pub recheck_date: String,
    /// The new deadline.
    pub deadline_date: String,
    /// The day on which its unit said again that it is rectified; none while it did not.
    pub rectify_date: Option<String>,
}

/// The inspections of a year that are verified, and those that are not.
pub fn inspections(seed: u64, setting: &Setting) -> (Vec<Inspection>, Vec<Inspection>) {
    let mut random = Random::new(seed, &format!("inspection {}", setting.year));
    let mut read = Vec::new();
    for (kind, word, title, reported, before) in COUNTS {
        for (number, day) in (1..).zip(setting.spread(setting.of(reported, before))) {
            let code = format!("{}-{word}-{number:02}", setting.year);
            read.push(inspection(&mut random, setting, kind, (code, title), day));
        }
    }
    let mut unread = Vec::new();
    if setting.is_reported() {
        let (kind, _, title, ..) = COUNTS[0];
        let code = format!("{}-{MISSED}", setting.year);
        let day = date(setting.year, 5, 15);
        let mut missed = inspection(&mut random, setting, kind, (code, title), day);
        if let Some(unit) = missed.units.last_mut() {
            unit.visit_date = String::new();
        }
        read.push(missed);
        let (kind, word, title, ..) = COUNTS[1];
        let code = format!("{}-{word}-91", setting.year);
        unread.push(inspection(&mut random, setting, kind, (code, title), setting.last));
    }
    (read, unread)
}

fn inspection(
    random: &mut Random,
    setting: &Setting,
    kind: InspectionType,
    (code, title): (String, &str),
    start: Date,
) -> Inspection {
    let mut units = office::inspected(setting.county);
    if kind != InspectionType::FullCoverage {
        random.shuffle(&mut units);
        units.truncate(6);
    }
    let unit = |unit_id: String| InspectionUnit {
        unit_id,
        visit_date: after(start, random.between(0, 9)).to_string(),
    };
    Inspection {
        metadata: None,
        name: format!("{title}（示例{}）", &code[code.len() - 2..]),
        code,
        r#type: kind.into(),
        division: setting.county.to_owned(),
        start_date: start.to_string(),
        end_date: after(start, 9).to_string(),
        office_id: "reform".to_owned(),
        document: setting.paper("改办", 5),
        units: units.into_iter().map(unit).collect(),
        ..Inspection::default()
    }
}

/// What became of the findings of a year, in the order of their numbers.
#[derive(Clone, Copy)]
enum Fate {
    Struck,
    StruckLate,
    FailedFirst,
    InTime,
    Overdue,
    Merged,
    CarriedOver,
}

/// The findings of all years, each after the one that it is merged into.
pub fn findings(seed: u64) -> Vec<FindingPlan> {
    settings().iter().flat_map(|setting| of_year(seed, setting)).collect()
}

fn of_year(seed: u64, setting: &Setting) -> Vec<FindingPlan> {
    use Fate::{CarriedOver, FailedFirst, InTime, Merged, Overdue, Struck, StruckLate};
    let mut random = Random::new(seed, &format!("finding {}", setting.year));
    let fates: &[(Fate, usize)] = if setting.is_reported() {
        &[(Struck, 18), (StruckLate, 2), (FailedFirst, 2), (InTime, 4), (Overdue, 3), (Merged, 3)]
    } else {
        &[(Struck, 18), (StruckLate, 2), (FailedFirst, 1), (CarriedOver, 2), (Merged, 1)]
    };
    let fates = fates.iter().flat_map(|(fate, count)| std::iter::repeat_n(*fate, *count));
    let (inspections, _) = inspections(seed, setting);
    let complete: Vec<&Inspection> =
        inspections.iter().filter(|one| !one.code.ends_with(MISSED)).collect();
    let mut plans: Vec<FindingPlan> = (1..)
        .zip(fates)
        .map(|(number, fate)| {
            let inspection = complete[number % complete.len()];
            plan(&mut random, setting, number, fate, inspection)
        })
        .collect();
    if setting.is_reported() {
        let missed = inspections.iter().find(|one| one.code.ends_with(MISSED));
        let others = missed.into_iter().map(|inspection| (81, inspection, true));
        for (number, inspection, verified) in others.chain([(91, complete[0], false)]) {
            let fate = if verified { Struck } else { InTime };
            let mut one = plan(&mut random, setting, number, fate, inspection);
            one.verified = verified;
            plans.push(one);
        }
    }
    plans
}

fn code(setting: &Setting, number: usize) -> String {
    format!("{}-finding-{number:02}", setting.year)
}

fn plan(
    random: &mut Random,
    setting: &Setting,
    number: usize,
    fate: Fate,
    inspection: &Inspection,
) -> FindingPlan {
    let start: Date = inspection.start_date.parse().unwrap_or(setting.last);
    let found = after(start, random.between(0, 2)).min(setting.last);
    let (issue, done) = *random.pick(&ISSUES);
    let unit = random.pick(&inspection.units).unit_id.clone();
    let deadline = match fate {
        // Still in time when the next year begins.
        Fate::InTime => date(setting.year + 1, 1, 31),
        Fate::CarriedOver => date(setting.year + 1, 2, 15),
        Fate::Overdue => after(found, 1).min(after(setting.last, -2)),
        _ => after(found, 20),
    };
    let register = Finding {
        code: code(setting, number),
        inspection_id: inspection.code.clone(),
        unit_id: unit,
        division: setting.county.to_owned(),
        find_date: found.to_string(),
        issue: format!("{issue}（示例）"),
        deadline_date: deadline.to_string(),
        ..Finding::default()
    };
    let mut plan = FindingPlan {
        register,
        rectified: None,
        failed: None,
        struck: None,
        merged: None,
        verified: true,
    };
    go(&mut plan, setting, number, fate, (found, deadline), done);
    plan
}

/// Sets the acts of a fate; what is struck off is so by the last day of the year's records.
fn go(
    plan: &mut FindingPlan,
    setting: &Setting,
    number: usize,
    fate: Fate,
    (found, deadline): (Date, Date),
    done: &str,
) {
    let day = |count: i64| after(found, count).min(setting.last).to_string();
    let done = format!("{done}（示例）");
    match fate {
        Fate::Struck => {
            plan.rectified = Some((day(12), done));
            plan.struck = Some(day(16));
        }
        Fate::StruckLate => {
            plan.rectified = Some((day(24), done));
            plan.struck = Some(day(27));
        }
        Fate::FailedFirst => {
            plan.rectified = Some((day(10), done));
            plan.failed = Some(Recheck {
                recheck_date: day(14),
                deadline_date: after(found, 30).to_string(),
                rectify_date: Some(day(25)),
            });
            plan.struck = Some(day(28));
        }
        Fate::CarriedOver => {
            plan.rectified = Some((after(deadline, -10).to_string(), done));
            plan.struck = Some(after(deadline, -3).to_string());
        }
        Fate::Merged => plan.merged = Some((code(setting, number - 20), day(3))),
        Fate::InTime | Fate::Overdue => {}
    }
}
