//! The units of the county.

use proto::cadre::v1::{Unit, UnitType};

use super::super::places::{COUNTY, TOWNSHIPS};

/// The county departments; the first is above the townships, the others above the institutions.
const DEPARTMENTS: [&str; 16] = [
    "县政府办公室",
    "县委组织部",
    "县委政法委",
    "县发展和改革局",
    "县科学技术和经济信息化局",
    "县教育局",
    "县公安局",
    "县民政局",
    "县司法局",
    "县财政局",
    "县人力资源和社会保障局",
    "县住房和城乡建设局",
    "县农业农村局",
    "县商务局",
    "县林业局",
    "县市场监督管理局",
];

/// The public institutions, each with the index of the department above it.
const INSTITUTIONS: [(&str, usize); 9] = [
    ("县示例政务服务中心", 0),
    ("县示例党员教育中心", 1),
    ("县示例项目服务中心", 3),
    ("县示例教学研究室", 5),
    ("县示例法律援助中心", 8),
    ("县示例就业服务中心", 10),
    ("县示例农业技术推广中心", 12),
    ("县示例国有林场", 14),
    ("县示例检验检测中心", 15),
];

/// The county departments, and the units below them.
pub fn units() -> (Vec<Unit>, Vec<Unit>) {
    let departments: Vec<Unit> = (0..)
        .zip(DEPARTMENTS)
        .map(|(index, name)| {
            let kind = UnitType::CountyDepartment;
            unit(department(index), name, kind, String::new(), COUNTY)
        })
        .collect();
    let mut below: Vec<Unit> = TOWNSHIPS
        .iter()
        .map(|township| {
            let name = format!("{}人民政府", township.name);
            let code = township_unit(township.code);
            unit(code, &name, UnitType::Township, department(0), township.code)
        })
        .collect();
    below.extend((1..).zip(INSTITUTIONS).map(|(number, (name, superior))| {
        let kind = UnitType::PublicInstitution;
        unit(format!("DW-S{number:02}"), name, kind, department(superior), COUNTY)
    }));
    (departments, below)
}

/// The code of a township's unit.
pub fn township_unit(township: &str) -> String {
    format!("DW-{township}")
}

fn department(index: usize) -> String {
    format!("DW-X{:02}", index + 1)
}

fn unit(code: String, name: &str, kind: UnitType, superior_id: String, division: &str) -> Unit {
    Unit {
        metadata: None,
        code,
        name: name.to_owned(),
        r#type: kind.into(),
        superior_id,
        division: division.to_owned(),
        first_date: "2019-03-01".to_owned(),
        last_date: String::new(),
        earlier_superiors: Vec::new(),
    }
}
