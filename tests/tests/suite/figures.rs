//! The demo county has exactly the values that the county printed for 2023.

use std::collections::BTreeMap;

use county::County;
use proto::figure::v1::figure_service_client::FigureServiceClient;
use proto::figure::v1::{
    BreakDownFigureRequest, ComputeFiguresRequest, Dimension, Figure, ListFiguresRequest, Scope,
};

use crate::desk::{COUNTY, VERIFIER, by};
use crate::filled::{CUTOFF, over_the_demo};

/// Codes of the county's table of figures, their values for 2023, and how they are printed.
const PRINTED: [(&str, &str, &str); 35] = [
    ("industry.above_scale.new", "10", "10家"),
    ("industry.above_scale.total", "121", "121家"),
    ("industry.little_giant.new", "9", "9家"),
    ("industry.press_conference.count", "1", "1场"),
    ("industry.symposium.total", "7", "7场"),
    ("industry.difficulty.enterprises", "21", "21家"),
    ("industry.difficulty.solved", "56", "56件"),
    ("industry.trade.total", "14", "14亿元"),
    ("industry.trade.growth", "12", "12%"),
    ("ecology.air.good_days_rate", "94.7", "94.7%"),
    ("ecology.water.source_compliance", "100", "100%"),
    ("ecology.green_factory.new_national", "1", "1家"),
    ("ecology.green_factory.total", "4", "4家"),
    ("ecology.forest_town.new", "1", "1个"),
    ("ecology.forest_village.new", "4", "4个"),
    ("ecology.eco_village.new", "2", "2个"),
    ("ecology.eco_village.total", "101", "101个"),
    ("governance.centers.total", "197", "197个"),
    ("governance.centers.coverage", "100", "100%"),
    ("governance.villages.total", "185", "185个"),
    ("governance.legal_advisor.coverage", "100", "100%"),
    ("governance.xiangxian.coverage", "100", "100%"),
    ("governance.mediation.xuhui_studios", "16", "16个"),
    ("governance.police.fengqiao_stations", "3", "3个"),
    ("governance.reception.visits", "2290", "2290余人次"),
    ("governance.reception.direct_replies", "611", "611个"),
    ("governance.disputes.resolution_rate", "98", "98%"),
    ("governance.pilots.innovation_sites", "51", "51个"),
    ("governance.rural_demo.villages", "3", "3个"),
    ("governance.beautiful_town.count", "1", "1个"),
    ("governance.discipline.closed_cases", "258", "258件"),
    ("governance.discipline.closure_rate", "96", "96%"),
    ("governance.discipline.avg_trial_days", "6", "6天"),
    ("governance.discipline.avg_trial_days_2022", "15", "15天"),
    ("cadre.worklog.saturation_threshold", "90", "90%"),
    ("cadre.lectures.leaders", "59", "59名"),
    ("cadre.lectures.adjunct_teachers", "16", "16名"),
    ("cadre.courseware.selected", "20", "20个"),
    ("cadre.research.topics", "428", "428个"),
    ("cadre.research.livelihood_matters", "497", "497件"),
    ("cadre.night_study.sessions", "380", "380场次"),
    ("cadre.night_study.attendances", "11260", "11260人次"),
];

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
async fn every_figure_has_the_value_the_county_printed() {
    over_the_demo(async |running| {
        for last_date in [CUTOFF, "2023-12-31"] {
            let figures = all(running, &scope(COUNTY, "2023-01-01", last_date)).await;
            for (code, value, text) in PRINTED {
                let figure = &figures[code];
                assert_eq!(figure.value.as_deref(), Some(value), "{code} up to {last_date}");
                assert_eq!(figure.text, text, "{code} up to {last_date}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn last_year_and_growth_come_from_the_engine() {
    over_the_demo(async |running| {
        let figures = all(running, &scope(COUNTY, "2023-01-01", CUTOFF)).await;
        let stock = &figures["industry.above_scale.total"];
        assert_eq!(stock.same_period_last_year.as_deref(), Some("111"));
        assert_eq!(stock.growth.as_deref(), Some("9.0"));
        // Eleven months are compared with eleven, though the year has twelve.
        let trade = &all(running, &scope(COUNTY, "2023-01-01", "2023-12-31")).await;
        assert_eq!(trade["industry.trade.total"].last_covered_date, "2023-11-30");
        assert_eq!(trade["industry.trade.total"].growth.as_deref(), Some("12.0"));
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
                    let answer = answer.expect(&described.code).into_inner();
                    assert!(answer.additive);
                    let parts = answer.cells.iter().filter_map(|cell| cell.figure.as_ref());
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
