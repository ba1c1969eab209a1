//! Records over REST: the same services, mapped from the descriptors.

use std::net::SocketAddr;

use ::county::County;
use ::ledger::kinds::Kind as _;
use proto::industry::v1::Enterprise;
use serde_json::{Value, json};
use tests::{each_database, start_county};

use crate::http::{Answer, send};

const ROOT: &str = "/v1/counties/421222";
pub const DIFFICULTIES: &str = "/v1/counties/421222/industry/difficulties";

/// Runs a test against a county with one enterprise, verified.
pub async fn with_enterprise(test: impl AsyncFn(SocketAddr)) {
    each_database(async |database| {
        let county: County = start_county(database).await;
        let enterprise = json!({
            "credit_code": enterprise_code(), "name": "示例磨料有限公司",
            "division": "421222106", "industry_code": "3099", "establish_date": "2019-04-01",
        });
        let path = format!("{ROOT}/industry/enterprises");
        let answer = write(county.http, "POST", &path, &[], &enterprise).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        test(county.http).await;
        county.stop().await;
    })
    .await;
}

pub async fn write(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &Value,
) -> Answer {
    let mut all = vec![("content-type", "application/json"), ("xianzhi-actor", "recorder")];
    all.retain(|(name, _)| !headers.iter().any(|(given, _)| given == name));
    all.extend(headers);
    send(address, method, path, &all, &body.to_string()).await
}

async fn read(address: SocketAddr, path: &str) -> Answer {
    send(address, "GET", path, &[], "").await
}

/// The key of the department's first sample, whose check digits fit.
fn enterprise_code() -> String {
    Enterprise::sample(1).credit_code
}

pub fn parsed(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).expect("JSON")
}

