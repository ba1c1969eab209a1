//! The state of a county: what was written since yesterday, and which figures it changed.

use serde_json::{Value, json};

use crate::http::get;
use crate::rest::{DIFFICULTIES, difficulty, parsed, with_enterprise, write};

const STATE: &str = "/v1/divisions/421222/state?period=2023";

#[tokio::test(flavor = "multi_thread")]
async fn the_state_says_which_figures_changed_from_what_to_what() {
    with_enterprise(async |http| {
        let changes = async || -> Value {
            let answer = get(http, STATE, &[]).await;
            assert_eq!(answer.status, 200, "{}", answer.body);
            parsed(&answer)["changes"].clone()
        };
        let quiet = changes().await;
        assert_eq!((&quiet["figures"], &quiet["unknown"]), (&json!([]), &json!([])));
        let page =
            async |rest: &str| get(http, &format!("{STATE}&format=html{rest}"), &[]).await.body;
        let still = page("").await;
        assert!(still.contains("没有指标的值发生变化"), "{still}");
        let created = write(http, "POST", DIFFICULTIES, &[], &difficulty("D-1")).await;
        let etag = created.header("etag").to_owned();
        let verify = format!("{DIFFICULTIES}/D-1:verify");
        let by = [("xianzhi-actor", "verifier"), ("if-match", etag.as_str())];
        let verified = write(http, "POST", &verify, &by, &json!({})).await;
        assert_eq!(verified.status, 200, "{}", verified.body);
        let moved = changes().await;
        let figures = moved["figures"].as_array().expect("figures");
        let raised = figures.iter().find(|figure| figure["code"] == "industry.difficulty.raised");
        let raised = raised.unwrap_or_else(|| panic!("it changed: {moved}"));
        // Before the first record nothing was known: missing is not zero.
        assert_eq!((&raised["from"], &raised["to"]), (&json!(null), &json!("1")));
        assert_eq!((&raised["from_text"], &raised["to_text"]), (&json!("缺"), &json!("1件")));
        let link = raised["link"].as_str().expect("a link");
        assert_eq!(get(http, link, &[]).await.status, 200, "{link}");
        let english = page("&lang=en").await;
        for text in ["Which figures changed", ">missing<", ">1 difficulty<"] {
            assert!(english.contains(text), "{text}: {english}");
        }
        // A department is called by its name in Chinese on Chinese pages.
        assert!(still.contains(">产业</a>") && english.contains(">industry</a>"), "{still}");
    })
    .await;
}
