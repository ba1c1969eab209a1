//! What the demo county's offices for villages, disputes and discipline entered.

mod case_file;
mod center;
mod discipline_return;
mod division;
mod establishment;
mod market_check;
mod reception;
mod village_service;

use proto::figure::v1::{Parameter, Target};

use super::places::COUNTY;
use super::random::Random;
use super::targets::set_by;
use super::{Batch, CasePlan};

/// The batches of the governance service.
pub fn batches(seed: u64) -> Vec<Batch> {
    let centers = center::centers();
    let (receptions, latest) = reception::receptions(seed, &centers);
    let (checks, latest_checks) = market_check::checks(seed);
    vec![
        Batch::of("行政区划", "divisions", &division::divisions()),
        Batch::of("参数", "parameters", &parameters()),
        Batch::of("目标", "targets", &targets()),
        Batch::of("综治中心", "centers", &centers),
        Batch::of("来访接待", "receptions", &receptions),
        Batch::of("来访接待（待审核）", "receptions left unverified", &latest).unverified(),
        Batch::of("治理创建", "establishments", &establishment::establishments(seed)),
        Batch::of("村级服务", "village services", &village_service::village_services(seed)),
        Batch::of("纪检案件月报", "discipline returns", &discipline_return::returns()),
        Batch::of("市场检查", "market checks", &checks),
        Batch::of("市场检查（待审核）", "market checks left unverified", &latest_checks)
            .unverified(),
    ]
}

/// The cases that are walked from register to archive.
pub fn cases(seed: u64) -> Vec<CasePlan> {
    case_file::plans(seed)
}

/// When the programme began, and the times that the county sets where the law sets none.
fn parameters() -> Vec<Parameter> {
    [
        ("programme.since", "基层治理项目起始日", "2021-03-01"),
        ("case_limit.inspection_finding.handle.working", "督查发现问题办结时限（工作日）", "15"),
        ("case_limit.market_check.handle.working", "市场检查问题办结时限（工作日）", "7"),
    ]
    .into_iter()
    .map(|(code, name, value)| Parameter {
        metadata: None,
        code: code.to_owned(),
        name: name.to_owned(),
        value: value.to_owned(),
        division: COUNTY.to_owned(),
        first_date: "2021-03-01".to_owned(),
        last_date: String::new(),
        document: "示例政法发〔2021〕1号".to_owned(),
    })
    .collect()
}

/// What the handling of disputes should reach.
fn targets() -> Vec<Target> {
    set_by("政法发", &[("governance.disputes.resolution_rate", "2023", "95")])
}
