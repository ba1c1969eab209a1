//! The lists of tasks as they were approved and amended, who leads them, and their milestones.

use jiff::civil::{Date, date};
use proto::reform::v1::{
    Amendment, AmendmentType, Domain, LeadRole, Level, Milestone, Task, TaskLead, TaskList,
    TaskOrigin, TaskState,
};

use super::super::calendar::after;
use super::{Random, Setting, leader, meeting, office};

/// The domains, and what their tasks are about.
const DOMAINS: [(Domain, &str); 10] = [
    (Domain::Economy, "国资国企与投融资改革"),
    (Domain::Technology, "科技成果转化改革"),
    (Domain::Rural, "农村综合改革"),
    (Domain::Business, "营商环境改革"),
    (Domain::Law, "行政执法改革"),
    (Domain::Culture, "文旅融合改革"),
    (Domain::Society, "教育医疗养老改革"),
    (Domain::Ecology, "生态文明改革"),
    (Domain::Governance, "基层治理改革"),
    (Domain::Party, "党的建设制度改革"),
];

/// The tasks of a year by their numbers: base list, amendments, and what is only proposed.
struct Numbers {
    base: usize,
    added: usize,
    struck: &'static [usize],
    domains: usize,
    last_key: usize,
}

/// A key task that was struck, and one that was given up.
const STRUCK_KEY: usize = 77;
const ABANDONED: usize = 50;
/// A task that somebody proposes to strike.
const PROPOSED_STRIKE: usize = 5;

fn numbers(setting: &Setting) -> Numbers {
    if setting.is_reported() {
        Numbers { base: 162, added: 5, struck: &[40, STRUCK_KEY], domains: 10, last_key: 147 }
    } else {
        Numbers { base: 148, added: 2, struck: &[40], domains: 9, last_key: 139 }
    }
}

impl Numbers {
    fn is_key(&self, number: usize) -> bool {
        number % 8 == 3 && number <= self.last_key || self.struck[1..].contains(&number)
    }

    fn keys(&self) -> Vec<usize> {
        (1..=self.last_key).filter(|number| number % 8 == 3).collect()
    }

    /// The number of the task that an amendment under review would add.
    fn proposed(&self) -> usize {
        self.base + self.added + 1
    }
}

/// The milestones of a task, which are planned in one act.
#[derive(Clone, Debug)]
pub struct TaskPlan {
    /// The code of the task.
    pub task_id: String,
    /// The milestones, in order, some of them done.
    pub milestones: Vec<Milestone>,
}

fn list_code(setting: &Setting) -> String {
    format!("list-{}", setting.year)
}

fn code(setting: &Setting, number: usize) -> String {
    task_code(setting.year, number)
}

/// The code of a task of a year's list; the first [`KEPT`] are on it throughout.
pub fn task_code(year: i16, number: usize) -> String {
    format!("{year}-task-{number:03}")
}

/// Tasks that no amendment strikes.
pub const KEPT: usize = 39;

/// The list of a year, approved at the committee's second meeting.
pub fn lists(setting: &Setting) -> Vec<TaskList> {
    vec![TaskList {
        metadata: None,
        code: list_code(setting),
        year: Some(i32::from(setting.year)),
        name: format!("{}{}年改革任务清单（示例）", setting.name, setting.year),
        division: setting.county.to_owned(),
        approve_date: meeting::committee_days(setting)[1].to_string(),
        meeting_id: meeting::committee_code(setting, 2),
        document: setting.paper("改发", 1),
        first_date: String::new(),
        last_date: String::new(),
    }]
}

/// The tasks of a year: those of the base list, those added, and one that is only proposed.
pub fn tasks(seed: u64, setting: &Setting) -> Vec<Task> {
    let mut random = Random::new(seed, &format!("task {}", setting.year));
    let numbers = numbers(setting);
    let offices = office::responsible();
    let last = if setting.is_reported() { numbers.proposed() } else { numbers.proposed() - 1 };
    let task = |number: usize| {
        let (domain, topic) = DOMAINS[number % numbers.domains];
        let is_added = number > numbers.base;
        let given_up = setting.is_reported() && number == ABANDONED;
        let level = match random.index(12) {
            0 => Level::National,
            1 | 2 => Level::Provincial,
            3..=5 => Level::Municipal,
            _ => Level::County,
        };
        Task {
            metadata: None,
            code: code(setting, number),
            list_id: list_code(setting),
            domain: domain.into(),
            title: format!("{topic}（示例任务{number}）"),
            origin: if is_added { TaskOrigin::Added } else { TaskOrigin::Base }.into(),
            level: level.into(),
            is_key: numbers.is_key(number),
            owner_id: (*random.pick(&offices)).to_owned(),
            leader_id: leader::code(1 + random.index(leader::LEADERS)),
            state: if given_up { TaskState::Abandoned } else { TaskState::Underway }.into(),
            state_document: if given_up { setting.paper("改函", 9) } else { String::new() },
            division: setting.county.to_owned(),
        }
    };
    (1..=last).map(task).collect()
}

