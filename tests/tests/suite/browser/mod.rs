//! The pages in a real browser: read, followed to the records and back, printed, on a telephone,
//! without scripts, in both languages, and as somebody hears them who does not see them.
//!
//! What is drawn stays in the folder `browser` of cargo's folder for tests, to be looked at.

mod desk;
mod driver;
mod filled;

use std::net::SocketAddr;

use ::ledger::kinds::Kind as _;
use fantoccini::Locator;
use fantoccini::key::Key;
use fantoccini::wd::PrintConfiguration;
use proto::industry::v1::Enterprise;
use serde_json::{Value, json};
use tests::{Database, start_county};

use self::driver::{Browser, axe, keep};
use crate::http::{Answer, send};

const INDUSTRY: &str = "/v1/counties/421222/industry";
const DIVISION: &str = "/v1/divisions/421222";
const REPORT: &str = "/v1/divisions/421222/reports/2023?format=html";
const NEW: &str = "industry.above_scale.new";

/// A browser before a county with a few records; pages are the same on either database.
async fn in_a_browser(scripts: bool, test: impl AsyncFn(&Browser, &str)) {
    let Some(browser) = Browser::start(scripts).await else { return };
    let database = Database::sqlite().expect("a folder");
    let county = start_county(&database).await;
    fill(county.http).await;
    let here = format!("http://{}", county.http);
    test(&browser, &here).await;
    // What the browser shows of itself is asked of no machine.
    let asked = browser.requests().await.into_iter().filter(|url| !url.starts_with("chrome:"));
    let elsewhere: Vec<_> =
        asked.filter(|url| !url.starts_with(&here) && !url.starts_with("data:")).collect();
    assert!(elsewhere.is_empty(), "no request leaves the county: {elsewhere:?}");
    browser.close().await;
    county.stop().await;
}

async fn write(
    address: SocketAddr,
    (method, path): (&str, &str),
    actor: &str,
    tag: &str,
    body: &Value,
) -> Answer {
    let headers =
        [("content-type", "application/json"), ("xianzhi-actor", actor), ("if-match", tag)];
    let with_tag = if tag.is_empty() { &headers[..2] } else { &headers };
    let answer = send(address, method, path, with_tag, &body.to_string()).await;
    assert!(answer.status < 300, "{path}: {}", answer.body);
    answer
}

/// Three enterprises enter the roster; a difficulty is returned, revised and verified.
async fn fill(http: SocketAddr) {
    for (number, town) in (1_u64..).zip(["421222106", "421222100", "421222100"]) {
        let code = Enterprise::sample(number.try_into().expect("a number")).credit_code;
        let enterprise = json!({
            "credit_code": code, "name": format!("示例磨料{number}有限公司"), "division": town,
            "industry_code": "3099", "establish_date": "2019-04-01",
        });
        let path = format!("{INDUSTRY}/enterprises");
        write(http, ("POST", &path), "recorder", "", &enterprise).await;
        let day = format!("2023-0{number}-01");
        let designation = json!({
            "scheme": "SCHEME_ABOVE_SCALE", "level": "LEVEL_COUNTY", "enterprise_id": code,
            "division": town, "first_date": day, "announce_date": day, "batch": "示例批次",
            "document": "示例统名〔2023〕1号",
        });
        let path = format!("{INDUSTRY}/designations");
        let entered = write(http, ("POST", &path), "recorder", "", &designation).await;
        let verify = format!("{}:verify", entered.header("location"));
        write(http, ("POST", &verify), "verifier", entered.header("etag"), &json!({})).await;
    }
    difficulty(http).await;
}

async fn difficulty(http: SocketAddr) {
    let mut record = json!({
        "code": "D-1", "enterprise_id": Enterprise::sample(1).credit_code,
        "division": "421222106", "title": "示例：用电增容", "raise_date": "2023-05-06",
    });
    let all = format!("{INDUSTRY}/difficulties");
    let (path, returns) = (format!("{all}/D-1"), format!("{all}/D-1:return"));
    let entered = write(http, ("POST", &all), "recorder", "", &record).await;
    let reason = json!({"reason": "示例理由：金额缺"});
    let returned =
        write(http, ("POST", &returns), "verifier", entered.header("etag"), &reason).await;
    record["claim_fen"] = json!("1250000");
    let revised = write(http, ("PUT", &path), "recorder", &tag_of(&returned), &record).await;
    let verify = format!("{path}:verify");
    write(http, ("POST", &verify), "verifier", revised.header("etag"), &json!({})).await;
}

