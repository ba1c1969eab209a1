//! Heads of units who taught: lectures, appointments at the Party school, courseware.

use jiff::civil::{Date, date};
use proto::cadre::v1::{
    Appointment, AppointmentRole, Cadre, Course, CourseList, Lecture, LectureSeries, Post,
};

use super::super::calendar::{CUTOFF, after, working_days};
use super::super::places::COUNTY;
use super::post::{heads, holds};
use super::{Entered, PROGRAMME, Random};

/// Heads of units who gave a lecture.
const LECTURERS: usize = 59;
/// Heads of units whom the Party school appointed.
const TEACHERS: usize = 16;
/// Courseware that came onto the county's list for the first time.
const COURSES: usize = 20;

const TOPICS: [&str; 6] = ["基层治理", "乡村振兴", "安全生产", "为民服务", "项目建设", "法治思维"];

/// The lectures: those that count, those that do not, and one nobody has verified.
pub fn lectures(seed: u64, posts: &[Post]) -> Entered<Lecture> {
    let mut random = Random::new(seed, "lecture");
    let mut heads = heads(posts);
    random.shuffle(&mut heads);
    let (lecturers, others) = heads.split_at(LECTURERS);
    let series = LectureSeries::LeadersTeach;
    let mut held: Vec<(String, Date, LectureSeries)> = Vec::new();
    for (index, head) in lecturers.iter().enumerate() {
        for _ in 0..=usize::from(index % 3 == 0) {
            held.push((head.cadre_id.clone(), day_in(&mut random, head), series));
        }
    }
    // None of these count: another series, before the programme, no head, head no more.
    held.push((others[0].cadre_id.clone(), day_in(&mut random, others[0]), LectureSeries::Other));
    held.push((others[1].cadre_id.clone(), date(2020, 11, 12), series));
    for post in posts.iter().filter(|post| !post.is_head && post.last_date.is_empty()).take(5) {
        held.push((post.cadre_id.clone(), date(2023, 4, 18), series));
    }
    held.sort_by(|one, other| (one.1, &one.0).cmp(&(other.1, &other.0)));
    let waiting = vec![(others[2].cadre_id.clone(), CUTOFF, series)];
    let of = |numbered: (usize, (String, Date, LectureSeries))| {
        let (number, (lecturer_id, day, series)) = numbered;
        Lecture {
            metadata: None,
            code: format!("JK{}-{number:03}", day.year()),
            lecturer_id,
            series: series.into(),
            topic: format!("{}专题", TOPICS[number % TOPICS.len()]),
            division: COUNTY.to_owned(),
            hold_date: day.to_string(),
            place: "县示例党员教育中心".to_owned(),
            audience_count: Some(40 + (number * 13 % 60) as i32),
        }
    };
    let from = held.len() + 1;
    Entered {
        verified: (1..).zip(held).map(of).collect(),
        waiting: (from..).zip(waiting).map(of).collect(),
    }
}

/// The appointments: those of heads, some of others, another role, and one not verified.
pub fn appointments(seed: u64, posts: &[Post]) -> Entered<Appointment> {
    let mut random = Random::new(seed, "appointment");
    let mut heads = heads(posts);
    random.shuffle(&mut heads);
    let appointment = |cadre: &str, role: AppointmentRole, day: Date| Appointment {
        metadata: None,
        cadre_id: cadre.to_owned(),
        role: role.into(),
        division: COUNTY.to_owned(),
        appoint_date: day.to_string(),
        last_date: String::new(),
        document: format!("示例校聘〔{}〕{}号", day.year(), &cadre[2..]),
    };
    let teacher = AppointmentRole::PartySchoolTeacher;
    let mut verified = Vec::new();
    for head in &heads[..TEACHERS] {
        verified.push(appointment(&head.cadre_id, teacher, day_in(&mut random, head)));
    }
    let renewed = after(CUTOFF, -40);
    verified.extend(
        heads[..TEACHERS]
            .iter()
            .filter(|head| holds(head, renewed))
            .take(3)
            .map(|head| appointment(&head.cadre_id, teacher, renewed)),
    );
    let other = heads[TEACHERS];
    let day = day_in(&mut random, other);
    verified.push(appointment(&other.cadre_id, AppointmentRole::Other, day));
    let no_heads = posts.iter().filter(|post| !post.is_head && post.last_date.is_empty());
    verified.extend(
        no_heads.take(4).map(|post| appointment(&post.cadre_id, teacher, date(2022, 3, 15))),
    );
    let waiting = heads[TEACHERS + 1..].iter().find(|head| holds(head, CUTOFF));
    let waiting = waiting.map(|head| appointment(&head.cadre_id, teacher, CUTOFF));
    Entered { verified, waiting: waiting.into_iter().collect() }
}

/// The listings of courseware: a first one, then some again; older ones and those of units.
pub fn courses(seed: u64, cadres: &[Cadre]) -> Entered<Course> {
    let mut random = Random::new(seed, "course");
    let mut course = |number: usize, list: CourseList, day: Date| Course {
        metadata: None,
        code: format!("KJ-{number:03}"),
        title: format!("{}示例课件{number}", TOPICS[number % TOPICS.len()]),
        author_id: random.pick(cadres).code.clone(),
        list: list.into(),
        division: COUNTY.to_owned(),
        list_date: day.to_string(),
        document: format!("示例校发〔{}〕{number}号", day.year()),
    };
    let spring = |year: i16| date(year, 4, 12);
    let mut verified = Vec::new();
    for number in 1..=COURSES {
        let year = [2021, 2022, 2022, 2023, 2023][number % 5];
        verified.push(course(number, CourseList::County, spring(year)));
        if year < 2023 && number % 2 == 0 {
            verified.push(course(number, CourseList::County, spring(year + 1)));
        }
    }
    for number in COURSES + 1..=COURSES + 3 {
        verified.push(course(number, CourseList::County, spring(2020)));
        verified.push(course(number, CourseList::County, spring(2022)));
    }
    for number in COURSES + 4..=COURSES + 11 {
        verified.push(course(number, CourseList::Unit, spring(2023)));
    }
    let waiting = vec![course(COURSES + 12, CourseList::County, after(CUTOFF, -3))];
    Entered { verified, waiting }
}

/// A working day on which a post was held, since the programme began.
fn day_in(random: &mut Random, post: &Post) -> Date {
    let first = post.first_date.parse().unwrap_or(PROGRAMME).max(PROGRAMME);
    let last = post.last_date.parse().unwrap_or(CUTOFF).min(CUTOFF);
    *random.pick(&working_days(first, last))
}
