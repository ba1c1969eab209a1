//! The above-scale roster, the tiers of specialized enterprises and the listing pool.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proto::industry::v1::{Designation, Enterprise, Level, ReviewResult, Scheme};

use super::super::calendar::after;
use super::super::places::TOWNSHIPS;
use super::Random;
use super::enterprise::{ENTERED, LEFT, OPENING};

/// An award of a title to some of the enterprises, by their indices.
struct Award {
    scheme: Scheme,
    batch: &'static str,
    announce_date: Date,
    last_date: Option<Date>,
    holders: &'static [usize],
}

/// The tiers; enterprise 5 enters both in 2023, and 11, 20 and 29 are renewed.
const AWARDS: [Award; 16] = [
    sme("第四批", date(2020, 7, 10), Some(date(2023, 7, 9)), &[11, 20, 29]),
    sme("第五批", date(2021, 9, 17), None, &[9, 38, 47, 56]),
    sme("第六批", date(2022, 8, 12), None, &[3, 65, 74, 83, 92]),
    sme("第四批（复核）", date(2023, 7, 10), None, &[11, 20, 29]),
    sme("第七批", date(2023, 4, 28), None, &[5, 14, 23, 32, 41]),
    sme("第八批", date(2023, 11, 20), None, &[50, 59, 68]),
    giant("第二批", date(2020, 11, 13), Some(date(2023, 11, 12)), &[11]),
    giant("第四批", date(2022, 8, 18), None, &[38]),
    giant("第五批", date(2023, 7, 14), None, &[5, 9]),
    giant("第二批（复核）", date(2023, 11, 13), None, &[11]),
    Award {
        scheme: Scheme::ListingPool,
        batch: "2022年度",
        announce_date: date(2022, 5, 20),
        last_date: None,
        holders: &[1, 5, 9, 38, 77],
    },
    // One left the pool.
    Award {
        scheme: Scheme::ListingPool,
        batch: "2022年度",
        announce_date: date(2022, 5, 20),
        last_date: Some(date(2023, 6, 30)),
        holders: &[60],
    },
    // Three years are over and nobody has reviewed it.
    sme("第三批", date(2020, 11, 20), None, &[101]),
    innovative("2022年第一批", date(2022, 11, 28), &[2, 7, 12, 17, 22, 27, 34, 42, 49, 58, 67]),
    innovative("2023年第一批", date(2023, 5, 19), &[5, 14, 71, 76, 81, 86, 93, 98, 104]),
    innovative("2023年第二批", date(2023, 11, 10), &[111, 113, 115, 119, 127, 131]),
];

/// The attractions: code, name, township, grade and the day that they were given it.
const ATTRACTIONS: [(&str, &str, usize, i32, Date); 4] = [
    ("JQ-01", "示例药姑山景区", 10, 4, date(2018, 12, 26)),
    ("JQ-02", "示例古樟园景区", 0, 3, date(2020, 10, 16)),
    ("JQ-03", "示例黄龙山景区", 1, 3, date(2022, 8, 30)),
    ("JQ-04", "示例瑶族文化景区", 10, 3, date(2023, 9, 12)),
];

/// How long a tier holds before its review.
const TIER_YEARS: i32 = 3;

/// The days of 2023 from which new enterprises are on the above-scale roster.
const ENTRIES: [Date; 10] = [
    date(2023, 1, 1),
    date(2023, 1, 1),
    date(2023, 1, 1),
    date(2023, 3, 1),
    date(2023, 4, 1),
    date(2023, 6, 1),
    date(2023, 8, 1),
    date(2023, 9, 1),
    date(2023, 10, 1),
    date(2023, 11, 1),
];

/// The last days on the roster of those that left.
const EXITS: [Date; 5] =
    [date(2022, 1, 31), date(2022, 1, 31), date(2022, 3, 31), date(2022, 6, 30), date(2022, 9, 30)];

