//! The programmes of public health: what their items should reach, and what they reached.

use proto::livelihood::v1::{ServiceProgramme, ServiceReturn, ServiceTarget};

use super::super::places::COUNTY;
use super::Random;

/// The items: programme, name, unit, target of a year.
const ITEMS: [(ServiceProgramme, &str, &str, i64); 16] = [
    (ServiceProgramme::Basic, "居民健康档案", "份", 361_000),
    (ServiceProgramme::Basic, "健康教育活动", "场", 1_480),
    (ServiceProgramme::Basic, "预防接种", "剂次", 64_200),
    (ServiceProgramme::Basic, "儿童健康管理", "人", 21_700),
    (ServiceProgramme::Basic, "孕产妇健康管理", "人", 2_860),
    (ServiceProgramme::Basic, "老年人健康管理", "人", 41_300),
    (ServiceProgramme::Basic, "慢性病患者健康管理", "人", 48_900),
    (ServiceProgramme::Basic, "严重精神障碍患者管理", "人", 2_210),
    (ServiceProgramme::Basic, "肺结核患者健康管理", "人", 187),
    (ServiceProgramme::Basic, "中医药健康管理", "人", 45_600),
    (ServiceProgramme::Basic, "传染病和突发公共卫生事件报告", "起", 940),
    (ServiceProgramme::Basic, "卫生监督协管", "次", 760),
    (ServiceProgramme::Major, "农村妇女“两癌”检查", "人", 8_000),
    (ServiceProgramme::Major, "增补叶酸预防神经管缺陷", "人", 3_100),
    (ServiceProgramme::Major, "艾滋病、梅毒、乙肝母婴阻断", "人", 2_400),
    (ServiceProgramme::Major, "新生儿疾病筛查", "人", 2_300),
];

/// The days up to which a year is returned, and how much of the target was due by then, in
/// thousandths; what is returned last reaches the target in 2023, and does not quite in 2022.
const RETURNS: [(&str, i64); 4] = [("03-31", 220), ("06-30", 510), ("09-30", 760), ("11-30", 1000)];

/// The targets of 2022 and of 2023.
pub fn targets() -> Vec<ServiceTarget> {
    let of_year = |year: &'static str| {
        ITEMS.into_iter().enumerate().map(move |(index, (programme, item, unit, target))| {
            ServiceTarget {
                metadata: None,
                code: code(year, index),
                programme: programme.into(),
                item: item.to_owned(),
                item_unit: unit.to_owned(),
                division: COUNTY.to_owned(),
                first_date: format!("{year}-01-01"),
                last_date: format!("{year}-12-31"),
                target: Some(target),
                weight: None,
                document: format!("示例卫发〔{year}〕9号"),
            }
        })
    };
    of_year("2022").chain(of_year("2023")).collect()
}

/// The returns of both years, each up to its last day.
pub fn returns(seed: u64) -> Vec<ServiceReturn> {
    let mut random = Random::new(seed, "public health");
    let mut returns = Vec::new();
    for year in ["2022", "2023"] {
        for (index, (.., target)) in ITEMS.into_iter().enumerate() {
            for (day, due) in RETURNS {
                let due = if year == "2022" { due - 30 } else { due };
                // Nothing falls behind what was due; some items do a little more.
                let share = due + random.between(0, 25);
                let done = (target * share + 999) / 1000;
                returns.push(ServiceReturn {
                    metadata: None,
                    target_id: code(year, index),
                    division: COUNTY.to_owned(),
                    return_date: format!("{year}-{day}"),
                    done: Some(done),
                    signer: "示例签发人".to_owned(),
                    document: format!("示例卫报〔{year}〕{}号", &day[..2]),
                });
            }
        }
    }
    returns
}

fn code(year: &str, index: usize) -> String {
    format!("GW-{year}-{:02}", index + 1)
}
