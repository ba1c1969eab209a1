//! Where one begins: the divisions that have ledgers, and their reports.

use ledger::divisions::Divisions;
use serde::Serialize;

use super::negotiate::Language;
use crate::periods::today;
use crate::report::Audience;
use crate::report::render::html::{PeriodLink, periods};

/// How many years the start page goes back.
const YEARS_SHOWN: i16 = 10;

/// The divisions that have ledgers, and their reports.
#[derive(Serialize)]
pub(crate) struct Start {
    divisions: Vec<Division>,
    latest: String,
}

#[derive(Serialize)]
struct Division {
    code: String,
    years: Vec<Vec<PeriodLink>>,
    below: Vec<PlaceLink>,
}

#[derive(Serialize)]
struct PlaceLink {
    code: String,
    link: String,
}

impl Start {
    pub(crate) fn new(counties: &[String], language: Language) -> Self {
        let divisions = Divisions::standard();
        let this_year = today().year();
        let division = |code: &String| Division {
            years: (0..YEARS_SHOWN)
                .map(|ago| periods(code, this_year - ago, "", (Audience::default(), language)))
                .collect(),
            below: divisions
                .townships(code)
                .map(|(town, _)| PlaceLink::new(town, this_year, language))
                .collect(),
            code: code.clone(),
        };
        let latest = format!("{this_year}{}", language.pick("年", ""));
        Self { divisions: counties.iter().map(division).collect(), latest }
    }
}

impl PlaceLink {
    fn new(code: &str, year: i16, language: Language) -> Self {
        let speaking = language.parameter().map(|lang| format!("?{lang}")).unwrap_or_default();
        let link = format!("/v1/divisions/{code}/reports/{year:04}{speaking}");
        Self { code: code.to_owned(), link }
    }
}
