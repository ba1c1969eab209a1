//! Two projects with all that belongs to them: a farm of laying hens, and an irrigation district.

use proto::figure::v1::Parameter;
use proto::industry::v1::{
    Project, ProjectPart, ProjectPlace, ProjectPlaceRole, ProjectType, ProjectYear,
};

use super::super::places::COUNTY;

/// The farm's code and its township.
const FARM: &str = "XM-DJ";
const FARM_PLACE: &str = "421222108";
/// The irrigation district's code and the townships on its way.
const IRRIGATION: &str = "XM-GQ";
const IRRIGATION_PLACES: [&str; 2] = ["421222201", "421222106"];
const IRRIGATION_DAY: &str = "2022-09-15";

/// Name and type of a part of the farm, how many there are, square meters, and the day it was
/// built, which is empty while it is not.
type Part = (&'static str, &'static str, i64, &'static str, i64, &'static str);

/// 30,000 square meters in all; two of the eleven hen houses are not built.
const FARM_PARTS: [Part; 10] = [
    ("一期鸡舍", "标准化鸡舍", 4, "栋", 8_000, "2022-04-28"),
    ("二期鸡舍", "标准化鸡舍", 3, "栋", 6_000, "2022-12-15"),
    ("三期鸡舍", "标准化鸡舍", 2, "栋", 4_000, "2023-09-20"),
    ("四期鸡舍", "标准化鸡舍", 2, "栋", 4_000, ""),
    ("发酵车间", "鸡粪发酵车间", 1, "栋", 1_500, "2022-11-08"),
    ("办公楼", "综合办公楼", 1, "栋", 1_800, "2022-06-30"),
    ("饲料厂房", "饲料加工厂房", 1, "栋", 2_700, "2022-08-12"),
    ("存放库", "鲜鸡蛋存放库", 1, "栋", 2_000, "2022-05-06"),
    ("肥料设备", "有机肥加工设备", 1, "套", 0, "2022-12-20"),
    ("发酵罐", "无害化处理发酵罐", 1, "座", 0, "2022-11-25"),
];

const IRRIGATION_PARTS: [&str; 4] =
    ["输配水工程", "渠系建筑物及配套工程", "用水量测及信息化工程", "管理及自动化工程"];

/// What the farm reported: year, day, eggs, output and profit in units of 10,000 yuan, hens, and
/// jobs.
const FARM_YEARS: [(i32, &str, i64, i64, i64, i64, i32); 2] = [
    (2022, "2023-01-12", 21_300_000, 1_048, 132, 210_000, 76),
    (2023, "2023-12-05", 30_460_000, 1_523, 213, 320_000, 118),
];

/// The two projects.
pub fn projects() -> Vec<Project> {
    let farm = Project {
        code: FARM.to_owned(),
        name: "马港镇标准化蛋鸡养殖场".to_owned(),
        r#type: ProjectType::Agriculture.into(),
        division: FARM_PLACE.to_owned(),
        owner: "示例农业开发有限公司".to_owned(),
        approve_date: "2020-03-02".to_owned(),
        approve_document: "示例备案〔2020〕18号".to_owned(),
        sign_date: "2020-03-12".to_owned(),
        sign_document: "示例招商合同〔2020〕6号".to_owned(),
        land_date: "2020-09-30".to_owned(),
        land_document: "示例施许〔2020〕11号".to_owned(),
        production_date: "2022-05-20".to_owned(),
        planned_investment_fen: Some(21_000_000_000),
        planned_capacity: Some(1_000_000),
        capacity_unit: "只".to_owned(),
        land_m2: Some(86_000),
        ..Project::default()
    };
    let irrigation = Project {
        code: IRRIGATION.to_owned(),
        name: "东冲灌区续建配套与节水改造项目".to_owned(),
        r#type: ProjectType::Water.into(),
        division: COUNTY.to_owned(),
        owner: "县水利和湖泊局".to_owned(),
        approve_date: IRRIGATION_DAY.to_owned(),
        approve_document: "示例水规〔2022〕9号".to_owned(),
        ..Project::default()
    };
    vec![farm, irrigation]
}

