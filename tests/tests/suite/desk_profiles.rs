//! Files of an office's own, over HTTP: profiles that are remembered, what has vanished, pasted
//! cells, workbooks of several sheets.

use std::net::SocketAddr;

use ::ledger::kinds::Kind as _;
use proto::industry::v1::Enterprise;
use rust_xlsxwriter::Workbook;

use crate::desk_imports::settled;
use crate::desk_pages::{DESK, Visitor, encoded, with_county};
use crate::http::{Answer, get, send, send_bytes};

/// The statistics office's roster, stated in full.
const ROSTER: &str = "kind: Designation
department: industry
columns: {企业代码: enterprise_id, 所在乡镇: division, 批次名: batch}
values:
  scheme: SCHEME_ABOVE_SCALE
  level: LEVEL_COUNTY
  announce_date: 2023-01-01
  first_date: 2023-01-01
  document: 示例统名〔2023〕1号
covers:
  values: {scheme: SCHEME_ABOVE_SCALE, level: LEVEL_COUNTY}
";
const BOUNDARY: &str = "multipart/form-data; boundary=frontier";

fn code(n: u32) -> String {
    Enterprise::sample(n).credit_code
}

/// The enterprises that the rosters name, entered by a program.
async fn enter(http: SocketAddr) {
    let mut text = "统一社会信用代码,名称,所在地,行业代码\n".to_owned();
    for n in 1..=4 {
        text.push_str(&format!("{},示例{n},421222106,3099\n", code(n)));
    }
    let answer = import(http, "kind=Enterprise", &text).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

async fn import(http: SocketAddr, query: &str, text: &str) -> Answer {
    let headers = [("xianzhi-actor", "li.recorder"), ("content-type", "text/csv")];
    send(http, "POST", &format!("/v1/counties/421222/imports?{query}"), &headers, text).await
}

fn roster(numbers: &[u32]) -> String {
    let rows = numbers.iter().map(|n| format!("{}\t421222106\t一\n", code(*n)));
    format!("企业代码\t所在乡镇\t批次名\n{}", rows.collect::<String>())
}

/// A form of several parts, as browsers send it.
fn form(parts: &[(&str, &str)]) -> String {
    let one = |(name, text): &(&str, &str)| {
        format!("--frontier\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
    };
    format!("{}--frontier--\r\n", parts.iter().map(one).collect::<String>())
}

/// Pastes cells with what is said of them: the page of the trial, and where it is.
async fn pasted(visitor: &Visitor, parts: &[(&str, &str)]) -> (String, String) {
    let begun = visitor.post(&format!("{DESK}/import"), BOUNDARY, &form(parts)).await;
    assert_eq!(begun.status, 303, "{}", begun.body);
    let job = begun.header("location").to_owned();
    (settled(visitor, &job).await, job)
}

async fn states(http: SocketAddr) -> Vec<(String, String)> {
    let list = "/v1/counties/421222/industry/designations?page_size=100";
    let answer = get(http, list, &[("accept", "application/json")]).await;
    let json: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
    let records = json["designations"].as_array().expect("a list").iter();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    records.map(|one| (text(&one["enterprise_id"]), text(&one["metadata"]["state"]))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_is_remembered_after_a_good_trial_and_next_month_shows_what_has_vanished() {
    with_county(async |http| {
        enter(http).await;
        let visitor = Visitor::enter(http, "li.recorder").await;
        let wrong = roster(&[1]).replace("421222106", "421222999");
        let (page, job) = pasted(&visitor, &[("pasted", &wrong), ("profile", ROSTER)]).await;
        assert!(
            page.contains("DIVISION_UNKNOWN") && !page.contains("value=\"remember\""),
            "{page}"
        );
        let refused = visitor.form(&job, &[("act", "remember"), ("name", "统计局名录")]).await;
        assert_eq!(refused.status, 409, "rows are wrong");

        let first = roster(&[1, 2, 3]);
        let (page, job) = pasted(&visitor, &[("pasted", &first), ("profile", ROSTER)]).await;
        assert!(page.contains("value=\"remember\""), "{page}");
        let refused = visitor.form(&job, &[("act", "remember"), ("name", "../名录")]).await;
        assert_eq!(refused.status, 400, "a name is no path");
        let kept = visitor.form(&job, &[("act", "remember"), ("name", "统计局名录")]).await;
        assert_eq!(kept.status, 303, "{}", kept.body);
        let told = visitor.get(kept.header("location")).await;
        assert!(told.body.contains("已保存导入方案：统计局名录"), "{}", told.body);
        assert_eq!(visitor.form(&job, &[("act", "all")]).await.status, 303);
        assert!(settled(&visitor, &job).await.contains("已写入"));

        let page = visitor.get(&format!("{DESK}/import")).await.body;
        assert!(page.contains("<option>统计局名录</option>"), "{page}");
        let next = roster(&[1, 2, 4]);
        let by_name = [("pasted", next.as_str()), ("profile_name", "统计局名录")];
        let (page, job) = pasted(&visitor, &by_name).await;
        assert!(page.contains("消失") && page.contains(&code(3)), "{page}");
        assert_eq!(visitor.form(&job, &[("act", "withdraw")]).await.status, 400, "why?");
        let told = visitor.form(&job, &[("act", "withdraw"), ("reason", "已退出名录")]).await;
        assert_eq!(told.status, 303, "{}", told.body);
        assert!(settled(&visitor, &job).await.contains("已写入"));
        let states = states(http).await;
        let of = |n: u32| states.iter().find(|(id, _)| *id == code(n)).map(|(_, s)| s.as_str());
        assert_eq!((of(3), of(4)), (Some("STATE_WITHDRAWN"), Some("STATE_RECORDED")), "{states:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_names_a_profile_and_says_why_what_has_vanished_is_withdrawn() {
    with_county(async |http| {
        enter(http).await;
        let profile = format!("profile={}&name=a.tsv", encoded(ROSTER));
        let first = import(http, &profile, &roster(&[1, 2, 3])).await;
        assert_eq!(first.status, 200, "{}", first.body);
        let listed = import(http, &profile, &roster(&[1, 2])).await;
        let json: serde_json::Value = serde_json::from_str(&listed.body).expect("JSON");
        assert_eq!((&json["vanished"], &json["withdrawn"]), (&1.into(), &0.into()), "{json}");
        let reason = format!("{profile}&withdraw_reason={}", encoded("已退出名录"));
        let told = import(http, &reason, &roster(&[1, 2])).await;
        let json: serde_json::Value = serde_json::from_str(&told.body).expect("JSON");
        assert_eq!((&json["vanished"], &json["withdrawn"]), (&1.into(), &1.into()), "{json}");
        let unknown = import(http, "profile_name=none", &roster(&[1])).await;
        assert_eq!(unknown.status, 400, "{}", unknown.body);
        assert!(unknown.body.contains("REQUEST_INVALID"));
        let page = import(http, "kind=Enterprise&format=html", "x").await;
        assert_eq!(page.status, 406, "{}", page.body);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_of_several_sheets_is_taken_whole_those_first_that_others_name() {
    with_county(async |http| {
        let book = |place: &str| {
            let mut book = Workbook::new();
            let difficulties = book.add_worksheet();
            difficulties.set_name("企业难题").expect("a name");
            let rows = [
                ["编号", "企业", "所在地", "提出日期", "事项"],
                ["D-1", code(1).leak(), "421222106", "2023-03-05", "用地"],
            ];
            write(difficulties, &rows.map(|row| row.to_vec()));
            let enterprises = book.add_worksheet();
            enterprises.set_name("企业").expect("a name");
            let heads = ["统一社会信用代码", "名称", "所在地", "行业代码"].to_vec();
            write(enterprises, &[heads, [code(1).leak(), "示例", place, "3099"].to_vec()]);
            book.save_to_buffer().expect("a book")
        };
        let post = async |book: &[u8]| {
            let path = "/v1/counties/421222/imports?name=a.xlsx&department=industry";
            let headers = [("xianzhi-actor", "li.recorder")];
            let answer = send_bytes(http, "POST", path, &headers, book).await;
            let json: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
            (answer.status, json)
        };
        let (status, json) = post(&book("421222999")).await;
        assert_eq!((status, &json["taken"]), (422, &false.into()), "{json}");
        let told = json["remarks"].as_array().expect("remarks").iter();
        let places: Vec<_> =
            told.map(|one| (one["sheet"].as_str(), one["cell"].as_str())).collect();
        assert!(places.contains(&(Some("企业"), Some("C2"))), "{json}");
        let (status, json) = post(&book("421222106")).await;
        assert_eq!((status, &json["created"]), (200, &2.into()), "{json}");
    })
    .await;
}

fn write(sheet: &mut rust_xlsxwriter::Worksheet, rows: &[Vec<&str>]) {
    for (row, cells) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            sheet.write_string(row, column, *cell).expect("written");
        }
    }
}
