//! What the demo county's offices for villages, disputes and discipline entered.

mod case_file;
mod center;
mod discipline_return;
mod division;
mod establishment;
mod reception;
mod village_service;

use proto::figure::v1::Parameter;

use super::places::COUNTY;
use super::random::Random;
use super::{Batch, CasePlan};

/// The batches of the governance service.
pub fn batches(seed: u64) -> Vec<Batch> {
    let centers = center::centers();
    let (receptions, latest) = reception::receptions(seed, &centers);
    vec![
        Batch::of("行政区划", "divisions", &division::divisions()),
        Batch::of("参数", "parameters", &[programme_start()]),
        Batch::of("综治中心", "centers", &centers),
        Batch::of("来访接待", "receptions", &receptions),
        Batch::of("来访接待（待审核）", "receptions left unverified", &latest).unverified(),
        Batch::of("治理创建", "establishments", &establishment::establishments(seed)),
        Batch::of("村级服务", "village services", &village_service::village_services(seed)),
        Batch::of("纪检案件月报", "discipline returns", &discipline_return::returns()),
    ]
}

/// The disputes that are walked from register to archive.
pub fn cases(seed: u64) -> Vec<CasePlan> {
    case_file::plans(seed)
}

fn programme_start() -> Parameter {
    Parameter {
        metadata: None,
        code: "programme.since".to_owned(),
        name: "基层治理项目起始日".to_owned(),
        value: "2021-03-01".to_owned(),
        division: COUNTY.to_owned(),
        first_date: "2021-03-01".to_owned(),
        last_date: String::new(),
        document: "示例政法发〔2021〕1号".to_owned(),
    }
}
