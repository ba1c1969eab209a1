//! The centers where residents bring their disputes, one for each place of the three levels.

use proto::governance::v1::{Center, CenterLevel};

use super::super::places::{COUNTY, COUNTY_NAME, TOWNSHIPS, villages};

/// The 197 centers, the county's first, then the townships', then the villages'.
pub fn centers() -> Vec<Center> {
    let mut centers = vec![center(COUNTY, COUNTY_NAME, CenterLevel::County, "2018-05-18")];
    for (township, day) in TOWNSHIPS.iter().zip(["2018-12-20", "2019-06-28"].iter().cycle()) {
        centers.push(center(township.code, township.name, CenterLevel::Township, day));
    }
    // A village's center opened in one of four waves, the first two before the programme began.
    const WAVES: [&str; 4] = ["2020-05-28", "2020-11-30", "2021-09-24", "2022-06-29"];
    for (village, day) in villages().iter().zip(WAVES.iter().cycle()) {
        centers.push(center(&village.code, &village.name, CenterLevel::Village, day));
    }
    centers
}

fn center(division: &str, place: &str, level: CenterLevel, first_date: &str) -> Center {
    Center {
        metadata: None,
        code: format!("ZZ{division}"),
        name: format!("{place}综治中心"),
        level: level.into(),
        division: division.to_owned(),
        first_date: first_date.to_owned(),
        last_date: String::new(),
    }
}
