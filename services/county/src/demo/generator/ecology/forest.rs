//! The surveys of the county's forest.

use proto::ecology::v1::{ForestPart, ForestSurvey};

use super::super::places::{COUNTY, STATISTICAL_UNITS, TOWNSHIPS};
use super::Random;

/// The county's land: 1,140.7 km².
const LAND_M2: i64 = 1_140_700_000;

/// Areas in hectares: arbor, bamboo, special shrubs, shelterbelts, beside villages and roads.
struct Survey {
    code: &'static str,
    name: &'static str,
    reference_date: &'static str,
    approve_date: &'static str,
    document: &'static str,
    hectares: [i64; 5],
}

/// The one of 2022 has 61,678 hectares of forest: 54.07 % of the land. The last is a draft.
const SURVEYS: [Survey; 3] = [
    Survey {
        code: "LX-2020",
        name: "2020年度森林资源管理“一张图”更新",
        reference_date: "2020-12-31",
        approve_date: "2021-06-18",
        document: "示例林函〔2021〕11号",
        hectares: [45_060, 10_790, 4_790, 135, 660],
    },
    Survey {
        code: "LX-2022",
        name: "2022年度森林资源调查监测",
        reference_date: "2022-12-31",
        approve_date: "2023-05-26",
        document: "示例林函〔2023〕14号",
        hectares: [45_231, 10_842, 4_795, 136, 674],
    },
    Survey {
        code: "LX-2023",
        name: "2023年度森林资源调查监测（初稿）",
        reference_date: "2023-09-30",
        approve_date: "",
        document: "",
        hectares: [45_600, 10_900, 4_800, 140, 690],
    },
];

/// The surveys; townships and forest farms add up to the county.
pub fn surveys(seed: u64) -> Vec<ForestSurvey> {
    let mut random = Random::new(seed, "forest");
    SURVEYS.iter().map(|survey| survey.of(&mut random)).collect()
}

impl Survey {
    fn of(&self, random: &mut Random) -> ForestSurvey {
        let [arbor, bamboo, shrub, shelterbelt, beside] = self.hectares.map(|area| area * 10_000);
        ForestSurvey {
            code: self.code.to_owned(),
            name: self.name.to_owned(),
            division: COUNTY.to_owned(),
            reference_date: self.reference_date.to_owned(),
            approve_date: self.approve_date.to_owned(),
            document: self.document.to_owned(),
            land_m2: Some(LAND_M2),
            arbor_m2: Some(arbor),
            bamboo_m2: Some(bamboo),
            special_shrub_m2: Some(shrub),
            shelterbelt_m2: Some(shelterbelt),
            beside_m2: Some(beside),
            open_arbor_m2: Some(3_200_000),
            other_shrub_m2: Some(18_500_000),
            parts: parts(random, arbor + bamboo + shrub + shelterbelt + beside),
            ..ForestSurvey::default()
        }
    }
}

/// The places of the survey; forest farms have more forest on their land than townships.
fn parts(random: &mut Random, forest_m2: i64) -> Vec<ForestPart> {
    let land = [9, 12, 11, 12, 10, 13, 9, 10, 11, 8, 8, 2, 1, 3, 3, 2];
    let forest = [6, 12, 11, 12, 10, 13, 8, 10, 11, 8, 8, 3, 1, 4, 4, 3];
    let land = random.split(LAND_M2, &land);
    let forest = random.split(forest_m2, &forest);
    let townships = TOWNSHIPS.iter().map(|township| township.code);
    let places = townships.chain(STATISTICAL_UNITS.iter().map(|(code, _)| *code));
    let parts = places.zip(land).zip(forest).map(|((division, land_m2), forest_m2)| ForestPart {
        division: division.to_owned(),
        land_m2,
        forest_m2,
    });
    parts.collect()
}
