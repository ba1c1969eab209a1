//! The county's sources of drinking water and what was measured in them.

use jiff::civil::{Date, date};
use proto::ecology::v1::{
    ProtectionZone, SourceLevel, WaterAbstraction, WaterBody, WaterClass, WaterSample, WaterSource,
};

use super::super::calendar::month;
use super::super::places::COUNTY;
use super::Random;

/// 1 µg in ng.
const UG: i64 = 1_000;

/// Code, name, level, body and seat.
const SOURCES: [(&str, &str, SourceLevel, WaterBody, &str); 6] = [
    ("SY-01", "示例河饮用水水源地", SourceLevel::County, WaterBody::River, COUNTY),
    ("SY-02", "示例水库饮用水水源地", SourceLevel::County, WaterBody::Lake, COUNTY),
    ("SY-11", "麦市镇示例水库水源地", SourceLevel::Township, WaterBody::Lake, "421222101"),
    ("SY-12", "塘湖镇示例河水源地", SourceLevel::Township, WaterBody::River, "421222102"),
    ("SY-13", "北港镇示例水库水源地", SourceLevel::Township, WaterBody::Lake, "421222107"),
    ("SY-14", "马港镇示例河水源地", SourceLevel::Township, WaterBody::River, "421222108"),
];

/// The quarter and the source of the one sample that misses its target.
const MISSED: (i16, i8, &str) = (2022, 8, "SY-14");

/// The sources, two of the county and four of townships.
pub fn sources() -> Vec<WaterSource> {
    SOURCES
        .iter()
        .map(|(code, name, level, body, division)| WaterSource {
            metadata: None,
            code: (*code).to_owned(),
            name: (*name).to_owned(),
            level: (*level).into(),
            body: (*body).into(),
            target_class: WaterClass::Iii.into(),
            division: (*division).to_owned(),
            first_date: "2012-06-01".to_owned(),
            last_date: String::new(),
            zone: ProtectionZone::Second.into(),
        })
        .collect()
}

/// The samples, monthly for the county's sources and quarterly for the others.
pub fn samples(seed: u64) -> Vec<WaterSample> {
    let mut random = Random::new(seed, "water");
    let mut samples = Vec::new();
    for (year, number) in [2022, 2023].into_iter().flat_map(|year| (1..=12).map(move |m| (year, m)))
    {
        for source in &sources() {
            let monthly = source.level() == SourceLevel::County;
            if !monthly && !matches!(number, 2 | 5 | 8 | 11) {
                continue;
            }
            let day = match (year, number) {
                (2023, 12) => date(2023, 12, 5),
                _ => date(year, number, *random.pick(&[5, 6, 7, 8, 9, 10, 11, 12])),
            };
            let mut sample = sample(&mut random, source, day);
            if (year, number, &*source.code) == MISSED {
                // Class IV after a flood: 1.27 mg/L of ammonia nitrogen, where III takes 1.0.
                sample.ammonia_ng_l = Some(1_270 * UG);
            }
            samples.push(sample);
        }
    }
    samples
}

/// The water taken from each source in every closed month, with the month's sample where there
/// is one.
pub fn abstractions(seed: u64, samples: &[WaterSample]) -> Vec<WaterAbstraction> {
    let mut random = Random::new(seed, "abstraction");
    let months = (2022..=2023).flat_map(|year| (1..=12).map(move |number| (year, number)));
    let mut volumes = Vec::new();
    for (year, number) in months.filter(|month| *month != (2023, 12)) {
        let (first, last) = month(year, number);
        for source in &sources() {
            let is_large = source.level() == SourceLevel::County;
            let (low, high) = if is_large { (410_000, 560_000) } else { (18_000, 42_000) };
            let sample = samples.iter().find(|sample| {
                sample.source_id == source.code
                    && (&*first.to_string()..=&*last.to_string()).contains(&&*sample.sample_date)
            });
            volumes.push(WaterAbstraction {
                metadata: None,
                source_id: source.code.clone(),
                first_date: first.to_string(),
                last_date: last.to_string(),
                division: source.division.clone(),
                volume_m3: Some(random.between(low, high)),
                sample_id: sample
                    .map(|sample| format!("{}.{}", sample.source_id, sample.sample_date))
                    .unwrap_or_default(),
            });
        }
    }
    volumes
}

/// A sample of class II or III by GB 3838-2002 table 1.
fn sample(random: &mut Random, source: &WaterSource, day: Date) -> WaterSample {
    let river = source.body() == WaterBody::River;
    let phosphorus = if river { (30, 90) } else { (12, 38) };
    // Micrograms, in steps that a laboratory would state.
    let mut within = |(low, high): (i64, i64), step: i64| {
        Some(random.between(low / step, high / step) * step * UG)
    };
    WaterSample {
        source_id: source.code.clone(),
        sample_date: day.to_string(),
        division: source.division.clone(),
        body: source.body,
        target_class: source.target_class,
        do_ng_l: within((6_200, 9_400), 10),
        permanganate_ng_l: within((1_600, 3_700), 100),
        cod_ng_l: within((7_000, 14_000), 1_000),
        bod5_ng_l: within((900, 2_700), 100),
        ammonia_ng_l: within((50, 420), 1),
        phosphorus_ng_l: within(phosphorus, 1),
        copper_ng_l: within((1, 8), 1),
        zinc_ng_l: within((4, 40), 1),
        fluoride_ng_l: within((120, 480), 10),
        selenium_ng_l: Some(400),
        arsenic_ng_l: within((1, 4), 1),
        mercury_ng_l: Some(20),
        cadmium_ng_l: Some(50),
        chromium6_ng_l: within((2, 8), 1),
        lead_ng_l: within((1, 4), 1),
        cyanide_ng_l: within((1, 4), 1),
        phenol_ng_l: Some(300),
        petroleum_ng_l: within((10, 40), 10),
        surfactant_ng_l: within((20, 80), 10),
        sulfide_ng_l: within((3, 30), 1),
        ph_x100: i32::try_from(random.between(690, 820)).ok(),
        sulfate_ng_l: Some(18_000 * UG),
        chloride_ng_l: Some(9_000 * UG),
        nitrate_ng_l: Some(1_200 * UG),
        iron_ng_l: Some(60 * UG),
        manganese_ng_l: Some(20 * UG),
        ..WaterSample::default()
    }
}
