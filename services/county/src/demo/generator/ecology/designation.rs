//! Titles for the environment that villages, townships, factories and the county hold.

use jiff::civil::{Date, date};
use proto::ecology::v1::{Designation, Level, Scheme};
use proto::industry::v1::Enterprise;

use super::super::places::{COUNTY, COUNTY_NAME, TOWNSHIPS, Village, villages};
use super::Random;

/// A title as it was announced.
struct Award {
    scheme: Scheme,
    level: Level,
    announce_date: Date,
    last_date: Option<Date>,
    batch: &'static str,
}

/// Who holds a title: code, name, division.
type Holder = (String, String, String);

/// The provincial eco-villages, batch by batch: 101 in force, and one revoked.
const ECO_VILLAGES: [(Date, &str, usize); 8] = [
    (date(2014, 12, 18), "2014年度", 8),
    (date(2015, 12, 21), "2015年度", 12),
    (date(2016, 12, 15), "2016年度", 17),
    (date(2017, 12, 19), "2017年度", 19),
    (date(2018, 12, 20), "2018年度", 16),
    (date(2019, 12, 17), "2019年度", 15),
    (date(2021, 12, 22), "2021年度", 12),
    (date(2023, 6, 5), "2023年度", 2),
];

/// The provincial forest villages, batch by batch.
const FOREST_VILLAGES: [(Date, &str, usize); 3] = [
    (date(2019, 12, 25), "2019年度", 4),
    (date(2021, 11, 30), "2021年度", 5),
    (date(2023, 9, 28), "2023年度", 4),
];

/// The green factories: index of the enterprise, level, day and batch.
const GREEN_FACTORIES: [(usize, Level, Date, &str); 6] = [
    (2, Level::National, date(2018, 11, 20), "2018年度"),
    (17, Level::National, date(2020, 10, 16), "2020年度"),
    (30, Level::National, date(2022, 1, 21), "2021年度"),
    (44, Level::National, date(2023, 3, 24), "2022年度"),
    (17, Level::Provincial, date(2019, 9, 12), "2019年度"),
    (61, Level::Provincial, date(2023, 8, 31), "2023年度"),
];

/// The titles, scheme by scheme.
pub fn designations(seed: u64, enterprises: &[Enterprise]) -> Vec<Designation> {
    let mut random = Random::new(seed, "environmental title");
    let mut designations = eco_villages(&mut random);
    designations.extend(forest_villages(&mut random));
    designations.extend(townships());
    designations.extend(GREEN_FACTORIES.iter().map(|(index, level, day, batch)| {
        let one = &enterprises[*index];
        let holder = (one.credit_code.clone(), one.name.clone(), one.division.clone());
        Award::new(Scheme::GreenFactory, *level, *day, batch).to(holder)
    }));
    let county = (COUNTY.to_owned(), COUNTY_NAME.to_owned(), COUNTY.to_owned());
    let award = Award::new(Scheme::EcoCounty, Level::National, date(2022, 11, 19), "第六批");
    designations.push(award.to(county));
    designations
}

fn eco_villages(random: &mut Random) -> Vec<Designation> {
    let mut villages: Vec<Village> =
        villages().into_iter().filter(|village| !village.is_community).collect();
    random.shuffle(&mut villages);
    let mut holders = villages.iter().map(of_village);
    let mut designations = Vec::new();
    for (day, batch, count) in ECO_VILLAGES {
        let award = Award::new(Scheme::EcoVillage, Level::Provincial, day, batch);
        designations.extend(holders.by_ref().take(count).map(|holder| award.to(holder)));
    }
    let mut revoked =
        Award::new(Scheme::EcoVillage, Level::Provincial, date(2014, 12, 18), "2014年度");
    revoked.last_date = Some(date(2021, 12, 31));
    designations.extend(holders.by_ref().take(1).map(|holder| revoked.to(holder)));
    let municipal = Award::new(Scheme::EcoVillage, Level::Municipal, date(2023, 6, 5), "2023年度");
    designations.extend(holders.take(12).map(|holder| municipal.to(holder)));
    designations
}

fn forest_villages(random: &mut Random) -> Vec<Designation> {
    let mut villages: Vec<Village> =
        villages().into_iter().filter(|village| !village.is_community).collect();
    random.shuffle(&mut villages);
    let mut holders = villages.iter().map(of_village);
    let mut designations = Vec::new();
    for (day, batch, count) in FOREST_VILLAGES {
        let award = Award::new(Scheme::ForestVillage, Level::Provincial, day, batch);
        designations.extend(holders.by_ref().take(count).map(|holder| award.to(holder)));
    }
    designations
}

/// Every township is an eco-township; three are forest towns, one of them since 2023.
fn townships() -> Vec<Designation> {
    let holder = |index: usize| {
        let (code, name) = (TOWNSHIPS[index].code, TOWNSHIPS[index].name);
        (code.to_owned(), name.to_owned(), code.to_owned())
    };
    let mut designations = Vec::new();
    for index in 0..TOWNSHIPS.len() {
        let (year, batch) = if index < 6 { (2016, "2016年度") } else { (2019, "2019年度") };
        let day = date(year, 12, 16);
        let award = Award::new(Scheme::EcoTownship, Level::Provincial, day, batch);
        designations.push(award.to(holder(index)));
    }
    for (index, day, batch) in [
        (8, date(2019, 12, 25), "2019年度"),
        (3, date(2021, 11, 30), "2021年度"),
        (5, date(2023, 9, 28), "2023年度"),
    ] {
        let award = Award::new(Scheme::ForestTown, Level::Provincial, day, batch);
        designations.push(award.to(holder(index)));
    }
    designations
}

fn of_village(village: &Village) -> Holder {
    (village.code.clone(), village.name.clone(), village.code.clone())
}

impl Award {
    fn new(scheme: Scheme, level: Level, announce_date: Date, batch: &'static str) -> Self {
        Self { scheme, level, announce_date, last_date: None, batch }
    }

    fn to(&self, (holder_id, holder_name, division): Holder) -> Designation {
        let announced = self.announce_date;
        Designation {
            metadata: None,
            scheme: self.scheme.into(),
            level: self.level.into(),
            holder_id,
            holder_name,
            division,
            announce_date: announced.to_string(),
            last_date: self.last_date.map(|day| day.to_string()).unwrap_or_default(),
            batch: self.batch.to_owned(),
            document: format!("示例环发〔{}〕{}号", announced.year(), announced.month()),
            batch_year: self.batch.get(..4).and_then(|year| year.parse().ok()),
            last_document: self
                .last_date
                .map(|day| format!("示例环发〔{}〕{}号", day.year(), day.month()))
                .unwrap_or_default(),
        }
    }
}
