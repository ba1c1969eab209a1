//! The clusters that the county names, three of them leading sectors.

use proto::industry::v1::Cluster;

use super::super::places::COUNTY;

/// A cluster as the county names it.
struct Named {
    code: &'static str,
    name: &'static str,
    is_leading: bool,
    first_date: &'static str,
    last_date: &'static str,
}

const CLUSTERS: [Named; 6] = [
    Named::leading("JQ-DZXX", "电子信息", "2021-02-26"),
    Named::leading("JQ-XCL", "新材料", "2021-02-26"),
    Named::leading("JQ-DJK", "大健康", "2021-02-26"),
    Named { is_leading: false, ..Named::leading("JQ-TFMJ", "涂附磨具", "2018-05-11") },
    Named { is_leading: false, ..Named::leading("JQ-NCP", "农产品加工", "2019-03-20") },
    // A leading sector of the plan before.
    Named { last_date: "2021-02-25", ..Named::leading("JQ-JXZZ", "机械制造", "2016-04-08") },
];

impl Named {
    const fn leading(code: &'static str, name: &'static str, first_date: &'static str) -> Self {
        Self { code, name, is_leading: true, first_date, last_date: "" }
    }
}

/// The clusters.
pub fn clusters() -> Vec<Cluster> {
    let cluster = |named: &Named| Cluster {
        metadata: None,
        code: named.code.to_owned(),
        name: named.name.to_owned(),
        is_leading: named.is_leading,
        division: COUNTY.to_owned(),
        first_date: named.first_date.to_owned(),
        last_date: named.last_date.to_owned(),
        document: format!("示例政发〔{}〕4号", &named.first_date[..4]),
    };
    CLUSTERS.iter().map(cluster).collect()
}

/// The cluster that goes by a name in what an enterprise says of itself; empty where none does.
pub fn code_of(said: &str) -> String {
    let name = match said {
        "医药健康" => "大健康",
        other => other,
    };
    let named = CLUSTERS.iter().find(|cluster| cluster.name == name);
    named.map(|cluster| cluster.code.to_owned()).unwrap_or_default()
}
