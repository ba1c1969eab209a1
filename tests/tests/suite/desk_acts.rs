//! What stands is corrected, withdrawn and moved on at the desk, by a form for each act.

use std::net::SocketAddr;

use crate::desk_pages::{DESK, Visitor, code, value, with_county};
use crate::http::{get, send};

/// Enters a record as a program does, and has it verified at the desk.
async fn enter(http: SocketAddr, collection: &str, body: &str) {
    let path = format!("/v1/counties/421222/{collection}");
    let headers = [("xianzhi-actor", "li.recorder"), ("content-type", "application/json")];
    let created = send(http, "POST", &path, &headers, body).await;
    assert_eq!(created.status, 201, "{}", created.body);
    verify(http, collection.split('/').next().expect("a department")).await;
}

async fn verify(http: SocketAddr, department: &str) {
    let verifier = Visitor::enter(http, "wang.verifier").await;
    let waiting = format!("{DESK}/waiting/{department}");
    let record = value(&verifier.get(&waiting).await.body, "record");
    let done = verifier.form(&waiting, &[("record", &record), ("verdict", "verify")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

async fn state(http: SocketAddr, record: &str) -> String {
    let path = format!("/v1/counties/421222/{record}");
    let answer = get(http, &path, &[("accept", "application/json")]).await;
    let json: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
    json["metadata"]["state"].as_str().unwrap_or(&answer.body).to_owned()
}

fn company(name: &str) -> String {
    let code = code();
    format!(
        r#"{{"credit_code":"{code}","name":"{name}","division":"421222106","industry_code":"3099"}}"#
    )
}

/// What a page asks to be sent with: the record, its state, and the key of the form.
fn own(page: &str) -> [(&'static str, String); 3] {
    ["~id", "~etag", "~request_id"].map(|name| (name, value(page, name).replace("&quot;", "\"")))
}

async fn sent(
    visitor: &Visitor,
    path: &str,
    own: &[(&'static str, String)],
    rest: &[(&str, &str)],
) -> crate::http::Answer {
    let own = own.iter().map(|(name, text)| (*name, text.as_str()));
    let pairs: Vec<_> = own.chain(rest.iter().copied()).collect();
    visitor.form(path, &pairs).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_is_corrected_from_its_page_and_the_refusal_shown_there() {
    with_county(async |http| {
        enter(http, "industry/enterprises", &company("示例磨料有限公司")).await;
        let (recorder, code) = (Visitor::enter(http, "li.recorder").await, code());
        let record = format!("/v1/counties/421222/industry/enterprises/{code}?format=html");
        let acts = format!("{DESK}/acts/industry/enterprises?id={code}");
        let page = recorder.get(&record).await.body;
        assert!(page.contains(&format!("href=\"{acts}\"")), "{page}");
        let page = recorder.get(&acts).await.body;
        let form = format!("{DESK}/forms/industry/enterprises");
        assert!(page.contains(&format!("href=\"{form}?id={code}\"")), "{page}");
        let opened = recorder.get(&format!("{form}?id={code}")).await.body;
        assert_eq!(value(&opened, "name"), "示例磨料有限公司");
        let own = own(&opened);
        let fields = |name| {
            let rest = [("division", "421222106"), ("industry_code", "3099")];
            [&[("credit_code", code.as_str()), ("name", name)][..], &rest].concat()
        };
        let wrong = fields("示例磨料有限公司").into_iter().map(|(field, text)| match field {
            "division" => (field, "421222999"),
            _ => (field, text),
        });
        let refused = sent(&recorder, &form, &own, &wrong.collect::<Vec<_>>()).await;
        assert_eq!(refused.status, 400);
        assert!(refused.body.contains("行政区划代码“421222999”不在名册中"), "{}", refused.body);
        let taken = sent(&recorder, &form, &own, &fields("示例磨具有限公司")).await;
        assert_eq!((taken.status, taken.header("location")), (303, record.as_str()));
        assert_eq!(state(http, &format!("industry/enterprises/{code}")).await, "STATE_RECORDED");
        let mut late = own.clone();
        late[2].1 = "123e4567-e89b-42d3-a456-426614174077".to_owned();
        let stale = sent(&recorder, &form, &late, &fields("又一个名称")).await;
        assert_eq!(stale.status, 412, "what was seen no longer stands");
        assert!(stale.body.contains("ETAG_STALE") && stale.body.contains("又一个名称"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_is_withdrawn_with_a_reason_and_counts_until_that_is_verified() {
    with_county(async |http| {
        enter(http, "industry/enterprises", &company("示例磨料有限公司")).await;
        let (recorder, code) = (Visitor::enter(http, "li.recorder").await, code());
        let form = format!("{DESK}/acts/industry/enterprises/withdraw");
        let opened = recorder.get(&format!("{form}?id={code}")).await.body;
        assert!(opened.contains("撤回") && opened.contains("理由"), "{opened}");
        let own = own(&opened);
        let refused = sent(&recorder, &form, &own, &[("reason", "")]).await;
        assert_eq!(refused.status, 400);
        assert!(
            refused.body.contains("id=\"e-reason\" role=\"alert\">须说明理由"),
            "{}",
            refused.body
        );
        let taken = sent(&recorder, &form, &own, &[("reason", "企业迁出")]).await;
        assert_eq!(taken.status, 303, "{}", taken.body);
        let after = recorder.get(taken.header("location")).await.body;
        assert!(after.contains("已办理：撤回"), "{after}");
        let record = format!("industry/enterprises/{code}");
        assert_eq!(state(http, &record).await, "STATE_WITHDRAWAL_PENDING");
        verify(http, "industry").await;
        assert_eq!(state(http, &record).await, "STATE_WITHDRAWN");
        let page = recorder.get(&format!("/v1/counties/421222/{record}?format=html")).await.body;
        assert!(page.contains("企业迁出"), "its page says why");
    })
    .await;
}

const FEBRUARY: &str = r#"{"kind": "trade_bulletin", "division": "421222",
    "first_date": "2023-02-01", "last_date": "2023-02-28", "remark": "示例：当月未报"}"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_period_is_opened_again_from_the_calendar() {
    with_county(async |http| {
        enter(http, "industry/period_closings", FEBRUARY).await;
        let recorder = Visitor::enter(http, "li.recorder").await;
        let bulletins = format!("{DESK}/forms/industry/trade_bulletins");
        let bulletin = [
            ("first_date", "2023-02-01"),
            ("last_date", "2023-02-28"),
            ("direction", "出口"),
            ("division", "421222"),
            ("value_fen", "1万元"),
            ("value_usd_cent", "0.2万美元"),
            ("vintage", "正式"),
            ("release_date", "2023-02-28"),
            ("document", "示例月报"),
        ];
        let locked = recorder.form(&bulletins, &bulletin).await;
        assert_eq!(locked.status, 409);
        assert!(locked.body.contains("PERIOD_LOCKED"), "{}", locked.body);
        let calendar = format!("{DESK}/calendar?year=2023");
        let page = recorder.get(&calendar).await.body;
        let form = format!("{DESK}/acts/industry/period_closings/withdraw");
        let link = page.split(&format!("href=\"{form}?id=")).nth(1).expect("a way to open it");
        let id = link.split('"').next().expect("an id").to_owned();
        let opened = recorder.get(&format!("{form}?id={id}")).await.body;
        let own = own(&opened);
        assert_eq!(sent(&recorder, &form, &own, &[]).await.status, 400, "a reason is due");
        let taken = sent(&recorder, &form, &own, &[("reason", "补报二月数据")]).await;
        assert_eq!(taken.status, 303, "{}", taken.body);
        assert_eq!(recorder.form(&bulletins, &bulletin).await.status, 409, "until it is verified");
        verify(http, "industry").await;
        assert!(!recorder.get(&calendar).await.body.contains(&form), "it is open");
        let taken = recorder.form(&bulletins, &bulletin).await;
        assert_eq!(taken.status, 303, "{}", taken.body);
        // Exports came and imports did not: the calendar says so.
        let page = recorder.get(&calendar).await.body;
        assert!(
            page.contains("1/2") && page.contains("<span class=\"lacks\">进口</span>"),
            "{page}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_registered_and_moved_by_forms_which_say_what_its_stage_allows() {
    with_county(async |http| {
        let recorder = Visitor::enter(http, "li.recorder").await;
        let form = format!("{DESK}/acts/governance/case_files/register");
        let home = recorder.get(DESK).await.body;
        assert!(home.contains(&format!("href=\"{form}\">登记案件")), "{home}");
        let opened = recorder.get(&form).await.body;
        assert!(opened.contains("name=\"case_file.summary\"") && !opened.contains("accept_date"));
        let case = |division| {
            [
                ("case_file.code", "C-1"),
                ("case_file.division", division),
                ("case_file.type", "CASE_TYPE_NEIGHBOR"),
                ("case_file.summary", "宅基地界址争议"),
                ("case_file.person_count", "2"),
                ("case_file.register_date", "2023年4月3日"),
            ]
        };
        let refused = recorder.form(&form, &case("421222999")).await;
        assert_eq!(refused.status, 400);
        let fault = "id=\"e-case_file.division\" role=\"alert\">行政区划代码“421222999”不在名册中";
        assert!(refused.body.contains(fault), "{}", refused.body);
        let trials = format!("{DESK}/trials/governance/case_files/register");
        let checked = recorder.form(&trials, &case("421222999")).await;
        assert!(checked.body.contains("\"case_file.division\":["), "{}", checked.body);
        let taken = recorder.form(&form, &case("421222106")).await;
        assert_eq!(taken.status, 303, "{}", taken.body);
        let page = recorder.get(taken.header("location")).await.body;
        let link = |act: &str| format!("href=\"{DESK}/acts/governance/case_files/{act}?id=C-1\"");
        assert!(page.contains(&link("accept")) && page.contains(&link("withdraw")), "{page}");
        let (_, hindered) = page.split_once("目前不能办理").expect("not all acts");
        assert!(!page.contains(&link("conclude")) && hindered.contains("办结"), "{page}");
        let accept = format!("{DESK}/acts/governance/case_files/accept");
        let opened = recorder.get(&format!("{accept}?id=C-1")).await.body;
        assert!(opened.contains("受理日期"), "{opened}");
        let own = own(&opened);
        let early = sent(&recorder, &accept, &own, &[("accept_date", "2023-04-01")]).await;
        assert_eq!(early.status, 400);
        assert!(early.body.contains("早于上一办理动作"), "{}", early.body);
        let taken = sent(&recorder, &accept, &own, &[("accept_date", "2023-04-04")]).await;
        assert_eq!(taken.status, 303, "{}", taken.body);
        let page = recorder.get(taken.header("location")).await.body;
        assert!(page.contains("已办理：受理") && page.contains(&link("assign")), "{page}");
        assert!(!page.contains(&link("accept")), "it is accepted");
        // What came with a message inside the request is told at its input.
        let urge = format!("{DESK}/acts/governance/case_files/extend");
        let opened = recorder.get(&format!("{urge}?id=C-1")).await.body;
        assert!(opened.contains("name=\"note.date\"") && opened.contains("办理日期"), "{opened}");
        let gone = recorder.get(&format!("{DESK}/acts/governance/case_files/fly?id=C-1")).await;
        assert_eq!(gone.status, 404);
    })
    .await;
}
