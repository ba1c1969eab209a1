//! What is built at schools, and the places that came and went with it.

use proto::livelihood::v1::{PlaceChange, SchoolProgramme, SchoolProject, SchoolProjectType};

use super::super::places::TOWNSHIPS;
use super::Random;
use super::school::{of_township, urban};

/// New buildings: code, school, township, start, completion. The first of 2023 took two projects;
/// one school is private, and one is still being built.
const NEW_BUILDS: [(&str, &str, usize, &str, &str); 10] = [
    ("XJ-2022-01", "XN-2022-1", 0, "2020-11-02", "2022-08-12"),
    ("XJ-2022-02", "XN-2022-2", 5, "2021-03-15", "2022-07-30"),
    ("XJ-2023-01", "XN-2023-1", 0, "2021-10-11", "2023-06-30"),
    ("XJ-2023-02", "XN-2023-1", 0, "2022-03-07", "2023-08-15"),
    ("XJ-2023-03", "XN-2023-2", 0, "2021-08-23", "2023-07-28"),
    ("XJ-2023-04", "XN-2023-3", 0, "2022-04-18", "2023-05-26"),
    ("XJ-2023-05", "XN-2023-4", 1, "2022-02-21", "2023-08-04"),
    ("XJ-2023-06", "XN-2023-5", 7, "2022-06-06", "2023-08-21"),
    ("XJ-2023-07", "XN-2023-6", 0, "2021-12-20", "2023-08-18"),
    ("XJ-2023-08", "XN-2023-7", 8, "2023-03-13", ""),
];

/// Works for weak schools: so many, from when until when; an empty end is still to come.
const WEAK: [(usize, &str, &str); 5] = [
    (6, "2021-04-12", "2022-08-20"),
    (3, "2022-03-21", "2022-11-30"),
    (7, "2022-07-04", "2023-02-17"),
    (8, "2023-03-06", "2023-08-25"),
    (7, "2023-06-19", ""),
];

/// Places that the new schools of a year brought, by the numbers of their projects.
const NEW_PLACES: [(&str, i32, &str); 8] = [
    ("XJ-2022-01", 1_080, "2022-09-01"),
    ("XJ-2022-02", 270, "2022-09-01"),
    ("XJ-2023-01", 1_620, "2023-09-01"),
    ("XJ-2023-03", 1_890, "2023-09-01"),
    ("XJ-2023-04", 540, "2023-09-01"),
    ("XJ-2023-05", 1_080, "2023-09-01"),
    ("XJ-2023-06", 360, "2023-09-01"),
    ("XJ-2023-07", 900, "2023-09-01"),
];

/// Places that works for weak schools brought in 2023, in classes of 45.
const CLASSES_2023: i64 = 52;
const PLACES_OF_A_CLASS: i64 = 45;

/// The works.
pub fn projects() -> Vec<SchoolProject> {
    let mut projects: Vec<SchoolProject> = NEW_BUILDS
        .into_iter()
        .map(|(code, school, township, start, end)| SchoolProject {
            metadata: None,
            code: code.to_owned(),
            name: format!("{}示例学校新建工程{}", TOWNSHIPS[township].name, &code[8..]),
            school_id: school.to_owned(),
            r#type: SchoolProjectType::NewBuild.into(),
            programme: SchoolProgramme::Unspecified.into(),
            division: TOWNSHIPS[township].code.to_owned(),
            start_date: start.to_owned(),
            complete_date: end.to_owned(),
            document: format!("示例发改审〔{}〕{}号", &start[..4], &code[8..]),
        })
        .collect();
    let mut number = 0;
    for (count, start, end) in WEAK {
        for _ in 0..count {
            projects.push(weak(number, start, end));
            number += 1;
        }
    }
    projects.push(SchoolProject {
        code: "XJ-2023-90".to_owned(),
        name: "示例县第一中学扩建工程".to_owned(),
        school_id: urban(6),
        r#type: SchoolProjectType::Expansion.into(),
        programme: SchoolProgramme::Unspecified.into(),
        division: TOWNSHIPS[0].code.to_owned(),
        ..weak(99, "2022-10-10", "2023-10-20")
    });
    projects
}

