//! Topics of research, and the matters of daily life that came of them.

use jiff::civil::{Date, date};
use proto::cadre::v1::{LivelihoodMatter, Post, ResearchTopic};

use super::super::calendar::{CUTOFF, after, working_days};
use super::post::{heads, holds};
use super::{Entered, PROGRAMME, Random};

/// Topics that heads of units led and that were not dropped.
const TOPICS: usize = 428;
/// Matters out of a topic that were resolved.
const MATTERS: usize = 497;

const SUBJECTS: [&str; 8] = [
    "农村饮水安全",
    "社区养老服务",
    "产业园区用工",
    "村级道路管护",
    "基层矛盾化解",
    "油茶产业发展",
    "便民服务事项",
    "校园周边治理",
];

const NEEDS: [&str; 8] = [
    "安装路灯",
    "疏通排水沟",
    "修补通组道路",
    "增设公交站点",
    "更换供水管道",
    "代办证照",
    "添置健身器材",
    "加固危桥护栏",
];

/// The topics: led by heads; by others, dropped, or before the programme; and a few not verified.
pub fn topics(seed: u64, posts: &[Post]) -> Entered<ResearchTopic> {
    let mut random = Random::new(seed, "research topic");
    let heads = heads(posts);
    let days = working_days(PROGRAMME, CUTOFF);
    let mut approved: Vec<(Date, &Post)> = Vec::new();
    for _ in 0..TOPICS + 9 {
        let day = *random.pick(&days);
        approved.push((day, in_office(&mut random, &heads, day)));
    }
    for day in [date(2020, 9, 15), date(2021, 1, 20)] {
        approved.push((day, in_office(&mut random, &heads, day)));
    }
    let others: Vec<&Post> =
        posts.iter().filter(|post| !post.is_head && post.last_date.is_empty()).collect();
    for _ in 0..7 {
        approved.push((date(2023, 3, 9), *random.pick(&others)));
    }
    let mut verified: Vec<ResearchTopic> = (1..)
        .zip(approved)
        .map(|(number, (day, leader))| topic(&mut random, number, day, leader))
        .collect();
    for dropped in &mut verified[TOPICS..TOPICS + 9] {
        let approved: Date = dropped.approve_date.parse().unwrap_or(CUTOFF);
        dropped.finish_date = String::new();
        dropped.drop_date = after(approved, 45).min(CUTOFF).to_string();
        dropped.drop_ground = "示例：与上级课题重复".to_owned();
    }
    let number = verified.len() + 1;
    let waiting = (number..number + 4)
        .map(|number| {
            let leader = in_office(&mut random, &heads, CUTOFF);
            topic(&mut random, number, CUTOFF, leader)
        })
        .collect();
    Entered { verified, waiting }
}

/// The matters: resolved out of a topic; without one, or still open; and a few not verified.
pub fn matters(seed: u64, topics: &[ResearchTopic]) -> Entered<LivelihoodMatter> {
    let mut random = Random::new(seed, "livelihood matter");
    let old = after(CUTOFF, -60).to_string();
    let sources: Vec<&ResearchTopic> =
        topics[..TOPICS].iter().filter(|topic| topic.approve_date <= old).collect();
    let mut matters: Vec<LivelihoodMatter> = Vec::new();
    for number in 1..=MATTERS + 65 {
        let source = *random.pick(&sources);
        let approved = source.approve_date.parse().unwrap_or(CUTOFF);
        let raised = after(approved, random.between(3, 50));
        let resolved = after(raised, random.between(2, 90)).min(CUTOFF);
        let mut matter = LivelihoodMatter {
            metadata: None,
            code: format!("SS{}-{number:04}", raised.year()),
            topic_id: source.code.clone(),
            title: format!("{}{}处", random.pick(&NEEDS), random.between(1, 9)),
            division: source.division.clone(),
            raise_date: raised.to_string(),
            resolve_date: resolved.to_string(),
            beneficiary_count: Some(random.between(5, 300) as i32),
        };
        if number > MATTERS + 25 {
            matter.resolve_date = String::new();
        } else if number > MATTERS {
            matter.topic_id = String::new();
        }
        matters.push(matter);
    }
    let mut waiting = matters.split_off(MATTERS + 60);
    for matter in &mut waiting {
        matter.resolve_date = CUTOFF.to_string();
    }
    Entered { verified: matters, waiting }
}

/// A head of a unit on a day.
fn in_office<'a>(random: &mut Random, heads: &[&'a Post], day: Date) -> &'a Post {
    let heads: Vec<&Post> = heads.iter().copied().filter(|head| holds(head, day)).collect();
    heads[random.index(heads.len())]
}

fn topic(random: &mut Random, number: usize, day: Date, leader: &Post) -> ResearchTopic {
    let finished = Some(after(day, random.between(60, 200))).filter(|day| *day <= CUTOFF);
    ResearchTopic {
        metadata: None,
        code: format!("KT{}-{number:03}", day.year()),
        leader_id: leader.cadre_id.clone(),
        title: format!("{}调研", random.pick(&SUBJECTS)),
        division: leader.division.clone(),
        approve_date: day.to_string(),
        finish_date: finished.map(|day| day.to_string()).unwrap_or_default(),
        drop_date: String::new(),
        drop_ground: String::new(),
    }
}
