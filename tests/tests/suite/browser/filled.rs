//! The report of the filled county in a browser: its charts, the page for leaders, the desk, and
//! what comes out of the printer.

use std::io::Write as _;
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fantoccini::Locator;
use serde_json::json;

use super::driver::{Browser, axe, keep};
use crate::filled::{CUTOFF, over_the_demo_once};

const DIVISION: &str = "/v1/divisions/421222";
const CASES: &str = "/v1/counties/421222/governance/case_files";

/// A browser before the filled county.
async fn before_the_demo(test: impl AsyncFn(&Browser, &str)) {
    over_the_demo_once(async |county| {
        let Some(browser) = Browser::start(true).await else { return };
        test(&browser, &format!("http://{}", county.http)).await;
        browser.close().await;
    })
    .await;
}

fn report(more: &str) -> String {
    format!("{DIVISION}/reports/2023?format=html&as_of={CUTOFF}{more}")
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_of_the_report_show_what_their_tables_say() {
    before_the_demo(async |browser, here| {
        for language in ["", "&lang=en"] {
            browser.client.goto(&format!("{here}{}", report(language))).await.expect("the report");
            let air = "figure:has(svg.air-year)";
            let squares = browser.count(&format!("{air} svg rect:has(title)")).await;
            assert_eq!(squares, 342, "a square for each day up to the cutoff");
            let parts = "figure:has(svg.composition)";
            assert!(browser.count(parts).await >= 2, "trade and disputes are made up of parts");
            let whole = browser.count(&format!("{parts} tbody tr")).await;
            let keyed = browser.count(&format!("{parts} svg text.s")).await;
            assert_eq!(whole, keyed, "every part is named beside the bar");
            let named = browser.client.find_all(Locator::Css("svg[role=img]")).await;
            for picture in named.expect("pictures") {
                let told = picture.attr("aria-label").await.expect("an attribute");
                let titled = picture.attr("aria-labelledby").await.expect("an attribute");
                assert!(told.or(titled).is_some_and(|text| !text.is_empty()), "a picture is named");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn leaders_have_one_page_with_targets_movers_and_whose_is_overdue() {
    before_the_demo(async |browser, here| {
        let path = format!("{here}{}", report("&audience=leaders"));
        browser.client.goto(&path).await.expect("the page");
        let figures = "#highlights\\.figures tbody tr";
        assert_eq!(browser.count(figures).await, 12);
        let rows = browser.client.find_all(Locator::Css(figures)).await.expect("rows");
        for row in rows {
            let text = row.text().await.expect("a text");
            assert!(text.contains('灯'), "no target or no light: {text}");
        }
        assert_eq!(browser.count("#highlights\\.better tbody tr").await, 3);
        let overdue = browser.text("#problems\\.overdue").await;
        for kind in ["改革任务", "督察问题", "企业难题", "矛盾纠纷"] {
            assert!(overdue.contains(kind), "{kind} in {overdue}");
        }
        browser.draw("leaders").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn paper_is_a4_and_has_what_the_screen_has() {
    before_the_demo(async |browser, here| {
        browser.client.goto(&format!("{here}{}", report(""))).await.expect("the report");
        let asked = json!({"preferCSSPageSize": true, "printBackground": true});
        let printed = browser.devtools("Page.printToPDF", asked).await;
        let pdf = STANDARD.decode(printed["data"].as_str().expect("a file")).expect("base64");
        keep("printed.pdf", &pdf);
        let info = told_by("pdfinfo", &["-"], &pdf);
        assert!(info.contains("(A4)"), "{info}");
        let text = told_by("pdftotext", &["-raw", "-", "-"], &pdf).replace(char::is_whitespace, "");
        for words in ["全年速览", "工业企业", "指标总表", "台账位置"] {
            assert!(text.contains(words), "{words} is not on paper");
        }
        assert!(!text.contains("下载："), "links that paper has no use for");
    })
    .await;
}

/// What a program says of a file.
fn told_by(program: &str, arguments: &[&str], file: &[u8]) -> String {
    let mut asked = Command::new(program);
    asked.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut running = asked.spawn().expect(program);
    let mut input = running.stdin.take().expect("its input");
    std::thread::scope(|scope| {
        scope.spawn(move || input.write_all(file).expect("read"));
        let output = running.wait_with_output().expect(program);
        String::from_utf8(output.stdout).expect("UTF-8")
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_serious_keeps_anybody_from_a_filled_county() {
    let Some(axe) = axe() else { return };
    before_the_demo(async |browser, here| {
        let figure = |code: &str| format!("{DIVISION}/figures/{code}?period=2023&format=html");
        let pages = [
            report(""),
            report("&audience=internal"),
            report("&audience=leaders&lang=en"),
            format!("{DIVISION}/reports/2023-H1?format=html"),
            format!("{DIVISION}/reports/2023-Q3?format=html&lang=en"),
            figure("ecology.air.good_days_rate"),
            figure("governance.disputes.accepted"),
            format!("{CASES}:case_board?format=html&date={CUTOFF}"),
            format!("{CASES}:case_board?format=html&lang=en&date={CUTOFF}&light=CASE_LIGHT_BEHIND"),
            format!("{CASES}/AJ2023-00100:case_timeline?format=html"),
            format!("{CASES}/AJ2023-00100:case_timeline?format=html&lang=en"),
            "/desk/421222".to_owned(),
            "/desk/421222/calendar".to_owned(),
            "/desk/421222/quality".to_owned(),
            "/desk/421222/waiting/governance".to_owned(),
            "/desk/421222/forms/industry/enterprises".to_owned(),
            "/desk/421222/ledger/industry/enterprises".to_owned(),
            "/desk/421222/import".to_owned(),
        ];
        for scheme in ["light", "dark"] {
            let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
            browser.devtools("Emulation.setEmulatedMedia", json!({"features": features})).await;
            for (at, path) in pages.iter().enumerate() {
                browser.client.goto(&format!("{here}{path}")).await.expect(path);
                browser.draw(&format!("filled-{scheme}-{at}")).await;
                let faults = browser.faults(&axe).await;
                assert!(faults.is_empty(), "{path} ({scheme}): {}", faults.join("\n"));
            }
        }
    })
    .await;
}
