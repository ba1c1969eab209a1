//! A city of two counties and a second year: sums add up, ratios are computed from their parts,
//! counties have their place among each other, and a year is compared with the one before.

use std::collections::BTreeMap;

use ::ledger::figures::Measure;
use ::ledger::figures::exact::{Exact, parse};
use county::County;
use county::commands::demo::{add_neighbour, fill_county, settings};
use county::demo::generator::COUNTY;
use county::demo::setting::NEIGHBOUR;
use county::process::DEPARTMENTS;
use proto::figure::v1::figure_service_client::FigureServiceClient;
use proto::figure::v1::{BreakDownFigureRequest, ComputeFiguresRequest, Dimension, Figure, Scope};
use tests::{each_database, start_county};
use tonic::Request;

const CITY: &str = "4212";

type Figures = BTreeMap<String, Figure>;

async fn figures(running: &County, division: &str, year: i32) -> Figures {
    let scope = Scope {
        division: division.to_owned(),
        first_date: format!("{year}-01-01"),
        last_date: format!("{year}-12-08"),
        ..Scope::default()
    };
    let mut found = BTreeMap::new();
    for address in &running.departments {
        let channel = chassis::connect(&address.url()).expect("an address");
        let message =
            ComputeFiguresRequest { scope: Some(scope.clone()), codes: Vec::new(), compare: true };
        let mut request = Request::new(message);
        request.metadata_mut().insert(chassis::ACTOR_HEADER, "reader".parse().expect("a name"));
        let answer = FigureServiceClient::new(channel).compute_figures(request).await;
        let answer = answer.expect("computed").into_inner();
        found.extend(answer.figures.into_iter().map(|figure| (figure.code.clone(), figure)));
    }
    found
}

fn number(text: Option<&String>) -> Option<Exact> {
    text.map(String::as_str).and_then(parse)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_city_of_two_counties_adds_up_and_a_second_year_follows_the_first() {
    add_neighbour(None).expect("the list of divisions");
    each_database(async |database| {
        let running = start_county(database).await;
        fill_county(&running, &[], &settings(2, 2)).await.expect("it is filled");
        for year in [2023, 2024] {
            let home = figures(&running, COUNTY, year).await;
            let next_door = figures(&running, NEIGHBOUR, year).await;
            let city = figures(&running, CITY, year).await;
            the_city_adds_up(&home, &next_door, &city, year);
            places_follow_from_the_values(&home, &next_door);
        }
        a_year_follows_the_other(&running).await;
        a_city_withholds_what_each_county_does(&running).await;
        running.stop().await;
    })
    .await;
}

/// A county's total gives away what its own townships do not: the table of the city holds the cells
/// of the tables of its counties, and withholds the same.
async fn a_city_withholds_what_each_county_does(running: &County) {
    let mut withheld = 0;
    for code in ["governance.disputes.refused", "governance.petitions.accepted"] {
        let mut counties = BTreeMap::new();
        for county in [COUNTY, NEIGHBOUR] {
            counties.extend(townships(running, county, code).await);
        }
        withheld += counties.values().filter(|value| value.is_none()).count();
        assert_eq!(townships(running, CITY, code).await, counties, "{code}");
    }
    assert!(withheld > 3, "{withheld} cells are withheld");
}

/// The townships of a place and what is told of each; nothing where that is withheld.
async fn townships(
    running: &County,
    division: &str,
    code: &str,
) -> BTreeMap<String, Option<String>> {
    let scope = Scope {
        division: division.to_owned(),
        first_date: "2023-01-01".to_owned(),
        last_date: "2023-12-31".to_owned(),
        ..Scope::default()
    };
    let by = Dimension::Township.into();
    let message = BreakDownFigureRequest { scope: Some(scope), code: code.to_owned(), by };
    let at = DEPARTMENTS.iter().position(|department| code.starts_with(department.name));
    let address = &running.departments[at.expect("a department")];
    let channel = chassis::connect(&address.url()).expect("an address");
    let mut request = Request::new(message);
    request.metadata_mut().insert(chassis::ACTOR_HEADER, "reader".parse().expect("a name"));
    let table = FigureServiceClient::new(channel).break_down_figure(request).await;
    let cells = table.expect(code).into_inner().cells.into_iter();
    cells.map(|cell| (cell.key, cell.figure.and_then(|figure| figure.value))).collect()
}

/// Counts and sums of records are those of both counties; ratios those of both sums.
fn the_city_adds_up(home: &Figures, next_door: &Figures, city: &Figures, year: i32) {
    let (mut sums, mut ratios) = (0, 0);
    for department in DEPARTMENTS {
        for declared in department.load_figures().expect("figures").iter() {
            let code = &declared.declaration.code;
            let figure = |of: &Figures| of[code].clone();
            let [home, next_door, city] = [home, next_door, city].map(figure);
            let parts = |of: fn(&Figure) -> Option<&String>| {
                let zero = || Exact::from_integer(0);
                let part = |figure: &Figure| number(of(figure)).unwrap_or_else(zero);
                part(&home) + part(&next_door)
            };
            match &declared.declaration.measure {
                Measure::Count | Measure::Sum(_) if city.exact.is_some() => {
                    let due = parts(|figure| figure.exact.as_ref());
                    assert_eq!(number(city.exact.as_ref()), Some(due), "{code} of {year}");
                    sums += 1;
                }
                Measure::Ratio(_) if city.exact.is_some() => {
                    let above = parts(|figure| figure.numerator.as_ref());
                    let below = parts(|figure| figure.denominator.as_ref());
                    assert_eq!(number(city.numerator.as_ref()), Some(above), "{code} of {year}");
                    assert_eq!(number(city.denominator.as_ref()), Some(below), "{code} of {year}");
                    ratios += 1;
                }
                _ => {}
            }
        }
    }
    assert!(sums > 60 && ratios > 10, "{sums} sums and {ratios} ratios in {year}");
}

/// Whoever has more has the better place, and the neighbour's ledger is looked at, not a paper.
fn places_follow_from_the_values(home: &Figures, next_door: &Figures) {
    let mut ranked = 0;
    for department in DEPARTMENTS {
        for declared in department.load_figures().expect("figures").iter() {
            let Measure::Rank(of) = &declared.declaration.measure else { continue };
            let code = &declared.declaration.code;
            let [own, other] = [home, next_door].map(|figures| number(figures[of].exact.as_ref()));
            let places = [home, next_door].map(|figures| number(figures[code].exact.as_ref()));
            if let ([Some(first), Some(second)], Some(own), Some(other)) = (places, own, other) {
                assert_eq!(first < second, own > other, "{code}");
                ranked += 1;
            }
        }
    }
    eprintln!("{ranked} ranks of both counties");
}

async fn a_year_follows_the_other(running: &County) {
    let (first, second) =
        (figures(running, COUNTY, 2023).await, figures(running, COUNTY, 2024).await);
    let (mut valued, mut compared) = (0, 0);
    for (code, figure) in &second {
        valued += usize::from(figure.value.is_some());
        let last_year = figure.same_period_last_year.as_ref();
        if figure.last_covered_date.is_empty()
            && let Some(last_year) = last_year
        {
            assert_eq!(Some(last_year), first[code].value.as_ref(), "{code}");
            compared += 1;
        }
    }
    assert!(valued * 3 > second.len() * 2, "{valued} of {} have a value in 2024", second.len());
    assert!(compared > 50, "{compared} are compared with 2023");
}