/// The titles and roster places of the enterprises.
pub fn designations(seed: u64, enterprises: &[Enterprise]) -> Vec<Designation> {
    let mut random = Random::new(seed, "designation");
    let mut designations = Vec::new();
    for index in OPENING {
        let month = *random.pick(&[1, 1, 1, 2, 4, 7, 11]);
        // The last eight of the opening stock entered in 2022, the others over ten years.
        let year = if index + 8 >= OPENING.end { 2022 } else { 2012 + (index % 10) as i16 };
        designations.push(above_scale(&enterprises[index], date(year, month, 1), None));
    }
    for (index, first) in ENTERED.zip(ENTRIES) {
        designations.push(above_scale(&enterprises[index], first, None));
    }
    for (index, last) in LEFT.zip(EXITS) {
        let first = date(2013 + (index % 7) as i16, 1, 1);
        designations.push(above_scale(&enterprises[index], first, Some(last)));
    }
    for award in &AWARDS {
        designations.extend(award.holders.iter().map(|holder| award.of(&enterprises[*holder])));
    }
    designations.extend(ATTRACTIONS.iter().map(attraction));
    designations
}

fn attraction(
    (code, name, township, grade, announced): &(&str, &str, usize, i32, Date),
) -> Designation {
    Designation {
        scheme: Scheme::Attraction.into(),
        level: Level::Provincial.into(),
        place_name: (*name).to_owned(),
        place_code: (*code).to_owned(),
        division: TOWNSHIPS[*township].code.to_owned(),
        announce_date: announced.to_string(),
        first_date: announced.to_string(),
        grade: Some(*grade),
        document: format!("示例文旅发〔{}〕7号", announced.year()),
        ..Designation::default()
    }
}

const fn innovative(batch: &'static str, announce_date: Date, holders: &'static [usize]) -> Award {
    Award { scheme: Scheme::InnovativeSme, batch, announce_date, last_date: None, holders }
}

const fn sme(
    batch: &'static str,
    announce_date: Date,
    last_date: Option<Date>,
    holders: &'static [usize],
) -> Award {
    Award { scheme: Scheme::SpecializedSme, batch, announce_date, last_date, holders }
}

const fn giant(
    batch: &'static str,
    announce_date: Date,
    last_date: Option<Date>,
    holders: &'static [usize],
) -> Award {
    Award { scheme: Scheme::LittleGiant, batch, announce_date, last_date, holders }
}

impl Award {
    fn of(&self, enterprise: &Enterprise) -> Designation {
        let level = match self.scheme {
            Scheme::LittleGiant => Level::National,
            Scheme::SpecializedSme | Scheme::InnovativeSme => Level::Provincial,
            _ => Level::County,
        };
        let announced = self.announce_date;
        let is_tier = level != Level::County;
        // A title that was reviewed in its year starts anew; its review is the day it started.
        let renewed = self.batch.ends_with("（复核）");
        let review = if renewed { ReviewResult::Passed } else { ReviewResult::Unspecified };
        Designation {
            metadata: None,
            scheme: self.scheme.into(),
            level: level.into(),
            enterprise_id: enterprise.credit_code.clone(),
            place_name: String::new(),
            division: enterprise.division.clone(),
            announce_date: announced.to_string(),
            first_date: announced.to_string(),
            last_date: self.last_date.map(|day| day.to_string()).unwrap_or_default(),
            batch: self.batch.to_owned(),
            document: format!("示例企认〔{}〕{}号", announced.year(), announced.month()),
            valid_date: if is_tier { valid_date(announced) } else { String::new() },
            review_date: if renewed { announced.to_string() } else { String::new() },
            review_result: review.into(),
            ..Designation::default()
        }
    }
}

fn above_scale(enterprise: &Enterprise, first: Date, last: Option<Date>) -> Designation {
    Designation {
        metadata: None,
        scheme: Scheme::AboveScale.into(),
        level: Level::County.into(),
        enterprise_id: enterprise.credit_code.clone(),
        place_name: String::new(),
        division: enterprise.division.clone(),
        announce_date: first.to_string(),
        first_date: first.to_string(),
        last_date: last.map(|day| day.to_string()).unwrap_or_default(),
        batch: format!("{}年{}月", first.year(), first.month()),
        document: format!("示例统名〔{}〕{}号", first.year(), first.month()),
        ..Designation::default()
    }
}

/// The last day of the years that a tier holds.
fn valid_date(announced: Date) -> String {
    let end = announced.saturating_add(TIER_YEARS.years());
    after(end, -1).to_string()
}
