//! The register of divisions: the county, its townships, statistical units and villages.

use proto::governance::v1::{Division, DivisionLevel};

use super::super::places::{COUNTY, COUNTY_NAME, STATISTICAL_UNITS, TOWNSHIPS, villages};

/// The day from which the register is kept.
const OPENING: &str = "2000-01-01";

/// The divisions, the larger before the smaller.
pub fn divisions() -> Vec<Division> {
    let mut divisions = vec![division(COUNTY, COUNTY_NAME, DivisionLevel::County, OPENING, "")];
    divisions.extend(
        TOWNSHIPS
            .iter()
            .map(|place| division(place.code, place.name, DivisionLevel::Township, OPENING, "")),
    );
    divisions.extend(
        STATISTICAL_UNITS
            .iter()
            .map(|(code, name)| division(code, name, DivisionLevel::StatisticalUnit, OPENING, "")),
    );
    divisions.extend(villages().iter().map(|village| {
        // The county town got its last two communities later than the others.
        let is_late = matches!(&*village.code, "421222100007" | "421222100008");
        let (first, document) =
            if is_late { ("2019-06-01", "示例政函〔2019〕12号") } else { (OPENING, "") };
        division(&village.code, &village.name, DivisionLevel::Village, first, document)
    }));
    divisions
}

fn division(
    code: &str,
    name: &str,
    level: DivisionLevel,
    first_date: &str,
    document: &str,
) -> Division {
    Division {
        metadata: None,
        division: code.to_owned(),
        name: name.to_owned(),
        level: level.into(),
        first_date: first_date.to_owned(),
        last_date: String::new(),
        document: document.to_owned(),
    }
}
