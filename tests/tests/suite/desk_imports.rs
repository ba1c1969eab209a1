//! Imports at the desk and by programs: tried, then taken, over HTTP.

use std::time::Duration;

use ::ledger::kinds::Kind as _;
use proto::industry::v1::Enterprise;

use crate::desk_pages::{DESK, Visitor, code, encoded, value, with_county};
use crate::http::send;

/// A form with a file, as browsers send it.
fn upload(name: &str, text: &str) -> (String, String) {
    let body = format!(
        "--frontier\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n\r\n--frontier\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: text/csv\r\n\r\n{text}\r\n--frontier--\r\n"
    );
    ("multipart/form-data; boundary=frontier".to_owned(), body)
}

pub async fn settled(visitor: &Visitor, path: &str) -> String {
    for _ in 0..200 {
        let page = visitor.get(path).await;
        assert_eq!(page.status, 200, "{}", page.body);
        if !page.body.contains("data-poll") {
            return page.body;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{path} is not done");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_is_tried_then_taken_whole_or_by_its_good_rows() {
    with_county(async |http| {
        let visitor = Visitor::enter(http, "li.recorder").await;
        let path = format!("{DESK}/import");
        let text = format!(
            "统一社会信用代码,名称,所在地,行业代码\n{},示例磨料有限公司,421222106,3099\n\
             {},示例磨具有限公司,421222999,3099\n",
            code(),
            Enterprise::sample(2).credit_code
        );
        let (kind, body) = upload("企业.csv", &text);
        let begun = visitor.post(&path, &kind, &body).await;
        assert_eq!(begun.status, 303, "{}", begun.body);
        let job = begun.header("location").to_owned();
        let tried = settled(&visitor, &job).await;
        assert!(tried.contains("核对结果") && tried.contains("C3"), "{tried}");
        assert!(tried.contains("DIVISION_UNKNOWN") && !tried.contains("全部写入"));
        let list = "/v1/counties/421222/industry/enterprises";
        let listed = send(http, "GET", list, &[], "").await;
        assert!(!listed.body.contains(&code()), "a trial writes nothing");
        assert!(tried.contains(&format!("{job}/remarks/1")), "{tried}");
        let back = send(http, "GET", &format!("{job}/remarks/1"), &[], "").await;
        assert_eq!((back.status, back.header("content-type")), (200, "text/csv; charset=utf-8"));
        let saved = back.header("content-disposition");
        assert!(saved.contains("filename=\"remarks.csv\"; filename*=UTF-8''%E4%BC%81"), "{saved}");
        let said = back.body.strip_prefix(&text[..text.find('\n').expect("a line")]);
        assert!(said.is_some_and(|said| said.starts_with(",核验意见\n")), "{}", back.body);
        assert!(back.body.contains("421222999,3099,所在地 "), "{}", back.body);
        for none in ["0", "2", "x"] {
            let path = format!("{job}/remarks/{none}");
            assert_eq!(send(http, "GET", &path, &[], "").await.status, 404, "{none}");
        }
        let other = Visitor::enter(http, "someone.else").await;
        assert_eq!(other.form(&job, &[("act", "good")]).await.status, 403);
        assert_eq!(visitor.form(&job, &[("act", "all")]).await.status, 409, "a row is wrong");
        assert_eq!(visitor.form(&job, &[("act", "good")]).await.status, 303);
        let taken = settled(&visitor, &job).await;
        assert!(taken.contains("已写入"), "{taken}");
        let listed = send(http, "GET", list, &[], "").await;
        assert!(listed.body.contains(&code()));
        assert_eq!(visitor.form(&job, &[("act", "good")]).await.status, 409, "taken once");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_files_each_comes_back_with_its_own_remarks() {
    with_county(async |http| {
        let visitor = Visitor::enter(http, "li.recorder").await;
        let row = |division: &str| {
            let heads = "统一社会信用代码;名称;所在地;行业代码";
            format!("{heads}\n{};示例;{division};3099\n", code())
        };
        let part = |name: &str, text: &str| {
            format!(
                "--frontier\r\nContent-Disposition: form-data; name=\"file\"; \
                 filename=\"{name}\"\r\n\r\n{text}\r\n"
            )
        };
        let (one, other) = (row("421222999"), row("421222998"));
        let body =
            format!("{}{}--frontier--\r\n", part("企业.csv", &one), part("企业(2).csv", &other));
        let kind = "multipart/form-data; boundary=frontier";
        let begun = visitor.post(&format!("{DESK}/import"), kind, &body).await;
        assert_eq!(begun.status, 303, "{}", begun.body);
        let job = begun.header("location").to_owned();
        let tried = settled(&visitor, &job).await;
        for (number, division, others) in
            [(1, "421222999", "421222998"), (2, "421222998", "421222999")]
        {
            let path = format!("{job}/remarks/{number}");
            assert!(tried.contains(&path), "{tried}");
            let said = send(http, "GET", &path, &[], "").await.body;
            assert!(said.contains(&format!("{division};3099;所在地 ")), "{said}");
            assert!(!said.contains(others), "{said}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_good_when_it_was_tried_is_not_said_to_be_taken_once_it_is_refused() {
    with_county(async |http| {
        let visitor = Visitor::enter(http, "li.recorder").await;
        let row = |month: &str, day: &str| {
            format!("{month}-01,{month}-{day},出口,421222,1,0.2,正式,{month}-{day},示例月报{month}")
        };
        let title = "统计期首日,统计期末日,进出口,所在地,人民币值（万元）,美元值（万美元）,\
                     数据版本,发布日期,文号";
        let text = format!("{title}\n{}\n{}\n", row("2023-01", "31"), row("2023-02", "28"));
        let (kind, body) = upload("外贸月报.csv", &text);
        let begun = visitor.post(&format!("{DESK}/import"), &kind, &body).await;
        let job = begun.header("location").to_owned();
        let tried = settled(&visitor, &job).await;
        assert!(tried.contains("全部写入"), "{tried}");
        // Meanwhile February is closed, with a remark since nothing has come.
        let closing = "/v1/counties/421222/industry/period_closings";
        let sent = r#"{"kind": "trade_bulletin", "division": "421222", "first_date": "2023-02-01",
                       "last_date": "2023-02-28", "remark": "示例：当月未报"}"#;
        let headers = [("xianzhi-actor", "closer"), ("content-type", "application/json")];
        let closed = send(http, "POST", closing, &headers, sent).await;
        assert_eq!(closed.status, 201, "{}", closed.body);
        let (verifier, waiting) =
            (Visitor::enter(http, "wang.verifier").await, format!("{DESK}/waiting/industry"));
        let record = value(&verifier.get(&waiting).await.body, "record");
        let verified = [("record", record.as_str()), ("verdict", "verify")];
        assert_eq!(verifier.form(&waiting, &verified).await.status, 303);
        assert_eq!(visitor.form(&job, &[("act", "all")]).await.status, 303);
        let after = settled(&visitor, &job).await;
        assert!(after.contains("PERIOD_LOCKED") && !after.contains("已写入"), "{after}");
        let listed =
            send(http, "GET", "/v1/counties/421222/industry/trade_bulletins", &[], "").await;
        assert!(!listed.body.contains("2023-01"), "nothing of it is written: {}", listed.body);
        // The month that is open can still be taken.
        assert_eq!(visitor.form(&job, &[("act", "good")]).await.status, 303);
        assert!(settled(&visitor, &job).await.contains("已写入"));
        let listed =
            send(http, "GET", "/v1/counties/421222/industry/trade_bulletins", &[], "").await;
        assert!(listed.body.contains("2023-01") && !listed.body.contains("2023-02"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_sends_a_sheet_as_the_body_and_learns_what_became_of_it() {
    with_county(async |http| {
        let row = |division: &str| {
            format!(
                "credit_code\tname\tdivision\tindustry_code\n{}\t示例\t{division}\t3099\n",
                code()
            )
        };
        let post = async |query: &str, body: &str| {
            let path = format!("/v1/counties/421222/imports?kind=Enterprise&{query}");
            let headers = [("xianzhi-actor", "program"), ("content-type", "text/csv")];
            let answer = send(http, "POST", &path, &headers, body).await;
            let json: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
            (answer.status, json)
        };
        let (status, json) = post("dry_run=true", &row("421222106")).await;
        assert_eq!((status, &json["taken"], &json["created"]), (200, &false.into(), &1.into()));
        let (status, json) = post("name=a.tsv", &row("421222999")).await;
        assert_eq!((status, &json["taken"]), (422, &false.into()));
        assert_eq!(json["remarks"][0]["cell"], "C2");
        assert_eq!(json["remarks"][0]["reason"], "DIVISION_UNKNOWN");
        let (status, json) = post("name=a.tsv", &row("421222106")).await;
        assert_eq!((status, &json["taken"], &json["created"]), (200, &true.into(), &1.into()));
        let (status, json) = post("name=a.tsv", &row("421222106")).await;
        assert_eq!((status, &json["unchanged"]), (200, &1.into()), "{json}");
        let (status, json) = post("colour=red", "").await;
        assert_eq!((status, &json["reason"]), (400, &"REQUEST_INVALID".into()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opening_list_waits_as_one_and_shows_what_it_holds() {
    with_county(async |http| {
        let text = format!(
            "统一社会信用代码,名称,所在地,行业代码\n{},示例磨料有限公司,421222106,3099\n\
             {},示例磨具有限公司,421222106,3099\n",
            code(),
            Enterprise::sample(2).credit_code
        );
        let document = encoded("示例名录〔2022〕1号");
        let query = format!("kind=Enterprise&opening={document}&opening_date=2022-12-31");
        let path = format!("/v1/counties/421222/imports?{query}");
        let headers = [("xianzhi-actor", "li.recorder"), ("content-type", "text/csv")];
        let answer = send(http, "POST", &path, &headers, &text).await;
        let json: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
        assert_eq!((answer.status, &json["created"]), (200, &2.into()), "{json}");
        let list = json["opening_list"].as_str().expect("a list").to_owned();
        assert!(list.starts_with("enterprise.20221231."), "{list}");

        let verifier = Visitor::enter(http, "wang.verifier").await;
        let waiting = format!("{DESK}/waiting/industry");
        let page = verifier.get(&format!("{waiting}?state=recorded")).await;
        assert!(page.body.contains("示例名录〔2022〕1号") && !page.body.contains(&code()));
        let held = verifier.get(&format!("{waiting}?state=recorded&list={list}")).await;
        assert!(held.body.contains(&code()) && !held.body.contains("核实选中"), "{}", held.body);
        let record = value(&page.body, "record");
        let done = verifier.form(&waiting, &[("record", &record), ("verdict", "verify")]).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let page = verifier.get(&format!("{waiting}?state=recorded")).await;
        assert!(page.body.contains("没有待核实的记录"));
        let kept = format!("/v1/counties/421222/industry/opening_lists/{list}");
        let kept = send(http, "GET", &kept, &[], "").await;
        let kept: serde_json::Value = serde_json::from_str(&kept.body).expect("JSON");
        assert_eq!(kept["record_count"], "2");
        assert_eq!(kept["metadata"]["state"], "STATE_VERIFIED");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_makes_a_repeated_import_harmless_and_another_sheet_under_it_is_refused() {
    with_county(async |http| {
        let row = |name: &str| {
            format!(
                "credit_code\tname\tdivision\tindustry_code\n{}\t{name}\t421222106\t3099\n",
                code()
            )
        };
        let post = async |key: &str, body: &str| {
            let path = "/v1/counties/421222/imports?kind=Enterprise&name=a.tsv";
            let mut headers = vec![("xianzhi-actor", "program"), ("content-type", "text/csv")];
            headers.extend(Some(("idempotency-key", key)).filter(|_| !key.is_empty()));
            let answer = send(http, "POST", path, &headers, body).await;
            let json: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
            (answer.status, json)
        };
        let key = "123e4567-e89b-42d3-a456-426614174077";
        for _ in 0..2 {
            let (status, json) = post(key, &row("示例")).await;
            assert_eq!((status, &json["taken"], &json["created"]), (200, &true.into(), &1.into()));
        }
        let (_, json) = post("", &row("示例")).await;
        assert_eq!(json["unchanged"], 1, "without the key it is an import of its own: {json}");
        assert_eq!(json["kept"][0]["fields"].as_array().map(Vec::len), Some(3), "{json}");
        let (status, json) = post(key, &row("改名")).await;
        assert_eq!((status, &json["reason"]), (422, &"REQUEST_ID_REUSED".into()), "{json}");
        let (status, json) = post("no-uuid", &row("改名")).await;
        assert_eq!((status, &json["reason"]), (400, &"REQUEST_INVALID".into()), "{json}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sheets_to_fill_in_are_downloaded_by_department_and_by_kind() {
    with_county(async |http| {
        let visitor = Visitor::enter(http, "li.recorder").await;
        let page = visitor.get(&format!("{DESK}/import")).await.body;
        for path in ["templates/industry", "templates/industry/enterprise"] {
            let path = format!("{DESK}/{path}");
            assert!(page.contains(&format!("href=\"{path}\"")), "{path}");
            let (status, book) = crate::http::get_bytes(http, &path).await;
            assert!(status == 200 && book.starts_with(b"PK"), "{path}");
            let file = ::sheets::File::new("模板.xlsx", book).expect("a file");
            let register = ::sheets::Register::of(["industry"]);
            let plan = ::sheets::Plan::of(vec![file], &register, &::sheets::Choice::default());
            let kinds: Vec<&str> = plan.parts.iter().map(|p| p.kind.table.as_str()).collect();
            let one = path.ends_with("enterprise");
            assert_eq!(kinds == ["enterprise"], one, "{path}: {kinds:?}");
            assert!(kinds.contains(&"enterprise"));
            // The kinds that every department keeps are not known to this register.
            let own = plan.parts.iter().filter(|part| part.sheet == part.kind.label);
            let kept: Vec<_> = own.flat_map(|part| part.kept()).collect();
            assert!(kept.is_empty(), "{path} has a column for every field: {kept:?}");
        }
        // Of a kind that acts move there is a sheet an act, in the order of its service.
        let path = format!("{DESK}/templates/governance/case_file");
        assert!(page.contains(&format!("href=\"{path}\"")), "{path}");
        let (status, book) = crate::http::get_bytes(http, &path).await;
        assert_eq!(status, 200);
        let file = ::sheets::File::new("模板.xlsx", book).expect("a file");
        let register = ::sheets::Register::of(["governance"]);
        let plan = ::sheets::Plan::of(vec![file], &register, &::sheets::Choice::default());
        let acts: Vec<&str> = plan.parts.iter().map(|part| part.sheet.as_str()).collect();
        assert_eq!((acts.len(), &acts[..3]), (22, &["登记案件", "受理", "不予受理"][..]));
        for path in ["templates/nothing", "templates/industry/nothing", "templates/cadre/sample"] {
            assert_eq!(visitor.get(&format!("{DESK}/{path}")).await.status, 404, "{path}");
        }
        let refused = visitor.get(&format!("{DESK}/templates/cadre/sample")).await.body;
        assert!(refused.contains("抽取样本"), "{refused}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_job_page_says_what_is_kept_and_that_departments_take_their_rows_apart() {
    with_county(async |http| {
        let visitor = Visitor::enter(http, "li.recorder").await;
        let text = format!("credit_code,name,division,industry_code\n{},示例,421222106,3099\n", code());
        let unit = "code,name,type,division,first_date\nU-1,示例局,县直单位,421222,2019-01-01\n";
        let part = |name: &str, text: &str| {
            format!(
                "--frontier\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
                 Content-Type: text/csv\r\n\r\n{text}\r\n"
            )
        };
        let body = format!("{}{}--frontier--\r\n", part("企业.csv", &text), part("单位.csv", unit));
        let kind = "multipart/form-data; boundary=frontier";
        let begun = visitor.post(&format!("{DESK}/import"), kind, &body).await;
        assert_eq!(begun.status, 303, "{}", begun.body);
        let job = begun.header("location").to_owned();
        let page = settled(&visitor, &job).await;
        for due in ["保持原值", "成立日期", "各自整批写入", "全部写入"] {
            assert!(page.contains(due), "{due}: {page}");
        }
        let english = settled(&visitor, &format!("{job}?lang=en")).await;
        for due in ["establish date", "each by itself", "Take all"] {
            assert!(english.contains(due), "{due}: {english}");
        }
        assert_eq!(crate::desk_english::chinese(&english, "td"), Vec::<&str>::new());
        assert_eq!(crate::desk_english::chinese(&english, "th"), Vec::<&str>::new());
    })
    .await;
}
