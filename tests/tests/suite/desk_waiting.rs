//! What waits at the desk, by kind and recorder, and judged all at once.

use std::net::SocketAddr;

use ::ledger::kinds::Kind as _;
use proto::industry::v1::Enterprise;

use crate::desk_pages::{DESK, Visitor, value, with_county};
use crate::http::send;

/// More than a page holds.
const MANY: u32 = 130;

fn code(n: u32) -> String {
    Enterprise::sample(n).credit_code
}

async fn enter(http: SocketAddr, actor: &str, numbers: std::ops::Range<u32>) {
    let mut text = "统一社会信用代码,名称,所在地,行业代码\n".to_owned();
    for n in numbers {
        text.push_str(&format!("{},示例{n},421222106,3099\n", code(n)));
    }
    let headers = [("xianzhi-actor", actor), ("content-type", "text/csv")];
    let path = "/v1/counties/421222/imports?kind=Enterprise";
    let answer = send(http, "POST", path, &headers, &text).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_a_filter_shows_is_judged_at_once_or_not_at_all() {
    with_county(async |http| {
        enter(http, "li.recorder", 0..MANY).await;
        enter(http, "zhao.recorder", MANY..MANY + 2).await;
        let verifier = Visitor::enter(http, "wang.verifier").await;
        let waiting = format!("{DESK}/waiting/industry");
        let shown = async |query: &str| {
            let page = verifier.get(&format!("{waiting}?state=recorded{query}")).await;
            assert_eq!(page.status, 200, "{}", page.body);
            let count = page.body.matches("name=\"record\"").count();
            (count, value(&page.body, "position"))
        };
        assert_eq!(shown("").await.0, 100, "a page");
        assert_eq!(shown("&recorder=zhao.recorder").await.0, 2);
        assert_eq!(shown("&kind=difficulties").await.0, 0);
        let unknown = verifier.get(&format!("{waiting}?kind=nothing")).await;
        assert_eq!(unknown.status, 404);

        // One of them is the verifier's own: then none is verified.
        enter(http, "wang.verifier", MANY + 2..MANY + 3).await;
        let (_, position) = shown("&kind=enterprises").await;
        let judge = async |query: &str, position: &str, verdict: &str, reason: &str| {
            let form =
                [("whole", "1"), ("position", position), ("verdict", verdict), ("reason", reason)];
            verifier.form(&format!("{waiting}?state=recorded{query}"), &form).await
        };
        let own = judge("&kind=enterprises", &position, "verify", "").await;
        assert_eq!(own.status, 403);
        assert!(own.body.contains("VERIFIER_IS_RECORDER") && own.body.contains("未处理任何记录"));

        // What came after the page was seen is not judged with it.
        let (_, position) = shown("&recorder=li.recorder").await;
        enter(http, "li.recorder", MANY + 3..MANY + 4).await;
        let done = judge("&recorder=li.recorder", &position, "verify", "").await;
        assert_eq!(done.status, 303, "{}", done.body);
        let to = done.header("location").to_owned();
        assert!(to.contains("recorder=li.recorder") && to.ends_with("done=130"), "{to}");
        assert!(verifier.get(&to).await.body.contains("已处理 130 条"));
        assert_eq!(shown("&recorder=li.recorder").await.0, 1, "the one that was not seen");

        let (_, position) = shown("&recorder=zhao.recorder").await;
        let no_reason = judge("&recorder=zhao.recorder", &position, "return", "").await;
        assert_eq!(no_reason.status, 400);
        let back = judge("&recorder=zhao.recorder", &position, "return", "请核对名称").await;
        assert_eq!(back.status, 303, "{}", back.body);
        let page = verifier.get(&format!("{waiting}?state=returned")).await.body;
        assert_eq!(page.matches("请核对名称").count(), 2);
    })
    .await;
}
