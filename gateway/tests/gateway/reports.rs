//! What a report says, and when it is computed.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use proto::report::v1::CompileReportRequest;
use proto::report::v1::report_service_client::ReportServiceClient;
use serde_json::json;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::world::{Answer, World};
use crate::{REPORT, found, section, text};

#[tokio::test]
async fn a_report_is_compiled_from_what_the_departments_answer() {
    let world = World::start().await;
    let report = world.json(REPORT).await;
    assert_eq!(report["division_name"], "通城县");
    assert_eq!(report["title"], "通城县2023年改革与发展报告");
    assert_eq!(
        (&report["first_date"], &report["last_date"]),
        (&json!("2023-01-01"), &json!("2023-12-31"))
    );
    assert_eq!((&report["complete"], &report["missing"]), (&json!(true), &json!([])));
    assert_eq!(
        report["positions"],
        json!({"ecology": {"421222": "77"}, "industry": {"421222": "812"}})
    );
    assert_eq!(report["free_numbers"], json!([]));
    let industry = section(&report, "economy.industry");
    let expected = "本期进入规上名录的工业企业9家，比上年同期增加5家；期末在库120家。";
    assert_eq!(text(industry), expected);
    let spans = industry["paragraphs"][0]["spans"].as_array().expect("spans");
    assert_eq!(spans[1], json!({"text": "9家", "code": "industry.above_scale.new"}));
    assert_eq!(spans[0].get("code"), None);
}

#[tokio::test]
async fn words_follow_the_printed_value_and_missing_figures_are_not_printed() {
    let world = World::start().await;
    let report = world.json(REPORT).await;
    let trade = text(section(&report, "economy.opening_up"));
    assert!(trade.starts_with("据海关统计，1-11月货物进出口总额14亿元，同比下降3%。"), "{trade}");
    assert!(trade.contains("收缩") && !trade.contains("扩大"), "{trade}");
    let quality = text(section(&report, "nature.quality"));
    assert!(
        quality.contains("占有效天数的94.7%（有效监测341天；应有365天、实有341天）"),
        "{quality}"
    );
    assert!(quality.contains("提高1.2个百分点"), "{quality}");
    assert!(quality.contains("监测结果尚未报送"), "{quality}");
    let shorter = world.json(&format!("{REPORT}?as_of=2023-06-30")).await;
    assert_eq!(shorter["last_date"], "2023-06-30");
}

#[tokio::test]
async fn every_figure_says_all_about_itself() {
    let world = World::start().await;
    let report = world.json(REPORT).await;
    let new = found(&report["figures"], "industry.above_scale.new");
    assert_eq!(
        (&new["value"], &new["counted"], &new["pending"]),
        (&json!("9"), &json!(3), &json!(1))
    );
    assert_eq!(new["excluded"], json!({"unverified": 2, "withdrawn": 0}));
    assert_eq!((&new["same_period_last_year"], &new["growth"]), (&json!("4"), &json!("125.0")));
    assert_eq!((&new["department"], &new["owner"]), (&json!("industry"), &json!("某局")));
    assert_eq!(new["positions"], json!({"421222": "812"}));
    assert_eq!((&new["coverage"], &new["missing_reason"]), (&json!(null), &json!(null)));
    let rate = found(&report["figures"], "ecology.air.good_days_rate");
    assert_eq!(rate["coverage"]["covered"], 341);
    assert_eq!(rate["denominator"], "341");
    let water = found(&report["figures"], "ecology.water.source_compliance");
    assert_eq!((&water["value"], &water["missing_reason"]), (&json!(null), &json!("no samples")));
    let all = world.json("/v1/divisions/421222/figures?year=2023").await;
    assert_eq!(all["figures"], report["figures"]);
}

