//! Projects from signing to landing: a mean of 150 days in 2021 and of 48 in 2023.

use jiff::civil::{Date, date};
use proto::industry::v1::{Enterprise, Project, ProjectType};

use super::super::calendar::{after, working_days};
use super::Random;

/// Days from signing to landing, for each project that landed in a year.
struct Year {
    first: Date,
    last: Date,
    days: &'static [i64],
}

const YEARS: [Year; 3] = [
    Year {
        first: date(2021, 1, 11),
        last: date(2021, 12, 20),
        days: &[180, 162, 171, 140, 155, 130, 149, 168, 133, 158, 121, 133],
    },
    Year {
        first: date(2022, 1, 10),
        last: date(2022, 12, 20),
        days: &[98, 110, 87, 92, 105, 79, 101, 88, 96],
    },
    Year {
        first: date(2023, 1, 9),
        last: date(2023, 12, 6),
        days: &[40, 52, 61, 35, 48, 44, 57, 39, 66, 50, 42, 47, 55, 36],
    },
];

/// Projects signed in 2023 that have not landed yet.
const WAITING: usize = 5;

const PRODUCTS: [&str; 7] = ["砂布", "电子元件", "线路板", "饮片", "卫生材料", "磨具", "机械零件"];

/// The projects that landed, and those that wait to.
pub fn projects(seed: u64, enterprises: &[Enterprise]) -> Vec<Project> {
    let mut random = Random::new(seed, "project");
    let mut projects = Vec::new();
    for year in &YEARS {
        let days = working_days(year.first, year.last);
        let mut landed: Vec<(Date, i64)> =
            year.days.iter().map(|taken| (*random.pick(&days), *taken)).collect();
        landed.sort();
        for (index, (land, taken)) in landed.into_iter().enumerate() {
            let code = format!("XM-{}-{:02}", land.year(), index + 1);
            let project = signed(&mut random, enterprises, &code, after(land, -taken));
            projects.push(landed_on(project, land));
        }
    }
    let autumn = working_days(date(2023, 9, 1), date(2023, 11, 30));
    for index in 0..WAITING {
        let code = format!("XM-2023-{:02}", 81 + index);
        let day = *random.pick(&autumn);
        projects.push(signed(&mut random, enterprises, &code, day));
    }
    projects
}

/// A project whose landing nobody has verified yet, long after its signing.
pub fn unread(seed: u64, enterprises: &[Enterprise]) -> Vec<Project> {
    let mut random = Random::new(seed, "project unread");
    let project = signed(&mut random, enterprises, "XM-2023-91", date(2023, 1, 16));
    vec![landed_on(project, date(2023, 12, 6))]
}

fn signed(random: &mut Random, enterprises: &[Enterprise], code: &str, day: Date) -> Project {
    let enterprise = &enterprises[random.index(enterprises.len())];
    let product = random.pick(&PRODUCTS);
    Project {
        code: code.to_owned(),
        name: format!("示例{product}生产线项目（{code}）"),
        r#type: ProjectType::Manufacturing.into(),
        division: enterprise.division.clone(),
        owner: enterprise.name.clone(),
        enterprise_id: enterprise.credit_code.clone(),
        approve_date: after(day, -random.between(5, 40)).to_string(),
        approve_document: format!("示例备案〔{}〕{}号", day.year(), &code[3..]),
        sign_date: day.to_string(),
        sign_document: format!("示例招商合同〔{}〕{}号", day.year(), &code[3..]),
        planned_investment_fen: Some(random.between(30, 800) * 100_000_000),
        planned_capacity: Some(random.between(10, 90) * 1_000),
        capacity_unit: "套".to_owned(),
        ..Project::default()
    }
}

fn landed_on(project: Project, day: Date) -> Project {
    Project {
        land_date: day.to_string(),
        land_document: format!("示例施许〔{}〕{}号", day.year(), &project.code[3..]),
        ..project
    }
}
