//! Teams of volunteers, the events of both years, and who came to them.

use proto::livelihood::v1::{Attendance, TeamScheme, VolunteerEvent, VolunteerTeam};

use super::super::places::{COUNTY, TOWNSHIPS};
use super::Random;
use super::school::{of_township, second_secondary, urban};

/// What the codes of the events begin with; the year follows.
pub const WINTER: &str = "HD-NX";
pub const RIVER_CARE: &str = "HD-HH";

/// Teams of the scheme, and how many of them came in each year.
const TEAMS: usize = 28;
const OTHER_TEAMS: usize = 4;
const CAME: [(&str, usize); 2] = [("2022", 22), ("2023", 26)];
/// The urban schools that cared for the river in 2023, and the one that was expected.
const URBAN: [usize; 5] = [0, 1, 3, 4, 5];
const ABSENT: usize = 2;

/// The teams; those of the scheme come first.
pub fn teams() -> Vec<VolunteerTeam> {
    let team = |index: usize| {
        let (scheme, word) = if index < TEAMS {
            (TeamScheme::EightPlusN, "志愿服务总队")
        } else {
            (TeamScheme::Other, "志愿服务队")
        };
        VolunteerTeam {
            metadata: None,
            code: team_code(index),
            name: format!("示例第{}{word}", index + 1),
            scheme: scheme.into(),
            division: COUNTY.to_owned(),
            first_date: "2019-03-05".to_owned(),
            last_date: String::new(),
            document: "示例文明办〔2019〕3号".to_owned(),
        }
    };
    (0..TEAMS + OTHER_TEAMS).map(team).collect()
}

/// The events of both years, and one that no feature is about; each with all who came.
pub fn events(seed: u64) -> Vec<VolunteerEvent> {
    let came: Vec<_> = attendance(seed).into_iter().chain(unread()).collect();
    let people = |code: &str| {
        let of_event = came.iter().filter(|one| one.event_id == code);
        of_event.filter_map(|one| one.people_count).sum()
    };
    let event = |(code, name, day, place): (String, &str, &str, &str)| VolunteerEvent {
        metadata: None,
        people_count: Some(people(&code)),
        code,
        name: name.to_owned(),
        division: COUNTY.to_owned(),
        event_date: day.to_owned(),
        place: place.to_owned(),
        organizer: "示例主办单位".to_owned(),
        document: format!("示例文明办〔{}〕12号", &day[..4]),
    };
    [
        (format!("{WINTER}-2022"), "暖冬行动启动仪式", "2022-12-02", "示例广场"),
        (format!("{RIVER_CARE}-2022"), "护河志愿服务", "2022-11-19", "示例河段"),
        (format!("{WINTER}-2023"), "暖冬行动启动仪式", "2023-12-05", "示例广场"),
        (format!("{RIVER_CARE}-2023"), "护河志愿服务", "2023-11-25", "示例河段"),
        ("HD-XLF-2023".to_owned(), "学雷锋志愿服务日", "2023-03-05", "示例公园"),
    ]
    .into_iter()
    .map(event)
    .collect()
}

/// Who came, and who was expected and did not.
pub fn attendance(seed: u64) -> Vec<Attendance> {
    let mut random = Random::new(seed, "volunteers");
    let mut attendance = Vec::new();
    for (year, came) in CAME {
        for index in 0..TEAMS + OTHER_TEAMS {
            let attended = index < came || index >= TEAMS;
            let row = came_to(&mut random, format!("{WINTER}-{year}"), 0, attended);
            attendance.push(Attendance { team_id: team_code(index), ..row });
        }
    }
    for index in 0..10 {
        let row = came_to(&mut random, "HD-XLF-2023".to_owned(), 0, true);
        attendance.push(Attendance { team_id: team_code(index * 3), ..row });
    }
    for (year, urban_schools, townships) in [("2022", &URBAN[..4], 9), ("2023", &URBAN[..], 11)] {
        let mut schools: Vec<(String, usize, bool)> =
            urban_schools.iter().map(|index| (urban(*index), 0, true)).collect();
        schools.push((urban(ABSENT), 0, false));
        schools.extend((0..townships).map(|index| (of_township(index, "Z"), index, true)));
        // Primary schools of two townships came as well.
        schools.extend([4, 7].map(|index| (of_township(index, "X1"), index, true)));
        if year == "2023" {
            schools.push((second_secondary(), 1, true));
        }
        for (school_id, township, attended) in schools {
            let event = format!("{RIVER_CARE}-{year}");
            let row = came_to(&mut random, event, township, attended);
            attendance.push(Attendance { school_id, ..row });
        }
    }
    attendance
}

/// A row that no verifier has seen yet.
pub fn unread() -> Vec<Attendance> {
    let mut random = Random::new(0, "volunteers unread");
    let row = came_to(&mut random, format!("{RIVER_CARE}-2023"), 0, true);
    vec![Attendance { school_id: urban(6), ..row }]
}

fn came_to(random: &mut Random, event_id: String, township: usize, attended: bool) -> Attendance {
    let people = random.between(12, 60);
    Attendance {
        metadata: None,
        document: format!("示例签到表{event_id}"),
        event_id,
        team_id: String::new(),
        school_id: String::new(),
        division: TOWNSHIPS[township].code.to_owned(),
        attended,
        people_count: i32::try_from(people).ok().filter(|_| attended),
    }
}

fn team_code(index: usize) -> String {
    format!("ZD-{:02}", index + 1)
}
