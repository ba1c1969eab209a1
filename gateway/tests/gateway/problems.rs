//! Refusals as HTTP answers them.

use serde_json::json;

use crate::world::World;
use crate::{FIGURE, REPORT};

#[tokio::test]
async fn a_refusal_is_a_problem_with_its_reason() {
    let world = World::start().await;
    let cases = [
        ("/v1/divisions/421222/reports/2023-13", 400, "PERIOD_INVALID"),
        ("/v1/divisions/421222/figures", 400, "PERIOD_INVALID"),
        ("/v1/divisions/421222/reports/2023?as_of=2023-02-30", 400, "DATE_INVALID"),
        ("/v1/divisions/999999/reports/2023", 400, "DIVISION_UNKNOWN"),
        ("/v1/divisions/421222/figures/industry.none?year=2023", 404, "FIGURE_UNKNOWN"),
        ("/v1/divisions/421222/reports/2023?asof=2023-06-30", 400, "REQUEST_INVALID"),
        ("/v1/divisions/421222/nothing", 404, "PATH_UNKNOWN"),
        ("/nothing", 404, "PATH_UNKNOWN"),
    ];
    for (path, status, reason) in cases {
        let answer = world.get(path).await;
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
        let problem = answer.json();
        assert_eq!((answer.status, &problem["reason"]), (status, &json!(reason)), "{path}");
        assert_eq!(problem["status"], status, "{path}");
    }
    let page = world.get(&format!("{FIGURE}/records?year=2023&page_token=x")).await;
    assert_eq!((page.status, page.json()["reason"].clone()), (400, json!("PAGE_TOKEN_MISMATCH")));
    let month = world.get(&format!("{FIGURE}/breakdown?year=2023&by=month")).await;
    assert_eq!((month.status, month.json()["reason"].clone()), (400, json!("BREAKDOWN_UNKNOWN")));
    let written = world.call("POST", REPORT, &[]).await;
    assert_eq!((written.status, written.header("allow")), (405, "GET, HEAD"));
}

#[tokio::test]
async fn a_problem_speaks_the_language_of_the_call() {
    let world = World::start().await;
    let path = "/v1/divisions/421222/reports/2023-13";
    let headers = [("accept-language", "en-US,en;q=0.9,zh;q=0.1"), ("x-request-id", "call-7")];
    let problem = world.call("GET", path, &headers).await.json();
    assert_eq!(problem["type"], "/problems/period-invalid");
    assert_eq!(
        (&problem["title"], &problem["code"]),
        (&json!("Period invalid"), &json!("INVALID_ARGUMENT"))
    );
    assert_eq!(problem["instance"], "call-7");
    assert_eq!(
        (&problem["errors"][0]["field"], &problem["errors"][0]["pointer"]),
        (&json!("period"), &json!("/period"))
    );
    let problem = world.call("GET", &format!("{path}?lang=zh"), &headers).await.json();
    assert!(problem["detail"].as_str().expect("a detail").contains("不是报告期"));
    let page = world.call("GET", path, &[("accept", "text/html")]).await;
    assert_eq!((page.status, page.header("content-type")), (400, "text/html; charset=utf-8"));
}
