//! Programmes, parameters, targets, what peers have, statements and materials.

use proto::figure::v1::{Parameter, PeerFact, Target};
use proto::reform::v1::{Material, Programme, Statement};

use super::super::calendar::CUTOFF;
use super::super::targets::set_by;

/// The figure that counties are compared by, and the other counties with their awards.
const AWARDS: &str = "reform.awards.hubei_reform.times";
const PEERS: [(&str, &str); 5] =
    [("421202", "1"), ("421221", "0"), ("421223", "1"), ("421224", "0"), ("421281", "1")];

/// The day that reform and opening up is counted from (十一届三中全会).
const OPENING_UP: &str = "1978-12-18";

/// The programmes under way, and one that has ended.
pub fn programmes(county: &str) -> Vec<Programme> {
    [
        ("center-work", "综治中心实体化运行", "2021-06-01", ""),
        ("four-personal", "县领导领衔重点改革项目", "2022-01-10", ""),
        ("look-back", "督察问题“回头看”", "2022-03-01", ""),
        ("first-round", "首轮改革集中攻坚", "2019-01-01", "2021-12-31"),
    ]
    .into_iter()
    .map(|(code, name, first, last)| Programme {
        metadata: None,
        code: code.to_owned(),
        name: format!("{name}（示例）"),
        division: county.to_owned(),
        first_date: first.to_owned(),
        last_date: last.to_owned(),
        document: format!("示例办发〔{}〕5号", &first[..4]),
    })
    .collect()
}

/// The day that the anniversary is counted from.
pub fn parameters(county: &str) -> Vec<Parameter> {
    vec![Parameter {
        metadata: None,
        code: "reform.opening_up.start".to_owned(),
        name: "改革开放起始日".to_owned(),
        value: OPENING_UP.to_owned(),
        division: county.to_owned(),
        first_date: OPENING_UP.to_owned(),
        last_date: String::new(),
        document: "中国共产党第十一届中央委员会第三次全体会议公报".to_owned(),
    }]
}

/// What the other counties of the city have, as a letter says for each cutoff.
pub fn peers(county: &str) -> Vec<PeerFact> {
    let cutoff = CUTOFF.to_string();
    let days = ["2022-12-08", "2022-12-31", &cutoff, "2023-12-31"];
    let fact = |day: &str, (peer, value): (&str, &str)| PeerFact {
        metadata: None,
        figure: AWARDS.to_owned(),
        peer: peer.to_owned(),
        division: county.to_owned(),
        first_date: format!("{}-01-01", &day[..4]),
        last_date: day.to_owned(),
        value: value.to_owned(),
        document: format!("示例市改办函〔{}〕12号", &day[..4]),
    };
    days.iter().flat_map(|day| PEERS.map(|peer| fact(day, peer))).collect()
}

/// What figures should reach.
pub fn targets() -> Vec<Target> {
    set_by(
        "改发",
        &[
            ("reform.tasks.completed", "2023", "150"),
            ("reform.honors.total", "2022", "15"),
            ("reform.honors.total", "2023", "20"),
            ("reform.media.reports", "2023", "100"),
            ("reform.inspection.issues_closed", "2023", "29"),
        ],
    )
}

/// Numbers that only a paper attests.
pub fn statements(county: &str) -> Vec<Statement> {
    let statement = |(code, subject, value, unit): (&str, &str, &str, &str)| Statement {
        metadata: None,
        code: code.to_owned(),
        subject: subject.to_owned(),
        value: value.to_owned(),
        unit: unit.to_owned(),
        division: county.to_owned(),
        first_date: "2023-01-01".to_owned(),
        last_date: "2023-11-30".to_owned(),
        authority: "示例市级机关".to_owned(),
        document: "示例市函〔2023〕30号".to_owned(),
        statement: format!("{subject}为{value}{unit}（示例）"),
    };
    [
        ("satisfaction-2023", "改革群众满意度", "96.2", "%"),
        ("review-score-2023", "改革年度考评得分", "92.5", "分"),
    ]
    .map(statement)
    .to_vec()
}

/// Texts of offices for sections of the report; their numbers are tokens.
pub fn materials(county: &str) -> Vec<Material> {
    let material = |(office, section, text): (&str, &str, &str)| Material {
        metadata: None,
        office_id: office.to_owned(),
        section: section.to_owned(),
        first_date: "2023-01-01".to_owned(),
        last_date: CUTOFF.to_string(),
        division: county.to_owned(),
        paragraphs: vec![text.to_owned()],
        signer: "示例主任".to_owned(),
        sign_date: CUTOFF.to_string(),
    };
    [
        (
            "reform",
            "drive.inspection",
            "督察发现的问题逐项建账，已销号{reform.inspection.issues_closed}，其余限期整改。",
        ),
        (
            "reform",
            "opening.tasks",
            "清单按季调整，增补{reform.tasks.added}、核减{reform.tasks.struck}。",
        ),
        ("publicity", "opening.recognition", "各级媒体持续关注，刊播{reform.media.reports}。"),
    ]
    .map(material)
    .to_vec()
}
