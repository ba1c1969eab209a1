//! Pages beside the report: answers to "how many are there now?", and records as files.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::task::JoinSet;

use crate::world::World;
use crate::{FIGURE, REPORT};

const SEARCH: &str = "/v1/divisions/421222/search?period=2023";

#[tokio::test]
async fn a_question_is_answered_with_a_card_to_copy() {
    let world = World::start().await;
    // 规上企业有多少家
    let asked = "%E8%A7%84%E4%B8%8A%E4%BC%81%E4%B8%9A%E6%9C%89%E5%A4%9A%E5%B0%91%E5%AE%B6";
    for asked in
        [asked, "gsgyqyzs", "GSQYZS", "%E8%A7%84%E4%B8%8A%E5%85%AC%E5%8F%B8%E6%80%BB%E6%95%B0"]
    {
        let answer = world.json(&format!("{SEARCH}&q={asked}")).await;
        let card = &answer["cards"][0];
        assert_eq!(card["code"], "industry.above_scale.total", "{asked}: {answer}");
        let sentence = "截至2023年12月31日，通城县规上工业企业总数为120家。";
        assert_eq!(card["sentence"], sentence);
        assert_eq!((&card["as_of"], &card["owner"]), (&"2023-12-31".into(), &"某局".into()));
    }
    let page = world.get(&format!("{SEARCH}&q=%3Cb%3E&format=html")).await.text();
    assert!(page.contains("&lt;b&gt;") && !page.contains("<b>"), "{page}");
}

#[tokio::test]
async fn records_are_a_file_in_which_nothing_is_a_formula() {
    let world = World::start().await;
    let csv = world.get(&format!("{FIGURE}/records?year=2023&format=csv")).await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let name = "attachment; filename=\"421222-industry.above_scale.new-2023.csv\"";
    assert_eq!(csv.header("content-disposition"), name);
    let text = csv.text();
    let mut lines = text.lines();
    assert!(lines.next().is_some_and(|head| head.contains("记录号,状态,修订")), "{text}");
    assert!(lines.next().is_some_and(|line| line.starts_with("D-1,已核实,1,D-1,")), "{text}");
    assert_eq!(lines.count(), 1, "{text}");
    let xlsx = world.get(&format!("{FIGURE}/records?year=2023&format=xlsx")).await;
    assert!(xlsx.body.starts_with(b"PK"));
    let left_out =
        world.get(&format!("{FIGURE}/records?year=2023&excluded=unverified&format=csv")).await;
    assert!(left_out.text().contains("D-9"), "{}", left_out.text());
}

#[tokio::test]
async fn a_record_of_a_city_has_its_page_in_its_county() {
    let world = World::start().await;
    let city = FIGURE.replace("421222", "4212");
    let page = world.get(&format!("{city}/records?year=2023&format=html")).await.text();
    let link = "href=\"/v1/counties/421222/industry/difficulties/D-1?format=html\"";
    assert!(page.contains(link), "{page}");
}

#[tokio::test]
async fn what_rules_find_stands_beside_the_figure_and_marks_the_list() {
    let world = World::start().await;
    let explained = world.json(&format!("{FIGURE}?year=2023")).await;
    let found = &explained["findings"][0];
    assert_eq!(
        (&found["rule"], &found["severity"]),
        (&"difficulty.claim".into(), &"warning".into())
    );
    assert_eq!((&found["count"], &found["explained_count"]), (&2.into(), &1.into()));
    assert_eq!(found["records"][1]["explanation"], "<b>一次性</b>");
    let page = world.get(&format!("{FIGURE}?year=2023&format=html")).await.text();
    for told in [
        "id=\"quality\"",
        "金额远离同类：2 条，其中 1 条已说明",
        "怎么办：核对单位",
        "/v1/counties/421222/industry/difficulties/D-1?format=html",
        "&lt;b&gt;一次性&lt;",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let list = "/v1/divisions/421222/figures?year=2023&format=html";
    let list = world.get(list).await.text();
    assert!(list.contains("数据质量提示") && list.contains("存疑 2 条"), "{list}");
    assert!(list.contains("industry.above_scale.new?period=2023#quality"), "{list}");
    let report = world.get(&format!("{REPORT}?format=html")).await.text();
    assert!(!report.contains("金额远离同类"), "the sentences stay as they are");
}

#[tokio::test]
async fn a_document_that_many_ask_for_at_once_is_written_once() {
    let world = Arc::new(World::start().await);
    let once = {
        world.get(&format!("{REPORT}?format=xlsx")).await;
        world.industry.broken_down.load(Ordering::SeqCst)
    };
    assert!(once > 0);
    // The ledger has moved: another document.
    world.industry.position.fetch_add(1, Ordering::SeqCst);
    world.json(REPORT).await;
    let before = world.industry.broken_down.load(Ordering::SeqCst);
    let mut callers = JoinSet::new();
    for _ in 0..12 {
        let world = Arc::clone(&world);
        callers.spawn(async move { world.get(&format!("{REPORT}?format=xlsx")).await.status });
    }
    assert!(callers.join_all().await.into_iter().all(|status| status == 200));
    let asked = world.industry.broken_down.load(Ordering::SeqCst) - before;
    assert!(asked <= once, "{asked} questions for twelve callers, {once} for one");
}

#[tokio::test]
async fn pages_say_everything_in_english_and_lead_to_english_pages() {
    let world = World::start().await;
    let page = world.get(&format!("{FIGURE}?year=2023&format=html&lang=en")).await.text();
    assert!(page.contains("<html lang=\"en\">") && page.contains("How it is computed"), "{page}");
    assert!(page.contains("figures/industry.above_scale.new/records?period=2023&amp;lang=en"));
    assert!(page.contains("figures/industry.above_scale.new?year=2023&amp;format=html\""));
}
