//! The same answers as JSON, pages and Markdown.

use serde_json::json;

use crate::world::World;
use crate::{FIGURE, REPORT};

#[tokio::test]
async fn a_page_links_every_number_and_escapes_everything() {
    let world = World::start().await;
    let browser = [("accept", "text/html,application/xhtml+xml,*/*;q=0.8")];
    let page = world.call("GET", &format!("{REPORT}?as_of=2023-06-30"), &browser).await;
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    let html = page.text();
    let link = "figures/industry.above_scale.new?period=2023&amp;as_of=2023-06-30\">9家</a>";
    assert!(html.contains(link), "{html}");
    assert!(html.contains("新增规上&lt;工业&gt;企业数") && !html.contains("<工业>"));
    assert!(!html.contains("<script"));
    assert!(page.header("vary").contains("Accept"));
    let figure = world.get(&format!("{FIGURE}?year=2023&format=html")).await.text();
    assert!(figure.contains("进入名录的企业，每家计一次"));
    assert!(figure.contains("&amp;excluded=unverified\">未计入：未经核实 2 条"), "{figure}");
    assert!(!figure.contains("excluded=withdrawn"));
    assert!(figure.contains("/v1/divisions/421222105/figures/industry.above_scale.new"));
    assert!(figure.contains("第 2 位，共 6 个，与另外 1 个并列"), "{figure}");
    assert!(figure.contains("<td class=\"num\">88.9%</td><td class=\"num\">1/1</td>"), "{figure}");
    assert!(!figure.contains("分月"), "a breakdown that is refused has no table");
    let records =
        world.get(&format!("{FIGURE}/records?year=2023&page_size=1&format=html")).await.text();
    assert!(
        records.contains("企业难题") && records.contains("<th scope=\"col\">事项</th>"),
        "{records}"
    );
    assert!(records.contains("page_size=1&amp;page_token=two"), "{records}");
}

#[tokio::test]
async fn a_format_is_chosen_by_parameter_before_accept() {
    let world = World::start().await;
    let kind = async |path: &str, accept: &str| {
        let answer = world.call("GET", path, &[("accept", accept)]).await;
        (answer.status, answer.header("content-type").to_owned())
    };
    let json = (200, "application/json".to_owned());
    let markdown = (200, "text/markdown; charset=utf-8".to_owned());
    assert_eq!(kind(REPORT, "*/*").await, json);
    assert_eq!(kind(REPORT, "text/html;q=0.5, text/markdown").await, markdown);
    assert_eq!(kind(&format!("{REPORT}?format=md"), "application/json").await, markdown);
    assert_eq!(kind(&format!("{REPORT}?format=json"), "text/html").await, json);
    let refused = world.call("GET", REPORT, &[("accept", "image/png")]).await;
    assert_eq!((refused.status, refused.json()["reason"].clone()), (406, json!("NOT_ACCEPTABLE")));
    let refused = world.get(&format!("{REPORT}?format=docm")).await;
    assert_eq!(refused.header("content-type"), "application/problem+json");
    assert_eq!(refused.json()["metadata"]["formats"], "json, html, md, docx, pdf, xlsx");
    let text = world.get(&format!("{REPORT}?format=md")).await.text();
    let head = "# 通城县2023年改革与发展报告\n\n（数据截至2023年12月31日）\n\n## 一、";
    assert!(text.starts_with(head), "{text}");
}

#[tokio::test]
async fn a_figure_opens_down_to_its_records() {
    let world = World::start().await;
    let figure = world.json(&format!("{FIGURE}?year=2023")).await;
    assert_eq!(figure["figure"]["same_period_last_year"], "4");
    assert_eq!(figure["description"]["formula"], "进入名录的企业，每家计一次");
    assert_eq!(figure["scope"]["positions"], json!({"421222": "812"}));
    let first = world.json(&format!("{FIGURE}/records?year=2023&page_size=1")).await;
    assert_eq!(first["records"][0]["code"], "D-1");
    assert_eq!(first["records"][0]["metadata"]["state"], "STATE_VERIFIED");
    assert_eq!(first["next_page_token"], "two");
    let second = world.json(&format!("{FIGURE}/records?year=2023&page_token=two")).await;
    assert_eq!(second["records"][0]["title"], "<b>用电</b>");
    let left_out = world.json(&format!("{FIGURE}/records?period=2023&excluded=unverified")).await;
    assert_eq!(
        (&left_out["excluded"], &left_out["records"][0]["code"]),
        (&json!("unverified"), &json!("D-9"))
    );
    let parts = world.json(&format!("{FIGURE}/breakdown?year=2023&by=township")).await;
    assert_eq!((&parts["additive"], &parts["cells"][1]["name"]), (&json!(true), &json!("五里镇")));
    assert_eq!(parts["cells"][1]["figure"]["value"], "8");
    assert_eq!(
        (&parts["cells"][1]["rank"], &parts["cells"][1]["share"]),
        (&json!(1), &json!("88.9"))
    );
    assert_eq!(parts["cells"][0]["rank"], json!(null));
    let explained = world.json(&format!("{FIGURE}?year=2023")).await;
    assert_eq!(
        (&explained["standing"]["rank"], &explained["standing"]["rank_of"]),
        (&json!(2), &json!(6))
    );
}

#[tokio::test]
async fn the_start_page_lists_reports_and_answers_are_compressed() {
    let world = World::start().await;
    let start = world.get("/").await;
    assert_eq!(start.status, 303);
    let page = world.get(start.header("location")).await.text();
    assert!(page.contains("href=\"/v1/divisions/421222/reports/2023\""), "{page}");
    let small = world.call("GET", REPORT, &[("accept-encoding", "gzip")]).await;
    assert_eq!(small.header("content-encoding"), "gzip");
    let head = world.call("HEAD", REPORT, &[]).await;
    assert_eq!((head.status, head.body.len()), (200, 0));
}
