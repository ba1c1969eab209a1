//! The desk over HTTP: forms, what waits, what is listed; as a browser without scripts uses them.

use std::net::SocketAddr;

use ::ledger::kinds::Kind as _;
use proto::industry::v1::Enterprise;
use tests::{each_database, start_county};

use crate::http::{Answer, send};

pub const DESK: &str = "/desk/421222";
const FORM: &str = "application/x-www-form-urlencoded";

/// A visitor: where, and by which name.
pub struct Visitor {
    http: SocketAddr,
    cookie: String,
}

impl Visitor {
    pub async fn enter(http: SocketAddr, name: &str) -> Self {
        let body = format!("actor={name}&back=%2Fdesk%2F421222");
        let headers = [("content-type", FORM)];
        let answer = send(http, "POST", &format!("{DESK}/actor"), &headers, &body).await;
        assert_eq!((answer.status, answer.header("location")), (303, DESK));
        let cookie = answer.header("set-cookie");
        assert!(cookie.contains("SameSite=Strict") && cookie.contains("HttpOnly"), "{cookie}");
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        Self { http, cookie }
    }

    pub async fn get(&self, path: &str) -> Answer {
        let headers = [("cookie", self.cookie.as_str()), ("accept", "text/html")];
        send(self.http, "GET", path, &headers, "").await
    }

    pub async fn post(&self, path: &str, kind: &str, body: &str) -> Answer {
        let origin = format!("http://{}", self.http);
        let headers = [
            ("cookie", self.cookie.as_str()),
            ("content-type", kind),
            ("origin", origin.as_str()),
            ("accept", "text/html"),
        ];
        send(self.http, "POST", path, &headers, body).await
    }

    pub async fn form(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let pairs: Vec<_> =
            pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        self.post(path, FORM, &pairs.join("&")).await
    }
}

/// A text as forms and addresses carry it.
pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'.' | b'-' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

/// The value of a hidden or shown input of a page.
pub fn value(page: &str, name: &str) -> String {
    let after = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_default();
    after.split('"').next().unwrap_or_default().to_owned()
}

pub fn code() -> String {
    Enterprise::sample(1).credit_code
}

