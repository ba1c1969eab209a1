//! Sessions of study, with those who came.

use jiff::civil::{Date, date};
use proto::cadre::v1::{StudySession, StudyType, Unit};

use super::super::calendar::{CUTOFF, after, working_days};
use super::super::places::COUNTY;
use super::{Entered, PROGRAMME, Random};

/// Sessions of the types that the programme lists.
const SESSIONS: usize = 380;
/// Those who came to them.
const ATTENDANCES: i64 = 11_260;

/// The types: code, name, whether the programme lists it.
const TYPES: [(&str, &str, bool); 5] = [
    ("YX", "干部夜学", true),
    ("ZM", "周末课堂", true),
    ("QN", "青年干部论坛", true),
    ("LH", "机关例会学习", false),
    ("ZT", "专题辅导", false),
];

const THEMES: [&str; 6] =
    ["政策解读", "应急处置", "数据应用", "群众工作方法", "财务规范", "公文写作"];

/// The types of sessions.
pub fn types() -> Vec<StudyType> {
    let of = |(code, name, listed): (&str, &str, bool)| StudyType {
        metadata: None,
        code: code.to_owned(),
        name: name.to_owned(),
        programme: if listed { "干部夜学".to_owned() } else { String::new() },
        division: COUNTY.to_owned(),
        first_date: PROGRAMME.to_string(),
        last_date: String::new(),
        document: if listed { "示例组发〔2021〕3号".to_owned() } else { String::new() },
    };
    TYPES.into_iter().map(of).collect()
}

/// The sessions: of the programme, of other types, before the programme, and a few not verified.
pub fn sessions(seed: u64, units: &[Unit]) -> Entered<StudySession> {
    let mut random = Random::new(seed, "study session");
    let days = working_days(PROGRAMME, CUTOFF);
    let attendances = random.split(ATTENDANCES, &[1; SESSIONS]);
    let mut held: Vec<(Date, &str, i64)> = Vec::new();
    for attendance in attendances {
        let code = TYPES[[0, 0, 0, 1, 2][random.index(5)]].0;
        held.push((*random.pick(&days), code, attendance));
    }
    for _ in 0..45 {
        let code = TYPES[3 + random.index(2)].0;
        held.push((*random.pick(&days), code, random.between(12, 45)));
    }
    held.push((date(2020, 12, 16), TYPES[0].0, 26));
    held.sort();
    let waiting = (1..=5).map(|days| (after(CUTOFF, -days), TYPES[0].0, 24 + days)).collect();
    let from = held.len() + 1;
    let mut of = |numbered: (usize, (Date, &str, i64))| {
        let (number, (day, type_id, attendance)) = numbered;
        let unit = random.pick(units);
        StudySession {
            metadata: None,
            code: format!("XX{}-{number:03}", day.year()),
            type_id: type_id.to_owned(),
            unit_id: unit.code.clone(),
            topic: THEMES[number % THEMES.len()].to_owned(),
            division: unit.division.clone(),
            hold_date: day.to_string(),
            attendance_count: i32::try_from(attendance).ok(),
        }
    };
    let waiting: Vec<(Date, &str, i64)> = waiting;
    Entered {
        verified: (1..).zip(held).map(&mut of).collect(),
        waiting: (from..).zip(waiting).map(of).collect(),
    }
}