fn tag_of(answer: &Answer) -> String {
    let tag = answer.header("etag").to_owned();
    let told = || {
        let body: Value = serde_json::from_str(&answer.body).expect("JSON");
        body["metadata"][0]["etag"].as_str().expect("a tag").to_owned()
    };
    if tag.is_empty() { told() } else { tag }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_leads_to_its_records_and_their_history_and_back() {
    in_a_browser(true, async |browser, here| {
        browser.client.goto(&format!("{here}{REPORT}")).await.expect("the report");
        let number = format!("p.text a[href*='/figures/{NEW}?']");
        assert_eq!(browser.text(&number).await, "3家");
        browser.click(&number).await;
        assert_eq!(browser.text(".big").await, "3家");
        assert_eq!(browser.count("svg.chart[role=img]").await, 2, "by month and by township");
        browser.click("a[href*='/records?']").await;
        assert_eq!(browser.count("tbody tr").await, 3);
        browser.click("tbody th a").await;
        let acts = browser.text(".timeline").await;
        assert!(acts.contains("核实") && acts.contains("录入"), "{acts}");
        assert!(acts.contains("recorder") && acts.contains("verifier"), "{acts}");
        for _ in 0..3 {
            browser.client.back().await.expect("back");
        }
        assert_eq!(browser.text(&number).await, "3家");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_timeline_says_who_returned_a_record_why_and_what_changed() {
    in_a_browser(true, async |browser, here| {
        let path = format!("{here}{INDUSTRY}/difficulties/D-1?format=html");
        browser.client.goto(&path).await.expect("the record");
        let told = browser.text(".timeline").await;
        for words in
            ["退回 第 1 次修订 · verifier", "示例理由：金额缺", "— → 1250000", "核实 第 2 次修订"]
        {
            assert!(told.contains(words), "{words} in {told}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn how_many_there_are_is_answered_without_scripts_and_by_the_keyboard() {
    in_a_browser(false, async |browser, here| {
        browser.client.goto(&format!("{here}{REPORT}")).await.expect("the report");
        assert_eq!(browser.count("script").await, 0);
        let body = browser.client.find(Locator::Css("body")).await.expect("a body");
        body.send_keys(&char::from(Key::Tab).to_string()).await.expect("a key");
        let first = browser.client.active_element().await.expect("an element");
        assert_eq!(first.text().await.expect("a text"), "跳到正文", "the first stop skips");
        let asked = browser.client.find(Locator::Id("q")).await.expect("the search box");
        asked.send_keys("xzgsgyqy").await.expect("typed");
        asked.send_keys(&char::from(Key::Enter).to_string()).await.expect("sent");
        browser.client.wait().for_element(Locator::Css(".card")).await.expect("a card");
        let card = browser.text(".card").await;
        for words in ["新增规上工业企业数", "3家", "口径：", "责任单位：县统计局"]
        {
            assert!(card.contains(words), "{words} in {card}");
        }
        browser.click(".card h2 a").await;
        assert_eq!(browser.text(".big").await, "3家");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_changes_its_language_and_keeps_it() {
    in_a_browser(true, async |browser, here| {
        let path = format!("{here}{DIVISION}/figures/{NEW}?period=2023&format=html");
        browser.client.goto(&path).await.expect("the figure");
        browser.click("a[hreflang=en]").await;
        let html = browser.client.find(Locator::Css("html")).await.expect("a page");
        assert_eq!(html.attr("lang").await.expect("an attribute").as_deref(), Some("en"));
        assert_eq!(browser.text("h1").await, "New above-scale industrial enterprises");
        browser.click("a[href*='/records?']").await;
        assert!(browser.text("main").await.contains("The records counted"));
        browser.click("tbody th a").await;
        assert!(browser.text(".timeline").await.contains("verified"));
        browser.click("a[hreflang=zh-Hans]").await;
        assert!(browser.text(".timeline").await.contains("核实"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_telephone_scrolls_down_only_and_paper_has_the_whole_report() {
    in_a_browser(true, async |browser, here| {
        browser.resize(360, 720).await;
        for (at, path) in pages().into_iter().enumerate() {
            browser.client.goto(&format!("{here}{path}")).await.expect(&path);
            browser.draw(&format!("telephone-{at}")).await;
            let width = "return document.documentElement.scrollWidth";
            let width = browser.client.execute(width, Vec::new()).await.expect("a width");
            assert!(width.as_i64().is_some_and(|width| width <= 360), "{path}: {width}");
        }
        browser.client.goto(&format!("{here}{REPORT}")).await.expect("the report");
        let paper = PrintConfiguration::builder().background(true).build().expect("paper");
        let pdf = browser.client.print(paper).await.expect("printed");
        keep("report.pdf", &pdf);
        assert!(pdf.starts_with(b"%PDF-") && pdf.len() > 20_000, "{} bytes", pdf.len());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_serious_keeps_anybody_from_reading() {
    let Some(axe) = axe() else { return };
    in_a_browser(true, async |browser, here| {
        for scheme in ["light", "dark"] {
            let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
            browser.devtools("Emulation.setEmulatedMedia", json!({"features": features})).await;
            for (at, path) in pages().into_iter().enumerate() {
                browser.client.goto(&format!("{here}{path}")).await.expect(&path);
                browser.draw(&format!("{scheme}-{at}")).await;
                let faults = browser.faults(&axe).await;
                assert!(faults.is_empty(), "{path} ({scheme}): {}", faults.join("\n"));
            }
        }
    })
    .await;
}

/// A page of every sort, in both languages where they differ in more than words.
fn pages() -> Vec<String> {
    let id = format!("above_scale.{}.2023-01-01", Enterprise::sample(1).credit_code);
    vec![
        "/v1/divisions?format=html".to_owned(),
        REPORT.to_owned(),
        format!("{REPORT}&lang=en"),
        format!("{DIVISION}/figures?period=2023&format=html"),
        format!("{DIVISION}/figures/{NEW}?period=2023&format=html"),
        format!("{DIVISION}/figures/{NEW}?period=2023&format=html&lang=en"),
        format!("{DIVISION}/figures/{NEW}/records?period=2023&format=html"),
        format!("{DIVISION}/figures/{NEW}/breakdown?period=2023&by=township&format=html"),
        format!("{DIVISION}/search?q=%E8%A7%84%E4%B8%8A&period=2023&format=html"),
        format!("{DIVISION}/state?format=html"),
        format!("{DIVISION}/state?period=2023&format=html&lang=en"),
        "/desk/421222?lang=en".to_owned(),
        format!("{INDUSTRY}?format=html"),
        format!("{INDUSTRY}/designations?format=html"),
        format!("{INDUSTRY}/designations/{id}?format=html"),
        format!("{DIVISION}/figures/none.such?period=2023&format=html"),
    ]
}
