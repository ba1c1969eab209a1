//! What cadres wrote down on working days.

use jiff::civil::{Date, date};
use proto::cadre::v1::{Cadre, Leave, Post, WorkLog};

use super::super::calendar::{CUTOFF, after};
use super::super::places::{TOWNSHIPS, Village, villages};
use super::super::reform::{KEPT, task_code};
use super::Random;
use super::leave::employed_days;
use super::post::held;

/// The cadres who leave more than a tenth of their days without a log.
const LAX: [usize; 2] = [37, 88];

/// What is done in a township, and what is counted.
const TOWNSHIP_TASKS: [(&str, &str); 12] = [
    ("走访脱贫户并核对帮扶台账", "户"),
    ("巡查河道并清理岸线垃圾", "处"),
    ("入户宣传防返贫监测政策", "户"),
    ("排查房屋和地质灾害隐患", "处"),
    ("调解村民矛盾纠纷", "件"),
    ("督促整改人居环境问题", "处"),
    ("核查耕地图斑", "个"),
    ("检查森林防火值守点", "处"),
    ("指导村级账目公开", "份"),
    ("走访企业了解用工需求", "家"),
    ("核对医保参保名单", "户"),
    ("查看道路硬化进度", "段"),
];

/// What is done in an office of the county, and what is counted.
const COUNTY_TASKS: [(&str, &str); 12] = [
    ("起草重点工作情况报告", "份"),
    ("落实调度会交办事项", "项"),
    ("办理群众来信来访", "件"),
    ("核对项目资金拨付资料", "份"),
    ("督导乡镇重点任务", "项"),
    ("整理档案和统计台账", "卷"),
    ("走访企业协调要素保障", "家"),
    ("审核行政审批申报材料", "份"),
    ("修改业务培训课件", "份"),
    ("办理建议和提案", "件"),
    ("开展安全生产检查", "处"),
    ("更新政务公开信息", "条"),
];

/// What is done for a task on the county's list, by how it begins.
const ON_THE_LIST: [&str; 5] = [
    "起草重点工作情况报告",
    "落实调度会交办事项",
    "督导乡镇重点任务",
    "督促整改人居环境问题",
    "走访企业",
];

const RESULTS: [&str; 6] =
    ["已完成", "问题已交办", "形成清单，持续跟进", "资料已归档", "达成一致意见", "已当日办结"];

/// The logs up to the cutoff, by day and then by cadre.
pub fn work_logs(seed: u64, cadres: &[Cadre], posts: &[Post], leaves: &[Leave]) -> Vec<WorkLog> {
    let mut random = Random::new(seed, "work log");
    let villages = villages();
    let mut logs = Vec::new();
    for (index, cadre) in cadres.iter().enumerate() {
        let own_posts: Vec<Post> =
            posts.iter().filter(|post| post.cadre_id == cadre.code).cloned().collect();
        let own: Vec<&Leave> = leaves.iter().filter(|leave| leave.cadre_id == cadre.code).collect();
        for last in [date(2022, 12, 31), CUTOFF] {
            let mut due = employed_days(cadre, last.first_of_year(), last);
            due.retain(|day| !is_away(&own, *day, false));
            forget(&mut random, &mut due, LAX.contains(&index));
            for day in due {
                let shape = shape(&mut random, is_away(&own, day, true));
                let Some(post) = held(&own_posts, &cadre.code, day) else { continue };
                let places = places(&villages, &post.division);
                logs.extend(shape.iter().map(|part| log(&mut random, post, &places, day, *part)));
            }
        }
    }
    logs.sort_by(|one, other| {
        (&one.date, &one.cadre_id, &one.start_time).cmp(&(
            &other.date,
            &other.cadre_id,
            &other.start_time,
        ))
    });
    logs
}

/// Takes out the days that a cadre leaves without a log: two to five in a hundred, or fifteen.
fn forget(random: &mut Random, due: &mut Vec<Date>, lax: bool) {
    let per_mille = if lax { random.between(145, 160) } else { random.between(20, 54) };
    let missing = usize::try_from(per_mille).unwrap_or(0) * due.len() / 1000;
    random.shuffle(due);
    due.truncate(due.len() - missing);
}

/// Whether a cadre's own leaves cover a day, wholly or by half.
fn is_away(own: &[&Leave], day: Date, half_day: bool) -> bool {
    let day = day.to_string();
    own.iter().any(|leave| {
        leave.half_day == half_day && leave.first_date <= day && day <= leave.last_date
    })
}

/// The logs of a day as start and minutes: eight hours or more together, on half a day four.
fn shape(random: &mut Random, half_day: bool) -> &'static [(&'static str, i32)] {
    if half_day {
        return &[("08:30", 240)];
    }
    match random.index(100) {
        0 => &[("08:30", 210), ("14:30", 270)],
        1 => &[("08:00", 240), ("14:00", 240)],
        2..=5 => &[("08:30", 540)],
        6..=9 => &[("09:00", 510)],
        _ => &[("08:30", 480)],
    }
}

fn log(
    random: &mut Random,
    post: &Post,
    places: &[String],
    day: Date,
    (start, minutes): (&str, i32),
) -> WorkLog {
    let place = random.pick(places);
    let in_township = post.division.len() > 6;
    let tasks = if in_township { &TOWNSHIP_TASKS } else { &COUNTY_TASKS };
    let (task, unit) = random.pick(tasks);
    let count = random.between(1, 12);
    let late = *random.pick(&[0, 0, 0, 0, 0, 1, 1, 2, 3]);
    WorkLog {
        cadre_id: post.cadre_id.clone(),
        unit_id: post.unit_id.clone(),
        division: post.division.clone(),
        date: day.to_string(),
        start_time: start.to_owned(),
        minutes: Some(minutes),
        place: place.clone(),
        task: format!("{task}{count}{unit}（{place}）"),
        result: (*random.pick(&RESULTS)).to_owned(),
        submit_date: after(day, late).min(CUTOFF).to_string(),
        matter_code: matter(task, &post.cadre_id, day),
        ..WorkLog::default()
    }
}

/// The task on the county's list that something is done for; a cadre goes on with one for a month.
fn matter(task: &str, cadre_id: &str, day: Date) -> String {
    if !ON_THE_LIST.iter().any(|begins| task.starts_with(begins)) {
        return String::new();
    }
    let sum: usize = cadre_id.bytes().map(usize::from).sum();
    let month = usize::try_from(day.month()).unwrap_or(0);
    task_code(day.year(), 1 + (sum + 7 * month) % KEPT)
}

/// Where a cadre works: the office, and the villages of the township or the townships.
fn places(villages: &[Village], division: &str) -> Vec<String> {
    let mut places = vec!["机关".to_owned(), "机关".to_owned(), "机关".to_owned()];
    if division.len() > 6 {
        let own = villages.iter().filter(|village| village.township == division);
        places.extend(own.map(|village| village.name.clone()));
    } else {
        places.extend(TOWNSHIPS.iter().map(|township| township.name.to_owned()));
    }
    places
}
