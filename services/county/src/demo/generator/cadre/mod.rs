//! What the demo county's personnel offices entered.

mod consequence;
mod leave;
mod people;
mod post;
mod research;
mod sample;
mod study;
mod teaching;
mod unit;
mod work_log;

use jiff::civil::{Date, date};
use proto::cadre::v1::{Cadre, PeerGroup, Post, Unit, UnitType, WorkLog};
use proto::figure::v1::Parameter;

use super::calendar::{CUTOFF, month};
use super::places::COUNTY;
use super::random::Random;
use super::{Batch, Message, Name};

pub use consequence::{RankingPlan, SaturationPlan, rankings, saturations};
pub use sample::{SamplePlan, samples};
pub use unit::township_unit;

/// The group of comparable units that the county's departments are.
const DEPARTMENTS: &str = "县直单位";
/// The group that the townships are.
const TOWNSHIP_UNITS: &str = "乡镇";

/// The account that checks where nobody stands above.
const CHECKER: &str = "demo.verifier";

/// The first day of the programme.
const PROGRAMME: Date = date(2021, 3, 1);

/// Records that a verifier verifies, and others that wait for one.
pub struct Entered<T> {
    verified: Vec<T>,
    waiting: Vec<T>,
}

/// The units, the cadres, and the posts that they held.
struct Staff {
    county_units: Vec<Unit>,
    other_units: Vec<Unit>,
    units: Vec<Unit>,
    cadres: Vec<Cadre>,
    posts: Vec<Post>,
}

impl Staff {
    fn new() -> Self {
        let (county_units, other_units) = unit::units();
        let units: Vec<Unit> = county_units.iter().chain(&other_units).cloned().collect();
        let cadres = people::cadres(&units);
        let posts = post::posts(&units, &cadres);
        Self { county_units, other_units, units, cadres, posts }
    }
}

/// The batches of the cadre service; the logs come month by month.
pub fn batches(seed: u64) -> Vec<Batch> {
    let staff = Staff::new();
    let Staff { county_units, other_units, units, cadres, posts } = &staff;
    let leaves = leave::leaves(seed, cadres);
    let mut batches = vec![
        Batch::of("参数", "parameters", &parameters()),
        Batch::of("县直单位", "county departments", county_units),
        Batch::of("乡镇和事业单位", "townships and institutions", other_units),
        Batch::of("可比分组", "peer groups", &peer_groups(units)),
        Batch::of("干部", "cadres", cadres),
        Batch::of("任职", "posts", posts),
        Batch::of("休假", "leaves", &leaves),
    ];
    batches.extend(learning(seed, &staff));
    let mut logs = work_log::work_logs(seed, cadres, posts, &leaves).into_iter().peekable();
    for last in month_ends() {
        let last_day = last.to_string();
        let of_month: Vec<WorkLog> =
            std::iter::from_fn(|| logs.next_if(|log| log.date <= last_day)).collect();
        let label_zh = format!("工作日志 {}年{}月", last.year(), last.month());
        let label_en = format!("work logs {}", last.strftime("%Y-%m"));
        batches.push(Batch::of(&label_zh, &label_en, &of_month));
    }
    batches
}

/// What followed from rankings and saturations, to be entered once those are kept.
pub fn consequences(seed: u64) -> Vec<Batch> {
    let Staff { units, cadres, posts, .. } = Staff::new();
    let leaves = leave::leaves(seed, &cadres);
    let logs = work_log::work_logs(seed, &cadres, &posts, &leaves);
    let interviews = consequence::interviews(&units, &posts, &leaves, &logs);
    let interviews = interviews.batches("工作约谈", "interviews");
    let decisions = consequence::decisions().batches("晋升决定", "promotion decisions");
    interviews.into_iter().chain(decisions).collect()
}

/// What heads of units taught and looked into, and what all studied.
fn learning(seed: u64, staff: &Staff) -> Vec<Batch> {
    let Staff { units, cadres, posts, .. } = staff;
    let topics = research::topics(seed, posts);
    let matters = research::matters(seed, &topics.verified);
    let mut batches = vec![Batch::of("学习活动类型", "types of study", &study::types())];
    batches.extend(teaching::lectures(seed, posts).batches("讲课", "lectures"));
    batches.extend(teaching::appointments(seed, posts).batches("聘任", "appointments"));
    batches.extend(teaching::courses(seed, cadres).batches("课件", "courseware"));
    batches.extend(topics.batches("调研课题", "research topics"));
    batches.extend(matters.batches("民生实事", "livelihood matters"));
    batches.extend(study::sessions(seed, units).batches("学习活动", "study sessions"));
    batches
}

impl<T: Message + Name> Entered<T> {
    fn batches(&self, zh: &str, en: &str) -> [Batch; 2] {
        let waiting = (format!("{zh}（待审核）"), format!("{en} left unverified"));
        [
            Batch::of(zh, en, &self.verified),
            Batch::of(&waiting.0, &waiting.1, &self.waiting).unverified(),
        ]
    }
}

fn month_ends() -> impl Iterator<Item = Date> {
    [2022, 2023]
        .into_iter()
        .flat_map(|year| (1..=12).map(move |number| month(year, number).1))
        .take_while(|last| last.first_of_month() <= CUTOFF)
}

/// Each unit in the group of its type.
fn peer_groups(units: &[Unit]) -> Vec<PeerGroup> {
    let of = |unit: &Unit| PeerGroup {
        metadata: None,
        unit_id: unit.code.clone(),
        name: match unit.r#type() {
            UnitType::Township => TOWNSHIP_UNITS,
            UnitType::PublicInstitution => "事业单位",
            _ => DEPARTMENTS,
        }
        .to_owned(),
        division: unit.division.clone(),
        first_date: "2022-01-01".to_owned(),
        last_date: String::new(),
        document: "示例组发〔2021〕18号".to_owned(),
    };
    units.iter().map(of).collect()
}

fn parameters() -> Vec<Parameter> {
    [
        ("programme.since", "干部能力提升项目起始日", "2021-03-01", "示例组发〔2021〕3号"),
        ("worklog.saturation.threshold", "工作日志饱和度门槛", "90", "示例组发〔2021〕18号"),
        ("worklog.backfill.days", "工作日志补填期限（工作日）", "3", "示例组发〔2021〕18号"),
        ("worklog.ranking.minimum_days", "排名最少应填天数", "20", "示例组发〔2021〕18号"),
        ("worklog.check.account", "无上级时代为核查的账号", CHECKER, "示例组发〔2021〕18号"),
        ("worklog.sample.unit", "日志抽查单位", sample::OFFICE, "示例组发〔2021〕18号"),
    ]
    .into_iter()
    .map(|(code, name, value, document)| Parameter {
        metadata: None,
        code: code.to_owned(),
        name: name.to_owned(),
        value: value.to_owned(),
        division: COUNTY.to_owned(),
        first_date: if code == "programme.since" { value } else { "2022-01-01" }.to_owned(),
        last_date: String::new(),
        document: document.to_owned(),
    })
    .collect()
}