/// Works for the weak school with a running number; townships and schools take turns.
fn weak(number: usize, start: &str, end: &str) -> SchoolProject {
    let township = number % TOWNSHIPS.len();
    let letter = ["X1", "X2", "Z"][number / TOWNSHIPS.len() % 3];
    let is_larger = number.is_multiple_of(2);
    let kind = if is_larger { SchoolProjectType::Expansion } else { SchoolProjectType::Renovation };
    SchoolProject {
        metadata: None,
        code: format!("GB-{:02}", number + 1),
        name: format!("{}示例学校改薄工程{:02}", TOWNSHIPS[township].name, number + 1),
        school_id: of_township(township, letter),
        r#type: kind.into(),
        programme: SchoolProgramme::WeakSchool.into(),
        division: TOWNSHIPS[township].code.to_owned(),
        start_date: start.to_owned(),
        complete_date: end.to_owned(),
        document: format!("示例教建〔{}〕{:02}号", &start[..4], number + 1),
    }
}

/// Works that no verifier has seen yet.
pub fn under_review() -> Vec<SchoolProject> {
    (40..42).map(|number| weak(number, "2023-11-20", "")).collect()
}

/// The changes in places up to the cutoff.
pub fn places(seed: u64, projects: &[SchoolProject]) -> Vec<PlaceChange> {
    let mut changes: Vec<PlaceChange> = Vec::new();
    for (project, delta, day) in NEW_PLACES {
        changes.extend(find(projects, project).map(|one| change(one, delta, day)));
    }
    let larger: Vec<&SchoolProject> = projects
        .iter()
        .filter(|one| one.code.starts_with("GB") && one.complete_date.starts_with("2023"))
        .filter(|one| one.r#type() == SchoolProjectType::Expansion)
        .collect();
    let mut random = Random::new(seed, "places");
    let classes = random.split(CLASSES_2023, &vec![1; larger.len()]);
    for (project, classes) in larger.into_iter().zip(classes) {
        let delta = i32::try_from(classes * PLACES_OF_A_CLASS).unwrap_or(0);
        changes.push(change(project, delta, "2023-09-01"));
    }
    for (number, delta, day) in
        [(0, -180, "2022-09-01"), (4, -135, "2023-09-01"), (9, -90, "2023-09-01")]
    {
        let township = number % TOWNSHIPS.len();
        changes.push(PlaceChange {
            metadata: None,
            school_id: of_township(township, "X2"),
            project_id: String::new(),
            division: TOWNSHIPS[township].code.to_owned(),
            effective_date: day.to_owned(),
            delta_places: Some(delta),
            document: format!("示例教函〔{}〕30号", &day[..4]),
            code: String::new(),
        });
    }
    for (change, number) in changes.iter_mut().zip(1..) {
        change.code = format!("XW-{}-{number:02}", &change.effective_date[..4]);
    }
    changes
}

/// Places that no verifier has seen yet.
pub fn unread_places() -> Vec<PlaceChange> {
    let extension = PlaceChange {
        code: "XW-2023-90".to_owned(),
        ..change(&weak(41, "2023-11-20", ""), 450, "2023-12-04")
    };
    vec![PlaceChange { project_id: String::new(), ..extension }]
}

fn find<'a>(projects: &'a [SchoolProject], code: &str) -> Option<&'a SchoolProject> {
    projects.iter().find(|project| project.code == code)
}

fn change(project: &SchoolProject, delta: i32, day: &str) -> PlaceChange {
    PlaceChange {
        metadata: None,
        code: String::new(),
        school_id: project.school_id.clone(),
        project_id: project.code.clone(),
        division: project.division.clone(),
        effective_date: day.to_owned(),
        delta_places: Some(delta),
        document: format!("示例教函〔{}〕21号", &day[..4]),
    }
}
