//! Figures of the demo county: last year beside them, parts that add up, what is missing.

use std::collections::BTreeMap;

use county::County;
use proto::figure::v1::figure_service_client::FigureServiceClient;
use proto::figure::v1::{
    BreakDownFigureRequest, ComputeFiguresRequest, Dimension, Figure, ListFiguresRequest, Scope,
};

use crate::desk::{COUNTY, VERIFIER, by, reason};
use crate::filled::{CUTOFF, over_the_demo};

/// A scope of the whole county, as it stands.
pub fn scope(division: &str, first_date: &str, last_date: &str) -> Scope {
    let (division, first_date, last_date) =
        (division.to_owned(), first_date.to_owned(), last_date.to_owned());
    Scope { division, first_date, last_date, ..Scope::default() }
}

/// All figures of all departments in a scope, by code.
pub async fn all(running: &County, scope: &Scope) -> BTreeMap<String, Figure> {
    let mut found = BTreeMap::new();
    for address in &running.departments {
        let channel = chassis::connect(&address.url()).expect("an address");
        let request =
            ComputeFiguresRequest { scope: Some(scope.clone()), codes: Vec::new(), compare: true };
        let answer = FigureServiceClient::new(channel).compute_figures(by(VERIFIER, request)).await;
        for figure in answer.expect("computed").into_inner().figures {
            found.insert(figure.code.clone(), figure);
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn last_year_and_growth_come_from_the_engine() {
    over_the_demo(async |running| {
        let figures = all(running, &scope(COUNTY, "2023-01-01", CUTOFF)).await;
        let stock = &figures["industry.above_scale.total"];
        assert_eq!(stock.same_period_last_year.as_deref(), Some("111"));
        assert_eq!(stock.growth.as_deref(), Some("9.0"));
        assert_eq!((stock.counted, stock.opening), (121, 111), "the rest entered one by one");
        assert_eq!(figures["industry.above_scale.new"].opening, 0);
        // Eleven months are compared with eleven, though the year has twelve.
        let trade = &all(running, &scope(COUNTY, "2023-01-01", "2023-12-31")).await;
        assert_eq!(trade["industry.trade.total"].last_covered_date, "2023-11-30");
        assert_eq!(trade["industry.trade.total"].growth.as_deref(), Some("12"));
        let air = &figures["ecology.air.good_days_rate"];
        let coverage = air.coverage.clone().expect("coverage");
        assert_eq!((coverage.covered, coverage.due), (341, 342));
        assert_eq!(air.denominator.as_deref(), Some("341"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_add_up_where_the_declaration_says_so() {
    over_the_demo(async |running| {
        let whole = scope(COUNTY, "2023-01-01", CUTOFF);
        let figures = all(running, &whole).await;
        for address in &running.departments {
            let channel = chassis::connect(&address.url()).expect("an address");
            let mut client = FigureServiceClient::new(channel);
            let listed = client.list_figures(by(VERIFIER, ListFiguresRequest {})).await;
            for described in listed.expect("listed").into_inner().figures {
                let dimensions = [
                    (Dimension::Township, described.additive_over_places),
                    (Dimension::Month, described.additive_over_months),
                ];
                for (by_what, _) in dimensions.into_iter().filter(|(_, additive)| *additive) {
                    let request = BreakDownFigureRequest {
                        scope: Some(whole.clone()),
                        code: described.code.clone(),
                        by: by_what.into(),
                    };
                    let answer = client.break_down_figure(by(VERIFIER, request)).await;
                    // Where small parts could be had, none of them are told.
                    let answer = match answer {
                        Err(refused) if described.code.starts_with("governance.") => {
                            assert_eq!(reason(&refused).1[0].1, "BREAKDOWN_UNKNOWN");
                            continue;
                        }
                        answer => answer.expect(&described.code).into_inner(),
                    };
                    assert!(answer.additive);
                    let parts = answer.cells.iter().filter_map(|cell| cell.figure.as_ref());
                    // Where small parts are withheld, nobody can add them up.
                    let withheld = |part: &Figure| part.missing_reason.contains("withheld");
                    if parts.clone().any(withheld) {
                        continue;
                    }
                    let exact = |figure: &Figure| {
                        let text = figure.exact.clone().unwrap_or_else(|| "0".to_owned());
                        ledger::figures::exact::parse(&text).expect("a number")
                    };
                    let sum: ledger::figures::exact::Exact = parts.map(exact).sum();
                    let total = exact(&figures[&described.code]);
                    assert_eq!(sum, total, "{} by {by_what:?}", described.code);
                }
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_missing_and_not_zero() {
    over_the_demo(async |running| {
        let elsewhere = all(running, &scope("421223", "2023-01-01", CUTOFF)).await;
        for (code, figure) in elsewhere {
            assert_eq!(figure.value, None, "{code}");
            assert!(!figure.missing_reason.is_empty() && !figure.missing_reason_zh.is_empty());
        }
        let town = all(running, &scope("421222106", "2023-01-01", CUTOFF)).await;
        assert_eq!(town["governance.discipline.closed_cases"].value, None);
        assert!(town["industry.above_scale.total"].value.is_some());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_position_shows_what_was_known_there() {
    over_the_demo(async |running| {
        let channel = chassis::connect(&running.url("industry")).expect("an address");
        let mut client = FigureServiceClient::new(channel);
        let mut then = scope(COUNTY, "2023-01-01", CUTOFF);
        then.positions.insert(COUNTY.to_owned(), 200);
        let codes = vec!["industry.above_scale.total".to_owned()];
        let request = ComputeFiguresRequest { scope: Some(then), codes, compare: false };
        let answer = client.compute_figures(by(VERIFIER, request)).await.expect("computed");
        let answer = answer.into_inner();
        assert_eq!(answer.scope.expect("a scope").positions[COUNTY], 200);
        // 160 enterprises and their first verifications: no designation was known yet.
        assert_eq!(answer.figures[0].value, None);
    })
    .await;
}
