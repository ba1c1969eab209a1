//! Farmland: polluted plots with what is done on them, demonstration zones and their fertilizer.

use jiff::civil::date;
use proto::ecology::v1::{
    DemonstrationZone, FarmlandMeasure, FarmlandPlot, FertilizerUse, PollutionGrade, ProduceResult,
    ZoneType,
};

use super::super::calendar::after;
use super::super::places::{TOWNSHIPS, Village, villages};
use super::Random;

/// Polluted plots.
const PLOTS: usize = 66;
/// A season and how many of its plots of grade C have no passing sample.
const SEASONS: [(i32, usize); 2] = [(2022, 2), (2023, 0)];
/// Season, type and area of all zones, in hundredths of a mu.
const ZONES: [(i32, ZoneType, i64); 4] = [
    (2022, ZoneType::FertilizerReduction, 650_000),
    (2022, ZoneType::GreenManure, 4_200_000),
    (2023, ZoneType::FertilizerReduction, 800_000),
    (2023, ZoneType::GreenManure, 5_000_000),
];
/// Parcels with a return in every season, in hundredths of a mu each.
const PARCELS: usize = 44;
const PARCEL_MU_X100: (i64, i64) = (11_000, 16_000);

/// The plots of both seasons: all of 2023 count, of 2022 all but two.
pub fn plots(seed: u64) -> Vec<FarmlandPlot> {
    let mut random = Random::new(seed, "farmland");
    let mut places = rural();
    random.shuffle(&mut places);
    let areas: Vec<i64> = (0..PLOTS).map(|_| random.between(400, 6_000)).collect();
    let mut plots = Vec::new();
    for (year, failing) in SEASONS {
        for (index, (place, area)) in places.iter().zip(&areas).enumerate() {
            let mut plot = plot(&mut random, year, index, place);
            plot.area_mu_x100 = Some(*area);
            // Every third plot is of grade C; the first of them are the ones that fail.
            if index % 3 == 1 && index / 3 < failing {
                plot.produce_result = ProduceResult::Failed.into();
            }
            plots.push(plot);
        }
    }
    plots
}

/// Plots that a survey proposed and nobody has verified.
pub fn proposed_plots(seed: u64) -> Vec<FarmlandPlot> {
    let mut random = Random::new(seed, "farmland proposed");
    let places = rural();
    let plots = (PLOTS..PLOTS + 2).map(|index| {
        let mut plot = plot(&mut random, 2023, index, random_place(&places, index));
        plot.area_mu_x100 = Some(900);
        (plot.measure, plot.measure_first_date) = (0, String::new());
        (plot.produce_result, plot.sample_date) = (0, String::new());
        plot
    });
    plots.collect()
}

fn random_place(places: &[Village], index: usize) -> &Village {
    &places[index % places.len()]
}

fn plot(random: &mut Random, year: i32, index: usize, place: &Village) -> FarmlandPlot {
    use FarmlandMeasure::{CropChange, Fallow, PriorityProtection, Remediation, SafeUse};
    let (grade, measures): (_, &[FarmlandMeasure]) = match index % 3 {
        0 => (PollutionGrade::Slight, &[PriorityProtection]),
        1 => (PollutionGrade::Moderate, &[SafeUse, SafeUse, Remediation]),
        _ => (PollutionGrade::Heavy, &[CropChange, Fallow]),
    };
    let spring = date(i16::try_from(year).unwrap_or(2023), 3, 1);
    let started = after(spring, random.between(0, 40));
    let sampled = after(spring, random.between(120, 180));
    let tested = grade == PollutionGrade::Moderate;
    FarmlandPlot {
        code: format!("GD-{:03}", index + 1),
        season_year: Some(year),
        division: place.code.clone(),
        grade: grade.into(),
        measure: (*random.pick(measures)).into(),
        measure_first_date: started.to_string(),
        sample_date: if tested { sampled.to_string() } else { String::new() },
        produce_result: if tested { ProduceResult::Passed.into() } else { 0 },
        ..FarmlandPlot::default()
    }
}

/// A zone of each type in every township, season by season.
pub fn zones(seed: u64) -> Vec<DemonstrationZone> {
    let mut random = Random::new(seed, "demonstration zone");
    let weights = [6, 9, 8, 9, 8, 10, 8, 8, 9, 7, 7];
    let mut zones = Vec::new();
    for (year, kind, total) in ZONES {
        let (prefix, noun, crop) = match kind {
            ZoneType::GreenManure => ("LF", "油菜绿肥示范区", "油菜"),
            _ => ("HF", "化肥减量增效核心示范片区", "水稻"),
        };
        let areas = random.split(total, &weights);
        for (index, (township, area)) in TOWNSHIPS.iter().zip(areas).enumerate() {
            zones.push(DemonstrationZone {
                code: format!("{prefix}-{:02}", index + 1),
                name: format!("{}{noun}", township.name),
                r#type: kind.into(),
                season_year: Some(year),
                division: township.code.to_owned(),
                area_mu_x100: Some(area),
                crop: crop.to_owned(),
                document: format!("示例农发〔{year}〕9号"),
                ..DemonstrationZone::default()
            });
        }
    }
    zones
}

/// What parcels took, from 2021 on; each year between 3.1 and 3.9 % less, and some years alone.
pub fn fertilizer(seed: u64) -> Vec<FertilizerUse> {
    let mut random = Random::new(seed, "fertilizer");
    let mut places = rural();
    random.shuffle(&mut places);
    let mut uses = Vec::new();
    for (index, place) in places.iter().take(PARCELS).enumerate() {
        let area = random.between(PARCEL_MU_X100.0, PARCEL_MU_X100.1);
        // Hundredths of a kilogram a mu.
        let mut rate = random.between(2_000, 2_500);
        for year in [2021, 2022, 2023] {
            uses.push(use_of(format!("SF-{:03}", index + 1), year, place, area, rate));
            rate = rate * random.between(961, 969) / 1000;
        }
    }
    // Parcels that joined in 2023, or left after 2022, compare with nothing.
    for (index, place) in places.iter().skip(PARCELS).take(4).enumerate() {
        let year = if index % 2 == 0 { 2022 } else { 2023 };
        uses.push(use_of(format!("SF-9{index:02}"), year, place, 9_000, 2_900));
    }
    uses
}

/// Returns that a verifier has not seen yet.
pub fn unread_fertilizer() -> Vec<FertilizerUse> {
    rural()
        .iter()
        .take(2)
        .enumerate()
        .map(|(index, place)| use_of(format!("SF-8{index:02}"), 2023, place, 9_000, 2_100))
        .collect()
}

fn use_of(parcel: String, year: i32, place: &Village, area: i64, rate: i64) -> FertilizerUse {
    FertilizerUse {
        parcel,
        season_year: Some(year),
        division: place.code.clone(),
        area_mu_x100: Some(area),
        nutrient_kg_x100: Some(area * rate / 100),
        ..FertilizerUse::default()
    }
}

fn rural() -> Vec<Village> {
    villages().into_iter().filter(|village| !village.is_community).collect()
}