pub async fn with_county(test: impl AsyncFn(SocketAddr)) {
    each_database(async |database| {
        let county = start_county(database).await;
        test(county.http).await;
        county.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_goes_through_forms_from_its_recorder_to_its_verifier_and_back() {
    with_county(async |http| {
        let recorder = Visitor::enter(http, "li.recorder").await;
        let verifier = Visitor::enter(http, "wang.verifier").await;
        let path = format!("{DESK}/forms/industry/enterprises");
        let empty = recorder.get(&path).await;
        assert_eq!(empty.status, 200);
        for part in ["统一社会信用代码", "li.recorder", "name=\"division\"", "五里镇"] {
            assert!(empty.body.contains(part), "{part}");
        }
        let id = value(&empty.body, "~request_id");
        let (code, name) = (code(), "示例磨料有限公司");
        let mut form = vec![
            ("~request_id", id.as_str()),
            ("credit_code", code.as_str()),
            ("name", name),
            ("division", "421222999"),
            ("industry_code", "3099"),
            ("establish_date", "2019年4月1日"),
        ];
        let refused = recorder.form(&path, &form).await;
        assert_eq!(refused.status, 400, "{}", refused.body);
        let fault = "id=\"e-division\" role=\"alert\">行政区划代码“421222999”不在名册中";
        assert!(refused.body.contains(fault), "{}", refused.body);
        assert!(refused.body.contains(&format!("value=\"{name}\"")), "what was typed is kept");
        let checks = format!("{DESK}/checks/industry/enterprises");
        let checked = recorder.form(&checks, &form).await;
        assert!(checked.body.contains("\"division\":["), "{}", checked.body);
        form[3].1 = "421222106";
        let taken = recorder.form(&path, &form).await;
        assert_eq!((taken.status, taken.body.as_str()), (303, ""));
        let next = recorder.get(taken.header("location")).await;
        assert!(next.body.contains("已登记") && next.body.contains(&code));
        assert_eq!(recorder.form(&path, &form).await.status, 303, "sent twice, taken once");

        let waiting = format!("{DESK}/waiting/industry");
        let page = verifier.get(&format!("{waiting}?state=recorded")).await;
        let record = value(&page.body, "record");
        assert!(record.starts_with("xianzhi.industry.v1.Enterprise|"), "{}", page.body);
        let own = recorder.form(&waiting, &[("record", &record), ("verdict", "verify")]).await;
        assert_eq!(own.status, 403);
        assert!(own.body.contains("VERIFIER_IS_RECORDER"));
        let no_reason =
            verifier.form(&waiting, &[("record", &record), ("verdict", "return")]).await;
        assert_eq!(no_reason.status, 400);
        let reason = "名称与执照不符";
        let back = [("record", record.as_str()), ("verdict", "return"), ("reason", reason)];
        let back = verifier.form(&waiting, &back).await;
        assert_eq!(back.status, 303, "{}", back.body);

        let mine = recorder.get(&format!("{waiting}?state=returned&mine=1")).await;
        assert!(mine.body.contains(reason) && mine.body.contains("wang.verifier"));
        let again = recorder.get(&format!("{path}?id={code}")).await;
        assert_eq!(value(&again.body, "establish_date"), "2019-04-01");
        let (etag, key) = (value(&again.body, "~etag"), value(&again.body, "~request_id"));
        let etag = etag.replace("&quot;", "\"");
        let revised = [
            ("~id", code.as_str()),
            ("~etag", etag.as_str()),
            ("~request_id", key.as_str()),
            ("credit_code", code.as_str()),
            ("name", "示例磨具有限公司"),
            ("division", "421222106"),
            ("industry_code", "3099"),
            ("establish_date", "2019-04-01"),
        ];
        let revised = recorder.form(&path, &revised).await;
        assert_eq!(revised.status, 303, "{}", revised.body);
        let record = format!("/v1/counties/421222/industry/enterprises/{code}?format=html");
        assert_eq!(revised.header("location"), record);
        let page = verifier.get(&format!("{waiting}?state=recorded")).await;
        let record = value(&page.body, "record");
        let done = verifier.form(&waiting, &[("record", &record), ("verdict", "verify")]).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let page = verifier.get(done.header("location")).await;
        assert!(page.body.contains("已处理 1 条") && page.body.contains("没有待核实的记录"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_taken_from_the_desk_itself_and_from_somebody_only() {
    with_county(async |http| {
        let visitor = Visitor::enter(http, "li.recorder").await;
        let path = format!("{DESK}/forms/industry/enterprises");
        let headers = [
            ("cookie", visitor.cookie.as_str()),
            ("content-type", FORM),
            ("origin", "http://elsewhere.example"),
        ];
        let strange = send(http, "POST", &path, &headers, "name=x").await;
        assert_eq!(strange.status, 400, "{}", strange.body);
        assert!(strange.body.contains("elsewhere.example"));
        let nobody = send(http, "POST", &path, &[("content-type", FORM)], "name=x").await;
        assert_eq!(nobody.status, 401);
        let acts = visitor.get(&format!("{DESK}/forms/governance/case_files")).await;
        assert_eq!(acts.status, 409, "a kind that its acts move has no form");
        for path in [
            DESK,
            "/desk/421222/calendar?year=2023",
            "/desk/421222/import",
            "/desk/421222/quality",
            "/desk/421222/ledger/industry/difficulties?year=2023",
        ] {
            let page = visitor.get(path).await;
            assert_eq!(page.status, 200, "{path}: {}", page.body);
            let policy = page.header("content-security-policy");
            assert!(policy.contains("script-src 'self'"), "{policy}");
        }
        assert_eq!(visitor.get("/desk/999999").await.status, 400);
        assert_eq!(visitor.get(&format!("{DESK}/import/none")).await.status, 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn records_are_picked_out_by_state_place_day_and_word() {
    with_county(async |http| {
        let mut text = "统一社会信用代码,名称,所在地,行业代码,成立日期\n".to_owned();
        let code = |n: u32| Enterprise::sample(n).credit_code;
        for (n, name, place, day) in [
            (1, "甲磨料", "421222106", "2019-04-01"),
            (2, "乙Abrasive", "421222107", "2020-05-01"),
            (3, "丙100%纸", "421222106", ""),
        ] {
            text.push_str(&format!("{},{name},{place},3099,{day}\n", code(n)));
        }
        let headers = [("xianzhi-actor", "program"), ("content-type", "text/csv")];
        let path = "/v1/counties/421222/imports?kind=Enterprise";
        assert_eq!(send(http, "POST", path, &headers, &text).await.status, 200);
        let verifier = Visitor::enter(http, "wang.verifier").await;
        let waiting = format!("{DESK}/waiting/industry");
        let page = verifier.get(&format!("{waiting}?state=recorded")).await;
        let first = value(&page.body, "record");
        let done = verifier.form(&waiting, &[("record", &first), ("verdict", "verify")]).await;
        assert_eq!(done.status, 303);
        let found = async |query: &str| -> Vec<u32> {
            let path = format!("{DESK}/records/industry/enterprises?{query}");
            let page = verifier.get(&path).await;
            assert_eq!(page.status, 200, "{query}: {}", page.body);
            (1..=3).filter(|n| page.body.contains(&format!(">{}<", code(*n)))).collect()
        };
        assert_eq!(found("").await, [1, 2, 3]);
        assert_eq!(found("state=verified").await.len(), 1);
        assert_eq!(found("state=recorded").await.len(), 2);
        assert!(found("state=returned").await.is_empty());
        assert_eq!(found("division=421222107").await, [2]);
        assert_eq!(found("text=abrasive").await, [2], "in capitals or not");
        assert_eq!(found(&format!("text={}", encoded("磨料"))).await, [1]);
        assert_eq!(found(&format!("text={}", encoded("100%"))).await, [3], "a sign is a sign");
        assert_eq!(found("text=1_0").await, Vec::<u32>::new());
        assert_eq!(found("first=2019-01-01&last=2019-12-31").await, [1]);
        assert_eq!(found("first=2019-04-02").await, [2]);
        let wrong = verifier.get(&format!("{DESK}/records/industry/enterprises?state=x")).await;
        assert_eq!(wrong.status, 400);
        // The printed ledger of a month, and of a word.
        let printed = async |query: &str| {
            let path = format!("{DESK}/ledger/industry/enterprises?{query}");
            let page = verifier.get(&path).await.body;
            (1..=3).filter(|n| page.contains(&code(*n))).collect::<Vec<u32>>()
        };
        assert_eq!(printed("year=2019").await, [1, 3], "the third has no day, so is in every year");
        assert_eq!(printed("year=2019&month=4").await, [1, 3]);
        assert_eq!(printed("year=2019&month=5").await, [3]);
        assert_eq!(printed("year=2020&text=abrasive").await, [2]);
        // A unit is meant exactly, a text is contained.
        assert_eq!(printed(&format!("year=2019&unit={}", encoded("甲磨料"))).await, [1]);
        assert_eq!(
            printed(&format!("year=2019&unit={}", encoded("甲磨"))).await,
            Vec::<u32>::new()
        );
        assert_eq!(printed(&format!("year=2019&text={}", encoded("甲磨"))).await, [1]);
        let page =
            verifier.get(&format!("{DESK}/ledger/industry/enterprises?year=2019")).await.body;
        for line in ["填报人签字：", "核实人签字：", "单位负责人签字（盖章）：", "1 条未填该日期"]
        {
            assert!(page.contains(line), "{line}: {page}");
        }
        assert_eq!(page.matches("日期：</p>").count(), 3, "each signature has its day");
        let wrong = format!("{DESK}/ledger/industry/enterprises?year=2019&month=13");
        assert_eq!(verifier.get(&wrong).await.status, 400);
    })
    .await;
}
