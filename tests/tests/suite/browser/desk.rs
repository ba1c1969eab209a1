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
