//! What cases are about, and what is written about them.

use jiff::civil::Date;
use proto::governance::v1::{CaseProcedure, CaseType, Outcome};

use super::Random;

const DISPUTES: [(CaseType, &str); 12] = [
    (CaseType::Neighbor, "相邻排水引发纠纷"),
    (CaseType::Neighbor, "院墙占用通道引发纠纷"),
    (CaseType::Neighbor, "房屋采光引发纠纷"),
    (CaseType::Family, "赡养费用分担引发纠纷"),
    (CaseType::Family, "婚姻财产分割引发纠纷"),
    (CaseType::Land, "山林边界不清引发纠纷"),
    (CaseType::Land, "承包地流转租金引发纠纷"),
    (CaseType::Land, "宅基地使用引发纠纷"),
    (CaseType::Labor, "务工工资结算引发纠纷"),
    (CaseType::Labor, "工伤赔偿引发纠纷"),
    (CaseType::Trade, "建材质量引发合同纠纷"),
    (CaseType::Other, "道路施工损坏青苗引发纠纷"),
];

const PETITIONS: [(CaseType, &str); 4] = [
    (CaseType::PublicService, "反映自来水水压不足"),
    (CaseType::PublicService, "反映农村客运班次过少"),
    (CaseType::Land, "反映征地补偿款发放迟缓"),
    (CaseType::Other, "反映夜间施工噪声扰民"),
];

const FINDINGS: [(CaseType, &str); 3] = [
    (CaseType::Safety, "消防通道堆放杂物"),
    (CaseType::Safety, "山塘护栏缺失"),
    (CaseType::PublicService, "村务公开栏久未更新"),
];

const CHECKS: [(CaseType, &str); 3] = [
    (CaseType::Market, "农贸市场使用不合规照明灯具"),
    (CaseType::Market, "商铺计量器具逾期未检"),
    (CaseType::Market, "食品经营公示信息不全"),
];

/// The grounds on which cases are refused.
pub const REFUSE_GROUNDS: [&str; 3] = [
    "已由人民法院受理，依法不予受理",
    "属于行政复议受理范围，告知法定途径",
    "同一事项已有生效调解协议，不予受理",
];

/// What a case of a procedure is about.
pub fn pick(random: &mut Random, procedure: CaseProcedure) -> (CaseType, &'static str) {
    *match procedure {
        CaseProcedure::Petition => random.pick(&PETITIONS),
        CaseProcedure::InspectionFinding => random.pick(&FINDINGS),
        CaseProcedure::MarketCheck => random.pick(&CHECKS),
        CaseProcedure::Dispute | CaseProcedure::Unspecified => random.pick(&DISPUTES),
    }
}

/// The number of the paper that shows how a case ended.
pub fn proof(random: &mut Random, procedure: CaseProcedure, outcome: Outcome, day: Date) -> String {
    let paper = match (procedure, outcome) {
        (CaseProcedure::Dispute, Outcome::Resolved) => "示例调解协议",
        (CaseProcedure::Petition, Outcome::Resolved) => "示例处理意见书",
        (_, Outcome::Resolved) => "示例整改报告",
        (_, Outcome::ReferredToLaw) => "示例告知书",
        (_, Outcome::Withdrawn) => "示例撤回申请",
        _ => "示例终止调解书",
    };
    format!("{paper}〔{}〕{}号", day.year(), random.between(1, 1_900))
}
