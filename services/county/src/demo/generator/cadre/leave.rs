//! Days on which cadres were away.

use jiff::civil::{Date, date};
use proto::cadre::v1::{Cadre, DayHalf, Leave, LeaveType};

use super::super::calendar::{CUTOFF, working_days};
use super::Random;

/// The leaves, cadre by cadre, none within another.
pub fn leaves(seed: u64, cadres: &[Cadre]) -> Vec<Leave> {
    let mut random = Random::new(seed, "leave");
    let mut leaves = Vec::new();
    for cadre in cadres {
        for last in [date(2022, 12, 31), CUTOFF] {
            let days = employed_days(cadre, last.first_of_year(), last);
            leaves.extend(of_year(&mut random, cadre, &days));
        }
    }
    leaves
}

/// The working days of a period on which a cadre holds the post.
pub fn employed_days(cadre: &Cadre, first: Date, last: Date) -> Vec<Date> {
    working_days(first, last)
        .into_iter()
        .filter(|day| {
            let day = day.to_string();
            cadre.first_date <= day && (cadre.last_date.is_empty() || day <= cadre.last_date)
        })
        .collect()
}

/// A year's leaves: each type in its own stretch of the year, by number of working day.
fn of_year(random: &mut Random, cadre: &Cadre, days: &[Date]) -> Vec<Leave> {
    let annual = if random.chance(300) { 10 } else { 5 };
    let stretches = [
        (1000, LeaveType::Annual, 20..105, annual, false),
        (200, LeaveType::Sick, 120..150, random.between(1, 3), false),
        (150, LeaveType::Personal, 158..190, 1, true),
        (100, LeaveType::Compensatory, 195..220, 1, false),
    ];
    let mut leaves = Vec::new();
    for (per_mille, kind, stretch, length, half_day) in stretches {
        let first = random.between(stretch.start, stretch.end);
        let last = first + length - 1;
        let (Some(first), Some(last)) = (day_at(days, first), day_at(days, last)) else {
            continue;
        };
        if random.chance(per_mille) {
            // The log of such a day is of its morning.
            let half = if half_day { DayHalf::Afternoon } else { DayHalf::Unspecified };
            leaves.push(Leave {
                metadata: None,
                cadre_id: cadre.code.clone(),
                r#type: kind.into(),
                division: cadre.division.clone(),
                first_date: first.to_string(),
                last_date: last.to_string(),
                half_day,
                half: half.into(),
            });
        }
    }
    leaves
}

fn day_at(days: &[Date], index: i64) -> Option<Date> {
    usize::try_from(index).ok().and_then(|index| days.get(index)).copied()
}
