//! The report holds every figure of the county's table at the value printed for 2023.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::filled::{CUTOFF, over_the_demo, over_the_demo_once};
use crate::http::{get, get_bytes};

/// The county's figures of 2023: codes, names, values, units, and how they are printed.
const TABLE: &str = include_str!("figures.csv");

/// A line of the table.
struct Line {
    code: String,
    name: String,
    value: String,
    text: String,
}

fn lines() -> Vec<Line> {
    let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
    let read = |line: Result<csv::StringRecord, csv::Error>| {
        let line = line.expect("a line");
        let field = |at: usize| line.get(at).unwrap_or_default().to_owned();
        let (code, value, unit) = (field(0), field(2), field(3));
        // A declaration names no year and no county: what the table calls 2022 is the year before.
        let name = field(1).replace("2022年", "上年").replace("通城获评", "获评");
        let text = printed(&value, &unit, &field(5));
        Line { code, name, value, text }
    };
    reader.records().map(read).collect()
}

/// A value as the report prints it: exactly, with 余, or with 以上.
fn printed(value: &str, unit: &str, presentation: &str) -> String {
    match (presentation, value) {
        ("floor_more", _) => format!("{value}余{unit}"),
        // Two thirds are said in words, since their number is not exact.
        ("at_least", "66.67") => "三分之二以上".to_owned(),
        ("at_least", _) => format!("{value}{unit}以上"),
        _ => format!("{value}{unit}"),
    }
}

