//! What the demo county's reform office, its two main offices and its publicity office entered.

mod fact;
mod honor;
mod inspection;
mod leader;
mod meeting;
mod office;
mod publication;
mod task;

use jiff::civil::{Date, date};

use super::Batch;
use super::calendar::{CUTOFF, working_days};
use super::places::{COUNTY, COUNTY_NAME};
use super::random::Random;

pub use inspection::{FindingPlan, Recheck, findings};
pub use task::{KEPT, TaskPlan, plans, task_code};

/// A year of a county: what its records are written for.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The county's code.
    pub county: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The year.
    pub year: i16,
    /// The last day of it of which there are facts.
    pub last: Date,
}

/// The years of the demo county, earlier ones first.
pub fn settings() -> [Setting; 2] {
    let year = |year, last| Setting { county: COUNTY, name: COUNTY_NAME, year, last };
    [year(2022, date(2022, 12, 31)), year(2023, CUTOFF)]
}

impl Setting {
    /// Whether it is the year that the report is about, not the one it is compared with.
    fn is_reported(&self) -> bool {
        self.last == CUTOFF
    }

    /// One of two numbers: the reported year's, or that of the year before.
    fn of(&self, reported: usize, before: usize) -> usize {
        if self.is_reported() { reported } else { before }
    }

    /// A day of the year.
    fn day(&self, month: i8, day: i8) -> String {
        date(self.year, month, day).to_string()
    }

    /// So many working days over the year, evenly spread and in order.
    fn spread(&self, count: usize) -> Vec<Date> {
        let days = working_days(date(self.year, 1, 4), self.last);
        (0..count).map(|at| days[(2 * at + 1) * days.len() / (2 * count.max(1))]).collect()
    }

    /// The number of a paper of the year.
    fn paper(&self, office: &str, number: usize) -> String {
        format!("示例{office}〔{}〕{number}号", self.year)
    }
}

/// The batches of the reform service.
pub fn batches(seed: u64) -> Vec<Batch> {
    let mut batches = vec![
        Batch::of("部门（单位）名册", "offices", &office::offices(COUNTY)),
        Batch::of("县领导", "leaders", &leader::leaders(COUNTY, COUNTY_NAME)),
    ];
    for setting in settings() {
        batches.extend(of_meetings(&setting));
        batches.extend(of_tasks(seed, &setting));
        batches.extend(of_inspections(seed, &setting));
        batches.extend(of_leaders(seed, &setting));
        batches.extend(of_recognition(seed, &setting));
    }
    batches.extend([
        Batch::of("专项行动", "programmes", &fact::programmes(COUNTY)),
        Batch::of("参数", "parameters", &fact::parameters(COUNTY)),
        Batch::of("同类县数据", "what peers have", &fact::peers(COUNTY)),
        Batch::of("目标", "targets", &fact::targets()),
        Batch::of("文件数据", "statements", &fact::statements(COUNTY)),
        Batch::of("部门材料", "materials", &fact::materials(COUNTY)),
    ]);
    batches
}

fn of_meetings(setting: &Setting) -> Vec<Batch> {
    vec![
        Batch::of("会议", "meetings", &meeting::meetings(setting)),
        Batch::of("改革文件", "documents", &meeting::documents(setting)),
        Batch::of("会议议题", "agenda items", &meeting::agenda(setting)),
        Batch::of("待审会议", "meetings under review", &meeting::unread(setting)).unverified(),
    ]
}

fn of_tasks(seed: u64, setting: &Setting) -> Vec<Batch> {
    let tasks = task::tasks(seed, setting);
    let (decided, proposed) = task::amendments(setting);
    vec![
        Batch::of("年度改革任务清单", "list of tasks", &task::lists(setting)),
        Batch::of("改革任务", "tasks", &tasks),
        Batch::of("任务清单调整", "amendments", &decided),
        Batch::of("待审清单调整", "amendments under review", &proposed).unverified(),
        Batch::of("县领导领衔", "task leads", &task::leads(setting)),
    ]
}

fn of_inspections(seed: u64, setting: &Setting) -> Vec<Batch> {
    let (read, unread) = inspection::inspections(seed, setting);
    vec![
        Batch::of("改革督察", "inspections", &read),
        Batch::of("待审督察", "inspections under review", &unread).unverified(),
    ]
}

fn of_leaders(seed: u64, setting: &Setting) -> Vec<Batch> {
    vec![
        Batch::of("县领导活动", "leaders' activities", &leader::activities(seed, setting)),
        Batch::of("待审活动", "activities under review", &leader::unread(setting)).unverified(),
        Batch::of("改革经验", "experiences", &leader::experiences(setting)),
    ]
}

fn of_recognition(seed: u64, setting: &Setting) -> Vec<Batch> {
    let (originals, reprints) = publication::media(seed, setting);
    vec![
        Batch::of("荣誉", "honors", &honor::honors(setting)),
        Batch::of("待审荣誉", "honors under review", &honor::unread(setting)).unverified(),
        Batch::of("经验交流", "exchanges", &honor::exchanges(setting)),
        Batch::of("改革试点", "pilots", &honor::pilots(setting)),
        Batch::of("案例与简报", "cases and briefs", &publication::manuscripts(setting)),
        Batch::of("媒体报道", "media reports", &originals),
        Batch::of("媒体转载", "reprints", &reprints),
        Batch::of("待审报道", "reports under review", &publication::unread(setting)).unverified(),
    ]
}
