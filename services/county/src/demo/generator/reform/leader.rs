//! The leaders of the county, what they did in person for reform, and what they summed up.

use jiff::civil::Date;
use proto::reform::v1::{
    ActivityActor, ActivityType, Experience, Leader, LeaderActivity, LeaderPost, Post,
};

use super::Random;
use super::Setting;
use super::meeting;

/// The posts of the leaders after the two principals, one leader a row.
const OTHERS: [(Post, &str); 19] = [
    (Post::ConferenceChair, "县政协主席"),
    (Post::CongressChair, "县人大常委会主任"),
    (Post::DeputySecretary, "县委副书记"),
    (Post::StandingMember, "县委常委、组织部部长"),
    (Post::StandingMember, "县委常委、宣传部部长"),
    (Post::StandingMember, "县委常委、政法委书记"),
    (Post::StandingMember, "县委常委、纪委书记"),
    (Post::StandingMember, "县委常委、统战部部长"),
    (Post::StandingMember, "县委常委、常务副县长"),
    (Post::DeputyMagistrate, "副县长"),
    (Post::DeputyMagistrate, "副县长"),
    (Post::DeputyMagistrate, "副县长"),
    (Post::DeputyMagistrate, "副县长"),
    (Post::DeputyMagistrate, "副县长、公安局局长"),
    (Post::CongressDeputy, "县人大常委会副主任"),
    (Post::CongressDeputy, "县人大常委会副主任"),
    (Post::ConferenceDeputy, "县政协副主席"),
    (Post::ConferenceDeputy, "县政协副主席"),
    (Post::Other, "县法院院长"),
];

/// How many leaders there are.
pub const LEADERS: usize = OTHERS.len() + 2;

/// The first and the last day of the magistrate before, who then chaired the conference.
const MAGISTRATE_BEFORE: (&str, &str) = ("2019-01-10", "2022-06-30");
/// Since when the magistrate is in office.
const MAGISTRATE_SINCE: &str = "2022-07-01";

/// What principals did in the reported year and in the year before, by kind.
const COUNTS: [(ActivityType, &str, usize, usize); 5] = [
    (ActivityType::Study, "专题学习改革精神", 5, 4),
    (ActivityType::Deploy, "研究部署改革工作", 17, 14),
    (ActivityType::Supervise, "督办改革事项", 11, 9),
    (ActivityType::ReviewProjects, "点评改革项目", 9, 8),
    (ActivityType::Experiences, "总结改革经验", 4, 3),
];

/// The code of a leader, from 1; the secretary is the first, the magistrate the second.
pub fn code(number: usize) -> String {
    format!("leader-{number:02}")
}

/// The leaders with their posts.
pub fn leaders(county: &str, name: &str) -> Vec<Leader> {
    let leader = |number: usize, posts: Vec<LeaderPost>| Leader {
        metadata: None,
        code: code(number),
        name: format!("示例县领导{number:02}"),
        division: county.to_owned(),
        posts,
    };
    let post = |post: Post, title: &str, first: &str, last: &str| LeaderPost {
        post: post.into(),
        title: format!("{name}{title}"),
        first_date: first.to_owned(),
        last_date: last.to_owned(),
    };
    let mut leaders = vec![
        leader(1, vec![post(Post::Secretary, "委书记", "2021-08-01", "")]),
        leader(
            2,
            vec![
                post(Post::DeputySecretary, "委副书记", "2021-08-01", "2022-06-30"),
                post(Post::Magistrate, "县长", MAGISTRATE_SINCE, ""),
            ],
        ),
    ];
    leaders.extend((3..).zip(OTHERS).map(|(number, (kind, title))| {
        let mut posts = Vec::new();
        let (first, last) = MAGISTRATE_BEFORE;
        if number == 3 {
            posts.push(post(Post::Magistrate, "县长", first, last));
        }
        posts.push(post(
            kind,
            title,
            if number == 3 { MAGISTRATE_SINCE } else { "2021-11-01" },
            "",
        ));
        leader(number, posts)
    }));
    leaders
}

