//! The patrols of river and forest chiefs: what they found, and whether it was closed.

use jiff::civil::{Date, date};
use proto::ecology::v1::{ChiefLevel, ChiefSystem, Patrol};

use super::super::calendar::{CUTOFF, after, working_days};
use super::super::places::{COUNTY, TOWNSHIPS, Village, villages};
use super::Random;

/// Patrols of a year by system.
const RIVER_PATROLS: usize = 220;
const FOREST_PATROLS: usize = 140;

const RIVER_PROBLEMS: [(&str, &str); 4] = [
    ("河岸堆放生活垃圾", "垃圾已清运"),
    ("河面有漂浮物", "已打捞"),
    ("排污口标识缺失", "标识已补设"),
    ("河道内违规种植", "已劝退并清理"),
];
const FOREST_PROBLEMS: [(&str, &str); 4] = [
    ("林缘违规用火", "已制止并教育"),
    ("疑似松材线虫病枯死木", "枯死木已除治"),
    ("林地内堆放弃土", "弃土已清除"),
    ("管护标牌损坏", "标牌已更换"),
];

/// The patrols of 2022 and of 2023 up to the cutoff.
pub fn patrols(seed: u64) -> Vec<Patrol> {
    let mut random = Random::new(seed, "patrol");
    let villages = villages();
    let mut patrols = Vec::new();
    for (year, last) in [(2022, date(2022, 12, 31)), (2023, CUTOFF)] {
        let days = working_days(date(year, 1, 4), last);
        for (system, prefix, count) in
            [(ChiefSystem::River, "HZ", RIVER_PATROLS), (ChiefSystem::Forest, "LZ", FOREST_PATROLS)]
        {
            for number in 1..=count {
                let day = *random.pick(&days);
                let mut one = patrol(&mut random, system, day, &villages);
                one.code = format!("{prefix}-{year}-{number:03}");
                patrols.push(one);
            }
        }
    }
    patrols
}

/// Patrols that no verifier has seen yet.
pub fn unread(seed: u64) -> Vec<Patrol> {
    let mut random = Random::new(seed, "patrol unread");
    let villages = villages();
    let patrols = (1..=3).map(|number| {
        let mut one = patrol(&mut random, ChiefSystem::River, date(2023, 12, 7), &villages);
        one.code = format!("HZ-2023-9{number:02}");
        one
    });
    patrols.collect()
}

fn patrol(random: &mut Random, system: ChiefSystem, day: Date, villages: &[Village]) -> Patrol {
    let (level, division) = match random.index(10) {
        0 => (ChiefLevel::County, COUNTY.to_owned()),
        1..=3 => (ChiefLevel::Township, random.pick(&TOWNSHIPS).code.to_owned()),
        _ => (ChiefLevel::Village, random.pick(villages).code.clone()),
    };
    let (subject, problems) = match system {
        ChiefSystem::Forest => ("示例林区", &FOREST_PROBLEMS),
        _ => ("示例河段", &RIVER_PROBLEMS),
    };
    let mut patrol = Patrol {
        system: system.into(),
        level: level.into(),
        division,
        patrol_date: day.to_string(),
        subject: subject.to_owned(),
        problem_count: Some(0),
        ..Patrol::default()
    };
    if random.chance(220) {
        let (problem, closing) = random.pick(problems);
        patrol.problem_count = Some(if random.chance(200) { 2 } else { 1 });
        patrol.problems = (*problem).to_owned();
        let closed = after(day, random.between(1, 20));
        // What was found in the last weeks is still open here and there.
        if closed <= CUTOFF && (closed < date(2023, 11, 1) || random.chance(600)) {
            patrol.close_date = closed.to_string();
            patrol.closing = (*closing).to_owned();
        }
    }
    patrol
}