#[tokio::test]
async fn a_report_is_computed_once_for_the_positions_it_rests_on() {
    let world = World::start().await;
    let first = world.get(REPORT).await;
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with("W/\""), "{tag}");
    let again = world.call("GET", REPORT, &[("if-none-match", &tag)]).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(again.header("etag"), tag);
    let html = world.get(&format!("{REPORT}?format=html")).await;
    assert_ne!(html.header("etag"), tag);
    assert_eq!(world.get(REPORT).await.body, first.body);
    assert_eq!(world.industry.computed.load(Ordering::SeqCst), 1);
    world.industry.position.store(813, Ordering::SeqCst);
    let moved = world.call("GET", REPORT, &[("if-none-match", &tag)]).await;
    assert_eq!(moved.status, 200);
    assert_eq!(moved.json()["positions"]["industry"]["421222"], "813");
    assert_eq!(world.industry.computed.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_report_that_many_ask_for_is_compiled_once() {
    let world = Arc::new(World::start().await);
    let mut callers = JoinSet::new();
    for at in 0..12 {
        let world = Arc::clone(&world);
        let format = ["json", "html", "md"][at % 3];
        callers.spawn(async move { world.get(&format!("{REPORT}?format={format}")).await.status });
    }
    assert!(callers.join_all().await.into_iter().all(|status| status == 200));
    assert_eq!(world.industry.computed.load(Ordering::SeqCst), 1);
    assert_eq!(world.ecology.computed.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn what_was_sent_before_is_sent_again_until_a_ledger_moves() {
    let world = World::start().await;
    let path = format!("{REPORT}?format=html");
    let ask = async |headers: &[(&str, &str)]| world.call("GET", &path, headers).await;
    let told = |answer: &Answer| {
        let mut headers = answer.headers.clone();
        headers.remove("x-request-id");
        headers.remove("date");
        headers
    };
    let (first, second) = (ask(&[]).await, ask(&[("x-request-id", "mine")]).await);
    assert_eq!(second.header("x-request-id"), "mine");
    assert_ne!(first.header("x-request-id"), ask(&[]).await.header("x-request-id"));
    assert_eq!((told(&first), &first.body), (told(&second), &second.body));
    let small = ask(&[("accept-encoding", "gzip")]).await;
    let again = ask(&[("accept-encoding", "gzip")]).await;
    assert_eq!(again.header("content-encoding"), "gzip");
    assert_eq!((told(&small), &small.body), (told(&again), &again.body));
    let tag = first.header("etag").to_owned();
    let known = ask(&[("if-none-match", &tag)]).await;
    assert_eq!((known.status, known.body.len(), known.header("etag")), (304, 0, tag.as_str()));
    assert_eq!((known.header("content-type"), known.header("vary").is_empty()), ("", false));
    world.ecology.position.store(78, Ordering::SeqCst);
    let moved = ask(&[("if-none-match", &tag)]).await;
    assert_eq!(moved.status, 200);
    assert!(moved.text().contains("421222@78") && !moved.text().contains("421222@77"));
}

#[tokio::test]
async fn departments_of_the_same_process_are_asked_again_once_they_have_counted() {
    let counted = watch::Sender::new(0);
    let world = World::in_one_process(counted.subscribe()).await;
    let path = format!("{REPORT}?format=html");
    let stands =
        async |position: i64| world.get(&path).await.text().contains(&format!("421222@{position}"));
    assert!(stands(77).await);
    let (start, before) = (Instant::now(), world.ecology.asked_to_stand.load(Ordering::SeqCst));
    for _ in 0..99 {
        assert!(stands(77).await);
    }
    let asked = world.ecology.asked_to_stand.load(Ordering::SeqCst) - before;
    assert!(asked as u128 <= start.elapsed().as_millis() / 100 + 1, "asked {asked} times");
    // What this process has committed is seen by whoever knows of it.
    for position in 78..98 {
        world.ecology.position.store(position, Ordering::SeqCst);
        counted.send_modify(|count| *count += 1);
        assert!(stands(position).await, "{position}");
    }
    // What another one has is seen soon.
    world.ecology.position.store(99, Ordering::SeqCst);
    while !stands(99).await {
        assert!(start.elapsed() < Duration::from_secs(60));
    }
}

#[tokio::test]
async fn the_same_port_answers_grpc() {
    let world = World::start().await;
    let address = format!("http://{}", world.gateway);
    let mut reports = ReportServiceClient::connect(address).await.expect("a connection");
    let request = CompileReportRequest {
        division: "4212".to_owned(),
        period: "2023-Q3".to_owned(),
        cutoff_date: String::new(),
        ..Default::default()
    };
    let report = reports.compile_report(request.clone()).await.expect("a report").into_inner();
    assert_eq!((report.title.as_str(), report.complete), ("咸宁市2023年第三季度工作情况", true));
    assert_eq!(report.positions.len(), 2);
    let wrong = CompileReportRequest { period: "2023-Q9".to_owned(), ..request };
    let refused = reports.compile_report(wrong).await.expect_err("a refusal");
    assert_eq!(chassis::Refusal::from_status(&refused).reason_name(), "PERIOD_INVALID");
}