/// Who is the magistrate on a day.
fn magistrate(day: Date) -> String {
    code(if *day.to_string() < *MAGISTRATE_SINCE { 3 } else { 2 })
}

fn actor(leader_id: String, post: Post) -> ActivityActor {
    ActivityActor { leader_id, post: post.into() }
}

/// What leaders did in a year: the principals' activities, and some of others that do not count.
pub fn activities(seed: u64, setting: &Setting) -> Vec<LeaderActivity> {
    let mut random = Random::new(seed, &format!("leaders {}", setting.year));
    let committees = meeting::committee_days(setting);
    let mut activities = Vec::new();
    for (kind, title, reported, before) in COUNTS {
        let count = setting.of(reported, before);
        for (number, day) in (1..).zip(setting.spread(count)) {
            let mut one = activity(setting, kind, title, number, day);
            one.actors = principals(&mut random, day);
            // Work is deployed at the committee's meetings first.
            if let (ActivityType::Deploy, Some(held)) = (kind, committees.get(number - 1)) {
                one.meeting_id = meeting::committee_code(setting, number);
                one.occur_date = held.to_string();
            }
            activities.push(one);
        }
        for (number, day) in (81..).zip(setting.spread(3)) {
            let mut one = activity(setting, kind, title, number, day);
            one.actors = vec![actor(code(12 + number % 4), Post::DeputyMagistrate)];
            activities.push(one);
        }
    }
    activities
}

/// The secretary, the magistrate, or both, and now and then a deputy beside them.
fn principals(random: &mut Random, day: Date) -> Vec<ActivityActor> {
    let secretary = actor(code(1), Post::Secretary);
    let magistrate = actor(magistrate(day), Post::Magistrate);
    let mut actors = match random.index(4) {
        0 => vec![magistrate],
        1 => vec![secretary, magistrate],
        _ => vec![secretary],
    };
    if random.chance(300) {
        actors.push(actor(code(12), Post::DeputyMagistrate));
    }
    actors
}

fn activity(
    setting: &Setting,
    kind: ActivityType,
    title: &str,
    number: usize,
    day: Date,
) -> LeaderActivity {
    let letter = kind.as_str_name().trim_start_matches("ACTIVITY_TYPE_").to_lowercase();
    LeaderActivity {
        metadata: None,
        code: format!("{}-{}-{number:02}", setting.year, letter.replace('_', "-")),
        r#type: kind.into(),
        title: format!("{title}（示例{number}）"),
        occur_date: day.to_string(),
        meeting_id: String::new(),
        inspection_id: String::new(),
        division: setting.county.to_owned(),
        actors: Vec::new(),
        by_principal: false,
    }
}

/// An activity that no verifier has seen yet.
pub fn unread(setting: &Setting) -> Vec<LeaderActivity> {
    let mut one = activity(setting, ActivityType::Study, "专题学习改革精神", 91, setting.last);
    one.actors = vec![actor(code(1), Post::Secretary)];
    if setting.is_reported() { vec![one] } else { Vec::new() }
}

/// What the principals summed up, two or three at an activity, and one of a deputy.
pub fn experiences(setting: &Setting) -> Vec<Experience> {
    let (_, _, reported, before) = COUNTS[4];
    let activities = setting.of(reported, before);
    let days = setting.spread(activities);
    let count = setting.of(10, 7);
    let experience = |number: usize| {
        let at = (number - 1) % activities;
        Experience {
            metadata: None,
            code: format!("{}-experience-{number:02}", setting.year),
            activity_id: format!("{}-experiences-{:02}", setting.year, at + 1),
            title: format!("示例改革经验{number}"),
            summarize_date: days[at].to_string(),
            document: setting.paper("改办", 40 + number),
            division: setting.county.to_owned(),
        }
    };
    let mut experiences: Vec<Experience> = (1..=count).map(experience).collect();
    experiences.push(Experience {
        code: format!("{}-experience-81", setting.year),
        activity_id: format!("{}-experiences-81", setting.year),
        ..experience(1)
    });
    experiences
}
