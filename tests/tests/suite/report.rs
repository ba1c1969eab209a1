//! The report over HTTP and gRPC: formats, periods, places, a department that is down.

use county::County;
use proto::report::v1::CompileReportRequest;
use proto::report::v1::report_service_client::ReportServiceClient;
use serde_json::{Value, json};
use tests::{each_database, start_county};

use crate::desk::{COUNTY, VERIFIER, by};
use crate::filled::{over_the_demo, over_the_demo_once};
use crate::http::{Answer, get};

async fn report(running: &County, path: &str) -> Value {
    let Answer { status, body, .. } = get(running.http, path, &[]).await;
    assert_eq!(status, 200, "{path}: {body}");
    serde_json::from_str(&body).expect("JSON")
}

fn figure<'a>(report: &'a Value, code: &str) -> &'a Value {
    let figures = report["figures"].as_array().expect("figures");
    figures.iter().find(|figure| figure["code"] == code).expect(code)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_holds_text_and_figures_that_agree() {
    over_the_demo(async |running| {
        let path = "/v1/divisions/421222/reports/2023?as_of=2023-12-08";
        let json = report(running, path).await;
        assert_eq!(json["complete"], true);
        assert!(json["free_numbers"].as_array().expect("a list").is_empty());
        let total = figure(&json, "industry.above_scale.total");
        for key in [
            "code",
            "name",
            "value",
            "exact",
            "unit",
            "text",
            "counted",
            "excluded",
            "pending",
            "coverage",
            "same_period_last_year",
            "growth",
            "positions",
        ] {
            assert!(total.get(key).is_some(), "no {key} in {total}");
        }
        assert_eq!(total["value"], "121");
        let markdown = get(running.http, &format!("{path}&format=md"), &[]).await.body;
        let html = get(running.http, path, &[("Accept", "text/html")]).await;
        assert!(html.header("content-type").starts_with("text/html"));
        for text in ["121家", "94.7%", "2290余人次", "增长12%", "首场"] {
            assert!(markdown.contains(text), "{text} is not in the Markdown");
            assert!(html.body.contains(text), "{text} is not in the page");
        }
        assert!(html.body.contains("/figures/industry.above_scale.total"), "no way down");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_json_of_every_view_is_as_its_schema_says() {
    over_the_demo_once(async |running| {
        let schema = report(running, "/schemas/report.json").await;
        let schema = jsonschema::draft202012::new(&schema).expect("a schema");
        for period in ["2023", "2023-H1", "2023-Q3"] {
            for view in ["public", "internal", "leaders"] {
                for lang in ["zh", "en"] {
                    let path = format!(
                        "/v1/divisions/421222/reports/{period}?audience={view}&lang={lang}"
                    );
                    let json = report(running, &path).await;
                    let faults = schema.iter_errors(&json).map(|fault| fault.to_string());
                    assert_eq!(faults.collect::<Vec<_>>(), Vec::<String>::new(), "{path}");
                    assert_eq!(json["unbound_words"], json!([]), "{path}");
                }
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_public_is_not_shown_what_only_offices_work_with() {
    over_the_demo_once(async |running| {
        let codes = async |view: &str| {
            let path = format!("/v1/divisions/421222/reports/2023?audience={view}");
            let json = report(running, &path).await;
            let figures = json["figures"].as_array().expect("figures").clone();
            let code = |figure: &Value| figure["code"].as_str().expect("a code").to_owned();
            figures.iter().map(code).collect::<Vec<_>>()
        };
        let (public, internal) = (codes("public").await, codes("internal").await);
        let inside =
            |code: &String| code.contains(".collection.") || code.ends_with("difficulty.overdue");
        assert!(!public.iter().any(inside), "{public:?}");
        let kept = internal.iter().filter(|code| inside(code)).count();
        assert!(kept > 25, "{kept}: seven of every department, and one more");
        assert!(public.iter().any(|code| code == "reform.tasks.behind"), "the public text has it");
        let listed = async |view: &str| {
            let path = format!("/v1/divisions/421222/reports/2023?format=xlsx&audience={view}");
            let (_, book) = crate::http::get_bytes(running.http, &path).await;
            let mut parts = zip::ZipArchive::new(std::io::Cursor::new(book)).expect("a package");
            let mut texts = parts.by_name("xl/sharedStrings.xml").expect("its texts");
            let mut said = String::new();
            std::io::Read::read_to_string(&mut texts, &mut said).expect("text");
            said.contains("industry.collection.received")
        };
        assert!(!listed("public").await && listed("internal").await, "the workbook is alike");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_the_year_and_a_part_of_the_county_are_the_same_call() {
    over_the_demo(async |running| {
        let months = ["2023-06", "2023-Q3", "2023-H1", "2022"];
        for period in months {
            let json = report(running, &format!("/v1/divisions/421222/reports/{period}")).await;
            assert_eq!(json["period"], period);
            assert!(figure(&json, "ecology.air.valid_days")["value"].is_string());
        }
        let half = report(running, "/v1/divisions/421222/reports/2023-H1").await;
        let cut = report(running, "/v1/divisions/421222/reports/2023?as_of=2023-06-30").await;
        let code = "governance.disputes.accepted";
        assert_eq!(figure(&half, code)["value"], figure(&cut, code)["value"]);
        let county = report(running, "/v1/divisions/421222/reports/2023").await;
        let city = report(running, "/v1/divisions/4212/reports/2023").await;
        assert_eq!(figure(&county, code)["value"], figure(&city, code)["value"]);
        let town = report(running, "/v1/divisions/421222106/reports/2023").await;
        let figures = town["figures"].as_array().expect("figures");
        let told = figures.iter().any(|one| one["code"] == code && one["value"].is_string());
        assert!(!told, "of a part of a county no cases are told");
        let code = "governance.villages.total";
        let part: i64 =
            figure(&town, code)["value"].as_str().expect("a value").parse().expect("one");
        let whole: i64 =
            figure(&county, code)["value"].as_str().expect("one").parse().expect("one");
        assert!(0 < part && part < whole);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_figure_opens_down_to_its_records() {
    over_the_demo(async |running| {
        let base = "/v1/divisions/421222/figures/industry.above_scale.new";
        let explained = report(running, &format!("{base}?year=2023")).await;
        assert_eq!(explained["figure"]["value"], "10");
        assert!(
            explained["description"]["formula"].as_str().expect("words").contains("规上工业企业")
        );
        let listed = report(running, &format!("{base}/records?year=2023")).await;
        assert_eq!(listed["records"].as_array().expect("records").len(), 10);
        let towns = report(running, &format!("{base}/breakdown?year=2023&by=township")).await;
        assert!(!towns["cells"].as_array().expect("cells").is_empty());
        let left_out =
            report(running, &format!("{base}/records?year=2023&excluded=outside_period")).await;
        assert!(!left_out["records"].as_array().expect("records").is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_report_comes_over_grpc() {
    over_the_demo(async |running| {
        let channel = chassis::connect(&format!("http://{}", running.http)).expect("an address");
        let request = CompileReportRequest {
            division: COUNTY.to_owned(),
            period: "2023".to_owned(),
            ..Default::default()
        };
        let answer = ReportServiceClient::new(channel).compile_report(by(VERIFIER, request)).await;
        let compiled = answer.expect("compiled").into_inner();
        let json = report(running, "/v1/divisions/421222/reports/2023").await;
        assert_eq!(compiled.title, json["title"].as_str().expect("a title"));
        assert_eq!(compiled.figures.len(), json["figures"].as_array().expect("figures").len());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_department_that_is_down_leaves_its_sections_missing() {
    each_database(async |database| {
        let mut running = start_county(database).await;
        let before = report(&running, "/v1/divisions/421222/reports/2023").await;
        assert_eq!(before["complete"], true);
        running.stop_department("ecology").await;
        let after = report(&running, "/v1/divisions/421222/reports/2023").await;
        assert_eq!(after["complete"], false);
        assert_eq!(after["missing"][0]["department"], "ecology");
        assert!(!after["missing"][0]["reason"].as_str().expect("why").is_empty());
        let sections = after["chapters"].as_array().expect("chapters").iter();
        let sections = sections.flat_map(|c| c["sections"].as_array().expect("sections"));
        assert!(sections.clone().any(|section| section["missing"] == true));
        assert!(sections.clone().any(|section| section["missing"] == false));
        let one = "/v1/divisions/421222/figures/ecology.air.good_days_rate?year=2023";
        let answer = get(running.http, one, &[]).await;
        assert_eq!(answer.status, 503);
        assert!(!answer.header("retry-after").is_empty());
        let state = report(&running, "/v1/divisions/421222/state?year=2023").await;
        let stands = |name: &str| {
            let all = state["departments"].as_array().expect("departments");
            all.iter().find(|department| department["name"] == name).expect(name)
        };
        assert_eq!(
            (&stands("ecology")["up"], &stands("reform")["up"]),
            (&json!(false), &json!(true))
        );
        assert!(!stands("ecology")["reason"].as_str().expect("why").is_empty());
        let page = "/v1/divisions/421222/state?year=2023&format=html&lang=en";
        assert_eq!(get(running.http, page, &[]).await.status, 200);
        running.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_requests_are_problems_with_a_reason_in_the_language_asked_for() {
    over_the_demo(async |running| {
        let cases = [
            ("/v1/divisions/999999/reports/2023", 400, "DIVISION_UNKNOWN"),
            ("/v1/divisions/421222/reports/2023-13", 400, "PERIOD_INVALID"),
            ("/v1/divisions/421222/reports/2023?as_of=2023-02-30", 400, "DATE_INVALID"),
            ("/v1/divisions/421222/reports/2023?format=docm", 406, "NOT_ACCEPTABLE"),
            ("/v1/divisions/421222/figures/nothing.at.all?year=2023", 404, "FIGURE_UNKNOWN"),
            (
                "/v1/divisions/421222/figures/industry.trade.total/breakdown?year=2023&by=township",
                400,
                "BREAKDOWN_UNKNOWN",
            ),
            (
                "/v1/divisions/421222/figures/industry.trade.total/records?year=2023&page_token=x",
                400,
                "PAGE_TOKEN_MISMATCH",
            ),
            ("/v1/nothing", 404, "PATH_UNKNOWN"),
        ];
        for (path, status, why) in cases {
            for (language, chinese) in [("zh-CN", true), ("en", false)] {
                let answer = get(running.http, path, &[("Accept-Language", language)]).await;
                assert_eq!(answer.status, status, "{path}: {}", answer.body);
                assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
                let problem: Value = serde_json::from_str(&answer.body).expect("JSON");
                let reasons = problem.to_string();
                assert!(reasons.contains(why), "{path}: {reasons}");
                let detail = problem["detail"].as_str().expect("a detail");
                let is_chinese = detail.chars().any(|letter| ('一'..='龥').contains(&letter));
                assert_eq!(is_chinese, chinese, "{path}: {detail}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_has_not_changed_is_not_sent_again() {
    over_the_demo(async |running| {
        let path = "/v1/divisions/421222/reports/2023";
        let first = get(running.http, path, &[]).await;
        let etag = first.header("etag").to_owned();
        let second = get(running.http, path, &[("If-None-Match", &etag)]).await;
        assert_eq!((second.status, second.body.as_str()), (304, ""));
    })
    .await;
}
