//! Medical institutions and the specialties of their hospitals.

use proto::livelihood::v1::{
    Institution, InstitutionClass, InstitutionOwnership, InstitutionType, Level, Specialty,
};

use super::super::places::{TOWNSHIPS, villages};

/// Institutions beside those that every township has: code, name, township, type, whether it is
/// public, first licence, the first day on which it is no more.
const OTHERS: [(&str, &str, usize, InstitutionType, bool, &str, &str); 19] = [
    ("YL-H01", "示例县医院", 0, InstitutionType::Hospital, true, "1952-05-01", ""),
    ("YL-H02", "示例县中医医院", 0, InstitutionType::Hospital, true, "1984-03-12", ""),
    ("YL-H03", "示例县妇幼保健院", 0, InstitutionType::Hospital, true, "1986-06-01", ""),
    ("YL-H04", "示例民营医院甲", 0, InstitutionType::Hospital, false, "2009-09-09", ""),
    ("YL-H05", "示例民营医院乙", 0, InstitutionType::Hospital, false, "2014-04-21", ""),
    ("YL-H06", "示例民营医院丙", 5, InstitutionType::Hospital, false, "2016-11-02", "2022-10-01"),
    (
        "YL-C01",
        "示例社区卫生服务中心甲",
        0,
        InstitutionType::CommunityHealthCenter,
        true,
        "2008-07-01",
        "",
    ),
    (
        "YL-C02",
        "示例社区卫生服务中心乙",
        0,
        InstitutionType::CommunityHealthCenter,
        true,
        "2011-07-01",
        "",
    ),
    (
        "YL-W02",
        "麦市镇示例第二卫生院",
        1,
        InstitutionType::TownshipHealthCenter,
        true,
        "1999-01-01",
        "",
    ),
    (
        "YL-W07",
        "北港镇示例第二卫生院",
        7,
        InstitutionType::TownshipHealthCenter,
        true,
        "1999-01-01",
        "",
    ),
    ("YL-K01", "示例诊所一", 0, InstitutionType::Clinic, false, "2013-05-06", "2023-04-01"),
    ("YL-K02", "示例诊所二", 3, InstitutionType::Clinic, false, "2015-08-10", "2022-06-01"),
    ("YL-K03", "示例诊所三", 8, InstitutionType::Clinic, false, "2022-03-15", ""),
    ("YL-K04", "示例门诊部一", 0, InstitutionType::OutpatientDepartment, false, "2022-08-29", ""),
    ("YL-K05", "塘湖镇示例新村卫生室", 2, InstitutionType::VillageClinic, true, "2022-11-10", ""),
    ("YL-K06", "示例诊所四", 0, InstitutionType::Clinic, false, "2023-02-22", ""),
    ("YL-K07", "示例门诊部二", 0, InstitutionType::OutpatientDepartment, false, "2023-05-18", ""),
    ("YL-K08", "示例诊所五", 4, InstitutionType::Clinic, false, "2023-09-06", ""),
    ("YL-K09", "示例医养结合医院", 0, InstitutionType::CombinedCare, true, "2023-11-21", ""),
];

/// Every so many villages have a clinic of their own.
const VILLAGES_OF_A_CLINIC: usize = 4;

/// Specialties: code, name, index of the hospital, level, day.
const SPECIALTIES: [(&str, &str, usize, Level, &str); 7] = [
    ("ZK-01", "骨伤科", 1, Level::Provincial, "2019-12-20"),
    ("ZK-02", "心血管内科", 0, Level::Provincial, "2022-11-08"),
    ("ZK-03", "儿科", 2, Level::Municipal, "2022-05-30"),
    ("ZK-04", "神经内科", 0, Level::Provincial, "2023-07-12"),
    ("ZK-05", "普通外科", 0, Level::Provincial, "2023-07-12"),
    ("ZK-06", "针灸推拿科", 1, Level::Provincial, "2023-10-17"),
    ("ZK-07", "妇产科", 2, Level::Municipal, "2023-04-25"),
];

/// The medical institutions up to the cutoff; hospitals come first.
pub fn institutions() -> Vec<Institution> {
    let mut institutions: Vec<Institution> = OTHERS
        .into_iter()
        .map(|(code, name, township, kind, is_public, first, closed)| {
            let division = TOWNSHIPS[township].code;
            let close_date = closed.to_owned();
            let institution = institution(code.to_owned(), name, division, kind, is_public, first);
            Institution { close_date, ..institution }
        })
        .collect();
    for (township, number) in TOWNSHIPS.iter().zip(1..) {
        let (code, name) = (format!("YL-W{number}01"), format!("{}示例卫生院", township.name));
        let kind = InstitutionType::TownshipHealthCenter;
        institutions.push(institution(code, &name, township.code, kind, true, "1978-10-01"));
    }
    for village in villages().iter().step_by(VILLAGES_OF_A_CLINIC) {
        let (code, name) = (format!("YL-V{}", village.code), format!("{}卫生室", village.name));
        let kind = InstitutionType::VillageClinic;
        institutions.push(institution(code, &name, &village.code, kind, true, "2010-01-01"));
    }
    institutions
}

/// An institution that no verifier has seen yet.
pub fn under_review() -> Vec<Institution> {
    let (division, kind) = (TOWNSHIPS[6].code, InstitutionType::Clinic);
    let code = "YL-K90".to_owned();
    vec![institution(code, "示例待核诊所", division, kind, false, "2023-12-05")]
}

fn institution(
    code: String,
    name: &str,
    division: &str,
    kind: InstitutionType,
    is_public: bool,
    first: &str,
) -> Institution {
    let ownership =
        if is_public { InstitutionOwnership::Public } else { InstitutionOwnership::Private };
    Institution {
        metadata: None,
        document: format!("示例卫证字{code}"),
        code,
        name: name.to_owned(),
        class: InstitutionClass::Medical.into(),
        r#type: kind.into(),
        ownership: ownership.into(),
        division: division.to_owned(),
        first_license_date: first.to_owned(),
        close_date: String::new(),
    }
}

/// The key specialties.
pub fn specialties(institutions: &[Institution]) -> Vec<Specialty> {
    let specialty = |(code, name, hospital, level, day): (&str, &str, usize, Level, &str)| {
        let hospital = &institutions[hospital];
        Specialty {
            metadata: None,
            code: code.to_owned(),
            name: format!("{name}（{}）", hospital.name),
            institution_id: hospital.code.clone(),
            level: level.into(),
            division: hospital.division.clone(),
            approve_date: day.to_owned(),
            revoke_date: String::new(),
            document: format!("示例卫函〔{}〕{}号", &day[..4], &day[5..7]),
        }
    };
    SPECIALTIES.into_iter().map(specialty).collect()
}
