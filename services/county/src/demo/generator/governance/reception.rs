//! Visits of residents to the centers since the programme began.

use jiff::civil::{Date, date};
use proto::governance::v1::{Center, CenterLevel, Disposition, Reception};

use super::super::calendar::{CUTOFF, after, working_days};
use super::Random;

/// Visits that were answered on the spot.
const DIRECT_REPLIES: usize = 611;
/// Visits from which a case was registered.
const CASES_REGISTERED: usize = 372;
/// Visits that were sent on to another office.
const REFERRED: usize = 167;
/// Persons who came, over all visits.
const PERSONS: i32 = 2_294;

/// The visits up to the cutoff, and five more of the last days that nobody has verified yet.
pub fn receptions(seed: u64, centers: &[Center]) -> (Vec<Reception>, Vec<Reception>) {
    let mut random = Random::new(seed, "reception");
    let days = working_days(date(2021, 3, 1), CUTOFF);
    let mut dispositions = vec![Disposition::DirectReply; DIRECT_REPLIES];
    dispositions.extend([Disposition::CaseRegistered; CASES_REGISTERED]);
    dispositions.extend([Disposition::Referred; REFERRED]);
    random.shuffle(&mut dispositions);
    let persons = persons(&mut random, dispositions.len());
    let mut dates: Vec<Date> = dispositions.iter().map(|_| *random.pick(&days)).collect();
    dates.sort();

    let verified: Vec<Reception> = (1..)
        .zip(dates)
        .zip(dispositions.into_iter().zip(persons))
        .map(|((number, day), (disposition, persons))| {
            let center = center_of(&mut random, centers, day);
            reception(&mut random, number, day, center, disposition, persons)
        })
        .collect();
    let unverified = (verified.len() + 1..)
        .zip([6, 7, 7, 8, 8])
        .map(|(number, day)| {
            let center = center_of(&mut random, centers, CUTOFF);
            let disposition =
                if number % 2 == 0 { Disposition::DirectReply } else { Disposition::Referred };
            let day = date(2023, 12, day);
            reception(&mut random, number, day, center, disposition, 2)
        })
        .collect();
    (verified, unverified)
}

/// One to three persons a visit, so that they add up.
fn persons(random: &mut Random, count: usize) -> Vec<i32> {
    let mut persons: Vec<i32> =
        (0..count).map(|_| *random.pick(&[1, 1, 1, 2, 2, 2, 3, 4])).collect();
    let mut missing = PERSONS - persons.iter().sum::<i32>();
    while missing != 0 {
        let one = random.index(count);
        let step = missing.signum();
        if (1..=6).contains(&(persons[one] + step)) {
            persons[one] += step;
            missing -= step;
        }
    }
    persons
}

/// Half of the visits go to the county's center, a third to townships', the rest to villages'.
fn center_of<'a>(random: &mut Random, centers: &'a [Center], day: Date) -> &'a Center {
    let level = match random.index(6) {
        0..=2 => CenterLevel::County,
        3 | 4 => CenterLevel::Township,
        _ => CenterLevel::Village,
    };
    let day = day.to_string();
    let open: Vec<&Center> = centers
        .iter()
        .filter(|center| center.level() == level && center.first_date <= day)
        .collect();
    open[random.index(open.len())]
}

fn reception(
    random: &mut Random,
    number: usize,
    day: Date,
    center: &Center,
    disposition: Disposition,
    persons: i32,
) -> Reception {
    let answer = match disposition {
        Disposition::DirectReply => Some(after(day, random.between(0, 3)).min(CUTOFF)),
        Disposition::Referred => Some(after(day, random.between(5, 15))),
        _ => None,
    };
    let answer = answer.filter(|answer| *answer <= CUTOFF);
    Reception {
        metadata: None,
        code: format!("JD{}-{number:04}", day.year()),
        center_id: center.code.clone(),
        division: center.division.clone(),
        receive_date: day.to_string(),
        person_count: Some(persons),
        disposition: disposition.into(),
        answer_date: answer.map(|answer| answer.to_string()).unwrap_or_default(),
    }
}