#[test]
fn the_table_has_136_figures() {
    let lines = lines();
    let codes: BTreeMap<_, _> = lines.iter().map(|line| (line.code.as_str(), line)).collect();
    assert_eq!((lines.len(), codes.len()), (136, 136));
    assert_eq!(codes["industry.landing_time.reduction"].text, "三分之二以上");
    assert_eq!(codes["governance.reception.visits"].text, "2290余人次");
    assert_eq!(codes["livelihood.health.coverage_fund"].text, "90%以上");
    assert_eq!(codes["industry.project_profile.investment"].text, "2.1亿元");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_holds_every_figure_at_its_value() {
    over_the_demo(async |running| {
        for (as_of, rest) in [(CUTOFF, "up to the cutoff"), ("2023-12-31", "the whole year")] {
            let path = format!("/v1/divisions/421222/reports/2023?as_of={as_of}&format=json");
            let answer = get(running.http, &path, &[]).await;
            assert_eq!(answer.status, 200, "{}", answer.body);
            let report: Value = serde_json::from_str(&answer.body).expect("JSON");
            let listed = report["figures"].as_array().expect("figures");
            let figures: BTreeMap<_, _> = listed
                .iter()
                .map(|figure| (figure["code"].as_str().expect("a code"), figure))
                .collect();
            let wrong: Vec<String> =
                lines().iter().filter_map(|line| differs(line, &figures)).collect();
            assert!(wrong.is_empty(), "{rest}: {} differ:\n{}", wrong.len(), wrong.join("\n"));
        }
    })
    .await;
}

/// Figures that choose words and print no number of their own: coverage that is whole, places that
/// are the same.
const IN_WORDS: [&str; 9] = [
    "reform.awards.hubei_reform.sole_in_city",
    "industry.canton_fair.enterprises_city_rank",
    "industry.canton_fair.booths_city_rank",
    "livelihood.health.major_ph_completion",
    "livelihood.health.coverage_diseases",
    "livelihood.health.coverage_fund",
    "ecology.eco_county.sole_in_xianning",
    "governance.legal_advisor.coverage",
    "governance.xiangxian.coverage",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_figure_is_at_home_in_the_text() {
    over_the_demo_once(async |running| {
        for lang in ["zh", "en"] {
            let path = format!(
                "/v1/divisions/421222/reports/2023?as_of={CUTOFF}&audience=internal&lang={lang}"
            );
            let report = get(running.http, &path, &[]).await.body;
            let report: Value = serde_json::from_str(&report).expect("JSON");
            let told: BTreeSet<String> = spans(&report)
                .filter_map(|span| span["code"].as_str().map(ToOwned::to_owned))
                .collect();
            let untold: Vec<_> = lines()
                .into_iter()
                .map(|line| line.code)
                .filter(|code| !told.contains(code) && !IN_WORDS.contains(&code.as_str()))
                .collect();
            assert!(untold.is_empty(), "{lang}: {untold:?}");
        }
    })
    .await;
}

/// The pieces of a report's text, in order.
fn spans(report: &Value) -> impl Iterator<Item = Value> {
    let list = |value: &Value, key: &str| value[key].as_array().cloned().unwrap_or_default();
    let sections = list(report, "chapters").into_iter();
    let sections = sections.flat_map(move |chapter| list(&chapter, "sections"));
    let paragraphs = sections.flat_map(move |section| list(&section, "paragraphs"));
    paragraphs.flat_map(move |paragraph| list(&paragraph, "spans"))
}

/// What grew says by how much as the figure of its growth does.
#[tokio::test(flavor = "multi_thread")]
async fn a_growth_reads_the_same_wherever_it_stands() {
    over_the_demo_once(async |running| {
        for period in ["2023", "2023-H1", "2023-Q3"] {
            let path = format!("/v1/divisions/421222/reports/{period}");
            let report = get(running.http, &path, &[]).await.body;
            let report: Value = serde_json::from_str(&report).expect("JSON");
            let listed = report["figures"].as_array().expect("figures");
            let find = |code: &str| listed.iter().find(|figure| figure["code"] == code);
            for [figure, growth] in [
                ["industry.trade.total", "industry.trade.growth"],
                ["industry.trade.total_usd", "industry.trade.growth_usd"],
            ] {
                let (figure, growth) = (find(figure).expect(figure), find(growth).expect(growth));
                assert!(figure["growth"].is_string(), "{period}: {figure}");
                assert_eq!(figure["growth"], growth["value"], "{period}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_figure_opens_to_its_explanation() {
    over_the_demo(async |running| {
        for line in lines() {
            for format in ["json", "html"] {
                let code = &line.code;
                let query = format!("year=2023&as_of={CUTOFF}&format={format}");
                let path = format!("/v1/divisions/421222/figures/{code}?{query}");
                let answer = get(running.http, &path, &[]).await;
                assert_eq!(answer.status, 200, "{code}: {}", answer.body);
                assert!(answer.body.contains(&line.text), "{code} as {format}");
            }
        }
    })
    .await;
}

/// The whole page with its charts is sent within 300 KiB, and needs no script to be read.
#[tokio::test(flavor = "multi_thread")]
async fn the_page_is_light_and_reads_without_scripts() {
    over_the_demo(async |running| {
        for lang in ["zh", "en"] {
            let path = format!("/v1/divisions/421222/reports/2023?format=html&lang={lang}");
            let (status, body) = get_bytes(running.http, &path).await;
            assert_eq!((status, &body[..2]), (200, &[0x1f, 0x8b][..]), "{lang} is compressed");
            assert!(body.len() < 300 << 10, "{lang}: {} bytes", body.len());
            let page = get(running.http, &path, &[]).await.body;
            assert!(page.contains("<svg") && !page.contains("<script"), "{lang}");
        }
    })
    .await;
}

/// On English pages nothing is Chinese but the link to the Chinese page.
#[tokio::test(flavor = "multi_thread")]
async fn english_pages_are_in_english() {
    over_the_demo(async |running| {
        let county = "/v1/divisions/421222";
        let first = get(running.http, "/?lang=en", &[]).await;
        let first = (first.status, first.header("location"));
        assert_eq!(first, (303, "/v1/divisions?format=html&lang=en"));
        for path in [
            "/v1/divisions?format=html".to_owned(),
            format!("{county}/reports/2023?format=html"),
            format!("{county}/reports/2023?audience=leaders&format=html"),
            format!("{county}/reports/2023-Q1?format=html"),
            format!("{county}/figures?year=2023&format=html"),
            format!("{county}/state?format=html"),
            format!("{county}/search?q=factories&year=2023&format=html"),
            format!(
                "{county}/figures/industry.trade.total/breakdown?year=2023&by=month&format=html"
            ),
        ] {
            let answer = get(running.http, &format!("{path}&lang=en"), &[]).await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.body);
            let body = answer.body.split("</style>").last().unwrap_or_default();
            let texts = body.split('<').filter_map(|piece| Some(piece.split_once('>')?.1.trim()));
            let han = |text: &&str| text.chars().any(|letter| ('一'..='龥').contains(&letter));
            let chinese: Vec<&str> = texts.filter(han).collect();
            assert_eq!(chinese, ["中文"], "{path}");
        }
    })
    .await;
}

/// What is counted since a programme began is printed as 自…以来.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_counted_since_a_day_names_the_day() {
    let departments = county::process::DEPARTMENTS.iter();
    let figures = departments.map(|department| department.load_figures().expect("figures"));
    let since: BTreeSet<String> = figures
        .flat_map(|figures| {
            figures.iter().map(|figure| figure.declaration.clone()).collect::<Vec<_>>()
        })
        .filter(|declared| declared.select.as_ref().is_some_and(|select| select.since.is_some()))
        .map(|declared| declared.code)
        .collect();
    over_the_demo(async |running| {
        let path = format!("/v1/divisions/421222/reports/2023?as_of={CUTOFF}&format=json");
        let report: Value =
            serde_json::from_str(&get(running.http, &path, &[]).await.body).expect("JSON");
        let (mut sentence, mut named, mut told) = (String::new(), Vec::new(), BTreeSet::new());
        for span in spans(&report) {
            let text = span["text"].as_str().unwrap_or_default();
            named.extend(
                span["code"].as_str().filter(|code| since.contains(*code)).map(str::to_owned),
            );
            sentence.push_str(text);
            if text.contains('。') {
                assert!(named.is_empty() || sentence.contains("以来"), "{sentence}: {named:?}");
                told.extend(named.drain(..));
                sentence.clear();
            }
        }
        assert!(told.len() > 8, "{told:?} of {since:?}");
    })
    .await;
}

/// How a figure of the report differs from its line.
fn differs(line: &Line, figures: &BTreeMap<&str, &Value>) -> Option<String> {
    let Line { code, name, value, text } = line;
    let Some(figure) = figures.get(code.as_str()) else {
        return Some(format!("{code} is not in the report"));
    };
    let said = |key: &str| figure[key].as_str().unwrap_or_default();
    let due = [("value", value), ("text", text), ("name", name)];
    let wrong = due.iter().find(|(key, due)| said(key) != due.as_str());
    wrong.map(|(key, due)| {
        let why = &figure["missing_reason"];
        format!("{code}: {key} is {:?}, not {due:?} ({why})", said(key))
    })
}
