//! The register of offices: who answers for kinds, figures and tasks.

use proto::reform::v1::{Office, OfficeSystem};

use super::super::places::TOWNSHIPS;

/// Code, name, synonyms, and the system that it belongs to.
const OFFICES: [(&str, &str, &[&str], OfficeSystem); 32] = [
    ("reform", "县委改革办", &["县委全面深化改革委员会办公室"], OfficeSystem::Party),
    ("committee-office", "县委办公室", &["县委办"], OfficeSystem::Party),
    ("organization", "县委组织部", &[], OfficeSystem::Party),
    ("publicity", "县委宣传部", &["县委宣传部（文明办）"], OfficeSystem::Party),
    ("united-front", "县委统战部", &[], OfficeSystem::Party),
    ("law-and-order", "县委政法委", &[], OfficeSystem::Party),
    ("discipline", "县纪委监委", &[], OfficeSystem::Party),
    ("establishment", "县委编办", &[], OfficeSystem::Party),
    ("party-school", "县委党校", &[], OfficeSystem::Party),
    ("government-office", "政府办公室", &["县政府办公室", "县政府办"], OfficeSystem::Government),
    (
        "development",
        "县发展和改革局",
        &["县发改局", "县发改局（营商办）"],
        OfficeSystem::Government,
    ),
    (
        "technology",
        "县科学技术和经济信息化局",
        &["县科经局", "县科经局（规上名录由县统计局核对）"],
        OfficeSystem::Government,
    ),
    ("education", "县教育局", &[], OfficeSystem::Government),
    ("police", "县公安局", &[], OfficeSystem::Government),
    ("civil-affairs", "县民政局", &[], OfficeSystem::Government),
    ("justice", "县司法局", &[], OfficeSystem::Government),
    ("finance", "县财政局", &[], OfficeSystem::Government),
    ("human-resources", "县人力资源和社会保障局", &["县人社局"], OfficeSystem::Government),
    ("housing", "县住房和城乡建设局", &["县住建局"], OfficeSystem::Government),
    ("water", "县水利和湖泊局", &["县水利湖泊局"], OfficeSystem::Government),
    ("agriculture", "县农业农村局", &[], OfficeSystem::Government),
    ("commerce", "县商务局", &[], OfficeSystem::Government),
    ("culture", "县文化和旅游局", &["县文旅局"], OfficeSystem::Government),
    ("health", "县卫生健康局", &["县卫健局"], OfficeSystem::Government),
    ("market", "县市场监督管理局", &["县市场监管局"], OfficeSystem::Government),
    ("forestry", "县林业局", &[], OfficeSystem::Government),
    ("statistics", "县统计局", &[], OfficeSystem::Government),
    ("medical-insurance", "县医疗保障局", &["县医保局"], OfficeSystem::Government),
    ("financial-work", "县金融办", &["县地方金融工作局"], OfficeSystem::Government),
    ("bidding", "县公共资源交易中心", &[], OfficeSystem::Government),
    ("environment", "市生态环境局县分局", &["县环境分局"], OfficeSystem::Vertical),
    ("agriculture-old", "县农业局", &[], OfficeSystem::Government),
];

/// The last day of the office that the reform of 2019 merged into another.
const MERGED: (&str, &str) = ("agriculture-old", "2019-02-28");

/// The offices of a county: those of the county itself, and its townships.
pub fn offices(county: &str) -> Vec<Office> {
    let of_county = OFFICES.iter().map(|(code, name, synonyms, system)| {
        let ended = MERGED.0 == *code;
        Office {
            metadata: None,
            code: (*code).to_owned(),
            name: (*name).to_owned(),
            synonyms: synonyms.iter().map(|name| (*name).to_owned()).collect(),
            system: (*system).into(),
            division: county.to_owned(),
            first_date: if ended { "2010-01-01" } else { "2019-03-01" }.to_owned(),
            last_date: if ended { MERGED.1 } else { "" }.to_owned(),
            inspected: !ended && *code != "reform",
            document: "示例办发〔2019〕2号".to_owned(),
        }
    });
    let townships = TOWNSHIPS.iter().map(|township| Office {
        metadata: None,
        code: format!("township-{}", township.code),
        name: township.name.to_owned(),
        synonyms: vec![format!("{}人民政府", township.name)],
        system: OfficeSystem::Township.into(),
        division: township.code.to_owned(),
        first_date: "2010-01-01".to_owned(),
        last_date: String::new(),
        inspected: true,
        document: "示例办发〔2019〕2号".to_owned(),
    });
    of_county.chain(townships).collect()
}

/// The codes of the offices that a full inspection owes a visit.
pub fn inspected(county: &str) -> Vec<String> {
    offices(county).into_iter().filter(|office| office.inspected).map(|one| one.code).collect()
}

/// The codes of the offices of the county that can be given a task.
pub fn responsible() -> Vec<&'static str> {
    OFFICES.iter().map(|(code, ..)| *code).filter(|code| *code != MERGED.0).collect()
}
