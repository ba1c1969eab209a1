//! Institutions of care with their beds, and the facilities near people's homes.

use proto::livelihood::v1::{
    BedChange, BedType, Facility, FacilityLocation, FacilityType, Institution, InstitutionClass,
    InstitutionOwnership, InstitutionType,
};

use super::super::places::{COUNTY, TOWNSHIPS, Village, villages};
use super::Random;

/// Homes: code, township, whether it is public, first filing, the first day it is no more.
const HOMES: [(&str, usize, bool, &str, &str); 19] = [
    ("YA-G01", 0, true, "2006-10-01", ""),
    ("YA-G02", 1, true, "2008-10-01", ""),
    ("YA-G03", 2, true, "2008-10-01", ""),
    ("YA-G04", 3, true, "2009-10-01", ""),
    ("YA-G05", 5, true, "2009-10-01", ""),
    ("YA-G06", 7, true, "2010-10-01", ""),
    ("YA-G07", 8, true, "2012-10-01", ""),
    ("YA-M01", 0, false, "2014-06-18", ""),
    ("YA-M02", 0, false, "2017-03-22", ""),
    ("YA-M03", 5, false, "2018-09-10", ""),
    ("YA-M04", 1, false, "2019-05-27", "2023-03-01"),
    ("YA-M05", 6, false, "2021-11-15", ""),
    ("YA-M06", 0, false, "2022-04-12", ""),
    ("YA-M07", 4, false, "2022-10-24", ""),
    ("YA-M08", 0, false, "2023-03-30", ""),
    ("YA-M09", 8, false, "2023-06-15", ""),
    ("YA-M10", 5, false, "2023-09-19", ""),
    ("YA-G08", 9, true, "2023-07-26", ""),
    ("YA-G09", 10, true, "2022-12-20", ""),
];

/// Nursing beds that came in 2022 and in 2023.
const NEW_BEDS: [(&str, i64); 2] = [("2022", 310), ("2023", 564)];
/// Day-care centers of villages and communities: so many opened by a day.
const DAY_CARE: [(&str, usize); 6] = [
    ("2017-10-28", 31),
    ("2018-10-17", 34),
    ("2019-10-07", 29),
    ("2021-10-14", 23),
    ("2022-10-04", 20),
    ("2023-10-23", 19),
];
/// Day-care centers that were closed before 2023.
const CLOSED: usize = 4;

/// The other facilities: type, township, first day, the first day it is closed.
const OTHERS: [(FacilityType, usize, &str, &str); 10] = [
    (FacilityType::ServiceComplex, 0, "2021-09-28", ""),
    (FacilityType::ServiceComplex, 0, "2023-05-30", ""),
    (FacilityType::HappyCanteen, 0, "2021-12-10", "2022-12-01"),
    (FacilityType::HappyCanteen, 0, "2022-01-12", ""),
    (FacilityType::HappyCanteen, 0, "2022-08-18", ""),
    (FacilityType::HappyCanteen, 1, "2023-02-08", ""),
    (FacilityType::HappyCanteen, 5, "2023-04-26", ""),
    (FacilityType::HappyCanteen, 0, "2023-07-01", ""),
    (FacilityType::HappyCanteen, 8, "2023-10-19", ""),
    (FacilityType::ServiceComplex, 1, "2019-03-01", "2021-03-01"),
];

/// The institutions of care up to the cutoff.
pub fn homes() -> Vec<Institution> {
    HOMES.into_iter().map(|home| of_care(home, "")).collect()
}

/// An institution that no verifier has seen yet.
pub fn under_review() -> Vec<Institution> {
    vec![of_care(("YA-M90", 2, false, "2023-12-01", ""), "（待核）")]
}

fn of_care(
    (code, township, is_public, first, closed): (&str, usize, bool, &str, &str),
    note: &str,
) -> Institution {
    let (kind, ownership, word) = match is_public {
        true => (InstitutionType::WelfareHome, InstitutionOwnership::Public, "福利院"),
        false => (InstitutionType::NursingHome, InstitutionOwnership::Private, "养老院"),
    };
    let township = &TOWNSHIPS[township];
    Institution {
        metadata: None,
        code: code.to_owned(),
        name: format!("{}示例{word}{}{note}", township.name, &code[4..]),
        class: InstitutionClass::Elderly.into(),
        r#type: kind.into(),
        ownership: ownership.into(),
        division: township.code.to_owned(),
        first_license_date: first.to_owned(),
        close_date: closed.to_owned(),
        document: format!("示例养备〔{}〕{}号", &first[..4], &code[4..]),
    }
}