pub fn difficulty(code: &str) -> Value {
    json!({
        "code": code, "enterprise_id": enterprise_code(), "division": "421222106",
        "title": "示例：用电增容", "raise_date": "2023-05-06", "claim_fen": "1250000",
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_created_read_revised_verified_and_withdrawn() {
    with_enterprise(async |http| {
        let created = write(http, "POST", DIFFICULTIES, &[], &difficulty("D-1")).await;
        assert_eq!(created.status, 201, "{}", created.body);
        assert_eq!(created.header("location"), format!("{DIFFICULTIES}/D-1"));
        let tag = created.header("etag").to_owned();
        let path = format!("{DIFFICULTIES}/D-1");
        let seen = read(http, &path).await;
        assert_eq!((seen.status, seen.header("etag")), (200, tag.as_str()));
        let record = parsed(&seen);
        assert_eq!(
            (&record["claim_fen"], &record["metadata"]["state"]),
            (&json!("1250000"), &json!("STATE_RECORDED"))
        );
        let known = send(http, "GET", &path, &[("if-none-match", &tag)], "").await;
        assert_eq!((known.status, known.body.as_str()), (304, ""));

        // What was read goes back as it is, in the other spelling as well.
        let mut changed = record.clone();
        changed["claimFen"] = json!(990_000);
        changed.as_object_mut().expect("an object").remove("claim_fen");
        assert_eq!(write(http, "PUT", &path, &[], &changed).await.status, 428);
        let stale = write(http, "PUT", &path, &[("if-match", "\"1\"")], &changed).await;
        assert_eq!(stale.status, 412);
        assert_eq!(parsed(&stale)["reason"], "ETAG_STALE");
        let revised = write(http, "PUT", &path, &[("if-match", &tag)], &changed).await;
        assert_eq!((revised.status, &parsed(&revised)["claim_fen"]), (200, &json!("990000")));

        let verify = format!("{path}:verify");
        let tag = revised.header("etag").to_owned();
        let own = write(http, "POST", &verify, &[("if-match", &tag)], &json!({})).await;
        assert_eq!((own.status, &parsed(&own)["reason"]), (403, &json!("VERIFIER_IS_RECORDER")));
        let by = [("if-match", tag.as_str()), ("xianzhi-actor", "verifier")];
        let verified = write(http, "POST", &verify, &by, &json!({})).await;
        assert_eq!(verified.status, 200, "{}", verified.body);
        assert_eq!(parsed(&verified)["metadata"][0]["state"], "STATE_VERIFIED");

        let by = [("if-match", verified.header("etag"))];
        let act =
            json!({"resolve_date": "2023-05-20", "on_site": true, "resolution": "示例：已办结"});
        let resolved = write(http, "POST", &format!("{path}:resolve"), &by, &act).await;
        assert_eq!(
            (resolved.status, &parsed(&resolved)["resolve_date"]),
            (200, &json!("2023-05-20"))
        );

        let by = [("if-match", resolved.header("etag"))];
        let why = json!({"reason": "示例：重复登记"});
        let withdrawn = write(http, "POST", &format!("{path}:withdraw"), &by, &why).await;
        assert_eq!(withdrawn.status, 200, "{}", withdrawn.body);
        let revisions = parsed(&read(http, &format!("{path}/revisions?page_size=2")).await);
        assert_eq!(revisions["revisions"].as_array().map(Vec::len), Some(2));
        assert_eq!(
            revisions["revisions"][0]["record"]["@type"],
            "type.googleapis.com/xianzhi.industry.v1.Difficulty"
        );
        assert_ne!(revisions["next_page_token"], "");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_points_into_the_body() {
    with_enterprise(async |http| {
        let mut wrong = difficulty("D-2");
        wrong["raise_date"] = json!("2023-02-30");
        let refused = write(http, "POST", DIFFICULTIES, &[], &wrong).await;
        assert_eq!(
            (refused.status, refused.header("content-type")),
            (400, "application/problem+json")
        );
        let problem = parsed(&refused);
        assert_eq!(problem["errors"][0]["pointer"], "/raise_date");
        assert_eq!(problem["errors"][0]["reason"], "DATE_INVALID");
        let nobody = [("xianzhi-actor", "")];
        assert_eq!(
            write(http, "POST", DIFFICULTIES, &nobody, &difficulty("D-2")).await.status,
            401
        );
        let plain = [("content-type", "text/plain")];
        assert_eq!(write(http, "POST", DIFFICULTIES, &plain, &difficulty("D-2")).await.status, 415);
        let gone = write(http, "DELETE", &format!("{DIFFICULTIES}/D-2"), &[], &json!({})).await;
        assert_eq!((gone.status, gone.header("allow")), (405, "GET, PUT, HEAD"));
        for path in [
            "/v1/counties/421222/nowhere/enterprises",
            "/v1/counties/421222/industry/nothings",
            &format!("{DIFFICULTIES}/D-1:explode"),
        ] {
            assert_eq!(read(http, path).await.status, 404, "{path}");
        }
        let unknown = read(http, &format!("{DIFFICULTIES}?pagesize=3")).await;
        assert_eq!(
            (unknown.status, &parsed(&unknown)["errors"][0]["field"]),
            (400, &json!("pagesize"))
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_makes_a_repeated_request_harmless_and_a_trial_writes_nothing() {
    with_enterprise(async |http| {
        let trial = format!("{DIFFICULTIES}?validate_only=true");
        let tried = write(http, "POST", &trial, &[], &difficulty("D-3")).await;
        assert_eq!((tried.status, tried.header("etag")), (200, ""), "{}", tried.body);
        let key = [("idempotency-key", "123e4567-e89b-42d3-a456-426614174009")];
        let first = write(http, "POST", DIFFICULTIES, &key, &difficulty("D-3")).await;
        let again = write(http, "POST", DIFFICULTIES, &key, &difficulty("D-3")).await;
        assert_eq!((first.status, again.status), (201, 201), "{}", again.body);
        assert_eq!(first.header("etag"), again.header("etag"));
        let other = write(http, "POST", DIFFICULTIES, &key, &difficulty("D-4")).await;
        assert_eq!((other.status, &parsed(&other)["reason"]), (422, &json!("REQUEST_ID_REUSED")));
        let twice = write(http, "POST", DIFFICULTIES, &[], &difficulty("D-3")).await;
        assert_eq!(twice.status, 409);
        let page = parsed(&read(http, &format!("{DIFFICULTIES}?page_size=10")).await);
        assert_eq!(page["difficulties"].as_array().map(Vec::len), Some(1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn records_are_browsed_as_pages_where_a_person_reads() {
    with_enterprise(async |http| {
        let person = [("accept", "text/html")];
        let kinds = send(http, "GET", &format!("{ROOT}/industry"), &person, "").await;
        assert_eq!(kinds.status, 200);
        assert!(kinds.body.contains("/v1/counties/421222/industry/enterprises?format=html"));
        let path = format!("{ROOT}/industry/enterprises?division=421222106");
        let page = send(http, "GET", &path, &person, "").await;
        assert_eq!((page.status, page.header("etag")), (200, ""), "{}", page.body);
        assert!(page.body.contains("示例磨料有限公司") && page.body.contains("待核实"));
        assert!(page.header("content-security-policy").contains("form-action 'self'"));
        let code = enterprise_code();
        let history = format!("{ROOT}/industry/enterprises/{code}/revisions");
        let history = send(http, "GET", &history, &person, "").await;
        assert!(history.body.contains("示例磨料有限公司"), "{}", history.body);
        let elsewhere = format!("{ROOT}/industry/enterprises?division=421222107");
        let none = send(http, "GET", &elsewhere, &person, "").await;
        assert!(none.body.contains("没有记录"), "{}", none.body);
    })
    .await;
}

/// Every path of the document is answered: with what it describes, and nothing else.
#[tokio::test(flavor = "multi_thread")]
async fn every_path_of_the_description_is_answered_as_described() {
    with_enterprise(async |http| {
        let document = parsed(&read(http, "/openapi.json").await);
        assert_eq!(document["openapi"], "3.1.0");
        let paths = document["paths"].as_object().expect("paths");
        assert!(paths.len() > 100, "{}", paths.len());
        for (path, item) in paths {
            for (method, operation) in item.as_object().expect("an item") {
                let path = path.replace("{county}", "421222").replace("{division}", "421222");
                let path = path.replace("{id}", "NONE").replace("{period}", "2023");
                let path = path.replace("{code}", "industry.above_scale.total");
                let query = operation["parameters"].as_array().into_iter().flatten();
                let query = query.filter(|one| one["in"] == "query" && one["required"] == true);
                let query =
                    query.map(|one| if one["name"] == "by" { "by=month" } else { "year=2023" });
                let query = query.collect::<Vec<_>>().join("&");
                let answer = write(
                    http,
                    &method.to_uppercase(),
                    &format!("{path}?{query}"),
                    &[],
                    &json!({}),
                )
                .await;
                let status = answer.status.to_string();
                assert!(operation["responses"][&status].is_object(), "{method} {path}: {status}");
                let routed =
                    !["PATH_UNKNOWN", "METHOD_UNKNOWN"].iter().any(|r| answer.body.contains(r));
                assert!(answer.status < 500 && routed, "{method} {path}: {}", answer.body);
            }
        }
    })
    .await;
}
