//! What pages of the desk tell in words: columns that are not taken, rules of quality, periods of
//! which more came than is owed, and notes to what is filled in.

use std::net::SocketAddr;

use serde_json::{Value, json};

use crate::desk_english::chinese;
use crate::desk_imports::settled;
use crate::desk_pages::{DESK, Visitor, code, with_county};
use crate::http::{get, send};

async fn create(http: SocketAddr, collection: &str, record: &Value) {
    let path = format!("/v1/counties/421222/{collection}");
    let headers = [("xianzhi-actor", "li.recorder"), ("content-type", "application/json")];
    let created = send(http, "POST", &path, &headers, &record.to_string()).await;
    assert_eq!(created.status, 201, "{}", created.body);
}

async fn enterprise(http: SocketAddr) {
    let enterprise = json!({
        "credit_code": code(), "name": "示例磨料有限公司", "division": "421222106",
        "industry_code": "3099", "establish_date": "2019-04-01",
    });
    create(http, "industry/enterprises", &enterprise).await;
}

/// What a program is answered for a sheet.
async fn imported(http: SocketAddr, query: &str, sheet: &str) -> Value {
    let path = format!("/v1/counties/421222/imports?{query}");
    let headers = [("xianzhi-actor", "program"), ("content-type", "text/csv")];
    let answer = send(http, "POST", &path, &headers, sheet).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    serde_json::from_str(&answer.body).expect("JSON")
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_that_acts_and_rules_give_are_named_and_not_taken() {
    with_county(async |http| {
        enterprise(http).await;
        let sheet = format!(
            "编号,企业,所在地,事项,提出日期,办结日期,是否现场解决\n\
             D-1,{},421222106,示例：用电增容,2023-05-06,2023-06-01,是\n",
            code()
        );
        let query = "name=a.csv&kind=Difficulty";
        let tried = imported(http, &format!("{query}&dry_run=true"), &sheet).await;
        let given = &tried["given"][0];
        assert_eq!(given["kind"], "企业难题", "{tried}");
        assert_eq!(given["fields"], json!(["办结日期", "是否现场解决"]), "{tried}");
        let tried = imported(http, &format!("{query}&dry_run=true&lang=en"), &sheet).await;
        let fields = json!(["resolve date", "resolved on site"]);
        assert_eq!(tried["given"][0]["fields"], fields, "{tried}");
        // A rule's column is named as well.
        let tenders = "编号,项目名称,所在地,开标日期,是否全程线上\n\
                       T-1,示例,421222,2023-05-06,是\n";
        let path = "/v1/counties/421222/imports?name=a.csv&kind=Tender&dry_run=true";
        let headers = [("xianzhi-actor", "program")];
        let answer = send(http, "POST", path, &headers, tenders).await.body;
        let answer: Value = serde_json::from_str(&answer).expect("JSON");
        assert_eq!(answer["given"][0]["fields"], json!(["是否全程线上"]), "{answer}");
        // The page says so before anything is taken, and what is taken lacks it.
        let visitor = Visitor::enter(http, "li.recorder").await;
        let body = format!(
            "--frontier\r\nContent-Disposition: form-data; name=\"file\"; \
             filename=\"企业难题.csv\"\r\n\r\n{sheet}\r\n--frontier--\r\n"
        );
        let kind = "multipart/form-data; boundary=frontier";
        let begun = visitor.post(&format!("{DESK}/import"), kind, &body).await;
        let job = begun.header("location").to_owned();
        let page = settled(&visitor, &job).await;
        let told = "由规则或流程给出、不从表中采用的列：办结日期、是否现场解决</p>";
        assert!(page.contains(told), "{page}");
        let page = settled(&visitor, &format!("{job}?lang=en")).await;
        let told = "since rules and acts give them: resolve date, resolved on site</p>";
        assert!(page.contains(told), "{page}");
        assert_eq!(visitor.form(&job, &[("act", "all")]).await.status, 303);
        assert!(settled(&visitor, &job).await.contains("已写入"));
        let record = "/v1/counties/421222/industry/difficulties/D-1";
        let record = get(http, record, &[("accept", "application/json")]).await.body;
        assert!(record.contains("D-1") && !record.contains("2023-06-01"), "{record}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_rules_find_is_told_in_the_words_of_the_page() {
    with_county(async |http| {
        enterprise(http).await;
        let titles = "统计期首日,统计期末日,进出口,所在地,人民币值（万元）,美元值（万美元）,\
                      数据版本,发布日期,文号";
        let row = |month: &str, last: &str, value: u32| {
            let days = format!("{month}-01,{month}-{last}");
            format!("{days},出口,421222,{value},{value},正式,{month}-{last},示例{month}\n")
        };
        let (before, after) = (row("2023-01", "31", 1), row("2023-02", "28", 9));
        let sheet = format!("{titles}\n{before}{after}");
        let query = format!("name=a.csv&kind=TradeBulletin&explanation={}", "%E9%9B%86%E4%B8%AD");
        imported(http, &query, &sheet).await;
        let difficulty = json!({
            "code": "D-1", "enterprise_id": code(), "division": "421222106",
            "title": "示例：用电增容", "raise_date": "2018-05-06",
        });
        create(http, "industry/difficulties", &difficulty).await;
        let visitor = Visitor::enter(http, "li.recorder").await;
        let page = visitor.get(&format!("{DESK}/quality")).await.body;
        for part in [
            ">进出口额与上月相差过大</a></td><td class=\"warning\">存疑</td>",
            ">难题早于企业成立</a></td><td class=\"error\">错误</td>",
            ">难题未填涉及金额</a></td><td class=\"hint\">提示</td>",
            "</strong>（1，已说明 1）：核对海关原始通报",
            "已说明：集中</span>",
            "</strong>（1）：核对提出日期和企业成立日期",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        let page = visitor.get(&format!("{DESK}/quality?lang=en")).await.body;
        for part in [
            ">trade differs much from the month before</a></td><td class=\"warning\">doubtful</td>",
            ">a difficulty raised before its enterprise was founded</a></td>\
             <td class=\"error\">error</td>",
            "<td class=\"hint\">hint</td>",
            "</strong> (1, explained: 1): compare with the customs bulletin",
            "Explained: 集中</span>",
            "</strong> (1): check both days",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        for tag in ["th", "td", "h1", "h2", "summary", "strong", "li"] {
            assert_eq!(chinese(&page, tag), Vec::<&str>::new(), "{tag}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_period_with_more_than_is_owed_the_calendar_says_how_much_that_is() {
    with_county(async |http| {
        let center = json!({
            "code": "ZX-1", "name": "示例综治中心", "division": "421222106",
            "first_date": "2022-01-04", "level": "CENTER_LEVEL_TOWNSHIP",
        });
        create(http, "governance/centers", &center).await;
        for n in 1..=2 {
            let reception = json!({
                "code": format!("R-{n}"), "center_id": "ZX-1", "division": "421222106",
                "receive_date": "2023-05-08", "person_count": 2,
                "disposition": "DISPOSITION_DIRECT_REPLY", "answer_date": "2023-05-09",
            });
            create(http, "governance/receptions", &reception).await;
        }
        let visitor = Visitor::enter(http, "li.recorder").await;
        let page = visitor.get(&format!("{DESK}/calendar?year=2023")).await.body;
        assert!(page.contains(">2（至少1）</span>"), "{page}");
        // Why nothing was in time is said where nothing was.
        assert!(page.contains("这一年的记录都是事后补录的"), "{page}");
        let page = visitor.get(&format!("{DESK}/calendar?year=2023&lang=en")).await.body;
        assert!(page.contains(">2 (at least 1)</span>"), "{page}");
        assert!(page.contains("All of this year was entered afterwards"), "{page}");
        let page = visitor.get(&format!("{DESK}/calendar?year=2022")).await.body;
        assert!(!page.contains("事后补录"), "of a year of which nothing came: {page}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_to_what_is_filled_in_are_in_the_language_of_the_page() {
    with_county(async |http| {
        let visitor = Visitor::enter(http, "li.recorder").await;
        // A form of a kind and one of an act, with the note to a field and the word on the whole.
        for (form, note, comment, whole) in [
            (
                "forms/industry/enterprises",
                "GB/T 4754-2017 的小类、中类或大类代码",
                "A class, group or division of GB/T 4754-2017",
                "An enterprise, by its unified social credit code.",
            ),
            (
                "acts/governance/case_files/register",
                "登记时选定，不选即为矛盾纠纷",
                "Chosen on registering; a case that says nothing is a dispute.",
                "Registers a dispute, a petition, or a finding.",
            ),
        ] {
            let page = visitor.get(&format!("{DESK}/{form}")).await.body;
            assert!(page.contains(note), "{note}: {page}");
            for english in [comment, whole] {
                assert!(!page.contains(english), "{english}: {page}");
            }
            let page = visitor.get(&format!("{DESK}/{form}?lang=en")).await.body;
            for english in [comment, whole] {
                assert!(page.contains(english), "{english}: {page}");
            }
            assert_eq!(chinese(&page, "p class=\"note\""), Vec::<&str>::new());
        }
        let kept = visitor.get("/v1/counties/421222/industry?format=html").await.body;
        assert!(kept.contains("<td>县市场监督管理局</td>"), "{kept}");
        assert!(!kept.contains("An enterprise, by its unified social credit code."), "{kept}");
    })
    .await;
}