/// Beds with which homes opened, that came later, and that went.
pub fn beds(seed: u64, homes: &[Institution]) -> Vec<BedChange> {
    let mut random = Random::new(seed, "beds");
    let mut changes = Vec::new();
    for home in homes.iter().filter(|home| *home.first_license_date < *"2022") {
        let (day, nursing) = (home.first_license_date.clone(), random.between(30, 60));
        changes.push(change(home, BedType::Nursing, &day, nursing));
        changes.push(change(home, BedType::General, &day, random.between(20, 50)));
    }
    for (year, total) in NEW_BEDS {
        let is_open = |home: &&Institution| {
            home.close_date.is_empty() && *home.first_license_date <= *format!("{year}-09-30")
        };
        let open: Vec<&Institution> = homes.iter().filter(is_open).rev().take(7).collect();
        let parts = random.split(total, &vec![1; open.len()]);
        for (home, delta) in open.into_iter().zip(parts) {
            let first = home.first_license_date.clone();
            let day = if first.starts_with(year) { first } else { format!("{year}-10-10") };
            changes.push(change(home, BedType::Nursing, &day, delta));
        }
    }
    // General beds and what went are no new nursing beds.
    changes.push(change(&homes[7], BedType::General, "2023-05-22", 40));
    changes.push(change(&homes[8], BedType::Nursing, "2023-08-14", -16));
    changes.push(change(&homes[10], BedType::Nursing, "2023-03-01", -28));
    for (change, number) in changes.iter_mut().zip(1..) {
        change.code = format!("CW-{}-{number:02}", &change.effective_date[..4]);
    }
    changes
}

fn change(home: &Institution, kind: BedType, day: &str, delta: i64) -> BedChange {
    BedChange {
        metadata: None,
        code: String::new(),
        institution_id: home.code.clone(),
        r#type: kind.into(),
        division: home.division.clone(),
        effective_date: day.to_owned(),
        delta_beds: i32::try_from(delta).ok(),
        document: format!("示例民函〔{}〕12号", &day[..4]),
    }
}

/// The facilities up to the cutoff.
pub fn facilities(seed: u64) -> Vec<Facility> {
    let villages = in_order(seed);
    let mut left = villages.iter();
    let mut facilities = Vec::new();
    for (day, count) in DAY_CARE {
        facilities.extend(left.by_ref().take(count).map(|village| day_care(village, day)));
    }
    for village in left.take(CLOSED) {
        let closed =
            Facility { close_date: "2022-03-01".to_owned(), ..day_care(village, "2016-10-09") };
        facilities.push(closed);
    }
    for ((kind, township, first, closed), number) in OTHERS.into_iter().zip(1..) {
        let township = &TOWNSHIPS[township];
        let word = if kind == FacilityType::HappyCanteen {
            "幸福食堂"
        } else {
            "养老服务综合体"
        };
        facilities.push(Facility {
            metadata: None,
            code: format!("SS-Q{number:02}"),
            name: format!("{}示例{word}{number}", township.name),
            r#type: kind.into(),
            location: FacilityLocation::Urban.into(),
            division: township.code.to_owned(),
            open_date: first.to_owned(),
            close_date: closed.to_owned(),
            document: format!("示例民验〔{}〕{number}号", &first[..4]),
        });
    }
    facilities
}

/// Day-care centers that no verifier has seen yet.
pub fn unread_facilities(seed: u64) -> Vec<Facility> {
    let villages = in_order(seed);
    villages.iter().rev().take(3).map(|village| day_care(village, "2023-12-04")).collect()
}

/// The villages and communities in the order in which they got a center.
fn in_order(seed: u64) -> Vec<Village> {
    let mut villages = villages();
    Random::new(seed, "day care").shuffle(&mut villages);
    villages
}

fn day_care(village: &Village, day: &str) -> Facility {
    let location =
        if village.is_community { FacilityLocation::Urban } else { FacilityLocation::Rural };
    let place = village.code.trim_start_matches(COUNTY);
    Facility {
        metadata: None,
        code: format!("SS-R{place}"),
        name: format!("{}日间照料中心", village.name),
        r#type: FacilityType::DayCareCenter.into(),
        location: location.into(),
        division: village.code.clone(),
        open_date: day.to_owned(),
        close_date: String::new(),
        document: format!("示例民验〔{}〕{place}号", &day[..4]),
    }
}
