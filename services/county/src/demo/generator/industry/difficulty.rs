//! Difficulties that enterprises raised, and how they were resolved.

use jiff::civil::{Date, date};
use proto::industry::v1::{Difficulty, Enterprise};

use super::super::ResolutionPlan;
use super::super::calendar::{after, working_days};
use super::Random;
use super::enterprise::is_industrial;

/// What a difficulty is about and what was done on site or later.
const MATTERS: [(&str, &str); 12] = [
    ("新增生产线用电增容审批慢", "现场协调供电部门当日受理并明确送电时间"),
    ("厂区出口道路积水影响运输", "现场确定排水改造方案并落实施工单位"),
    ("招工难，熟练操作工缺口大", "现场对接专场招聘并落实用工补贴"),
    ("不动产登记资料缺失无法抵押", "现场容缺受理并由窗口代办补件"),
    ("流动资金贷款到期续贷困难", "现场对接银行办理无还本续贷"),
    ("环评审批事项办理流程不熟悉", "现场指导填报并压缩办理时限"),
    ("员工子女入学学位不足", "现场协调学校落实学位"),
    ("天然气管道未接入厂区", "现场确定接入路由并排定工期"),
    ("拖欠货款清收困难", "现场组织双方签订还款协议"),
    ("出口退税资料退回次数多", "现场辅导申报并开通绿色通道"),
    ("园区公交班次少员工通勤难", "现场确定增开早晚班次"),
    ("惠企政策兑现进度慢", "现场核对材料并拨付到账"),
];

/// Which of the matters is about money.
const MONEY_MATTER: usize = 8;

/// The offices that matters are given to.
const HANDLERS: [&str; 4] = ["县科经局", "县住建局", "县人社局", "县金融办"];

/// How long the county takes at most to resolve one.
const TERM_DAYS: i64 = 15;

/// A difficulty before it has its code.
struct Draft {
    enterprise: usize,
    raise_date: Date,
    resolve_date: Option<Date>,
    on_site: bool,
    verified: bool,
}

/// The difficulties in the order in which they were raised, and how they are resolved.
pub fn difficulties(
    seed: u64,
    enterprises: &[Enterprise],
) -> (Vec<Difficulty>, Vec<ResolutionPlan>) {
    let mut random = Random::new(seed, "difficulty");
    let mut drafts = drafts(&mut random, enterprises.len());
    drafts.sort_by_key(|draft| (draft.raise_date, draft.enterprise));
    let mut difficulties = Vec::new();
    let mut plans = Vec::new();
    for (index, draft) in drafts.into_iter().enumerate() {
        let matter = random.index(MATTERS.len());
        let code = format!("ND{}-{:03}", draft.raise_date.year(), index + 1);
        let claim = (matter == MONEY_MATTER).then(|| random.between(2_000_000, 90_000_000));
        let enterprise = &enterprises[draft.enterprise];
        difficulties.push(Difficulty {
            code: code.clone(),
            enterprise_id: enterprise.credit_code.clone(),
            division: enterprise.division.clone(),
            title: MATTERS[matter].0.to_owned(),
            raise_date: draft.raise_date.to_string(),
            claim_fen: claim,
            due_date: after(draft.raise_date, TERM_DAYS).to_string(),
            handling_office: HANDLERS[matter % HANDLERS.len()].to_owned(),
            ..Difficulty::default()
        });
        plans.extend(draft.plan(code, MATTERS[matter].1));
    }
    (difficulties, plans)
}

impl Draft {
    fn plan(&self, code: String, done: &str) -> Option<ResolutionPlan> {
        let resolve_date = self.resolve_date?.to_string();
        let resolution =
            if self.on_site { done.to_owned() } else { done.replace("现场", "会后") };
        let (on_site, verified) = (self.on_site, self.verified);
        Some(ResolutionPlan { code, resolve_date, on_site, resolution, verified })
    }
}

/// 34 resolved on site for 15 enterprises in 2022, 56 for 21 in 2023; others resolved later,
/// nine open, and three of December whose resolution nobody has verified yet.
fn drafts(random: &mut Random, enterprise_count: usize) -> Vec<Draft> {
    let mut industrial: Vec<usize> =
        (0..enterprise_count).filter(|index| is_industrial(*index)).collect();
    random.shuffle(&mut industrial);
    let first_year = working_days(date(2022, 1, 20), date(2022, 12, 20));
    let second_year = working_days(date(2023, 1, 20), date(2023, 11, 30));
    let mut drafts = Vec::new();
    drafts.extend(on_site(random, &industrial[40..55], 34, &first_year));
    drafts.extend(on_site(random, &industrial[..21], 56, &second_year));
    drafts.extend((0..12).map(|_| later(random, &industrial, &first_year)));
    drafts.extend((0..18).map(|_| later(random, &industrial, &second_year)));
    drafts.extend((0..9).map(|_| {
        let open = later(random, &industrial, &second_year);
        Draft { resolve_date: None, ..open }
    }));
    drafts.extend((0..3).map(|index| Draft {
        enterprise: industrial[60 + index],
        raise_date: date(2023, 12, 4 + index as i8),
        resolve_date: Some(date(2023, 12, 7)),
        on_site: true,
        verified: false,
    }));
    drafts
}

/// So many difficulties, at least two for each of the enterprises.
fn on_site(random: &mut Random, raisers: &[usize], count: usize, days: &[Date]) -> Vec<Draft> {
    (0..count)
        .map(|index| {
            let twice = index < 2 * raisers.len();
            let enterprise =
                if twice { raisers[index % raisers.len()] } else { *random.pick(raisers) };
            let resolved = *random.pick(days);
            Draft {
                enterprise,
                raise_date: after(resolved, -random.between(0, 6)),
                resolve_date: Some(resolved),
                on_site: true,
                verified: true,
            }
        })
        .collect()
}

fn later(random: &mut Random, raisers: &[usize], days: &[Date]) -> Draft {
    let resolved = *random.pick(days);
    Draft {
        enterprise: *random.pick(raisers),
        raise_date: after(resolved, -random.between(8, 19)),
        resolve_date: Some(resolved),
        on_site: false,
        verified: true,
    }
}
