//! Studios, stations, sites and model places set up or named for the way they are governed.

use jiff::civil::{Date, date};
use proto::governance::v1::{Establishment, EstablishmentType, Level};

use super::super::calendar::working_days;
use super::super::places::{TOWNSHIPS, Village, villages};
use super::Random;

use EstablishmentType::{
    BeautifulTown, FengqiaoStation, InnovationSite, MediationStudio, RuralDemonstrationVillage,
};

/// The establishments, type by type.
pub fn establishments(seed: u64) -> Vec<Establishment> {
    let mut random = Random::new(seed, "establishment");
    let mut villages: Vec<Village> =
        villages().into_iter().filter(|village| !village.is_community).collect();
    random.shuffle(&mut villages);
    let mut establishments = studios();
    establishments.extend(stations());
    establishments.extend(sites(&mut random, &villages[..51]));
    establishments.extend(model_villages(&villages[51..]));
    establishments.extend(model_towns());
    establishments
}

/// Sixteen mediation studios in force, and one that has closed.
fn studios() -> Vec<Establishment> {
    let mut studios: Vec<Establishment> = (1..=17)
        .zip(TOWNSHIPS.iter().cycle())
        .map(|(number, township)| {
            let day = date(2019 + (number % 4) as i16, 3 + (number % 8) as i8, 10);
            let name = format!("{}示例{number}号续辉调解工作室", township.name);
            let level = Level::County;
            establishment(MediationStudio, level, number, day, &name, township.code)
        })
        .collect();
    if let Some(studio) = studios.last_mut() {
        studio.last_date = "2022-10-31".to_owned();
    }
    studios
}

fn stations() -> Vec<Establishment> {
    [
        (Level::Provincial, date(2021, 12, 10), 0),
        (Level::Municipal, date(2022, 7, 15), 5),
        (Level::Municipal, date(2023, 8, 18), 1),
    ]
    .into_iter()
    .zip(1..)
    .map(|((level, day, index), number)| {
        let township = &TOWNSHIPS[index];
        let name = format!("{}示例派出所", township.name);
        establishment(FengqiaoStation, level, number, day, &name, township.code)
    })
    .collect()
}

/// The innovation sites, each in a village, confirmed since the programme began.
fn sites(random: &mut Random, villages: &[Village]) -> Vec<Establishment> {
    let days = working_days(date(2022, 1, 4), date(2023, 11, 24));
    (1..)
        .zip(villages)
        .map(|(number, village)| {
            let first_wave = [date(2021, 5, 20), date(2021, 10, 21)];
            let day = *random.pick(if number <= 18 { &first_wave[..] } else { &days });
            let name = format!("{}治理创新实验点", village.name);
            establishment(InnovationSite, Level::County, number, day, &name, &village.code)
        })
        .collect()
}

/// Three provincial model villages since the programme began, one before it, four municipal.
fn model_villages(villages: &[Village]) -> Vec<Establishment> {
    [
        (Level::Provincial, date(2020, 12, 25)),
        (Level::Provincial, date(2021, 12, 28)),
        (Level::Provincial, date(2022, 12, 26)),
        (Level::Provincial, date(2023, 11, 10)),
        (Level::Municipal, date(2021, 8, 12)),
        (Level::Municipal, date(2022, 8, 18)),
        (Level::Municipal, date(2022, 8, 18)),
        (Level::Municipal, date(2023, 8, 24)),
    ]
    .into_iter()
    .zip(villages)
    .zip(1..)
    .map(|(((level, day), village), number)| {
        let kind = RuralDemonstrationVillage;
        establishment(kind, level, number, day, &village.name, &village.code)
    })
    .collect()
}

fn model_towns() -> Vec<Establishment> {
    [(Level::Provincial, date(2022, 3, 30), 1), (Level::Municipal, date(2023, 4, 20), 6)]
        .into_iter()
        .zip(1..)
        .map(|((level, day, index), number)| {
            let township = &TOWNSHIPS[index];
            establishment(BeautifulTown, level, number, day, township.name, township.code)
        })
        .collect()
}

fn establishment(
    kind: EstablishmentType,
    level: Level,
    number: u32,
    day: Date,
    name: &str,
    division: &str,
) -> Establishment {
    let prefix = match kind {
        MediationStudio => "TJ",
        FengqiaoStation => "FQ",
        InnovationSite => "SY",
        RuralDemonstrationVillage => "SF",
        _ => "ML",
    };
    Establishment {
        metadata: None,
        code: format!("{prefix}-{number:03}"),
        r#type: kind.into(),
        level: level.into(),
        name: name.to_owned(),
        division: division.to_owned(),
        first_date: day.to_string(),
        last_date: String::new(),
        document: format!("示例治发〔{}〕{}号", day.year(), day.month()),
    }
}
