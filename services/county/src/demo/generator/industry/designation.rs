//! The above-scale roster, the tiers of specialized enterprises and the listing pool.

use jiff::civil::{Date, date};
use proto::industry::v1::{Designation, Enterprise, Level, Scheme};

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
const AWARDS: [Award; 11] = [
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
        holders: &[1, 5, 9, 38, 60, 77],
    },
];

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
    designations
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
            Scheme::SpecializedSme => Level::Provincial,
            _ => Level::County,
        };
        let announced = self.announce_date;
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
    }
}
