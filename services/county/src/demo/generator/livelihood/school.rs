//! Schools, the consortiums they are run in, and which of these were named models.

use proto::livelihood::v1::{
    Consortium, ConsortiumAward, ConsortiumMember, Level, School, SchoolLocation, SchoolOwnership,
    SchoolStage,
};

use super::super::places::TOWNSHIPS;

/// The urban schools, all in the county town: name, stage, whether it is public.
const URBAN: [(&str, SchoolStage, bool); 10] = [
    ("示例城区第一小学", SchoolStage::Primary, true),
    ("示例城区第二小学", SchoolStage::Primary, true),
    ("示例城区第三小学", SchoolStage::Primary, true),
    ("示例城区第一初级中学", SchoolStage::JuniorSecondary, true),
    ("示例城区第二初级中学", SchoolStage::JuniorSecondary, true),
    ("示例城区实验学校", SchoolStage::NineYear, true),
    ("示例县第一中学", SchoolStage::SeniorSecondary, true),
    ("示例县职业技术学校", SchoolStage::Vocational, true),
    ("示例民办学校甲", SchoolStage::NineYear, false),
    ("示例民办幼儿园乙", SchoolStage::Kindergarten, false),
];

/// What every township has: the letter of the code, the name after the township's, the stage.
const OF_A_TOWNSHIP: [(&str, &str, SchoolStage); 4] = [
    ("Z", "示例初级中学", SchoolStage::JuniorSecondary),
    ("X1", "示例中心小学", SchoolStage::Primary),
    ("X2", "示例第二小学", SchoolStage::Primary),
    ("Y", "示例幼儿园", SchoolStage::Kindergarten),
];

/// Schools that opened: code, township, name, stage, whether public, urban, first day.
const OPENED: [(&str, usize, &str, SchoolStage, bool, bool, &str); 9] = [
    ("XN-2022-1", 0, "示例城东小学", SchoolStage::Primary, true, true, "2022-09-01"),
    ("XN-2022-2", 5, "五里镇示例新区幼儿园", SchoolStage::Kindergarten, true, false, "2022-09-01"),
    ("XN-2023-1", 0, "示例城南小学", SchoolStage::Primary, true, true, "2023-09-01"),
    ("XN-2023-2", 0, "示例城北学校", SchoolStage::NineYear, true, true, "2023-09-01"),
    ("XN-2023-3", 0, "示例城西幼儿园", SchoolStage::Kindergarten, true, true, "2023-09-01"),
    ("XN-2023-4", 1, "麦市镇示例新区小学", SchoolStage::Primary, true, false, "2023-09-01"),
    ("XN-2023-5", 7, "北港镇示例新区幼儿园", SchoolStage::Kindergarten, true, false, "2023-09-01"),
    ("XN-2023-6", 0, "示例民办学校丙", SchoolStage::NineYear, false, true, "2023-09-01"),
    ("XN-2023-7", 8, "马港镇示例新建小学", SchoolStage::Primary, true, false, "2023-12-01"),
];

/// The code of the urban school with an index.
pub fn urban(index: usize) -> String {
    format!("XX-C{:02}", index + 1)
}

/// The code of a school of the township with an index: `Z` for its secondary school.
pub fn of_township(index: usize, letter: &str) -> String {
    format!("XX-{}-{letter}", TOWNSHIPS[index].code)
}

/// The second secondary school of the township that has two.
pub fn second_secondary() -> String {
    of_township(1, "Z2")
}

/// The schools; one was closed before 2023.
pub fn schools() -> Vec<School> {
    let mut schools: Vec<School> = Vec::new();
    for (index, (name, stage, is_public)) in URBAN.into_iter().enumerate() {
        schools.push(school(urban(index), name, stage, (is_public, true), 0, "2003-09-01"));
    }
    for (index, township) in TOWNSHIPS.iter().enumerate() {
        for (letter, name, stage) in OF_A_TOWNSHIP {
            let (code, name) = (of_township(index, letter), format!("{}{name}", township.name));
            schools.push(school(code, &name, stage, (true, false), index, "1998-09-01"));
        }
    }
    let second = "麦市镇示例第二初级中学";
    let stage = SchoolStage::JuniorSecondary;
    schools.push(school(second_secondary(), second, stage, (true, false), 1, "2001-09-01"));
    for (code, township, name, stage, is_public, is_urban, first) in OPENED {
        let of = (is_public, is_urban);
        schools.push(school(code.to_owned(), name, stage, of, township, first));
    }
    let closed = school(
        of_township(10, "X3"),
        "大坪乡示例教学点",
        SchoolStage::Primary,
        (true, false),
        10,
        "1995-09-01",
    );
    schools.push(School { last_date: "2022-08-31".to_owned(), ..closed });
    schools
}

