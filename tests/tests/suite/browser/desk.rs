//! The desk in a browser with scripts: a form that is checked while it is filled in, an import
//! that tells how far it is and is stopped.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use ::ledger::kinds::Kind as _;
use fantoccini::Locator;
use proto::industry::v1::Enterprise;
use serde_json::{Value, json};

use super::driver::Browser;
use super::in_a_browser;

/// More rows than can be read before somebody who looks has clicked.
const ROWS: u32 = 120_000;

async fn sign_in(browser: &Browser, here: &str) {
    let given = browser.client.find(Locator::Css("form.who input[name=actor]")).await;
    given.expect("who acts is asked").send_keys("li.recorder").await.expect("typed");
    browser.click("form.who button").await;
    let shown = browser.text("form.who strong").await;
    assert_eq!(shown, "li.recorder", "{here}");
}

async fn until(browser: &Browser, script: &str) -> Value {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(60) {
        let found = browser.client.execute(script, Vec::new()).await;
        if let Ok(found) = found
            && !matches!(found, Value::Null | Value::Bool(false))
        {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("never true: {script}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_checked_while_it_is_filled_in() {
    in_a_browser(true, async |browser, here| {
        let path = format!("{here}/desk/421222/forms/industry/enterprises");
        browser.client.goto(&path).await.expect("the form");
        sign_in(browser, here).await;
        browser.client.goto(&path).await.expect("the form");
        let place = browser.client.find(Locator::Css("[name=division]")).await.expect("a field");
        place.send_keys("421222999").await.expect("typed");
        let fault = "const fault = document.querySelector('.field.wrong .fault'); \
                     return fault && fault.textContent";
        let told = until(browser, fault).await;
        assert!(told.as_str().is_some_and(|told| told.contains("不在名册中")), "{told}");
        let others = browser.count(".field.wrong").await;
        assert_eq!(others, 1, "what nobody has touched yet is not found fault with");
        place.clear().await.expect("cleared");
        place.send_keys("421222106").await.expect("typed");
        let clean = "return document.querySelectorAll('.field.wrong').length === 0";
        until(browser, clean).await;
    })
    .await;
}

/// Types into a field of a form, in place of what it held.
async fn fill_in(browser: &Browser, name: &str, text: &str) {
    let css = format!("[name=\"{name}\"]");
    let input = browser.client.find(Locator::Css(&css)).await.expect(name);
    input.clear().await.expect("cleared");
    input.send_keys(text).await.expect("typed");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_act_is_checked_while_its_form_is_filled_in() {
    in_a_browser(true, async |browser, here| {
        let form = "/desk/421222/acts/industry/difficulties/withdraw?id=D-1";
        let path = format!("{here}{form}");
        browser.client.goto(&path).await.expect("the form");
        sign_in(browser, here).await;
        browser.client.goto(&path).await.expect("the form");
        fill_in(browser, "reason", " ").await;
        let fault = "const fault = document.querySelector('.field.wrong .fault'); \
                     return fault && fault.textContent";
        let told = until(browser, fault).await;
        assert!(told.as_str().is_some_and(|told| told.contains("须说明理由")), "{told}");
        fill_in(browser, "reason", "示例理由").await;
        until(browser, "return document.querySelectorAll('.field.wrong').length === 0").await;
        let hidden = "return document.getElementById('faults').hidden";
        assert_eq!(until(browser, hidden).await, json!(true));
        // Meanwhile somebody else has withdrawn it: that is about no field.
        let http = here.trim_start_matches("http://").parse().expect("an address");
        let record = format!("{}/difficulties/D-1", super::INDUSTRY);
        let stands = crate::http::get(http, &record, &[("accept", "application/json")]).await;
        let gone = json!({"reason": "示例：重复登记"});
        let (act, tag) = (format!("{record}:withdraw"), super::tag_of(&stands));
        super::write(http, ("POST", &act), "somebody", &tag, &gone).await;
        fill_in(browser, "reason", "示例理由二").await;
        let told = "const box = document.getElementById('faults'); \
                    return !box.hidden && box.textContent";
        let told = until(browser, told).await;
        assert!(told.as_str().is_some_and(|told| told.contains("ETAG_STALE")), "{told}");
        assert_eq!(browser.count(".field.wrong").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_asks_for_an_explanation_while_a_value_swings() {
    in_a_browser(true, async |browser, here| {
        let http = here.trim_start_matches("http://").parse().expect("an address");
        let january = json!({
            "first_date": "2023-01-01", "last_date": "2023-01-31", "division": "421222",
            "direction": "DIRECTION_EXPORT", "value_fen": "100", "value_usd_cent": "20",
            "vintage": "VINTAGE_FINAL", "release_date": "2023-01-31", "document": "示例月报1",
        });
        let all = format!("{}/trade_bulletins", super::INDUSTRY);
        super::write(http, ("POST", &all), "recorder", "", &january).await;
        let path = format!("{here}/desk/421222/forms/industry/trade_bulletins");
        browser.client.goto(&path).await.expect("the form");
        sign_in(browser, here).await;
        let february = "?first_date=2023-02-01&last_date=2023-02-28&division=421222\
                        &direction=DIRECTION_EXPORT&vintage=VINTAGE_FINAL\
                        &release_date=2023-02-28&document=x&value_usd_cent=20";
        browser.client.goto(&format!("{path}{february}")).await.expect("the form");
        fill_in(browser, "value_fen", "900").await;
        let asks = "const box = document.getElementById('faults'); \
                    return document.querySelector('#explain.wrong') && box.textContent";
        let told = until(browser, asks).await;
        assert!(told.as_str().is_some_and(|told| told.contains("EXPLANATION_REQUIRED")), "{told}");
        fill_in(browser, "~explanation", "示例企业集中报关").await;
        let taken = "return document.querySelector('#explain.wrong') === null \
                     && document.getElementById('faults').hidden";
        until(browser, taken).await;
    })
    .await;
}

/// A sheet of many enterprises, as it would be pasted.
fn sheet() -> String {
    let mut text = "统一社会信用代码,名称,所在地,行业代码\n".to_owned();
    for n in 0..ROWS {
        let code = Enterprise::sample(n).credit_code;
        let _ = writeln!(text, "{code},示例{n}有限公司,421222106,3099");
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_is_stopped_while_it_runs_leaves_nothing() {
    in_a_browser(true, async |browser, here| {
        let path = format!("{here}/desk/421222/import");
        browser.client.goto(&path).await.expect("the page");
        sign_in(browser, here).await;
        browser.client.goto(&path).await.expect("the page");
        let entries = "return fetch('/v1/counties/421222/industry/enterprises?page_size=1000') \
                       .then(answer => answer.json()).then(list => list.enterprises.length)";
        let before = browser.client.execute(entries, Vec::new()).await.expect("a list");
        let file = "const [text] = arguments; const data = new DataTransfer(); \
                    data.items.add(new File([text], '企业.csv', {type: 'text/csv'})); \
                    document.querySelector('#file').files = data.files;";
        browser.client.execute(file, vec![json!(sheet())]).await.expect("a file is chosen");
        browser.click("form[enctype] button.main").await;
        let read = "const read = document.querySelector('[data-read]'); \
                    return read && Number(read.textContent) > 0";
        until(browser, read).await;
        assert_eq!(browser.text("h1").await, "正在核对");
        // The trial is waited for; what is stopped is the taking.
        until(browser, "return document.querySelector('[name=act][value=all]') !== null").await;
        browser.click("[name=act][value=all]").await;
        until(browser, "return document.querySelector('[name=act][value=cancel]') !== null").await;
        browser.click("[name=act][value=cancel]").await;
        let stopped = "return document.querySelector('[data-poll]') === null \
                       && document.querySelector('h1').textContent";
        let stopped = until(browser, stopped).await;
        assert_eq!(stopped, json!("已取消"));
        let after = browser.client.execute(entries, Vec::new()).await.expect("a list");
        assert_eq!(after, before, "nothing is in the ledger");
    })
    .await;
}
