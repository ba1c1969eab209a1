//! Outlines of a county's own: names, charts, footnotes and audiences in every rendering.

use serde_json::{Value, json};

use crate::documents::{part, words};
use crate::world::World;
use crate::{REPORT, found, section, text};

const OWN: &str = r#"
schema: xianzhi.outline/1
periods: [year]
title: "{division}{period}"
highlights: [industry.above_scale.new, ecology.air.good_days_rate]
chapters:
  - id: one
    title: 篇
    sections:
      - id: one.a
        title: 节
        owner: 某局
        text:
          - say: "新增{industry.above_scale.new}：{industry.above_scale.new|names:title:1}。"
            note: "以名录为准。"
          - say: "按乡镇看，{industry.above_scale.new|most}。"
        charts:
          - kind: townships
            of: [industry.above_scale.new]
            caption: 分乡镇
          - kind: trend
            of: [industry.above_scale.new]
            caption: 分月
      - id: one.b
        title: 内部
        owner: ""
        audience: [internal, leaders]
        table: [industry.above_scale.total]
"#;

async fn world() -> World {
    world_of(OWN).await
}

async fn world_of(outline: &str) -> World {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("own.yaml");
    std::fs::write(&file, outline).expect("a file");
    World::with_outlines(vec![file]).await
}

fn ids(report: &Value) -> Vec<&str> {
    let chapters = report["chapters"].as_array().expect("chapters").iter();
    let sections = chapters.flat_map(|chapter| chapter["sections"].as_array().expect("sections"));
    sections.map(|section| section["id"].as_str().expect("an id")).collect()
}

#[tokio::test]
async fn names_charts_and_footnotes_are_read_at_the_positions_of_the_report() {
    let world = world().await;
    let report = world.json(REPORT).await;
    let one = section(&report, "one.a");
    // There is one township with a value, so that no end can be named.
    assert_eq!(text(one), "新增9家：用地，另有1个。");
    let spans = one["paragraphs"][0]["spans"].as_array().expect("spans");
    assert_eq!(spans.last().expect("a span")["note"], "以名录为准。");
    let charts = one["charts"].as_array().expect("charts");
    assert_eq!(charts.len(), 1, "what is not broken down by month has no chart by month");
    assert_eq!(charts[0]["kind"], "townships");
    let points = json!([{"key": "421222105", "name": "五里镇"},
        {"key": "421222", "name": "通城县（不属任何乡镇）"}]);
    assert_eq!(charts[0]["points"], points);
    assert_eq!(charts[0]["series"][0]["values"][0], json!({"value": "8", "text": "8家"}));
    let schema = world.json("/schemas/report.json").await;
    let schema = jsonschema::draft202012::new(&schema).expect("a schema");
    let faults: Vec<_> = schema.iter_errors(&report).map(|fault| fault.to_string()).collect();
    assert_eq!(faults, Vec::<String>::new(), "charts and footnotes are as the schema says");
    let figures = section(&report, "highlights.figures")["figures"].clone();
    assert_eq!(figures, json!(["industry.above_scale.new", "ecology.air.good_days_rate"]));
}

#[tokio::test]
async fn every_rendering_has_the_charts_numbers_and_the_footnote() {
    let world = world().await;
    let file = async |format: &str| world.get(&format!("{REPORT}?format={format}")).await;
    let markdown = file("md").await.text();
    assert!(markdown.contains("[^1]") && markdown.contains("[^1]: 以名录为准。"), "{markdown}");
    assert!(markdown.contains("| 五里镇 | 8家 |"), "{markdown}");
    let html = file("html").await.text();
    assert!(
        html.contains("<figure class=\"picture\" id=\"one.a.chart-1\">") && html.contains("<svg"),
        "{html}"
    );
    assert!(html.contains("href=\"#note-1\"") && html.contains("id=\"note-1\""), "{html}");
    let docx = file("docx").await.body;
    assert!(words(&part(&docx, "word/footnotes.xml")).contains("以名录为准。"));
    let document = part(&docx, "word/document.xml");
    assert!(document.contains("<w:footnoteReference w:id=\"1\"/>"));
    assert!(words(&document).contains("五里镇8家"));
    let xlsx = file("xlsx").await.body;
    let charts = part(&xlsx, "xl/worksheets/sheet4.xml");
    assert!(charts.contains("<v>8</v>"), "{charts}");
    assert!(part(&xlsx, "xl/sharedStrings.xml").contains("〔1〕以名录为准。"));
}

#[tokio::test]
async fn an_audience_sees_its_own_sections() {
    let world = world().await;
    let seen = async |audience: &str| world.json(&format!("{REPORT}?audience={audience}")).await;
    assert_eq!(ids(&world.json(REPORT).await), ids(&seen("public").await));
    let (public, internal) = (seen("public").await, seen("internal").await);
    assert!(ids(&public).contains(&"one.a") && !ids(&public).contains(&"one.b"));
    assert!(ids(&internal).contains(&"one.a") && ids(&internal).contains(&"one.b"));
    assert_eq!(internal["audience"], "internal");
    let leaders = seen("leaders").await;
    assert!(!ids(&leaders).contains(&"one.a") && ids(&leaders).contains(&"one.b"));
    let page = world.get(&format!("{REPORT}?audience=leaders&format=md")).await.text();
    assert!(!page.contains("指标总表") && page.contains("120家"), "{page}");
    let wrong = world.get(&format!("{REPORT}?audience=press")).await;
    assert_eq!((wrong.status, &wrong.json()["reason"]), (400, &json!("REQUEST_INVALID")));
}

#[tokio::test]
async fn a_report_is_written_in_english_by_its_own_outline() {
    let world = world().await;
    let report = world.json(&format!("{REPORT}?lang=en")).await;
    assert_eq!(
        (&report["language"], &report["title"]),
        (&json!("en"), &json!("Tongcheng County: reform and development, 2023"))
    );
    let trade = text(section(&report, "economy.opening_up"));
    assert!(trade.contains("down 3% on the year before") && trade.contains("shrunk"), "{trade}");
    let page = world.get(&format!("{REPORT}?lang=en&format=md")).await.text();
    assert!(page.contains("(facts up to 31 December 2023)"), "{page}");
    let rate = found(&report["figures"], "ecology.air.good_days_rate");
    assert_eq!(rate["value"], "94.7");
}

/// What is typed, and what no value chooses, is told before anybody publishes it.
#[tokio::test]
async fn a_draft_says_what_it_must_not_hold() {
    let draft = OWN.replace("按乡镇看", "规模扩大，新增10家；按乡镇看");
    let world = world_of(&draft).await;
    let report = world.json(REPORT).await;
    let place = |key: &str, word: &str| json!([{"line": 16, "section": "one.a", key: word}]);
    assert_eq!(report["free_numbers"], place("numeral", "10"));
    assert_eq!(report["unbound_words"], place("word", "扩大"));
    let page = world.get(&format!("{REPORT}?format=html")).await.text();
    for told in ["数字“10”未经指标计算", "“扩大”没有随数走的条件"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(page.contains("第16行（one.a）"), "{page}");
}