/// The amendments of a year: those decided, and those that no verifier has seen yet.
pub fn amendments(setting: &Setting) -> (Vec<Amendment>, Vec<Amendment>) {
    let numbers = numbers(setting);
    let days = meeting::committee_days(setting);
    let amendment = |number: usize, kind: AmendmentType, at: usize| {
        let word = if kind == AmendmentType::Add { "add" } else { "strike" };
        Amendment {
            metadata: None,
            code: format!("{}-{word}-{number:03}", setting.year),
            task_id: code(setting, number),
            r#type: kind.into(),
            decide_date: days[at].to_string(),
            meeting_id: meeting::committee_code(setting, at + 1),
            document: setting.paper("改发", 20 + at),
            reason: "上级部署调整（示例）".to_owned(),
            division: setting.county.to_owned(),
        }
    };
    let added = numbers.base + 1..=numbers.base + numbers.added;
    let mut decided: Vec<Amendment> =
        added.map(|number| amendment(number, AmendmentType::Add, 6)).collect();
    let struck = numbers.struck.iter();
    decided.extend(struck.map(|number| amendment(*number, AmendmentType::Strike, 8)));
    let mut proposed = Vec::new();
    if setting.is_reported() {
        proposed.push(amendment(numbers.proposed(), AmendmentType::Add, 11));
        proposed.push(amendment(PROPOSED_STRIKE, AmendmentType::Strike, 11));
    }
    (decided, proposed)
}

/// Who leads the key tasks of a year, and some leads that are not counted.
pub fn leads(setting: &Setting) -> Vec<TaskLead> {
    let numbers = numbers(setting);
    let leaders = setting.of(17, 16);
    let last = if setting.is_reported() { String::new() } else { setting.day(12, 31) };
    let lead = |number: usize, who: usize, role: LeadRole, month: i8| TaskLead {
        metadata: None,
        task_id: code(setting, number),
        leader_id: leader::code(who),
        role: role.into(),
        first_date: setting.day(month, 1),
        last_date: last.clone(),
        document: setting.paper("办文", 3),
        division: setting.county.to_owned(),
    };
    let keys = numbers.keys();
    let mut leads: Vec<TaskLead> = keys
        .iter()
        .enumerate()
        .map(|(at, number)| {
            let month = if at == 0 { 7 } else { 3 };
            lead(*number, 1 + at % leaders, LeadRole::Lead, month)
        })
        .collect();
    // The first task changed hands in the middle of the year.
    let before = lead(keys[0], 20, LeadRole::Lead, 3);
    leads.push(TaskLead { last_date: setting.day(6, 30), ..before });
    leads.push(lead(keys[1], 18, LeadRole::Assist, 3));
    leads.push(lead(PROPOSED_STRIKE, 19, LeadRole::Lead, 3));
    leads.extend(numbers.struck[1..].iter().map(|number| lead(*number, 18, LeadRole::Lead, 3)));
    leads
}

/// How far a task has come at the end of the year's records.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Course {
    Done,
    OnTrack,
    Behind,
    GivenUp,
}

fn course(setting: &Setting, number: usize) -> Course {
    match (setting.is_reported(), number) {
        (true, ABANDONED) => Course::GivenUp,
        (true, _) if number.is_multiple_of(33) => Course::Behind,
        (true, _) if number % 5 == 2 => Course::OnTrack,
        (false, _) if number.is_multiple_of(74) => Course::Behind,
        _ => Course::Done,
    }
}

/// The plans of the tasks of a year, but not of the one that is only proposed.
pub fn plans(seed: u64, setting: &Setting) -> Vec<TaskPlan> {
    let mut random = Random::new(seed, &format!("milestone {}", setting.year));
    let numbers = numbers(setting);
    let plan = |number: usize| {
        let is_added = number > numbers.base;
        TaskPlan {
            task_id: code(setting, number),
            milestones: milestones(&mut random, setting, number, is_added),
        }
    };
    (1..numbers.proposed()).map(plan).collect()
}

fn milestones(
    random: &mut Random,
    setting: &Setting,
    number: usize,
    is_added: bool,
) -> Vec<Milestone> {
    const WEIGHTS: [&[i32]; 4] = [&[30, 30, 40], &[20, 30, 50], &[25, 25, 50], &[10, 40, 50]];
    const TITLES: [&str; 3] = ["印发实施方案", "落实重点举措", "总结评估成效"];
    let course = course(setting, number);
    let plan = if is_added { date(setting.year, 7, 20) } else { date(setting.year, 3, 1) };
    let last = if course == Course::OnTrack { (12, 25) } else { (11, 24) };
    let dues = [if is_added { (8, 31) } else { (4, 28) }, (9, 28), last];
    let weights = random.pick(&WEIGHTS);
    let mut made = Vec::new();
    for (at, (month, day)) in dues.into_iter().enumerate() {
        let due = date(setting.year, month, day);
        let done = match (course, at) {
            (Course::GivenUp, 1..) | (Course::OnTrack | Course::Behind, 2) => None,
            // Most are done in time, a few some days late.
            _ => Some(after(due, random.between(-12, 4))),
        };
        made.push(Milestone {
            metadata: None,
            task_id: code(setting, number),
            number: Some(at as i32 + 1),
            title: TITLES[at].to_owned(),
            weight_percent: weights.get(at).copied(),
            plan_date: plan.to_string(),
            due_date: due.to_string(),
            overdue_date: String::new(),
            division: setting.county.to_owned(),
            done_date: done.map(|day: Date| day.to_string()).unwrap_or_default(),
            proof: done.map(|_| setting.paper("改佐", number)).unwrap_or_default(),
            planned_due_date: String::new(),
            amendment_id: String::new(),
        });
    }
    made
}