fn school(
    code: String,
    name: &str,
    stage: SchoolStage,
    (is_public, is_urban): (bool, bool),
    township: usize,
    first_date: &str,
) -> School {
    let ownership = if is_public { SchoolOwnership::Public } else { SchoolOwnership::Private };
    let location = if is_urban { SchoolLocation::Urban } else { SchoolLocation::Township };
    School {
        metadata: None,
        code,
        name: name.to_owned(),
        stage: stage.into(),
        ownership: ownership.into(),
        location: location.into(),
        division: TOWNSHIPS[township].code.to_owned(),
        first_date: first_date.to_owned(),
        last_date: String::new(),
    }
}

/// The consortiums: code, day, the first day on which it was no more, the index of its leader.
const CONSORTIUMS: [(&str, &str, &str, usize); 5] = [
    ("JLT-0", "2021-03-01", "2022-07-01", 6),
    ("JLT-1", "2022-09-01", "", 0),
    ("JLT-2", "2023-02-20", "", 1),
    ("JLT-3", "2023-02-20", "", 3),
    ("JLT-4", "2023-08-28", "", 5),
];

/// The townships of a consortium's members beside its leader, and the letter of the school.
const MEMBERS: [(&str, &str, &[usize]); 5] = [
    ("JLT-0", "X2", &[4, 6]),
    ("JLT-1", "X1", &[1, 2, 3, 8]),
    ("JLT-2", "X1", &[4, 6, 9]),
    ("JLT-3", "Z", &[5, 7]),
    ("JLT-4", "Z", &[10, 2]),
];

/// The consortiums, one of them dissolved.
pub fn consortiums() -> Vec<Consortium> {
    let consortium = |(code, first, last, lead): (&str, &str, &str, usize)| Consortium {
        metadata: None,
        code: code.to_owned(),
        name: format!("{}教联体", URBAN[lead].0),
        lead_school_id: urban(lead),
        division: TOWNSHIPS[0].code.to_owned(),
        establish_date: first.to_owned(),
        dissolve_date: last.to_owned(),
        document: format!("示例教发〔{}〕6号", &first[..4]),
    };
    CONSORTIUMS.into_iter().map(consortium).collect()
}

/// The members; those of the dissolved consortium never left it, and one school left another.
pub fn members() -> Vec<ConsortiumMember> {
    let mut members = Vec::new();
    for ((code, first, _, lead), (_, letter, townships)) in CONSORTIUMS.into_iter().zip(MEMBERS) {
        members.push(member(code, urban(lead), 0, first));
        for index in townships {
            members.push(member(code, of_township(*index, letter), *index, first));
        }
    }
    let left = member("JLT-1", of_township(5, "X1"), 5, "2022-09-01");
    members.push(ConsortiumMember { leave_date: "2023-08-31".to_owned(), ..left });
    members
}

fn member(consortium: &str, school_id: String, township: usize, first: &str) -> ConsortiumMember {
    ConsortiumMember {
        metadata: None,
        consortium_id: consortium.to_owned(),
        school_id,
        division: TOWNSHIPS[township].code.to_owned(),
        join_date: first.to_owned(),
        leave_date: String::new(),
        document: format!("示例教发〔{}〕6号", &first[..4]),
    }
}

/// What consortiums were named: a title that is confirmed again is no new one.
pub fn awards() -> Vec<ConsortiumAward> {
    let award = |(code, level, day): (&str, Level, &str)| ConsortiumAward {
        metadata: None,
        consortium_id: code.to_owned(),
        level: level.into(),
        division: TOWNSHIPS[0].code.to_owned(),
        award_date: day.to_owned(),
        document: format!("示例教〔{}〕{}号", &day[..4], &day[5..7]),
    };
    [
        ("JLT-0", Level::Municipal, "2021-11-18"),
        ("JLT-1", Level::County, "2022-10-20"),
        ("JLT-1", Level::Municipal, "2022-11-25"),
        ("JLT-1", Level::Municipal, "2023-11-20"),
        ("JLT-1", Level::Provincial, "2023-10-31"),
        ("JLT-2", Level::Municipal, "2023-11-20"),
        ("JLT-3", Level::County, "2023-09-28"),
    ]
    .into_iter()
    .map(award)
    .collect()
}