/// Their parts.
pub fn parts() -> Vec<ProjectPart> {
    let part = |project: &str, number: usize, name: &str, kind: &str, division: &str| ProjectPart {
        project_id: project.to_owned(),
        code: format!("{:02}", number + 1),
        name: name.to_owned(),
        r#type: kind.to_owned(),
        division: division.to_owned(),
        document: "示例设计批复〔2020〕3号".to_owned(),
        ..ProjectPart::default()
    };
    let mut parts = Vec::new();
    for (number, (name, kind, quantity, unit, floor, built)) in FARM_PARTS.into_iter().enumerate() {
        parts.push(ProjectPart {
            quantity: Some(quantity),
            quantity_unit: unit.to_owned(),
            floor_m2: Some(floor).filter(|floor| *floor > 0),
            plan_date: "2020-06-18".to_owned(),
            build_date: built.to_owned(),
            ..part(FARM, number, name, kind, FARM_PLACE)
        });
    }
    parts.push(ProjectPart {
        tier_count: Some(5),
        plan_date: "2020-06-18".to_owned(),
        build_date: "2022-04-28".to_owned(),
        ..part(FARM, FARM_PARTS.len(), "层叠式鸡笼", "鸡笼", FARM_PLACE)
    });
    for (number, name) in IRRIGATION_PARTS.into_iter().enumerate() {
        parts.push(ProjectPart {
            plan_date: IRRIGATION_DAY.to_owned(),
            document: "示例水规〔2022〕9号".to_owned(),
            ..part(IRRIGATION, number, name, name, COUNTY)
        });
    }
    parts
}

/// A part that nobody has verified.
pub fn unread_parts() -> Vec<ProjectPart> {
    vec![ProjectPart {
        project_id: IRRIGATION.to_owned(),
        code: "90".to_owned(),
        name: "示例补充工程".to_owned(),
        r#type: "补充工程".to_owned(),
        division: COUNTY.to_owned(),
        plan_date: "2023-11-20".to_owned(),
        ..ProjectPart::default()
    }]
}

/// Where they stand and what they pass.
pub fn places() -> Vec<ProjectPlace> {
    let place =
        |project: &str, division: &str, role: ProjectPlaceRole, number, day: &str| ProjectPlace {
            metadata: None,
            project_id: project.to_owned(),
            division: division.to_owned(),
            role: role.into(),
            sequence: number,
            first_date: day.to_owned(),
            document: format!("示例规〔{}〕2号", &day[..4]),
        };
    let mut places = vec![place(FARM, FARM_PLACE, ProjectPlaceRole::Site, None, "2020-06-18")];
    for (number, division) in (1..).zip(IRRIGATION_PLACES) {
        for role in [ProjectPlaceRole::Site, ProjectPlaceRole::Route] {
            places.push(place(IRRIGATION, division, role, Some(number), IRRIGATION_DAY));
        }
    }
    places
}

/// What the farm reported, year by year.
pub fn years() -> Vec<ProjectYear> {
    let year =
        |(year, day, eggs, output, profit, hens, jobs): (i32, &str, i64, i64, i64, i64, i32)| {
            ProjectYear {
                metadata: None,
                project_id: FARM.to_owned(),
                year: Some(year),
                division: FARM_PLACE.to_owned(),
                report_date: day.to_owned(),
                output_quantity: Some(eggs),
                output_unit: "枚".to_owned(),
                output_fen: Some(output * 1_000_000),
                forecast_net_profit_fen: Some(profit * 1_000_000),
                capacity_in_use: Some(hens),
                paid_investment_fen: Some(i64::from(year - 2015) * 2_100_000_000),
                job_count: Some(jobs),
                document: format!("示例企报〔{}〕1号", &day[..4]),
            }
        };
    FARM_YEARS.into_iter().map(year).collect()
}

/// Which projects the features of the report are about.
pub fn parameters() -> Vec<Parameter> {
    let parameter = |code: &str, name: &str, value: &str, day: &str| Parameter {
        metadata: None,
        code: code.to_owned(),
        name: name.to_owned(),
        value: value.to_owned(),
        division: COUNTY.to_owned(),
        first_date: day.to_owned(),
        last_date: String::new(),
        document: "示例改办发〔2022〕1号".to_owned(),
    };
    vec![
        parameter("feature.egg_farm", "专题：蛋鸡养殖项目", FARM, "2022-01-01"),
        parameter("feature.irrigation", "专题：灌区改造项目", IRRIGATION, "2022-01-01"),
        parameter("industry.landing_time.base_year", "项目落地用时基期年份", "2021", "2022-01-01"),
    ]
}
